"""Taking the example out again: just that, and nothing that somebody real has entered."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    Company,
    ConsultationEvent,
    Decision,
    Department,
    Document,
    EventFile,
    MandatePeriod,
    Membership,
    Outbox,
    Proposal,
    ProposalActivity,
    ProposalStep,
    Report,
    ReportingRound,
    Responsibility,
    RoundReview,
    RoundStep,
    StatusSpan,
    StatusUpdate,
    StrategicArea,
    User,
    Verdict,
)
from actionplan.services.example_data import invented, memo_events, memo_plans
from actionplan.services.notices import about_reports
from actionplan.services.reminders import about_rounds
from actionplan.services.versions import advance_period, advance_revision
from actionplan.swedish import listed

# In the order in which they go: what leans on others first.
_ROOTS = (Proposal, Company, ReportingRound, Activity, User, Department, MandatePeriod)


@transaction.atomic
def remove_example() -> int:
    """Take out just the example data, its status updates and history too; return the number of activities removed.

    Raises ValidationError, and removes nothing, if real rows lean on example rows.
    """
    _check_nothing_real_leans_on_it()
    activities = Activity.objects.filter(is_example=True)
    for plan_id in set(activities.values_list("plan", flat=True)):
        advance_revision(plan_id)
    for period_id in set(Proposal.objects.filter(is_example=True).values_list("event__mandate_period", flat=True)):
        advance_period(period_id)
    traces = _traces()
    removed = activities.count()
    _leave_the_events()
    Outbox.objects.filter(pk__in=list(_example_mails().values_list("pk", flat=True))).delete()
    Document.objects.filter(made_by__is_example=True).delete()  # made for show, by nobody
    Decision.objects.filter(report__in=_example_reports()).delete()  # no board has decided about the example
    Report.objects.remove_examples()
    Proposal.objects.filter(is_example=True).update(lead=None)  # or a group would protect its members
    Activity.objects.filter(is_example=True).update(predecessor=None)  # or what was carried over would protect itself
    StatusSpan.objects.filter(activity__is_example=True).delete()
    StatusUpdate.objects.remove_examples()
    _leave_the_plan()
    for model in _ROOTS:
        model.objects.filter(is_example=True).delete()
    for history, keys in traces:
        history.filter(**keys).delete()
    return removed


def _check_nothing_real_leans_on_it() -> None:
    leaning = listed([what for what, rows in _real_rows_on_example_rows() if rows.exists()])
    if leaning:
        raise ValidationError(
            f"Riktiga uppgifter hör ihop med exempeldata: {leaning}. Ändra dem först. Inget är borttaget."
        )


def _real_rows_on_example_rows():
    """Yield what would be lost or changed along with the example, by its Swedish name."""
    yield from _about_activities()
    yield from _about_proposals()
    yield from _about_reports()
    yield from _about_rounds()
    yield "medlemmar", Membership.objects.filter(department__is_example=True, user__is_example=False)
    yield "efterträdare", Department.objects.filter(is_example=False, successors__is_example=True)
    yield "mandatperioder", _other_plans().filter(mandate_period__is_example=True)


def _about_activities():
    real = Activity.objects.filter(is_example=False)
    yield "ansvar", Responsibility.objects.filter(department__is_example=True, activity__is_example=False)
    yield "lägesrapporter", StatusUpdate.objects.filter(author__is_example=True, activity__is_example=False)
    yield "kontaktpersoner", real.filter(contact__is_example=True)
    yield "föregångare", real.filter(predecessor__is_example=True)
    yield "beslut", Decision.objects.filter(activity__is_example=True)


def _about_proposals():
    of_real = Q(proposal__is_example=False)
    other_events = ConsultationEvent.objects.exclude(pk__in=memo_events())
    company = Q(company__is_example=True) | Q(contact__company__is_example=True)
    group = Q(lead__is_example=True) | Q(split_from__is_example=True)
    asked = Q(department__is_example=True) | Q(answered_by__is_example=True) | Q(suggested_activity__is_example=True)
    by = Q(by__is_example=True)
    yield "samråd", other_events.filter(mandate_period__is_example=True)
    yield "filer", EventFile.objects.filter(uploaded_by__is_example=True)
    yield "förslag", Proposal.objects.filter(company | group, is_example=False)
    yield "förankringar", Anchoring.objects.filter(of_real & asked)
    yield "förslagens aktiviteter", ProposalActivity.objects.filter(of_real, activity__is_example=True)
    yield "förslagens händelser", ProposalStep.objects.filter(of_real & (by | Q(department__is_example=True)))
    yield "omdömen", Verdict.objects.filter(of_real & (by | Q(activity__is_example=True)))
    yield "brev", _other_mails().filter(Q(created_by__is_example=True) | Q(proposals__is_example=True))


def _about_rounds():
    of_real = Q(round__is_example=False)
    yield "omgångars lägesrapporter", StatusUpdate.objects.filter(round__is_example=True, activity__is_example=False)
    yield "omgångars händelser", RoundStep.objects.filter(of_real, by__is_example=True)
    yield "granskningar", RoundReview.objects.filter(of_real, by__is_example=True, activity__is_example=False)


def _about_reports():
    real = Report.objects.filter(is_example=False)
    yield "rapporter", real.filter(Q(created_by__is_example=True) | Q(published_by__is_example=True))
    yield "rättade rapporter", real.filter(previous__is_example=True)
    yield "dokument om rapporter", Document.objects.filter(report__is_example=True, made_by__is_example=False)


def _example_mails():
    """Return the mails that are about example proposals, reports or rounds alone."""
    real = Proposal.objects.filter(is_example=False)
    rounds = ReportingRound.objects.filter(is_example=True).values_list("pk", flat=True)
    about = Q(proposals__is_example=True) | about_reports(_example_reports()) | about_rounds(rounds)
    return Outbox.objects.filter(about).exclude(proposals__in=real).distinct()


def _example_reports():
    return Report.objects.filter(is_example=True).values_list("pk", flat=True)


def _other_mails():
    return Outbox.objects.exclude(pk__in=_example_mails())


def _other_plans():
    return ActionPlan.objects.exclude(pk__in=memo_plans())


def _leave_the_plan() -> None:
    """Take from the memo's plan what `load_example` added to it, unless somebody has written something else since."""
    ActionPlan.objects.filter(mandate_period__is_example=True).update(mandate_period=None)
    for number, text in invented()["area_descriptions"].items():
        areas = StrategicArea.objects.exclude(plan__in=_other_plans())
        areas.filter(number=number, description=text).update(description="")


def _leave_the_events() -> None:
    """Take from the memo's events what `load_example` added to them; what somebody has written since stays."""
    for event in memo_events():
        note = invented()["events"].get(event.title, {}).get("notes", "")
        found = ConsultationEvent.objects.filter(pk=event.pk)
        if note and note in event.notes:
            found.update(notes=event.notes.replace(note, "").strip())
        found.filter(mandate_period__is_example=True).update(mandate_period=None)


def _traces() -> list[tuple]:
    """Return where the history of the example's rows is found; removing them adds to it, so it is emptied last."""
    ids = {model: list(model.objects.filter(is_example=True).values_list("pk", flat=True)) for model in _ROOTS}
    own = [(model.history, {"id__in": found}) for model, found in ids.items()]
    return [
        *own,
        (Report.history, {"id__in": list(_example_reports())}),
        (Decision.history, {"report_id__in": list(_example_reports())}),
        (Responsibility.history, {"activity_id__in": ids[Activity]}),
        (Membership.history, {"user_id__in": ids[User]}),
        (Anchoring.history, {"proposal_id__in": ids[Proposal]}),
        (Verdict.history, {"proposal_id__in": ids[Proposal]}),
    ]
