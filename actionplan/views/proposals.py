"""The board of proposals: all of a mandate period by outcome, or one outcome as a list, with the same filter."""

from django.core.exceptions import BadRequest
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import audit, permissions, swedish
from actionplan.choices import ProposalOutcome
from actionplan.exporting.formats import DEFAULT_FORMAT, FORMATS
from actionplan.exporting.proposals import proposal_table
from actionplan.figures import outcome_counts, said_and_done
from actionplan.forms.chips import chips, names_chosen, without_choices
from actionplan.forms.proposal_filters import ProposalFilter, names_to_choose
from actionplan.models import Proposal, example_loaded
from actionplan.views import access, listing
from actionplan.views.scoped import scope_context

CARDS = 8
"""How many cards a column of the board shows; the rest is a click away."""


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Show what companies have proposed, by what became of it; one outcome chosen shows all of it, page by page."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    chosen = _filter(request, scope)
    context = scope_context(scope) | {
        "form": chosen.form,
        "may_work": permissions.is_chief(request.user),
        "page_url": request.path,
        "formats": FORMATS,
        "sees_persons": chosen.persons,
    }
    if not chosen.is_valid():
        return render(request, "actionplan/proposal_list.html", context | {"more_open": True}, status=400)
    counts = outcome_counts(chosen.qs)
    shown = _list(request, chosen) if _asks_for_rows(chosen) else _board(request, chosen, counts)
    context |= shown | {
        "chips": chips(chosen),
        "clear": without_choices(chosen),
        "count": swedish.counted(sum(counts.values()), "förslag", "förslag"),
    }
    return render(request, "actionplan/proposal_list.html", context, status=scope.status)


@require_safe
def proposal_export(request: HttpRequest) -> HttpResponse:
    """Hand out every proposal the filter finds, as a file."""
    key = request.GET.get("format", DEFAULT_FORMAT)
    scope = access.plan_to_read(request)
    if key not in FORMATS or scope.plan is None:
        raise BadRequest
    chosen = _filter(request, scope)
    if scope.day_error or not chosen.is_valid():
        raise BadRequest
    rows = said_and_done(chosen.qs.order_by("pk"), scope.on)
    table = proposal_table(scope.plan, scope.on, rows, example=example_loaded(), persons=chosen.persons)
    content = FORMATS[key].render(table)
    audit.exported(request, f"proposals as {key}, filtered by {names_chosen(chosen)}")
    headers = {"Content-Disposition": f'attachment; filename="forslag-{scope.on}.{key}"'}
    return HttpResponse(content, content_type=FORMATS[key].content_type, headers=headers)


def _filter(request: HttpRequest, scope) -> ProposalFilter:
    asked = {"plan": scope.plan, "on": scope.on, "names": names_to_choose(scope.plan)}
    return ProposalFilter(request.GET, **asked, persons=request.user.has_perm("actionplan.see_proposers"))


def _board(request: HttpRequest, chosen: ProposalFilter, counts: dict[str, int]) -> dict:
    """Return one column for each outcome, with its newest cards: one query for all of them."""
    newest = Window(RowNumber(), partition_by=[F("outcome_on")], order_by=F("pk").desc())
    rows = chosen.qs.for_cards().annotate(place=newest).filter(place__lte=CARDS).order_by("-pk")
    cards = said_and_done(rows, chosen.on)
    columns = [
        {
            "outcome": outcome.value,
            "label": outcome.label,
            "count": counts.get(outcome.value, 0),
            "cards": [card for card in cards if card.proposal.outcome_on == outcome.value],
            "address": _only(request.GET, outcome.value),
        }
        for outcome in ProposalOutcome
    ]
    return {"columns": columns}


def _asks_for_rows(chosen: ProposalFilter) -> bool:
    """Tell if a number led here, which wants all its rows: one outcome, a stage, a verdict, an event or a period."""
    asked = chosen.form.cleaned_data
    return len(asked["lage"]) == 1 or any(asked[name] for name in ("steg", "omdome", "samrad", "mandatperiod"))


def _list(request: HttpRequest, chosen: ProposalFilter) -> dict:
    """Return a page of the proposals, each on a row of its own."""
    page = listing.page_of(request, chosen.qs.order_by("-pk"))
    keys = [row.pk for row in page.object_list]
    rows = Proposal.objects.on_day(chosen.on).filter(pk__in=keys).order_by("-pk")
    return {"page": page, "rows": said_and_done(rows, chosen.on)}


def _only(data: QueryDict, outcome: str) -> str:
    left = data.copy()
    left.setlist("lage", [outcome])
    left.pop("sida", None)
    return f"?{left.urlencode()}"
