"""Showing "Ni sa – vi gjorde" to everybody, or to staff alone. Off until the chief says so; the history tells who did."""

from django.db import transaction

from actionplan.models import ConsultationEvent, MandatePeriod


@transaction.atomic
def show_to_all(row: ConsultationEvent | MandatePeriod, *, is_public: bool) -> ConsultationEvent | MandatePeriod:
    """Let an event's or a mandate period's hand-out be public or not; asked for twice, it is one change.

    Takes no version: it changes nothing that an open form shows.
    """
    stored = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    if stored.is_public != is_public:
        stored.is_public = is_public
        stored.save(update_fields=["is_public"])
    return stored
