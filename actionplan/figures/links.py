"""Which activities answered which proposals by a day: links that hold, and links that a new decision has ended since."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import DateField, Value

from actionplan.models import EndedLink, ProposalActivity


@dataclass(frozen=True)
class Link:
    """That an activity answers a proposal from `linked_on`; `ended_on` is the first day it no longer does."""

    proposal: int
    activity: int
    linked_on: dt.date
    ended_on: dt.date | None

    def holds(self, on: dt.date) -> bool:
        """Tell if the activity answered the proposal that day."""
        return self.ended_on is None or self.ended_on > on


def links_by(on: dt.date, **about) -> list[Link]:
    """Return the links begun by the day, in the order of their days; those ended by then too. One query.

    `about` says which, in words both kinds of link know: `proposal__in=…`, `activity__plan=…`.
    """
    names = ("proposal", "activity", "linked_on")
    holding = ProposalActivity.objects.filter(linked_on__lte=on, **about).order_by()
    holding = holding.annotate(ended_on=Value(None, output_field=DateField())).values_list(*names, "ended_on")
    ended = EndedLink.objects.filter(linked_on__lte=on, **about).values_list(*names, "unlinked_on")
    found = [Link(*row) for row in holding.union(ended, all=True)]
    return sorted(found, key=lambda link: (link.linked_on, link.proposal, link.activity))
