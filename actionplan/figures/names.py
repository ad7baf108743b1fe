"""Names that should not be read by everybody: which of the register's stand in a text somebody has written."""

import re

from actionplan import swedish
from actionplan.models import Company, ContactPerson, Proposal
from actionplan.models.companies import bare_name

_WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+\.\w+")
_SHORTEST, _MOST_WORDS, _LIKE_A_WORD = 4, 6, 7


class Names:
    """The names of companies, contacts and proposers, read once and looked for word by word. Three queries.

    A short name of one word is told from an ordinary word by its capital: "Bygg AB" is not in "vi vill bygga och bygg".
    """

    def __init__(self, *also: str):
        """Read the register; `also` are names that are being typed."""
        people = [
            *ContactPerson.objects.exclude(name="").values_list("name", flat=True),
            *Proposal.objects.exclude(proposer_name="").values_list("proposer_name", flat=True).distinct(),
            *also,
        ]
        named = [(bare_name(name), name) for name in people]
        named += Company.objects.values_list("bare_name", "name")
        self._names = {bare: name for bare, name in named if len(bare) >= _SHORTEST}
        self._like_words = {
            bare for bare, name in self._names.items() if len(bare) <= _LIKE_A_WORD and bare in _words_of(name)
        }

    def found_in(self, text: str) -> list[str]:
        """Return the names, and the e-mail addresses, that stand in the text; a company's without its AB too."""
        written, found = _WORD.findall(swedish.normalise(text)), _EMAIL.findall(text)
        words = [swedish.fold(word) for word in written]
        for i in range(len(words)):
            for end in range(i + 1, min(i + _MOST_WORDS, len(words)) + 1):
                found += self._named("".join(words[i:end]), has_capital=written[i][0].isupper())
        return list(dict.fromkeys(found))

    def _named(self, bare: str, *, has_capital: bool) -> list[str]:
        """Return the name that is written so; "Exempelbyggs" is Exempelbygg's."""
        meant = [word for word in (bare, bare.removesuffix("s")) if word in self._names]
        return [self._names[word] for word in meant if has_capital or word not in self._like_words]


def _words_of(name: str) -> list[str]:
    return _WORD.findall(swedish.fold(name))
