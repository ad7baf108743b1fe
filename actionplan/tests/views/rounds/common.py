"""The pages of rounds: words and days that its tests share."""

import datetime as dt
import uuid

from django.contrib.messages import get_messages
from django.urls import reverse

from actionplan.models import ReportingRound

CHIEF, CITY, SERVICE = "demo-naringslivschef", "demo-handlaggare-stad", "demo-handlaggare-service"
DAY = dt.date(2017, 12, 31)


def page(name, *args, **query):
    return reverse(name, args=args, query=query)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def version(round_):
    return ReportingRound.objects.get(pk=round_.pk).version


def update(client, activity, **changes):
    typed = {
        "version": activity.version,
        "form_token": str(uuid.uuid4()),
        "as_of": "2017-12-31",
        "status": "pagaende",
        "assessment": "gron",
        **dict.fromkeys(("comment", "next_step", "new_ends_on", "new_ends_reason", "outcome"), ""),
    }
    return client.post(reverse("status_update_add", args=[activity.pk]), typed | changes)
