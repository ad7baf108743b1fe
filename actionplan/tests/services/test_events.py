"""Adding and changing meetings and their files."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import EventKind
from actionplan.models import ConsultationEvent, EventFile
from actionplan.services import events
from actionplan.services.events import add_file, create_event, edit_event, remove_file
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    EventFileFactory,
    MandatePeriodFactory,
    ProposalFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db
AT = noon(dt.date(2017, 12, 31))


@pytest.fixture
def user():
    return UserFactory()


def meeting(**said):
    event = ConsultationEvent(kind=EventKind.BREAKFAST, title="Frukostmöte", **said)
    event.set_when("mars 2015")
    return event


def revision(plan):
    plan.refresh_from_db()
    return plan.revision


def test_create_event_stores_what_is_known_with_who_made_it(user):
    event = create_event(meeting(companies=30), by=user)

    stored = ConsultationEvent.objects.get()
    assert (stored, stored.when, stored.companies, stored.politicians) == (event, "mars 2015", 30, None)
    assert [record.history_user for record in stored.history.all()] == [user]


def test_create_event_sent_twice_is_one(user):
    plan = ActionPlanFactory(mandate_period=MandatePeriodFactory())
    first = create_event(meeting(mandate_period=plan.mandate_period), by=user)
    second = create_event(meeting(mandate_period=plan.mandate_period), by=user)

    assert (second, ConsultationEvent.objects.count()) == (first, 1)


@pytest.mark.parametrize("other", [{"place": "Torget"}, {"companies": 0}, {"title": "Frukost"}, {"notes": "x"}])
def test_create_event_that_differs_is_another(user, other):
    create_event(meeting(), by=user)
    event = meeting()
    for name, value in other.items():
        setattr(event, name, value)
    create_event(event, by=user)

    assert ConsultationEvent.objects.count() == 2


def test_create_event_by_another_or_later_is_another(user, monkeypatch):
    create_event(meeting(), by=user)
    create_event(meeting(), by=UserFactory())
    monkeypatch.setattr(events, "_SENT_TWICE_WITHIN", dt.timedelta(0))
    create_event(meeting(), by=user)

    assert ConsultationEvent.objects.count() == 3


def test_create_event_refuses_what_cannot_be(user):
    with pytest.raises(ValidationError) as refused:
        create_event(ConsultationEvent(kind="fest", title=""), by=user)

    assert set(refused.value.message_dict) == {"kind", "title"}
    assert ConsultationEvent.objects.count() == 0


def test_edit_event_stores_and_takes_the_version():
    event = ConsultationEventFactory()
    event.title = "Nytt namn"

    edit_event(event, expected_version=1)

    stored = ConsultationEvent.objects.get()
    assert (stored.title, stored.version) == ("Nytt namn", 2)


def test_edit_event_second_tells_what_the_first_wrote():
    event = ConsultationEventFactory(title="Möte")
    mine = ConsultationEvent.objects.get()
    event.title = "Hennes"
    edit_event(event, expected_version=1)
    mine.title = "Mitt"

    with pytest.raises(LostUpdate) as lost:
        edit_event(mine, expected_version=1)

    assert [(edit.label, edit.before, edit.after) for edit in lost.value.edits] == [("namn", "Möte", "Hennes")]
    assert ConsultationEvent.objects.get().title == "Hennes"


def test_edit_event_that_moves_counts_both_periods_anew():
    old, new, other = (ActionPlanFactory(mandate_period=MandatePeriodFactory()) for _ in range(3))
    event = ConsultationEventFactory(mandate_period=old.mandate_period)
    before = [revision(plan) for plan in (old, new, other)]

    event.mandate_period = new.mandate_period
    edit_event(event, expected_version=1)

    moved = [revision(plan) - was for plan, was in zip((old, new, other), before, strict=True)]
    assert [number > 0 for number in moved] == [True, True, False]


@pytest.mark.parametrize("end", ["member", "lead"])
def test_edit_event_does_not_move_from_a_group_of_several_meetings(end):
    lead = ProposalFactory()
    member = ProposalFactory(lead=lead, event__mandate_period=lead.event.mandate_period)
    event = (member if end == "member" else lead).event
    event.mandate_period = MandatePeriodFactory()

    with pytest.raises(ValidationError) as refused:
        edit_event(event, expected_version=1)

    assert refused.value.message_dict == {
        "mandate_period": [
            f"{member.code} är ihopslaget med {lead.code} från ett annat möte. "
            "Bryt ut det ur gruppen först, och byt sedan mandatperiod."
        ]
    }
    assert ConsultationEvent.objects.get(pk=event.pk).mandate_period is None


def test_edit_event_moves_with_a_group_of_its_own():
    lead = ProposalFactory()
    ProposalFactory(lead=lead, event=lead.event)
    lead.event.mandate_period = MandatePeriodFactory()

    edit_event(lead.event, expected_version=1)

    assert ConsultationEvent.objects.get().mandate_period == lead.event.mandate_period


def put(event, user, content=b"%PDF-1", name="a.pdf"):
    return add_file(event=event, name=name, content_type="application/pdf", content=content, by=user, at=AT)


def test_add_file_keeps_it_whole(user):
    file = EventFile.objects.get(pk=put(ConsultationEventFactory(), user).pk)

    assert (bytes(file.content), file.size, file.uploaded_by, file.uploaded_at) == (b"%PDF-1", 6, user, AT)
    assert file.sha256 == hashlib.sha256(b"%PDF-1").hexdigest()


def test_add_file_twice_is_one_and_at_another_meeting_another(user):
    event = ConsultationEventFactory()

    first, second = put(event, user), put(event, user, name="b.pdf")
    put(ConsultationEventFactory(), user)

    assert (second, second.name) == (first, "a.pdf")
    assert EventFile.objects.count() == 2


def test_add_file_beyond_the_most_is_refused(user, monkeypatch):
    monkeypatch.setattr(events, "MOST_FILES", 1)
    event = ConsultationEventFactory()
    put(event, user)

    with pytest.raises(ValidationError, match="Mötet har redan 1 filer"):
        put(event, user, b"%PDF-2")

    assert put(event, user) == EventFile.objects.get()


def test_remove_file_takes_it_away():
    remove_file(EventFileFactory())

    assert EventFile.objects.count() == 0
