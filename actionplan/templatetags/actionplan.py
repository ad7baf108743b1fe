"""Small presentation helpers: the standing pill, Swedish dates, links that keep plan and day."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from actionplan import swedish
from actionplan.choices import Assessment, Look, ProposalOutcome, ReviewVerdict, RoundState, Standing, VerdictValue

register = template.Library()


@register.simple_tag
def standing(key, count=None):
    """Show a standing as icon and word; with a count as "3 försenade"."""
    look = Standing(key).look
    return _pill(look, Standing(key).label if count is None else f"{count} {look.one if count == 1 else look.many}")


@register.simple_tag
def assessment(key):
    """Show an assessment as icon and word."""
    return _pill(Assessment(key).look, Assessment(key).label)


@register.simple_tag
def outcome(key, completed=False, count=None):
    """Show what became of a proposal; `completed` when all its activities are (figures.SaidAndDone.is_completed)."""
    look = ProposalOutcome(key).look_when(completed)
    word = ProposalOutcome(key).label if count is None else f"{count} {look.one if count == 1 else look.many}"
    return _pill(look, word)


@register.simple_tag
def proposer(proposal, persons):
    """Say who made a proposal; a person without a company only to those who may know.

    Isolated: it is typed as it comes, and a mark that turns the direction of writing would turn the words after it too.
    """
    return format_html("<bdi>{}</bdi>", proposal.proposer_for(persons=bool(persons)))


@register.simple_tag
def verdict(key):
    """Show what the proposer says of what was completed."""
    return _pill(VerdictValue(key).look, VerdictValue(key).label)


@register.simple_tag
def round_state(key):
    """Show where a follow-up round stands."""
    return _pill(RoundState(key).look, RoundState(key).label)


@register.simple_tag
def review(key):
    """Show what the chief says of an answer."""
    return _pill(ReviewVerdict(key).look, ReviewVerdict(key).label)


@lru_cache(maxsize=256)
def _pill(look: Look, word: str):
    """Draw once what stands on every row of every list."""
    return render_to_string("components/pill.html", {"look": look, "word": word})


@register.filter
def long_date(day):
    """Write 4 december 2015; an unknown day as a dash."""
    return swedish.long_date(day) if day else "–"


@register.filter
def medium_date(day):
    """Write 5 sep 2017, where days of several years stand together; an unknown day as a dash."""
    return swedish.short_date(day, dt.date.min) if day else "–"


@register.simple_tag
def short_date(day, on):
    """Write 5 sep, with the year when it is another than that of `on`."""
    return swedish.short_date(day, on) if day else "–"


@register.filter
def number(value):
    """Write a number with decimal comma and without needless zeros."""
    return "–" if value is None else swedish.decimal(value) if isinstance(value, Decimal) else value


@register.filter
def in_words(number):
    """Write how many förslag there are as running text does: två, 13."""
    return swedish.in_words(number)


@register.filter
def percent(share):
    """Write a share 0.0-1.0 as whole per cent."""
    return f"{round(share * 100)} %"


@register.filter
def soft_hyphens(name):
    """Let long department names break where a Swede would hyphenate them."""
    return swedish.soft_hyphens(str(name))


@register.simple_tag
def link(route, *args, scope=None, **query):
    """Return the address of a page, with plan and day carried along and further query parts added."""
    parts = (scope.query if scope else {}) | {key: value for key, value in query.items() if value not in (None, "")}
    address = reverse(route, args=args)
    return f"{address}?{urlencode(parts, doseq=True)}" if parts else address
