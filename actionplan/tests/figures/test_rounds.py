"""Who has answered in a round, who is expected to, and what to look at before it is locked."""

import datetime as dt

import pytest

from actionplan.choices import ReviewVerdict, RoundRows, RoundState, RoundStepKind
from actionplan.figures import (
    Progress,
    checklist,
    own_activities,
    progress_of,
    round_figures,
    round_keys,
    round_rows,
    waiting_by_department,
    waiting_count,
)
from actionplan.models import Activity, ReportingRound, RoundStep
from actionplan.services.rounds import review_activity
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db
CUTOFF, BEFORE, TODAY = dt.date(2016, 8, 31), dt.date(2016, 8, 30), dt.date(2016, 9, 5)
DONE = {"status": "genomford", "assessment": "ingen"}


@pytest.fixture
def area():
    return StrategicAreaFactory()


@pytest.fixture
def department():
    return DepartmentFactory(name="Miljökontoret")


@pytest.fixture
def round_(area):
    ReportingRoundFactory(plan=area.plan, state=RoundState.OPEN)
    return ReportingRound.objects.with_lock().get()


@pytest.fixture
def activity(area, department):
    """activity("AK-01", (day, said), …): one the department answers for, told of on those days."""

    def activity(code, *told, **more):
        row = ActivityFactory(area=area, code=code, **{"responsible": department} | more)
        for day, said in told:
            StatusUpdateFactory(activity=row, as_of=day, **{"comment": "Ja."} | said)
        return row

    return activity


def codes(round_, rows, department=None):
    keys = list(round_keys(round_, TODAY, rows, department))
    return [Activity.objects.get(pk=key).code for key in keys]


def numbers(progress):
    return progress.expected, progress.answered, progress.left


def test_what_was_open_on_the_cutoff_is_expected(round_, activity):
    activity("AK-01")
    activity("AK-02", starts_on=dt.date(2017, 1, 1))  # not begun, but open
    activity("AK-03", (BEFORE, DONE))
    activity("AK-04", added_on=CUTOFF + dt.timedelta(days=1))
    activity("AK-05", closed_on=BEFORE, closing="overford", closing_reason="Ny plan.")

    assert codes(round_, RoundRows.EXPECTED) == ["AK-01", "AK-02"]


def test_an_answer_is_about_the_cutoff_or_a_later_day(round_, activity):
    activity("AK-01", (BEFORE, {}))
    activity("AK-02", (CUTOFF, {}))
    activity("AK-03", (TODAY, {}))
    activity("AK-04", (CUTOFF, DONE))  # finished by the answer itself

    assert codes(round_, RoundRows.ANSWERED) == ["AK-02", "AK-03", "AK-04"]
    assert codes(round_, RoundRows.LEFT) == ["AK-01"]
    assert numbers(round_figures(round_, TODAY).progress) == (4, 3, 1)


def test_what_was_closed_since_without_an_answer_is_not_asked_for(round_, activity):
    closed = {"closed_on": CUTOFF, "closing": "overford", "closing_reason": "Ny plan."}
    activity("AK-01", **closed)
    told = activity("AK-02", (CUTOFF, {}))
    Activity.objects.filter(pk=told.pk).update(**closed)

    assert codes(round_, RoundRows.EXPECTED) == ["AK-02"]


def test_a_locked_round_shows_what_was_answered_until_it_was_locked(round_, activity):
    activity("AK-01", (CUTOFF, {}))
    activity("AK-02", (dt.date(2016, 9, 22), {}))
    ReportingRound.objects.update(state=RoundState.LOCKED)
    RoundStep.objects.create(round=round_, kind=RoundStepKind.LOCKED, at=noon(dt.date(2016, 9, 21)))
    locked = ReportingRound.objects.with_lock().get()

    assert numbers(round_figures(locked, dt.date(2017, 6, 1)).progress) == (2, 1, 1)
    assert numbers(round_figures(round_, dt.date(2017, 6, 1)).progress) == (2, 2, 0)


def test_the_department_that_answers_now_is_the_one_that_is_asked(round_, activity, department):
    heir, row = DepartmentFactory(name="Bygglovskontoret"), activity("AK-01")
    row.responsibilities.update(to_on=CUTOFF)
    ResponsibilityFactory(activity=row, department=heir, from_on=CUTOFF + dt.timedelta(days=1))
    activity("AK-02", (CUTOFF, {}))
    activity("AK-03", responsible=None)

    found = [(row.name, *numbers(row.progress)) for row in round_figures(round_, TODAY).departments]

    assert found == [("Bygglovskontoret", 1, 0, 1), ("Miljökontoret", 1, 1, 0), ("Ingen ansvarig", 1, 0, 1)]
    assert waiting_by_department(round_, TODAY) == {heir.pk: 1}
    assert codes(round_, RoundRows.EXPECTED, heir.pk) == ["AK-01"]
    assert codes(round_, RoundRows.EXPECTED, 0) == ["AK-03"]


@pytest.fixture
def review(round_):
    def review(activity, verdict=ReviewVerdict.REVIEWED, question="", at=noon(TODAY)):  # noqa: B008
        return review_activity(round_, activity, verdict, question, by=UserFactory(), at=at)

    return review


def test_reviews_are_counted_by_their_newest_word(round_, activity, department, review):
    rows = [activity(f"AK-0{n}", (CUTOFF, {})) for n in range(1, 5)]
    review(rows[1])
    review(rows[2], ReviewVerdict.COMPLETE, "Hur många?")
    review(rows[3], ReviewVerdict.COMPLETE, "Hur många?")
    StatusUpdateFactory(activity=rows[3], as_of=CUTOFF, recorded_at=noon(TODAY) + dt.timedelta(hours=1))

    progress = round_figures(round_, TODAY).progress

    assert (progress.answered, progress.reviewed, progress.questioned, progress.to_review) == (4, 1, 1, 2)
    assert codes(round_, RoundRows.TO_REVIEW) == ["AK-01", "AK-04"]
    assert (codes(round_, RoundRows.REVIEWED), codes(round_, RoundRows.QUESTIONED)) == (["AK-02"], ["AK-03"])
    assert waiting_by_department(round_, TODAY) == {department.pk: 1}


def test_a_row_shows_the_standing_of_the_cutoff_and_the_answer(round_, activity, review):
    row = activity("AK-01", (CUTOFF, {"assessment": "gul", "comment": "Trögt.", "next_step": "Möte."}))
    late = activity("AK-02", (TODAY, DONE))
    activity("AK-03")
    review(row, ReviewVerdict.COMPLETE, "Hur trögt?")

    first, second, third = round_rows(round_, TODAY, list(round_keys(round_, TODAY, RoundRows.EXPECTED)))

    assert (first.standing, first.review, first.question, first.is_after) == (
        "viss_avvikelse",
        "komplettera",
        "Hur trögt?",
        False,
    )
    assert (first.activity.comment_on, first.activity.next_step_on) == ("Trögt.", "Möte.")
    assert (second.activity, second.standing, second.is_after) == (late, "borde_ha_startat", True)
    assert (third.is_answered, third.standing) == (False, "borde_ha_startat")


CHECKED = {
    RoundRows.TO_REVIEW: lambda activity: activity("FEL-01", (CUTOFF, {})),
    RoundRows.QUESTIONED: lambda activity: activity("FEL-01", (CUTOFF, {})),
    RoundRows.LEFT: lambda activity: activity("FEL-01", (BEFORE, {})),
    RoundRows.UNEXPLAINED: lambda activity: activity(
        "FEL-01", (CUTOFF, {"comment": ""}), ends_on=BEFORE, original_ends_on=BEFORE
    ),
    RoundRows.NO_RESULT: lambda activity: activity("FEL-01", (CUTOFF, DONE)),
    RoundRows.NO_DEADLINE: lambda activity: activity("FEL-01", (CUTOFF, {}), ends_on=None),
    RoundRows.DEPARTMENT_ENDED: lambda activity: activity(
        "FEL-01", (CUTOFF, {}), responsible=DepartmentFactory(valid_to=CUTOFF)
    ),
    RoundRows.NOT_STARTED: lambda activity: activity(
        "FEL-01", (CUTOFF, {"status": "ej_paborjad", "assessment": "gron"})
    ),
}


@pytest.mark.parametrize("key", CHECKED)
def test_the_checklist_counts_and_shows_the_same_rows(round_, activity, review, key):
    review(activity("AK-01", (CUTOFF, {})), ReviewVerdict.REVIEWED)
    review(activity("AK-02", (CUTOFF, DONE), result="Klart."), ReviewVerdict.REVIEWED)
    assert {check.key: check.number for check in checklist(round_, TODAY)} == dict.fromkeys(RoundRows.CHECKLIST, 0)

    fault = CHECKED[key](activity)
    if key == RoundRows.QUESTIONED:
        review(fault, ReviewVerdict.COMPLETE, "Hur då?")
    elif key not in (RoundRows.LEFT, RoundRows.TO_REVIEW):
        review(fault, ReviewVerdict.REVIEWED)

    assert {check.key for check in checklist(round_, TODAY) if check.number == 1} == {key}
    assert codes(round_, key) == ["FEL-01"]


@pytest.mark.parametrize("state", [RoundState.LOCKED, RoundState.PUBLISHED])
def test_the_checklist_of_a_round_that_takes_no_reviews_asks_for_none(round_, activity, state):
    activity("AK-01", (CUTOFF, {}))
    round_.state = state

    assert [check.key for check in checklist(round_, TODAY)] == [
        "kvar",
        "utan-kommentar",
        "utan-resultat",
        "utan-sluttid",
        "upphord",
        "ej-startade",
    ]


def test_an_ended_department_counts_as_long_as_nobody_answers(round_, activity):
    activity("FEL-01", (CUTOFF, {}), responsible=None)

    assert codes(round_, RoundRows.DEPARTMENT_ENDED) == ["FEL-01"]


def test_the_list_counts_every_round_by_itself(area, activity):
    activity("AK-01", (dt.date(2016, 4, 30), {}), (CUTOFF, DONE))
    activity("AK-02", (CUTOFF, {}))
    days = [dt.date(2016, 4, 30), CUTOFF, dt.date(2016, 12, 31)]
    rounds = [ReportingRoundFactory(plan=area.plan, cutoff=day, state=RoundState.LOCKED) for day in days]
    rounds = list(ReportingRound.objects.with_lock().order_by("cutoff"))

    found = progress_of(rounds, dt.date(2017, 2, 1))

    assert [found[one.pk] for one in rounds] == [Progress(2, 1), Progress(2, 2), Progress(1, 0)]
    assert progress_of([], TODAY) == {}


def test_a_plan_without_activities_counts_nothing(round_):
    assert progress_of([round_], TODAY) == {round_.pk: Progress(0, 0)}
    assert round_figures(round_, TODAY).departments == ()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many(round_, activity, django_assert_num_queries, number):
    for n in range(number):
        activity(f"AK-0{n}", (CUTOFF, {}), responsible=DepartmentFactory())

    with django_assert_num_queries(2):
        round_figures(round_, TODAY)
    with django_assert_num_queries(2):
        checklist(round_, TODAY)
    keys = list(round_keys(round_, TODAY, RoundRows.EXPECTED))
    with django_assert_num_queries(2):
        round_rows(round_, TODAY, keys)
    with django_assert_num_queries(1):
        waiting_by_department(round_, TODAY)


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_counts_all_rounds(area, activity, django_assert_num_queries, number):
    activity("AK-01", (CUTOFF, {}))
    for n in range(number):
        ReportingRoundFactory(plan=area.plan, cutoff=CUTOFF + dt.timedelta(days=30 * n), state=RoundState.LOCKED)
    rounds = list(ReportingRound.objects.with_lock().select_related("plan"))

    with django_assert_num_queries(1):
        progress_of(rounds, TODAY)


# What it means for the person who answers


def own(department, on=TODAY):
    return own_activities(ReportingRound.objects.get().plan, [department.pk], on)


def test_while_a_round_is_open_it_says_what_waits(round_, activity, department):
    activity("AK-01", (BEFORE, {}))
    activity("AK-02", (CUTOFF, {}))
    activity("AK-03", (CUTOFF, DONE))
    activity("AK-04", starts_on=dt.date(2017, 1, 1))
    activity("AK-05", added_on=TODAY)

    found = own(department)

    assert (found.round, found.cutoff, found.waiting, found.expected, found.total, found.finished) == (
        round_,
        CUTOFF,
        2,
        4,
        4,
        1,
    )
    assert [row.code for row in found.responsible if row.is_waiting] == ["AK-01", "AK-04"]
    assert waiting_count(round_.plan, [department.pk], TODAY) == 2
    assert found.waiting == round_figures(round_, TODAY).progress.left


def test_when_no_round_is_open_the_calendar_says_what_waits(round_, activity, department):
    activity("AK-01", starts_on=dt.date(2017, 1, 1))
    activity("AK-02", (dt.date(2016, 4, 30), {}))
    ReportingRound.objects.update(state=RoundState.LOCKED)

    found = own(department)

    assert (found.round, found.cutoff, found.waiting, found.expected) == (None, CUTOFF, 1, 1)


def test_a_question_waits_even_about_what_is_finished(round_, activity, department, review):
    row = activity("AK-01", (CUTOFF, DONE))
    review(row, ReviewVerdict.COMPLETE, "Vad blev det?")

    found = own(department)

    assert [(row.code, row.is_waiting, row.question) for row in found.responsible] == [("AK-01", True, "Vad blev det?")]
    assert (found.waiting, found.expected, found.finished) == (1, 1, 0)
    assert waiting_count(round_.plan, [department.pk], TODAY) == 1

    StatusUpdateFactory(activity=row, as_of=CUTOFF, recorded_at=noon(TODAY) + dt.timedelta(hours=1), **DONE)
    round_.plan.refresh_from_db()

    assert (own(department).responsible, waiting_count(round_.plan, [department.pk], TODAY)) == ([], 0)
