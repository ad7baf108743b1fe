"""Pills of proposals: token and word of what became of them and what the proposer says."""

import re

import pytest

from actionplan.templatetags.actionplan import outcome, proposer, verdict
from actionplan.tests.factories import ProposalFactory


def shown(pill):
    """Return the pill's token and its word."""
    return re.search(r"st-(\w+)", pill)[1], re.sub(r"<[^>]+>", "", pill).strip()


@pytest.mark.parametrize(
    ("key", "completed", "pill"),
    [
        ("inkommet", False, ("idle", "Inkommet")),
        ("bereds", False, ("due", "Bereds")),
        ("blev_aktivitet", False, ("ongoing", "Blev aktivitet")),
        ("blev_aktivitet", True, ("done", "Blev aktivitet")),
        ("pagar_redan", True, ("carried", "Pågår redan")),
        ("avbojt", False, ("stopped", "Avböjt")),
    ],
)
def test_outcome_is_done_only_when_what_it_became_is(key, completed, pill):
    assert shown(outcome(key, completed)) == pill


def test_outcome_counts_one_and_many():
    words = [shown(outcome("blev_aktivitet", count=count))[1] for count in (1, 3)]

    assert words == ["1 blev aktivitet", "3 blev aktiviteter"]


def test_verdict_has_its_own_word_and_token():
    assert [shown(verdict(key)) for key in ("lost", "inte_an")] == [("done", "Löst för oss"), ("risk", "Inte än")]


def test_a_proposer_cannot_turn_or_mark_up_the_words_beside_it():
    proposal = ProposalFactory.build(proposer_name="\u202e<b>Ex")

    assert proposer(proposal, persons=True) == "<bdi>\u202e&lt;b&gt;Ex</bdi>"
