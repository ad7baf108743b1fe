"""Follow-up rounds: the list, one round with who has answered, and planning them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock, permissions
from actionplan.charts import share_bar
from actionplan.choices import RoundRows, RoundState
from actionplan.figures import checklist, progress_of, proposed_rounds, round_figures, round_keys, round_rows
from actionplan.forms.base import is_row_number
from actionplan.forms.rounds import RoundForm
from actionplan.models import ReportingRound
from actionplan.services.rounds import create_round, edit_round
from actionplan.views import access, listing, round_access
from actionplan.views.saving import attempt, form_page, typed

NOBODY = "ingen"


@require_safe
def round_list(request):
    """Show the plan's rounds, and what the calendar proposes next."""
    scope = access.plan_to_read(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html", status=scope.status)
    rounds = list(scope.plan.rounds.with_lock().select_related("plan"))
    begun = [one for one in rounds if one.state != RoundState.PLANNED]
    progress = progress_of(begun, scope.today)
    may_edit = permissions.is_chief(request.user) and not scope.plan.is_closed
    context = {
        "scope": scope,
        "rounds": [(one, progress.get(one.pk)) for one in rounds],
        "proposed": proposed_rounds(scope.plan, scope.today) if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "actionplan/round_list.html", context, status=scope.status)


@require_safe
def round_detail(request, pk):
    """Show who has answered, department by department, and the answers themselves."""
    round_ = round_access.round_to_read(request, pk)
    on = clock.today()
    figures, (rows, department) = round_figures(round_, on), _chosen(request)
    page = listing.page_of(request, round_keys(round_, on, rows.value, department))
    shown = round_rows(round_, on, list(page.object_list))
    is_chief = permissions.is_chief(request.user) and not round_.plan.is_closed
    context = {
        "round": round_,
        "figures": figures,
        "bar": share_bar(figures.progress.answered, figures.progress.expected),
        "checks": checklist(round_, on) if round_.state in (RoundState.OPEN, RoundState.LOCKED) else [],
        "chosen": rows,
        "department": next((one for one in figures.departments if (one.id or 0) == department), None),
        "asked_label": RoundRows.QUESTIONED.label_in(round_.state),
        "chosen_label": rows.label_in(round_.state),
        "tabs": [(one, one.label_in(round_.state), one == rows) for one in map(RoundRows, RoundRows.REVIEW)],
        "kept": kept(request),
        "page": page,
        "rows": shown,
        "unread": [row for row in shown if row.is_answered and not row.review],
        "reports": round_.reports.published().newest_versions(),
        "steps": round_.steps.select_related("by").order_by("-at", "-id"),
        "may_edit": is_chief,
        "may_review": is_chief and round_.state == RoundState.OPEN,
        "crumbs": [("Uppföljning", reverse("round_list"))],
    }
    return render(request, "actionplan/round_detail.html", context)


def _chosen(request) -> tuple[RoundRows, int | None]:
    """Return which rows the address asks for, and of which department (0: nobody answers); 404 for what is none."""
    rows, department = request.GET.get("visa") or RoundRows.EXPECTED.value, request.GET.get("forvaltning", "")
    if rows not in RoundRows.values or not (department in ("", NOBODY) or is_row_number(department)):
        raise Http404
    return RoundRows(rows), None if not department else 0 if department == NOBODY else int(department)


def kept(request) -> dict[str, str]:
    """Return the part of the address that says which rows are shown, to come back to."""
    return {name: request.GET[name] for name in ("visa", "forvaltning", "sida") if request.GET.get(name)}


@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request):
    """Plan a round; the list's proposals are posted here as they stand."""
    plan = round_access.plan_of_rounds(request)
    round_ = ReportingRound(plan=plan)
    form = RoundForm(typed(request), instance=round_, version=0)
    tried = attempt(request, form, lambda: create_round(round_))
    if tried.saved:
        messages.success(request, f"{tried.saved} är planerad.")
        return redirect(tried.saved)
    crumbs = [("Uppföljning", reverse("round_list"))]
    page = {"heading": "Ny omgång", "crumbs": crumbs, "back": crumbs[0][1]}
    return form_page(request, "actionplan/round_form.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request, pk):
    """Change a round's name and days, as far as its state allows."""
    round_ = round_access.round_to_edit(request, pk)
    page = about_round(round_, f"Ändra {round_}")
    form = RoundForm(typed(request), instance=round_)
    tried = attempt(request, form, lambda: edit_round(round_, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, f"{round_} är sparad.")
        return redirect(round_)
    return form_page(request, "actionplan/round_form.html", form, tried, **page)


def about_round(round_: ReportingRound, heading: str) -> dict:
    """Return what every page below a round puts into its context."""
    crumbs = [("Uppföljning", reverse("round_list")), (round_.name, round_.get_absolute_url())]
    return {"round": round_, "heading": heading, "crumbs": crumbs, "back": round_.get_absolute_url()}
