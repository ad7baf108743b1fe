"""The funnel: a bar and a number for each stage, and the same in a sentence."""

import pytest

from actionplan.charts import funnel_chart
from actionplan.choices import FunnelStage, ProposalOutcome
from actionplan.figures import ProposalFigures


def figures(*counts):
    """Figures whose funnel has these counts, from said to completed."""
    funnel = dict(zip(FunnelStage.values, counts, strict=True))
    return ProposalFigures(counts[0], dict.fromkeys(ProposalOutcome.values, 0), funnel, 0)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            (15, 14, 12, 8),
            "Av 15 förslag är 14 förankrade hos en förvaltning, 12 blev aktiviteter och 8 är genomförda.",
        ),
        ((1, 1, 1, 1), "Av 1 förslag är 1 förankrat hos en förvaltning, 1 blev en aktivitet och 1 är genomfört."),
        ((2, 0, 0, 0), "Av 2 förslag är 0 förankrade hos en förvaltning, 0 blev aktiviteter och 0 är genomförda."),
        ((0, 0, 0, 0), "Inga förslag är inskrivna än."),
    ],
)
def test_funnel_says_its_stages_in_words(counts, words):
    assert funnel_chart(figures(*counts)).label == words


def test_bars_are_in_proportion_and_never_too_thin_to_see():
    rows = funnel_chart(figures(400, 200, 1, 0)).rows

    assert [(row.word, row.count, row.width) for row in rows] == [
        ("Sagda", 400, "600.0"),
        ("Förankrade", 200, "300.0"),
        ("Blev aktiviteter", 1, "4.0"),
        ("Genomförda", 0, "0"),
    ]


def test_a_funnel_of_nothing_is_drawn_too():
    assert [row.width for row in funnel_chart(figures(0, 0, 0, 0)).rows] == ["0"] * 4


def test_numbers_lead_where_the_page_says():
    rows = funnel_chart(figures(1, 1, 1, 1), lambda stage: f"/?steg={stage}").rows

    assert [row.address for row in rows] == [
        "/?steg=sagda",
        "/?steg=forankrade",
        "/?steg=blev_aktiviteter",
        "/?steg=genomforda",
    ]
