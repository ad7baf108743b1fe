"""The board of proposals and its lists."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import ProposalOutcome
from actionplan.services.anchoring import send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import merge_proposals
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    MandatePeriodFactory,
    ProposalFactory,
    StrategicAreaFactory,
)
from actionplan.views.proposals import CARDS

pytestmark = pytest.mark.django_db
SENT, DECIDED = dt.date(2015, 5, 15), dt.date(2015, 10, 15)


@pytest.fixture
def period():
    return MandatePeriodFactory(election_year=2014)


@pytest.fixture
def plan(period):
    return ActionPlanFactory(mandate_period=period)


@pytest.fixture
def event(period, plan):
    return ConsultationEventFactory(mandate_period=period, title="Chefsforum")


@pytest.fixture
def decide(chief):
    def decide(proposal, outcome, activities=(), reason="Därför."):
        said = {"outcome": outcome, "reason": reason, "activities": activities}
        return decide_proposal(proposal, **said, by=chief, on=DECIDED, expected_version=proposal.version)

    return decide


def columns(response):
    """For each outcome, the count in the heading and the codes of the cards."""
    return {
        column["outcome"]: (column["count"], [card.proposal.code for card in column["cards"]])
        for column in response.context["columns"]
    }


def found_codes(response):
    """The codes of what is found, as a board or as a list."""
    rows = response.context.get("rows")
    cards = rows if rows is not None else [card for column in response.context["columns"] for card in column["cards"]]
    return sorted(card.proposal.code for card in cards)


def texts(response):
    """What stands on the page as running text."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_each_proposal_stands_in_the_column_of_its_outcome(chief_client, event, decide, plan):
    received, became, declined = ProposalFactory.create_batch(3, event=event)
    decide(became, "blev_aktivitet", [ActivityFactory(area=StrategicAreaFactory(plan=plan))])
    decide(declined, "avbojt")

    board = columns(chief_client.get("/forslag/"))

    assert board == {
        "inkommet": (1, [received.code]),
        "bereds": (0, []),
        "blev_aktivitet": (1, [became.code]),
        "pagar_redan": (0, []),
        "avbojt": (1, [declined.code]),
    }


def test_the_board_of_an_earlier_day_shows_what_was_decided_by_then(chief_client, event, decide):
    proposal = ProposalFactory(event=event)
    decide(proposal, "avbojt")

    board = columns(chief_client.get("/forslag/?dag=2015-10-14"))

    assert board["inkommet"] == (1, [proposal.code])


def test_a_column_shows_its_newest_and_leads_to_all(chief_client, event):
    proposals = ProposalFactory.create_batch(CARDS + 2, event=event)

    response = chief_client.get("/forslag/")
    everything = chief_client.get("/forslag/?lage=inkommet")

    assert columns(response)["inkommet"] == (CARDS + 2, [one.code for one in proposals[:1:-1]])
    assert f"Visa alla {CARDS + 2}" in texts(response)
    assert [row.proposal.code for row in everything.context["rows"]] == [one.code for one in proposals[::-1]]


def test_a_group_is_one_card_and_every_proposal_counts(chief_client, chief, event):
    lead, other = ProposalFactory.create_batch(2, event=event)
    merge_proposals(lead, [other], by=chief, on=SENT)

    response = chief_client.get("/forslag/")

    assert columns(response)["inkommet"] == (2, [lead.code])
    assert f"Samma förslag: {other.code}" in texts(response)


def test_a_member_stands_alone_where_its_lead_is_filtered_out(chief_client, chief, event, period):
    lead = ProposalFactory(event=event)
    other = ProposalFactory(event=ConsultationEventFactory(mandate_period=period))
    merge_proposals(lead, [other], by=chief, on=SENT)

    response = chief_client.get(f"/forslag/?samrad={other.event_id}")

    assert found_codes(response) == [other.code]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=bygglov", ["a"]),
        ("q=ÅTGÄRDA", ["b"]),
        ("q=exempelbygg", ["a"]),
        ("omrade=1", ["a"]),
        ("steg=forankrade", []),
        ("steg=sagda", ["b", "a"]),
        ("svar=vantar", ["b"]),
        ("svar=forsenade", ["b"]),
        ("svar=klara", []),
        ("lage=bereds&lage=avbojt", ["b"]),
    ],
)
def test_the_filter_finds(chief_client, chief, plan, event, department_a, asked, found):
    company = CompanyFactory(name="Exempelbygg AB")
    area = StrategicAreaFactory(plan=plan, number=1)
    proposals = {
        "a": ProposalFactory(event=event, text="Berätta hur lång tid ett bygglov tar.", company=company, area=area),
        "b": ProposalFactory(event=event, text="Åtgärda skyltarna."),
    }
    send_proposals([proposals["b"]], departments=[department_a], answer_by=SENT, by=chief, on=SENT)

    response = chief_client.get(f"/forslag/?{asked}")

    assert found_codes(response) == sorted(proposals[key].code for key in found)


def test_a_number_finds_its_proposal(chief_client, event):
    _, second = ProposalFactory.create_batch(2, event=event, text="Lika.")

    response = chief_client.get(f"/forslag/?q={second.code.lower()}")

    assert columns(response)["inkommet"] == (1, [second.code])


def test_who_was_asked_can_be_asked_for(chief_client, chief, event, department_a, department_b):
    first, second = ProposalFactory.create_batch(2, event=event)
    send_proposals([first], departments=[department_a], answer_by=None, by=chief, on=SENT)
    send_proposals([second], departments=[department_b], answer_by=None, by=chief, on=SENT)

    response = chief_client.get(f"/forslag/?forvaltning={department_b.pk}")

    assert columns(response)["bereds"] == (1, [second.code])


@pytest.mark.parametrize(
    ("asked", "field"),
    [("lage=annat", "lage"), ("samrad=999999", "samrad"), ("steg=x", "steg"), ("q=" + "å" * 201, "q")],
)
def test_what_cannot_be_asked_is_said_beside_its_field(chief_client, event, asked, field):
    response = chief_client.get(f"/forslag/?{asked}")

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])


def test_only_the_chief_is_offered_to_send_and_merge(chief_client, officer_a_client, event):
    ProposalFactory(event=event)

    offered = [client.get("/forslag/").content.decode() for client in (chief_client, officer_a_client)]

    assert ["Skicka till förvaltningar" in page for page in offered] == [True, False]
    assert ['name="f"' in page for page in offered] == [True, False]


def test_other_mandate_periods_stay_out(chief_client, event, plan):
    later = ActionPlanFactory(
        mandate_period=MandatePeriodFactory(election_year=2018), valid_from=dt.date(2019, 1, 1), valid_to=None
    )
    ProposalFactory(event=ConsultationEventFactory(mandate_period=later.mandate_period))

    assert chief_client.get(f"/forslag/?plan={plan.pk}").context["count"] == "0 förslag"


def test_what_was_said_in_a_period_without_a_plan_stands_with_the_newest_plan(chief_client, event):
    """Meetings are held before their plan is made; nothing said there may be out of sight."""
    periods = [MandatePeriodFactory(election_year=2018), None]
    events = [ConsultationEventFactory(mandate_period=period) for period in periods]
    for one in events:
        ProposalFactory(event=one)

    board, meetings = chief_client.get("/forslag/"), chief_client.get("/samrad/")

    assert board.context["count"] == "2 förslag"
    assert {row.event for row in meetings.context["page"].object_list} == {event, *events}
    assert [chief_client.get(f"/forslag/?samrad={one.pk}").status_code for one in events] == [200, 200]


@pytest.mark.parametrize(("address", "queries"), [("/forslag/", 20), ("/forslag/?lage=bereds", 22)])
def test_as_many_queries_whatever_the_number(chief_client, chief, event, address, queries):
    def add(number):
        for proposal in ProposalFactory.create_batch(number, event=event, company=CompanyFactory()):
            send_proposals([proposal], departments=[DepartmentFactory()], answer_by=None, by=chief, on=SENT)

    counts = []
    for number in (1, 2):
        add(number)
        chief_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            chief_client.get(address)
        counts.append(len(captured))

    assert counts == [queries, queries]


def test_markup_in_a_proposal_is_text(chief_client, event):
    ProposalFactory(event=event, text="<script>alert(1)</script>", proposer_name='"><img src=x>')

    page = chief_client.get("/forslag/").content.decode()

    assert ("<script>alert" in page, "<img src=x>" in page) == (False, False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_outcome_has_a_column(chief_client, event):
    assert list(columns(chief_client.get("/forslag/"))) == ProposalOutcome.values
