"""My activities and the status update: open, say how it goes, go on to the next."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from actionplan import clock, swedish
from actionplan.charts import share_bar
from actionplan.figures import next_waiting, open_round, own_activities, question_about, to_answer
from actionplan.forms.base import new_token
from actionplan.forms.followup import ConfirmForm, StatusUpdateForm, day_to_tell_of
from actionplan.permissions import own_department_ids
from actionplan.services.followup import confirm_unchanged, record_status_update
from actionplan.services.versions import LostUpdate
from actionplan.views import access
from actionplan.views.carried import pop_carried

BACK_TO_OWN = "mina"


@require_safe
def my_activities(request):
    """Everything I should report, most urgent first; the first that waits is open."""
    scope = access.own_scope(request)
    if scope.plan is None:
        return render(request, "actionplan/no_plan.html")
    own = own_activities(scope.plan, own_department_ids(request.user), scope.today)
    opened = _opened(request, own)
    form = _form_to_open(opened, scope.today, own.round) if opened else None
    asked, questions = to_answer(own_department_ids(request.user))
    context = _own_context(request, own) | {"scope": scope, "opened": opened, "form": form}
    context |= {"asked": asked, "asked_rows": [(row, row.is_late(scope.today)) for row in questions]}
    return render(request, "actionplan/my_activities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def status_update_add(request, pk):
    """Say how an activity goes; an htmx request gets the form alone."""
    activity = access.activity_to_report(request, pk)
    back = request.POST.get("back") or request.GET.get("back", "")
    if request.method != "POST":
        carried = pop_carried(request)
        form = StatusUpdateForm(
            activity=activity,
            today=clock.today(),
            back=back,
            round_=open_round(activity.plan),
            initial=carried.dict() if carried else None,
        )
        return _page(request, form)
    form = StatusUpdateForm(request.POST, activity=activity, today=clock.today(), back=back)
    if not form.is_valid():
        return _page(request, form)
    if questions := form.questions():
        return _page(request, form, questions=questions)
    return _record(request, form)


@require_POST
def status_update_confirm(request, pk):
    """Record in one click that what was last said still holds."""
    activity = access.activity_to_report(request, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Sidan var för gammal. Öppna aktiviteten igen.")
        return _to_form(request, pk)
    try:
        confirm_unchanged(
            activity=activity,
            author=request.user,
            on=day_to_tell_of(activity, open_round(activity.plan), clock.today()),
            recorded_at=clock.now(),
            form_token=form.cleaned_data["form_token"],
            expected_version=form.cleaned_data["version"],
        )
    except LostUpdate as lost:
        return _page(request, StatusUpdateForm(activity=activity, today=clock.today(), back=BACK_TO_OWN), lost=lost)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _to_form(request, pk)
    if request.htmx:
        return _confirmed_card(request, activity)
    messages.success(request, f"{activity.code}: läget stämmer fortfarande. Det är sparat.")
    return redirect("my_activities" if request.POST.get("back") == BACK_TO_OWN else activity)


def _to_form(request, pk):
    """Go to the form's own page, which says why; htmx would else put the form alone in the card."""
    address = reverse("status_update_add", args=[pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _record(request, form):
    try:
        record_status_update(activity=form.activity, author=request.user, recorded_at=clock.now(), **form.values())
    except LostUpdate as lost:
        return _page(request, form, lost=lost)
    except ValidationError as error:
        form.take_errors(error)
        return _page(request, form)
    return _go_on(request, form)


def _go_on(request, form):
    """After saving: the next that waits, back to the list, or the activity."""
    if "next" in request.POST:
        plan, departments = form.activity.plan, own_department_ids(request.user)
        following = next_waiting(plan, departments, form.today, after=form.activity)
        if following:
            messages.success(request, f"{form.activity.code} är sparad. Här är nästa.")
            return redirect(f"{reverse('status_update_add', args=[following.pk])}?back={BACK_TO_OWN}")
        messages.success(request, f"{form.activity.code} är sparad. Inget mer väntar på dig.")
        return redirect("my_activities")
    messages.success(request, f"{form.activity.code} är sparad.")
    return redirect("my_activities" if form.back == BACK_TO_OWN else form.activity)


def _form_to_open(activity, today, round_):
    return StatusUpdateForm(activity=activity, today=today, back=BACK_TO_OWN, round_=round_)


def _page(request, form, *, questions=(), lost=None):
    """Show the form: 200 when asked for or asking back, 400 with errors, 409 when somebody else saved first."""
    status = 409 if lost else 400 if form.is_bound and form.errors else 200
    if lost:
        form = _with_version(form, lost.current_version)
    asked = question_about(form.activity, open_round(form.activity.plan), form.today)
    context = {"activity": form.activity, "form": form, "questions": questions, "lost": lost, "asked": asked}
    if request.htmx and not form.is_bound and not lost:
        return render(request, "actionplan/_status_update_form.html", context)
    context["activity"] = access.activity_to_read(request, form.activity.pk)
    if request.htmx:  # which throws away an answer of 400 or more
        page = render(request, "actionplan/status_update_form.html", context)
        return reswap(retarget(page, "body"), "innerHTML")
    return render(request, "actionplan/status_update_form.html", context, status=status)


def _with_version(form, version):
    """Return the form with all that was typed, ready to be saved on top of what the other person wrote."""
    if not form.is_bound:
        return form
    data = form.data.copy()
    data["version"] = version
    return StatusUpdateForm(data, activity=form.activity, today=form.today, back=form.back)


def _confirmed_card(request, activity):
    """Answer htmx with the card as it now stands, and the figures on top."""
    own = own_activities(activity.plan, own_department_ids(request.user), clock.today())
    rows = {row.pk: row for row in own.responsible + own.participating}
    row = rows.get(activity.pk) or access.activity_to_read(request, activity.pk)
    context = _own_context(request, own) | {"activity": row, "confirmed": True}
    return render(request, "actionplan/_own_confirmed.html", context)


def _own_context(request, own):
    return {
        "own": own,
        "bar": share_bar(own.expected - own.waiting, own.expected),
        "department_names": swedish.listed([str(department) for department in request.user.departments]),
        "new_token": new_token,
    }


def _opened(request, own):
    """Return the activity whose form stands open: the one asked for, else the first that waits."""
    wanted = request.GET.get("oppen", "")
    rows = {str(row.pk): row for row in own.responsible + own.participating}
    return rows.get(wanted) or next((row for row in own.responsible if row.is_waiting), None)
