"""Two people with one follow-up round at the same moment, each with a connection of their own."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Role, RoundState
from actionplan.models import ReportingRound, RoundStep, StatusUpdate
from actionplan.services.rounds import create_round, lock_round, open_round
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import ActivityFactory, ReportingRoundFactory, UserFactory, noon
from actionplan.tests.services.test_together import at_once, tell

pytestmark = pytest.mark.django_db(transaction=True)
CUTOFF = dt.date(2016, 8, 31)
AT = noon(dt.date(2016, 9, 1))
TIMES = 4


@pytest.fixture
def chiefs():
    return UserFactory.create_batch(2, role=Role.CHIEF)


@pytest.fixture
def activity():
    return ActivityFactory()


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


@pytest.mark.parametrize("_", range(TIMES))
@pytest.mark.parametrize(("verb", "state"), [(open_round, RoundState.PLANNED), (lock_round, RoundState.OPEN)])
def test_one_opens_or_locks_and_the_other_is_told(chiefs, activity, verb, state, _):
    round_ = ReportingRoundFactory(plan=activity.plan, state=state)

    outcomes = at_once(*(lambda by=by: verb(round_, by=by, at=AT, expected_version=1) for by in chiefs))

    assert kinds(outcomes) == ["LostUpdate", "ReportingRound"]
    [lost] = [outcome for outcome in outcomes if isinstance(outcome, LostUpdate)]
    assert [edit.label for edit in lost.edits] == ["läge"]
    assert RoundStep.objects.count() == 1


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_rounds_opened_at_once_one_is_open(chiefs, activity, _):
    rounds = [
        ReportingRoundFactory(plan=activity.plan, cutoff=CUTOFF - dt.timedelta(days=n), opens_on=opens, closes_on=opens)
        for n, opens in enumerate([dt.date(2016, 9, 21), dt.date(2016, 9, 22)])
    ]

    outcomes = at_once(
        *(
            lambda one=one, by=by: open_round(one, by=by, at=AT, expected_version=1)
            for one, by in zip(rounds, chiefs, strict=True)
        )
    )

    assert kinds(outcomes) == ["ReportingRound", "ValidationError"]
    assert ReportingRound.objects.open().count() == 1


@pytest.mark.parametrize("_", range(TIMES))
def test_an_update_beside_the_lock_is_in_before_it_or_refused(chiefs, activity, _):
    round_ = ReportingRoundFactory(plan=activity.plan, state=RoundState.OPEN)

    locked, told = at_once(
        lambda: lock_round(round_, by=chiefs[0], at=AT, expected_version=1),
        tell(activity, chiefs[1], as_of=CUTOFF, recorded_at=AT),
    )

    assert isinstance(locked, ReportingRound)
    if isinstance(told, ValidationError):
        assert (list(told.error_dict), StatusUpdate.objects.count()) == (["as_of"], 0)
    else:
        assert (told.round, StatusUpdate.objects.count()) == (round_, 1)


@pytest.mark.parametrize("_", range(TIMES))
def test_one_round_planned_twice_at_once_is_one(activity, _):
    first, second = at_once(*[lambda: create_round(ReportingRoundFactory.build(plan=activity.plan))] * 2)

    assert first == second == ReportingRound.objects.get()
