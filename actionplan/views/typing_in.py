"""Typing in what companies say while the meeting is on: line by line, or many lines pasted."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from actionplan import clock
from actionplan.forms.base import is_row_number
from actionplan.forms.typing_in import LineForm, PasteForm
from actionplan.models import ActionPlan, Company, ConsultationEvent, StrategicArea
from actionplan.models.proposals import MAX_TEXT
from actionplan.services.companies import alike_by_name
from actionplan.services.typing_in import settle_company, type_in, type_in_all
from actionplan.views import consultation_access as gates
from actionplan.views.events import about
from actionplan.views.saving import Attempt, attempt, form_page, typed

MOST_ROWS = 200
_MOST_NAMES = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def event_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down one line. The page's script asks for JSON, and so knows an answer from a sign-in page."""
    event = gates.event_to_edit(request, pk)
    wants_json = request.headers.get("Accept") == "application/json"
    if wants_json and (request.method != "POST" or request.POST.get("user") != str(request.user.pk)):
        who = {"csrf": get_token(request), "user": request.user.pk}
        return JsonResponse(
            who, status=409 if request.method == "POST" else 200
        )  # typed by somebody else than is here now
    form = LineForm(typed(request), areas=_areas(event), is_shown_to_all=event.is_shown_to_all)
    tried = attempt(request, form, lambda: type_in(event, form.line(), by=request.user, on=clock.today()))
    if wants_json:
        return _answer(request, event, form, tried)
    if tried.saved:
        messages.success(request, f"{tried.saved.code} är sparat.")
        return redirect("event_write", pk=pk)
    page = about(event, f"Skriv in förslag: {event.title}") | _page_context(event)
    return form_page(request, "actionplan/event_write.html", form, tried, **page)


def _answer(request, event, form, tried: Attempt) -> JsonResponse:
    if tried.questions:
        return JsonResponse({"questions": tried.questions})
    if not (saved := tried.saved):
        return JsonResponse({"errors": {name: list(errors) for name, errors in form.errors.items()}}, status=400)
    [line] = _lines(event, event.proposals.filter(pk=saved.pk))
    row = render_to_string("actionplan/_event_line.html", {"line": line}, request=request)
    return JsonResponse({"code": saved.code, "row": row, "number": event.proposals.count()})


def _page_context(event: ConsultationEvent) -> dict:
    names = Company.objects.values_list("name", flat=True)[:_MOST_NAMES]
    lines = _lines(event, event.proposals.order_by("-pk")[:MOST_ROWS])
    return {"lines": lines, "number": event.proposals.count(), "company_names": names, "max_text": MAX_TEXT}


def _lines(event, proposals) -> list[dict]:
    """Return proposals with the companies that a free-text proposer may be, for the page to ask."""
    proposals = list(proposals.select_related("company", "area"))
    alike = alike_by_name([row.proposer_name for row in proposals if not row.company_id])
    return [{"proposal": row, "alike": () if row.company_id else alike.get(row.proposer_name, ())} for row in proposals]


@require_POST
def event_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer "is it the same company?": yes, that one, or no, a new one."""
    proposal = gates.proposal_to_settle(request, pk)
    chosen = request.POST.get("company", "")
    if chosen == "new":
        company = None
    elif is_row_number(chosen):
        company = get_object_or_404(Company, pk=int(chosen))
    else:
        raise BadRequest
    try:
        proposal = settle_company(proposal, company, by=request.user, on=clock.today())
    except ObjectDoesNotExist:
        messages.error(request, f"Förslaget {proposal.code} har just tagits bort. Inget är ändrat.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{proposal.code} är från {proposal.proposer}.")
    return redirect("event_write", pk=proposal.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
def event_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what many pasted lines would become, then save them all or none."""
    event = gates.event_to_edit(request, pk)
    existing = {row.search_text: row.code for row in event.proposals.only("search_text")}
    about_event = {"areas": _areas(event), "existing": existing, "is_shown_to_all": event.is_shown_to_all}
    form = PasteForm(typed(request), **about_event)
    pasted, is_changed = None, False
    if form.is_bound and form.is_valid():
        is_asked = "save" in request.POST and request.method == "POST"
        is_changed = is_asked and not form.is_as_previewed()
        pasted = form.read(fresh=not is_asked or is_changed)
        if is_asked and not is_changed and not pasted.faulty and (done := _save_all(request, event, form, pasted)):
            return done
    page = about(event, "Klistra in förslag") | {"pasted": pasted, "is_changed": is_changed}
    page["back"] = reverse("event_write", args=[pk])
    status = 400 if request.method == "POST" and (form.errors or (pasted and pasted.faulty)) else 200
    return render(request, "actionplan/event_paste.html", page | {"form": form}, status=status)


def _save_all(request, event, form, pasted) -> HttpResponse | None:
    try:
        new = type_in_all(event, pasted.lines(), by=request.user, on=clock.today())
    except ValidationError as error:
        form.add_error("text", error.messages)
        return None
    except ObjectDoesNotExist:
        form.add_error("text", "Mötet har just tagits bort. Raderna står kvar här; kopiera dem innan du går vidare.")
        return None
    if new:
        messages.success(request, f"{new} förslag är sparade." if new > 1 else "Förslaget är sparat.")
    else:
        messages.warning(request, "De här raderna var redan sparade. Inget är sparat två gånger.")
    return redirect("event_write", pk=event.pk)


def _areas(event: ConsultationEvent):
    plan = ActionPlan.objects.answering(event)
    return StrategicArea.objects.filter(plan=plan).order_by("number") if plan else StrategicArea.objects.none()
