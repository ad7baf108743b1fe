"""Planning, opening, locking, unlocking and reviewing follow-up rounds."""

import datetime as dt

import pytest

from actionplan.choices import PlanState, RoundState, RoundStepKind
from actionplan.models import ReportingRound, StatusUpdate
from actionplan.services.rounds import (
    create_round,
    edit_round,
    lock_round,
    open_round,
    unlock_round,
)
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ReportFactory,
    ReportingRoundFactory,
    UserFactory,
    noon,
)
from actionplan.tests.services.rounds.common import CUTOFF, DAY, LATER, OPENED, refusal, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked(opened, chief):
    return lock_round(opened, by=chief, at=LATER, expected_version=2)


def steps(round_):
    return list(round_.steps.values_list("kind", "text"))


def test_a_round_may_be_planned_far_ahead(plan):
    ahead = ReportingRoundFactory.build(plan=plan, cutoff=dt.date(2018, 12, 31))

    assert create_round(ahead).state == RoundState.PLANNED


def test_the_same_round_planned_twice_is_one(plan):
    first, second = (create_round(ReportingRoundFactory.build(plan=plan)) for _ in range(2))

    assert first == second == ReportingRound.objects.get()


def test_another_round_of_the_same_day_is_refused(plan, round_):
    other = ReportingRoundFactory.build(plan=plan, name="T2", opens_on=CUTOFF + 30 * DAY, closes_on=CUTOFF + 40 * DAY)

    assert refusal(create_round, other) == {"cutoff": ["Planen har redan en omgång med det brytdatumet."]}


@pytest.mark.parametrize("first_day", [-20, 0, 20])
def test_a_round_that_overlaps_another_is_refused(plan, round_, first_day):
    opens_on = round_.opens_on + first_day * DAY
    other = ReportingRoundFactory.build(
        plan=plan, cutoff=CUTOFF - DAY, opens_on=opens_on, closes_on=opens_on + 21 * DAY
    )

    sentence = "T2 2016 är öppen för svar 1 september 2016–21 september 2016. Välj dagar som inte krockar."
    assert refusal(create_round, other) == {"opens_on": [sentence]}


@pytest.mark.parametrize("state", [RoundState.LOCKED, RoundState.PUBLISHED])
def test_a_round_that_takes_no_more_answers_is_in_nobodys_way(plan, state):
    done = ReportingRoundFactory(plan=plan, name="T2 2016", state=state)
    days = {"opens_on": done.opens_on, "closes_on": done.closes_on}
    planned = create_round(ReportingRoundFactory.build(plan=plan, cutoff=CUTOFF - DAY, **days))
    planned.closes_on += DAY
    done.board_meeting_on = dt.date(2016, 10, 4)

    assert edit_round(planned, expected_version=planned.version).closes_on == done.closes_on + DAY
    assert edit_round(done, expected_version=done.version).board_meeting == "2016-10-04"


def test_another_plans_rounds_are_in_nobodys_way(round_):
    assert create_round(ReportingRoundFactory.build(plan=ActionPlanFactory())).pk


def test_a_board_that_meets_before_the_cutoff_is_refused(plan):
    early = ReportingRoundFactory.build(plan=plan, board_meeting_on=CUTOFF - DAY)

    sentence = "Kommunstyrelsens möte är före brytdatumet. Rätta ett av datumen."
    assert refusal(create_round, early) == {"board_meeting_on": [sentence]}


def test_a_closed_plan_takes_no_rounds(round_, chief):
    round_.plan.state = PlanState.CLOSED
    round_.plan.save()
    sentence = ["Planen är avslutad och kan inte ändras."]

    assert refusal(create_round, ReportingRoundFactory.build(plan=round_.plan)) == sentence
    assert refusal(open_round, round_, by=chief, at=OPENED, expected_version=1) == sentence


def test_who_edits_second_is_told(round_):
    first, second = (ReportingRound.objects.get() for _ in range(2))
    first.name = "Tertial 2"
    edit_round(first, expected_version=1)
    second.name = "Hösten"

    with pytest.raises(LostUpdate) as lost:
        edit_round(second, expected_version=1)

    assert [(edit.label, edit.before, edit.after) for edit in lost.value.edits] == [("namn", "T2 2016", "Tertial 2")]
    assert ReportingRound.objects.get().name == "Tertial 2"


@pytest.mark.parametrize(
    ("state", "fixed"),
    [
        (RoundState.PLANNED, set()),
        (RoundState.OPEN, {"cutoff", "opens_on"}),
        (RoundState.LOCKED, {"cutoff", "opens_on", "closes_on"}),
        (RoundState.PUBLISHED, {"cutoff", "opens_on", "closes_on"}),
    ],
)
def test_what_its_state_has_fixed_does_not_change(plan, state, fixed):
    round_ = ReportingRoundFactory(plan=plan, state=state)
    for name in ("cutoff", "opens_on", "closes_on"):
        setattr(round_, name, getattr(round_, name) + DAY)

    found = set(refusal(edit_round, round_, expected_version=1)) if fixed else set()

    assert found == fixed


def test_a_round_with_a_draft_keeps_its_cutoff(plan, round_):
    draft = ReportFactory(plan=plan, round=round_, cutoff=CUTOFF)
    round_.cutoff = CUTOFF - DAY

    sentence = {"cutoff": ["Omgången har en rapport per 2016-08-31. Ta bort utkastet först."]}
    assert refusal(edit_round, round_, expected_version=1) == sentence

    draft.delete()
    assert edit_round(round_, expected_version=1).cutoff == CUTOFF - DAY


def test_the_boards_day_can_be_told_when_it_is_known(locked):
    locked.board_meeting_on = dt.date(2016, 10, 4)

    assert edit_round(locked, expected_version=locked.version).board_meeting == "2016-10-04"


def test_opening_is_logged(opened, chief):
    assert (opened.state, opened.opens_on, opened.version) == (RoundState.OPEN, dt.date(2016, 9, 1), 2)
    assert list(opened.steps.values_list("kind", "by", "at")) == [(RoundStepKind.OPENED, chief.pk, OPENED)]


def test_opened_before_its_day_it_opens_that_day(round_, chief):
    assert open_round(round_, by=chief, at=noon(CUTOFF), expected_version=1).opens_on == CUTOFF


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (CUTOFF - DAY, "Brytdatumet 31 augusti 2016 ligger i framtiden. Omgången öppnas tidigast den dagen."),
        (CUTOFF + 22 * DAY, "Omgången skulle ha stängt 21 september 2016. Ändra dagen då den stänger först."),
    ],
)
def test_a_round_is_opened_after_its_cutoff_and_before_it_closes(round_, chief, day, sentence):
    assert refusal(open_round, round_, by=chief, at=noon(day), expected_version=1) == [sentence]
    assert (steps(round_), ReportingRound.objects.get().version) == ([], 1)


def test_one_round_is_open_at_a_time(plan, opened, chief):
    other = ReportingRoundFactory(
        plan=plan, cutoff=CUTOFF - 200 * DAY, opens_on=OPENED.date() + 30 * DAY, closes_on=OPENED.date() + 40 * DAY
    )

    assert refusal(open_round, other, by=chief, at=OPENED, expected_version=1) == ["T2 2016 är öppen. Lås den först."]


def test_a_round_behind_a_locked_one_is_not_opened(plan, locked, chief):
    other = ReportingRoundFactory(
        plan=plan, cutoff=CUTOFF - DAY, opens_on=LATER.date() + 30 * DAY, closes_on=LATER.date() + 40 * DAY
    )

    sentence = "T2 2016 har ett senare brytdatum och är låst. Då kan ingen svara här."
    assert refusal(open_round, other, by=chief, at=LATER, expected_version=1) == [sentence]


def test_an_open_round_is_not_opened_again(opened, chief):
    sentence = ["Omgången är öppen. Läs sidan igen."]

    assert refusal(open_round, opened, by=chief, at=OPENED, expected_version=2) == sentence
    with pytest.raises(LostUpdate) as lost:
        open_round(opened, by=UserFactory(), at=OPENED, expected_version=1)
    assert [(edit.label, edit.before, edit.after) for edit in lost.value.edits] == [("läge", "Planerad", "Öppen")]


def test_the_same_form_sent_twice_opens_and_locks_once(opened, chief):
    again = open_round(opened, by=chief, at=OPENED, expected_version=1)
    locked = [lock_round(opened, by=chief, at=LATER, reason="Klart.", expected_version=2) for _ in range(2)]

    assert (again.version, [one.version for one in locked]) == (2, [3, 3])
    assert [kind for kind, _ in steps(opened)] == [RoundStepKind.OPENED, RoundStepKind.LOCKED]


def test_locking_is_logged_with_its_reason(opened, chief):
    locked = lock_round(opened, by=chief, at=LATER, reason="Tre svar saknas.", expected_version=2)

    assert locked.state == RoundState.LOCKED
    assert steps(locked) == [(RoundStepKind.OPENED, ""), (RoundStepKind.LOCKED, "Tre svar saknas.")]


@pytest.mark.parametrize("as_of", [CUTOFF, CUTOFF - 200 * DAY])
def test_a_locked_round_refuses_its_day_and_earlier_ones(locked, activity, as_of):
    sentence = "T2 2016 är låst: läget till och med 31 augusti 2016 går inte att ändra längre. Välj en senare dag."

    assert refusal(tell, activity, as_of, LATER) == {"as_of": [sentence]}
    assert StatusUpdate.objects.count() == 0
    activity.refresh_from_db()
    assert (activity.version, activity.reported_on) == (1, None)


def test_a_locked_round_refuses_between_later_updates_too(opened, activity, chief):
    tell(activity, CUTOFF + DAY)
    lock_round(opened, by=chief, at=LATER, expected_version=2)

    assert list(refusal(tell, activity, CUTOFF, LATER)) == ["as_of"]


def test_a_locked_round_takes_later_days_and_other_plans(locked, activity):
    tell(activity, CUTOFF + DAY, LATER)
    tell(ActivityFactory(), CUTOFF, LATER)

    assert StatusUpdate.objects.count() == 2


def test_of_several_locked_rounds_the_newest_says_no(locked, plan, activity):
    ReportingRoundFactory(plan=plan, name="T1 2016", cutoff=dt.date(2016, 4, 30), state=RoundState.LOCKED)

    assert refusal(tell, activity, dt.date(2016, 4, 1), LATER)["as_of"][0].startswith("T2 2016 är låst")


def test_a_planned_round_is_not_locked(round_, chief):
    sentence = ["Omgången är planerad. Läs sidan igen."]

    assert refusal(lock_round, round_, by=chief, at=LATER, expected_version=1) == sentence


def test_unlocking_needs_a_reason_and_is_logged(locked, activity, chief):
    for reason in (" ", "\u200b"):
        assert refusal(unlock_round, locked, by=chief, at=LATER, reason=reason, expected_version=3) == {
            "reason": ["Skriv varför omgången låses upp."]
        }

    unlocked = unlock_round(locked, by=chief, at=LATER, reason="Fel siffra.", expected_version=3)

    assert unlocked.state == RoundState.OPEN
    assert steps(unlocked)[-1] == (RoundStepKind.UNLOCKED, "Fel siffra.")
    assert tell(activity, CUTOFF, LATER).round == unlocked


def test_a_published_round_stays_locked(plan, chief):
    round_ = ReportingRoundFactory(plan=plan, state=RoundState.PUBLISHED)

    sentence = ["Omgången är publicerad. Läs sidan igen."]
    assert refusal(unlock_round, round_, by=chief, at=LATER, reason="Fel.", expected_version=1) == sentence


def test_a_round_behind_another_locked_one_is_not_unlocked(plan, locked, chief):
    later = CUTOFF + 122 * DAY
    ReportingRoundFactory(plan=plan, name="Helår 2016", cutoff=later, state=RoundState.LOCKED)

    sentence = ["Helår 2016 har ett senare brytdatum och är låst. Då kan ingen svara här."]
    assert refusal(unlock_round, locked, by=chief, at=LATER, reason="Fel.", expected_version=3) == sentence


def test_every_change_of_state_makes_remembered_figures_old(plan, round_, chief):
    revisions = []
    for verb, version in ((open_round, 1), (lock_round, 2)):
        verb(round_, by=chief, at=LATER, expected_version=version)
        plan.refresh_from_db()
        revisions.append(plan.revision)

    assert revisions == [1, 2]


@pytest.mark.parametrize(("as_of", "answers"), [(CUTOFF - DAY, False), (CUTOFF, True), (CUTOFF + DAY, True)])
def test_an_update_about_the_cutoff_or_later_belongs_to_the_open_round(opened, activity, as_of, answers):
    assert tell(activity, as_of).round == (opened if answers else None)
