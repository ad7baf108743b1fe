"""The hand-out "Ni sa – vi gjorde" of an event or a mandate period, and showing it to everybody on the chief's word."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock, permissions
from actionplan.charts import funnel_chart
from actionplan.choices import ProposalOutcome
from actionplan.figures import SaidAndDone, event_figures, figures_by_event, said_and_done, summed
from actionplan.forms.publishing import PublishForm
from actionplan.models import ConsultationEvent, MandatePeriod, Proposal
from actionplan.services.publishing import show_to_all
from actionplan.views import access, consultation_access
from actionplan.views.names import with_names
from actionplan.views.said import Lede, Row, lede, listed_with, proposals_address, row, unnamed
from actionplan.views.saving import attempt, form_page, typed

_HEADINGS = {
    "genomfort": "Det här är genomfört",
    ProposalOutcome.BECAME_ACTIVITY: "Det här arbetar vi med",
    ProposalOutcome.ALREADY_UNDER_WAY: "Det här pågår redan",
    ProposalOutcome.DECLINED: "Det här gör vi inte, och därför",
    ProposalOutcome.UNDER_PREPARATION: "Det här väntar på beslut",
}


@dataclass(frozen=True)
class Told:
    """An event as the period's hand-out shows it."""

    event: ConsultationEvent
    lede: Lede
    rows: list[Row]


@login_not_required
@require_safe
def event_handout(request, pk):
    """What was said at an event and what was done, without names, to print and hand out at the next meeting."""
    event = consultation_access.handed_out(request, ConsultationEvent.objects.select_related("mandate_period"), pk=pk)
    if event is None:
        return redirect_to_login(request.get_full_path())
    scope = _scope(request)
    figures = event_figures(event, scope.on)
    context = {
        "event": event,
        "lede": lede(figures, event),
        "funnel": funnel_chart(figures),
        "sections": _sections(_rows(event, scope.on)),
    }
    return _page(request, "actionplan/event_handout.html", event, scope, **context)


@login_not_required
@require_safe
def period_handout(request, election_year):
    """The same for every event of a mandate period; for staff it leads to the rows, the proposals and the events."""
    period = consultation_access.handed_out(request, MandatePeriod.objects.all(), election_year=election_year)
    if period is None:
        return redirect_to_login(request.get_full_path())
    scope = _scope(request)
    by_event = figures_by_event(period, scope.on)
    figures = summed(by_event.values())
    query = listed_with(scope, period.pk) if permissions.reads_the_plan(request.user) else None
    rows_of = _leading(query, mandatperiod=period.election_year)
    context = {
        "period": period,
        "lede": lede(figures, None, rows_of),
        "funnel": funnel_chart(figures, rows_of and (lambda stage: rows_of(steg=stage))),
        "told": _told(period, by_event, scope.on, query),
    }
    return _page(request, "actionplan/period_handout.html", period, scope, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_publish(request, pk):
    """Show an event's hand-out to everybody, or stop; the page says what is seen, and which texts hold names."""
    event = consultation_access.event_to_edit(request, pk)
    page = {
        "heading": "Visa för alla",
        "shown": event.label,
        "handout": reverse("event_handout", args=[pk]),
        "back": event.get_absolute_url(),
        "crumbs": [("Samråd", reverse("event_list")), (event.title, event.get_absolute_url())],
    }
    return _publish(request, event, page, lambda: _rows(event, clock.today()), [event])


@require_http_methods(["GET", "HEAD", "POST"])
def period_publish(request, election_year):
    """The same for a mandate period, with all its events."""
    period = consultation_access.period_to_edit(request, election_year)
    handout = reverse("period_handout", args=[election_year])
    page = {
        "heading": "Visa mandatperioden för alla",
        "shown": f"mandatperioden {period}",
        "has_events": True,
        "handout": handout,
        "back": handout,
        "crumbs": [("Samråd", reverse("event_list")), (f"Mandatperioden {period}", handout)],
    }
    return _publish(request, period, page, lambda: _said_in(period), period.events.all())


def _scope(request) -> access.Scope:
    """Return the day that staff ask for; what is public is always today's."""
    if permissions.reads_the_plan(request.user):
        return access.plan_to_read(request)
    return access.Scope(None, clock.today(), clock.today())


def _page(request, template: str, shown, scope: access.Scope, **context):
    """Show the page in the site's frame to staff, and to others in one without a way into the site."""
    is_staff = permissions.reads_the_plan(request.user)
    context |= {
        "scope": scope,
        "shown": shown,
        "is_staff": is_staff,
        "may_edit": permissions.is_chief(request.user),
        "base_template": "base.html" if is_staff else "public.html",
    }
    page = render(request, template, context, status=scope.status)
    if not shown.is_public:
        page["X-Robots-Tag"] = "noindex"
    return page


def _rows(event: ConsultationEvent, on: dt.date) -> list[Row]:
    heads = Proposal.objects.on_day(on).heads_said_at(event, on).order_by("pk")
    return [_handed_out(said, on, event) for said in said_and_done(heads, on)]


def _period_rows(period: MandatePeriod, on: dt.date) -> dict[int, list[Row]]:
    """Return, by the event's id, the groups in which somebody spoke there. A group never spans two periods."""
    heads = Proposal.objects.of_period(period).on_day(on).heads(on).order_by("pk")
    found = defaultdict(list)
    for said in said_and_done(heads, on):
        for event in dict.fromkeys(one.event for one in said.said):
            found[event.pk].append(_handed_out(said, on, event))
    return found


def _said_in(period: MandatePeriod) -> Iterable[Row]:
    return chain.from_iterable(_period_rows(period, clock.today()).values())


def _handed_out(said: SaidAndDone, on: dt.date, event: ConsultationEvent) -> Row:
    shown = row(said, on, unnamed, event)
    return replace(shown, answer=_promise(said)) if shown.is_waiting else shown


def _promise(said: SaidAndDone) -> str:
    """Say to the company what happens to its proposal until there is a decision."""
    many = len(said.departments) > 1
    if not said.anchorings:
        return "Vi har tagit emot förslaget och återkommer."
    if said.unanswered:
        return f"Vi har frågat {'förvaltningarna' if many else 'förvaltningen'} som förslaget gäller och återkommer."
    return f"{'Förvaltningarna' if many else 'Förvaltningen'} har svarat oss. Vi återkommer när vi har bestämt oss."


def _leading(query: dict[str, str] | None, **counted) -> Callable[..., str] | None:
    """Return what gives the address of the rows of a number; None for those who may not read the list."""
    return None if query is None else lambda **more: proposals_address(**counted, **query, **more)


def _sections(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Return the rows under headings that read as an answer, done first; no heading stands alone."""
    grouped = {heading: [] for heading in _HEADINGS.values()}
    for one in rows:
        key = ProposalOutcome.UNDER_PREPARATION if one.is_waiting else one.outcome
        grouped[_HEADINGS["genomfort" if one.said.is_completed else key]].append(one)
    return [(heading, found) for heading, found in grouped.items() if found]


def _told(period: MandatePeriod, by_event, on: dt.date, query: dict[str, str] | None) -> list[Told]:
    """Return the period's events, newest first, each with the groups in which somebody spoke there."""
    rows = _period_rows(period, on)
    return [
        Told(event, lede(by_event[event.pk], event, _leading(query, samrad=event.pk)), rows[event.pk])
        for event in period.events.newest_first()
        if event.pk in by_event
    ]


def _publish(request, shown, page: dict, rows, events):
    form = PublishForm(typed(request))
    tried = attempt(request, form, lambda: show_to_all(shown, is_public=form.cleaned_data["is_public"]))
    if tried.saved:
        words = "visas nu för alla" if tried.saved.is_public else "visas inte längre för alla"
        messages.success(request, f"”Ni sa – vi gjorde” {words}: {page['shown']}.")
        return redirect(page["handout"] if tried.saved.is_public else page["back"])
    warned = with_names(_texts(rows(), events))
    return form_page(request, "actionplan/publish.html", form, tried, row=shown, warned=warned, **page)


def _texts(rows: Iterable[Row], events) -> Iterator[tuple[str, str, str]]:
    """Yield what would be read by everybody: what it is, its text and where to mend it."""
    for event in events:
        yield event.title, event.title, event.get_absolute_url()
    for one in rows:
        yield f"Förslaget {one.proposal.code}", one.text, one.proposal.get_absolute_url()
        if one.said.reason:
            lead = one.said.proposal
            yield f"Motiveringen till {lead.code}", one.said.reason, lead.get_absolute_url()
        for activity in one.said.activities:
            yield f"Aktiviteten {activity.code}", activity.title, activity.get_absolute_url()
