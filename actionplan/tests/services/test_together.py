"""Two people at once, in threads of their own with connections of their own, as the application server runs them."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection

from actionplan.choices import Role
from actionplan.models import ActionPlan, Activity, Responsibility, StatusSpan, StatusUpdate
from actionplan.services.followup import record_status_update, spans_of
from actionplan.services.organisation import hand_over_all
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import ActivityFactory, DepartmentFactory, StrategicAreaFactory, UserFactory, noon

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2016, 8, 31)
ROUNDS = 4
PATIENCE = 30  # seconds


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def authors():
    return UserFactory.create_batch(2, role=Role.CHIEF)


def at_once(*verbs):
    """Run the verbs at the same moment and return, for each, what it returned or raised."""
    start, outcomes = threading.Barrier(len(verbs), timeout=PATIENCE), [None] * len(verbs)

    def run(i, verb):
        try:
            connection.ensure_connection()
            start.wait()
            outcomes[i] = verb()
        except Exception as error:  # whatever it is, the test says what it should have been
            outcomes[i] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, verb), daemon=True) for i, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [thread.is_alive() for thread in threads] == [False] * len(verbs)
    return outcomes


def tell(activity, author, **said):
    defaults = {"as_of": DAY, "recorded_at": noon(DAY), "status": "pagaende", "assessment": "gron"}
    return lambda: record_status_update(activity=activity, author=author, **defaults | said)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_saw_the_same_one_wins_and_the_other_is_told(activity, authors, _):
    outcomes = at_once(*(tell(activity, author, comment=author.username, expected_version=1) for author in authors))

    [winner] = [outcome for outcome in outcomes if isinstance(outcome, StatusUpdate)]
    [lost] = [outcome for outcome in outcomes if isinstance(outcome, LostUpdate)]
    assert list(StatusUpdate.objects.all()) == [winner]
    assert (lost.updates, lost.current_version) == ([winner], 2)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_one_form_sent_twice_at_once_is_one_update(activity, authors, _):
    token = uuid.uuid4()

    first, second = at_once(*[tell(activity, authors[0], form_token=token, expected_version=1)] * 2)

    assert first == second == StatusUpdate.objects.get()
    assert Activity.objects.get().version == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_one_token_for_two_activities_is_one_update_and_a_plain_refusal(activity, authors, _):
    token, other = uuid.uuid4(), ActivityFactory(area=activity.area)

    outcomes = at_once(*(tell(one, authors[0], form_token=token) for one in (activity, other)))

    refused = [outcome.messages for outcome in outcomes if not isinstance(outcome, StatusUpdate)]
    assert refused == [["Formuläret är redan använt. Öppna aktiviteten igen och skriv in läget på nytt."]]
    assert StatusUpdate.objects.count() == 1


def test_all_that_is_told_at_once_is_kept(activity, authors):
    days = [DAY - dt.timedelta(days=n % 3) for n in range(6)]

    outcomes = at_once(*(tell(activity, authors[n % 2], as_of=day) for n, day in enumerate(days)))

    assert [type(outcome) for outcome in outcomes] == [StatusUpdate] * 6
    told = list(StatusUpdate.objects.order_by("as_of", "recorded_at", "id"))
    assert sorted(outcome.pk for outcome in outcomes) == sorted(update.pk for update in told)
    stored = StatusSpan.objects.order_by("from_on").values_list("update", "from_on", "to_on")
    assert list(stored) == [(span.update_id, span.from_on, span.to_on) for span in spans_of(told)]
    assert Activity.objects.get().version == 7


def test_every_change_raises_the_plans_revision(activity, authors):
    at_once(*(tell(activity, author) for author in authors))

    assert ActionPlan.objects.get().revision == 2


@pytest.mark.parametrize("_", range(ROUNDS))
def test_telling_and_handing_over_at_once_wait_for_each_other(authors, _):
    area, old, new = StrategicAreaFactory(), *DepartmentFactory.create_batch(2)
    activities = ActivityFactory.create_batch(4, area=area, responsible=old)

    outcomes = at_once(
        lambda: hand_over_all(old, to=new, from_on=DAY),
        *(tell(activity, authors[0]) for activity in reversed(activities)),
    )

    assert [type(outcome) for outcome in outcomes[1:]] == [StatusUpdate] * 4
    assert outcomes[0] == 4
    assert Responsibility.objects.responsible().in_force(DAY).filter(department=new).count() == 4
    assert StatusUpdate.objects.count() == 4
