"""Names that should not be read by everybody: which of the register's stand in a text somebody has written."""

import re

from actionplan import swedish
from actionplan.models import Company, ContactPerson, Proposal
from actionplan.models.companies import bare_name

_WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
_SHORTEST, _MOST_WORDS = 4, 6


class Names:
    """The names of companies, contacts and proposers, read once and looked for word by word. Three queries."""

    def __init__(self):
        people = [
            *ContactPerson.objects.exclude(name="").values_list("name", flat=True),
            *Proposal.objects.exclude(proposer_name="").values_list("proposer_name", flat=True).distinct(),
        ]
        named = [(bare_name(name), name) for name in people]
        named += Company.objects.values_list("bare_name", "name")
        self._names = {bare: name for bare, name in named if len(bare) >= _SHORTEST}

    def found_in(self, text: str) -> list[str]:
        """Return the names, and the e-mail addresses, that stand in the text; a company's without its AB too."""
        words, found = _WORD.findall(swedish.fold(text)), _EMAIL.findall(text)
        for i in range(len(words)):
            for end in range(i + 1, min(i + _MOST_WORDS, len(words)) + 1):
                found += self._named("".join(words[i:end]))
        return list(dict.fromkeys(found))

    def _named(self, bare: str) -> list[str]:
        """Return the name that is written so; "Exempelbyggs" is Exempelbygg's."""
        return [self._names[word] for word in (bare, bare.removesuffix("s")) if word in self._names]
