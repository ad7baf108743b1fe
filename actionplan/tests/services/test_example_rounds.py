"""The example's rounds against exempeldata.md section 10, and taking them out again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import MailKind, ReviewVerdict
from actionplan.models import ActionPlan, Activity, Outbox, ReportingRound, RoundReview, RoundStep, User
from actionplan.services.example import load_example
from actionplan.services.example_removal import remove_example
from actionplan.services.reminders import Reminder, claim, key_of
from actionplan.services.rounds import lock_round, open_round, review_activity
from actionplan.tests.factories import ActivityFactory, ReportingRoundFactory, StatusUpdateFactory, UserFactory, noon

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


def chief():
    return User.objects.get(username="demo-naringslivschef")


def test_the_rounds_are_those_of_the_data_set(example):
    rows = ReportingRound.objects.order_by("cutoff")

    assert [(one.name, str(one.cutoff), str(one.opens_on), str(one.closes_on), one.board_meeting) for one in rows] == [
        ("T1 2016", "2016-04-30", "2016-05-02", "2016-05-20", "juni 2016"),
        ("T2 2016", "2016-08-31", "2016-09-01", "2016-09-21", "2016-10-04"),
        ("Helår 2016", "2016-12-31", "2017-01-02", "2017-01-20", "mars–april 2017"),
        ("T1 2017", "2017-04-30", "2017-05-02", "2017-05-19", "juni 2017"),
        ("T2 2017", "2017-08-31", "2017-09-01", "2017-09-21", "oktober 2017"),
        ("Helår 2017", "2017-12-31", "2018-01-02", "2018-01-19", "mars–april 2018"),
        ("T1 2018", "2018-04-30", "2018-05-02", "2018-05-21", "juni 2018"),
        ("T2 2018", "2018-08-31", "2018-09-03", "2018-09-21", "2018-10-02"),
        ("Helår 2018", "2018-12-31", "2019-01-02", "2019-01-21", "mars–april 2019"),
    ]
    assert {one.is_example for one in rows} == {True}


def test_those_that_are_over_on_the_demos_day_are_locked_and_say_when(example):
    states = list(ReportingRound.objects.order_by("cutoff").values_list("state", flat=True))

    assert states == ["last", "last", "last", "last", "last", "planerad", "planerad", "planerad", "planerad"]
    steps = RoundStep.objects.filter(round__name="T1 2017").values_list("kind", "at", "by__username")
    assert list(steps) == [
        ("oppnad", noon(dt.date(2017, 5, 2)), "demo-naringslivschef"),
        ("last", noon(dt.date(2017, 5, 19)), "demo-naringslivschef"),
    ]


def test_a_round_that_somebody_has_planned_stays_and_is_not_doubled():
    load_example()
    remove_example()
    own = ReportingRoundFactory(plan=ActionPlan.objects.get(), cutoff=DAY)

    load_example()
    remove_example()

    assert list(ReportingRound.objects.all()) == [own]


def test_all_that_was_done_in_an_example_round_goes_with_it(example):
    round_ = open_round(ReportingRound.objects.get(name="Helår 2017"), by=chief(), at=noon(DAY), expected_version=1)
    activity = Activity.objects.get(code="EB-02")
    StatusUpdateFactory(activity=activity, as_of=DAY, author=chief())
    review_activity(round_, activity, ReviewVerdict.COMPLETE, "Hur många?", by=chief(), at=noon(DAY))
    lock_round(round_, by=chief(), at=noon(DAY), expected_version=2)
    key = key_of(MailKind.REMINDER, round_, chief(), DAY)
    claim(Reminder(MailKind.REMINDER, key, "anna@example.com", "Påminnelse", "Hej!", ""), at=noon(DAY), by=chief())

    remove_example()

    counts = [model.objects.count() for model in (ReportingRound, RoundStep, RoundReview, Outbox, User)]
    assert (counts, ReportingRound.history.count()) == ([0, 0, 0, 0, 0], 0)


LEANING = {
    "omgångars lägesrapporter": lambda plan: StatusUpdateFactory(
        activity=ActivityFactory(area=plan.areas.get(number=1), code="SI-50"), as_of=DAY, author=UserFactory()
    ),
    "omgångars händelser": lambda plan: RoundStep.objects.create(
        round=ReportingRoundFactory(plan=plan, cutoff=dt.date(2020, 1, 1)), kind="oppnad", at=noon(DAY), by=chief()
    ),
}


@pytest.mark.parametrize("what", LEANING)
def test_it_is_not_taken_out_while_something_real_leans_on_it(example, what):
    open_round(ReportingRound.objects.get(name="Helår 2017"), by=chief(), at=noon(DAY), expected_version=1)
    LEANING[what](ActionPlan.objects.get())

    with pytest.raises(ValidationError) as refused:
        remove_example()

    assert refused.value.messages == [
        f"Riktiga uppgifter hör ihop med exempeldata: {what}. Ändra dem först. Inget är borttaget."
    ]
