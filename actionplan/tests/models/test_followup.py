import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from actionplan.models import AppendOnlyError, StatusSpan, StatusUpdate
from actionplan.tests.factories import ActivityFactory, StatusUpdateFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    return StatusUpdateFactory(comment="Först.")


WAYS_TO_CHANGE = {
    "save": lambda update: setattr(update, "comment", "Sedan.") or update.save(),
    "save of some fields": lambda update: (
        setattr(update, "comment", "Sedan.") or update.save(update_fields=["comment"])
    ),
    "forced update": lambda update: setattr(update, "comment", "Sedan.") or update.save(force_update=True),
    "update": lambda update: StatusUpdate.objects.update(comment="Sedan."),
    "update of an activity's": lambda update: update.activity.updates.update(comment="Sedan."),
    "update of an author's": lambda update: update.author.status_updates.filter(pk=update.pk).update(comment="Sedan."),
    "bulk_update": lambda update: StatusUpdate.objects.bulk_update([update], ["comment"]),
    "bulk_create over": lambda update: StatusUpdate.objects.bulk_create(
        [update], update_conflicts=True, unique_fields=["id"], update_fields=["comment"]
    ),
    "update_or_create": lambda update: StatusUpdate.objects.update_or_create(
        pk=update.pk, defaults={"comment": "Sedan."}
    ),
    "delete": lambda update: update.delete(),
    "delete of a queryset": lambda update: StatusUpdate.objects.filter(pk=update.pk).delete(),
    "delete of an activity's": lambda update: update.activity.updates.all().delete(),
}


@pytest.mark.parametrize("way", WAYS_TO_CHANGE)
def test_a_status_update_is_neither_changed_nor_removed(update, way):
    with pytest.raises(AppendOnlyError) as refused, transaction.atomic():
        WAYS_TO_CHANGE[way](update)

    assert str(refused.value).endswith("Rätta den med en ny.")
    assert list(StatusUpdate.objects.values_list("pk", "comment")) == [(update.pk, "Först.")]


@pytest.mark.parametrize("owner", ["activity", "author"])
def test_what_has_a_status_update_is_not_removed(update, owner):
    with pytest.raises(ProtectedError), transaction.atomic():
        getattr(update, owner).delete()

    assert list(StatusUpdate.objects.all()) == [update]


def test_removing_the_plan_does_not_take_status_updates_along(update):
    with pytest.raises(ProtectedError), transaction.atomic():
        update.activity.area.plan.delete()

    assert list(StatusUpdate.objects.all()) == [update]


def test_remove_examples_leaves_the_real_ones(update):
    example = StatusUpdateFactory(activity=ActivityFactory(is_example=True))
    StatusSpan.objects.filter(update=example).delete()

    StatusUpdate.objects.remove_examples()

    assert list(StatusUpdate.objects.all()) == [update]


def test_a_new_row_with_an_old_rows_key_does_not_overwrite_it(update):
    impostor = StatusUpdate.objects.get(pk=update.pk)
    impostor._state.adding, impostor.comment = True, "Sedan."

    with pytest.raises(IntegrityError), transaction.atomic():
        impostor.save()

    assert StatusUpdate.objects.get().comment == "Först."


def test_an_update_is_recorded_on_the_swedish_day():
    after_midnight = dt.datetime(2016, 8, 31, 22, 15, tzinfo=dt.UTC)
    update = StatusUpdateFactory.build(
        activity=ActivityFactory(), author=UserFactory(), as_of=dt.date(2016, 8, 31), recorded_at=after_midnight
    )

    update.save()

    assert StatusUpdate.objects.get().recorded_on == dt.date(2016, 9, 1)
