"""What became of the example's proposals, counted by hand, and of any proposals, counted by the reference."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.choices import FunnelStage, ProposalOutcome
from actionplan.figures import event_figures, proposal_figures
from actionplan.models import ActionPlan, ConsultationEvent, Proposal
from actionplan.tests.cases import as_case, asked_days, drawn_activities, stored, undone
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    MandatePeriodFactory,
    StrategicAreaFactory,
    UserFactory,
)
from actionplan.tests.proposal_cases import as_said, drawn_proposals, store
from actionplan.tests.reference import funnel_on, outcomes_on

DAYS = ["2016-08-31", "2017-12-31", "2018-12-31"]
EVENTS = {
    "E1": "Chefsforum",
    "E2": "Avstämning med näringsidkarna, första tillfället",
    "E3": "Avstämning med näringsidkarna, andra tillfället",
}
# Counted by hand from exempeldata.md section 7, columns "Från" and "Utfall". All is decided on 2015-10-15, so the outcomes
# are the same on all three days. inkommet, bereds, blev aktivitet, pågår redan, avböjt:
#   E1 F01 F02 F03 F04 F05 F08 F09 F11 F13: nine, all blev aktivitet
#   E2 F06 F07 F12 blev aktivitet, F10 avböjt: four
#   E3 F14 pågår redan, F15 bereds: two
OUTCOMES = {"E1": (0, 0, 9, 0, 0), "E2": (0, 0, 3, 0, 1), "E3": (0, 1, 0, 1, 0), "all": (0, 1, 12, 1, 1)}
# said, anchored, became activities: as above; F15 alone is unanswered (section 14).
# completed: those of blev aktivitet whose activities (section 7, "Aktivitet") all stand as genomförd in that day's column of
# section 8.
#   2016-08-31  E1: F05 (UI-02). Nothing else is genomförd.
#   2017-12-31  E1: F01 (SI-01, SI-06), F05 (UI-02). E2: F06 (UI-03). Not F02 (SI-03 pågående), F03 (EB-01 pågående),
#               F04 (SI-05), F07 (UI-01), F08 (SU-01), F09 (EB-02), F11 (EB-03), F12 (SU-03), F13 (SU-04): all pågående.
#   2018-12-31  E1: F01, F03 (EB-01, SI-06), F05, F09 (EB-02), F11 (EB-03), F13 (SU-04). E2: F06, F12 (SU-03, SU-07).
#               Not F02 (SI-07 avbruten), F04 (SI-05 pågående), F07 (UI-01 pågående), F08 (SU-01 pågående).
FUNNEL = {
    "2016-08-31": {"E1": (9, 9, 9, 1), "E2": (4, 4, 3, 0), "E3": (2, 1, 0, 0), "all": (15, 14, 12, 1)},
    "2017-12-31": {"E1": (9, 9, 9, 2), "E2": (4, 4, 3, 1), "E3": (2, 1, 0, 0), "all": (15, 14, 12, 3)},
    "2018-12-31": {"E1": (9, 9, 9, 6), "E2": (4, 4, 3, 2), "E3": (2, 1, 0, 0), "all": (15, 14, 12, 8)},
}


def by_hand(which, on):
    return (
        dict(zip(ProposalOutcome.values, OUTCOMES[which], strict=True)),
        dict(zip(FunnelStage.values, FUNNEL[on][which], strict=True)),
    )


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("which", EVENTS)
def test_each_event(example, which, on):
    event = ConsultationEvent.objects.get(title=EVENTS[which])

    found = event_figures(event, dt.date.fromisoformat(on))

    assert (found.by_outcome, found.funnel) == by_hand(which, on)
    assert found.total == FUNNEL[on][which][0]


@pytest.mark.parametrize("on", DAYS)
def test_all_events(example, on):
    found = proposal_figures(ActionPlan.objects.get(), dt.date.fromisoformat(on))

    assert (found.by_outcome, found.funnel) == by_hand("all", on)
    assert (found.total, found.undecided, found.not_yet) == (15, 1, 0)


def test_the_events_add_up_to_the_whole():
    for on in DAYS:
        parts = zip(*(FUNNEL[on][which] for which in EVENTS), strict=True)
        assert tuple(map(sum, parts)) == FUNNEL[on]["all"]
    assert tuple(map(sum, zip(*(OUTCOMES[which] for which in EVENTS), strict=True))) == OUTCOMES["all"]


@pytest.mark.parametrize("on", DAYS)
def test_the_command_prints_the_same(example, on, capsys):
    call_command("figures", "--on", on, "--json")
    found = json.loads(capsys.readouterr().out)

    outcomes, funnel = by_hand("all", on)
    assert found["proposals"] == {"total": 15} | outcomes
    assert found["funnel"] == dict(
        zip(("said", "anchored", "became_activities", "completed"), funnel.values(), strict=True)
    )


@pytest.mark.parametrize("on", DAYS)
def test_each_number_is_that_of_its_rows(example, on):
    day = dt.date.fromisoformat(on)
    figures, rows = proposal_figures(ActionPlan.objects.get(), day), Proposal.objects.on_day(day)

    assert {key: rows.in_stage(key, day).count() for key in FunnelStage.values} == figures.funnel
    assert {key: rows.in_outcome(key).count() for key in ProposalOutcome.values} == figures.by_outcome


@settings(max_examples=60)
@given(
    drawn=st.lists(drawn_activities(), min_size=2, max_size=2),
    proposals=drawn_proposals(activities=2, departments=2, events=3),
    asked=st.lists(asked_days, min_size=3, max_size=6),
)
@pytest.mark.django_db
def test_figures_say_what_the_reference_says(drawn, proposals, asked):
    """Two events of the plan's period and one of another; outcomes that change, groups, answers and links on any day."""
    with undone():
        plan, author = StrategicAreaFactory(plan__mandate_period=MandatePeriodFactory()).plan, UserFactory()
        departments = DepartmentFactory.create_batch(2)
        activities = [stored(one, plan, author, departments) for one in drawn]
        cases = [as_case(activity, one) for activity, one in zip(activities, drawn, strict=True)]
        other = ActionPlanFactory(mandate_period=MandatePeriodFactory()).mandate_period
        periods = [plan.mandate_period, plan.mandate_period, other]
        events = [ConsultationEventFactory(mandate_period=period) for period in periods]
        store(proposals, events, activities, departments)
        said = as_said(proposals, cases)
        of_event = [[one for one, row in zip(said, proposals, strict=True) if row["event"] == i] for i in range(3)]

        for day in asked:
            for event, wanted in [(None, of_event[0] + of_event[1]), *zip(events, of_event, strict=True)]:
                found = event_figures(event, day) if event else proposal_figures(plan, day)
                assert (found.by_outcome, found.funnel) == (outcomes_on(wanted, day), funnel_on(wanted, day))
