"""What a report cannot tell of as it was on its cut-off."""

import datetime as dt

from django.db.models import F, Q

from actionplan.models import ActionPlan, Activity


def unanswered(plan: ActionPlan, cutoff: dt.date) -> list[Activity]:
    """Return the activities that were open on the cut-off and that nobody has told of for that day, with responsible_name.

    `reported_on_day` is what the report shows of them; `reported_on` is later if somebody has told only of a later day,
    which the round counts as an answer. With or without a round; one query.
    """
    untold = Q(reported_on_day__isnull=True) | Q(reported_on_day__lt=cutoff)
    rows = Activity.objects.filter(plan=plan).on_day(cutoff).still_open().filter(untold)
    return list(rows.annotate(responsible_name=F("owner__department__name")).order_by("code"))
