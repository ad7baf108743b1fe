"""The database says no first: every constraint refuses what passes by full_clean, and says why in Swedish to what does not."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction

from actionplan.models import (
    Activity,
    Department,
    Document,
    DocumentFile,
    EndedLink,
    MandatePeriod,
    Outbox,
    OutboxProposal,
    ProposalActivity,
    ReportFile,
    RoundReview,
    StatusSpan,
    StatusUpdate,
)
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    DepartmentFactory,
    DocumentFactory,
    EventFileFactory,
    MandatePeriodFactory,
    MembershipFactory,
    OutboxFactory,
    ProposalActivityFactory,
    ProposalFactory,
    ReportFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    VerdictFactory,
    noon,
)

pytestmark = pytest.mark.django_db
EARLY, LATE = dt.date(2016, 3, 1), dt.date(2016, 8, 31)


def copy_of(row, **changes):
    """The row once more, unsaved, with some values changed."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def told(**changes):
    """An unsaved update that keeps every rule but those that the changes break."""
    values = {
        "activity": ActivityFactory(),
        "author": UserFactory(),
        "as_of": LATE,
        "recorded_at": noon(LATE),
        "recorded_on": LATE,
        "status": "pagaende",
        "assessment": "gron",
    }
    return StatusUpdate(**values | changes)


def answers(**changes):
    """An unsaved responsibility, on an activity that somebody else answers for until further notice."""
    first = ResponsibilityFactory(from_on=EARLY)
    return copy_of(first, **{"department": DepartmentFactory()} | changes)


def said(**changes):
    """An unsaved proposal."""
    return ProposalFactory.build(event=ConsultationEventFactory(), **changes)


def _file_of(report):
    facts = {"name": "Rapport.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64, "content": b"%"}
    return ReportFile.objects.create(report=report, format="pdf", **facts)


def _about_a_report(document):
    return Document._base_manager.bulk_create([copy_of(document, report=ReportFactory(plan=document.plan))])[0]


def _replacing_the_same(told):
    first = OutboxProposal.objects.create(
        mail=OutboxFactory(kind="andrat"), proposal=told.proposal, kind="andrat", replaces=told
    )
    return copy_of(first, mail=OutboxFactory(kind="andrat"))


def _taken():
    return CompanyFactory(organisation_number="556036-0793").organisation_number


# For every constraint, an unsaved row that breaks it and no other.
BROKEN = {
    "council_term_starts_before_it_ends": lambda: MandatePeriodFactory.build(council_from=LATE, council_to=LATE),
    "boards_term_starts_before_it_ends": lambda: MandatePeriodFactory.build(boards_from=LATE, boards_to=EARLY),
    "plan_starts_before_it_ends": lambda: ActionPlanFactory.build(valid_from=LATE, valid_to=EARLY),
    "anchoring_starts_before_it_ends": lambda: ActionPlanFactory.build(anchoring_from=LATE, anchoring_to=EARLY),
    "area_number_is_used_once_in_a_plan": lambda: copy_of(StrategicAreaFactory(), name="Ett annat"),
    "department_starts_before_it_ends": lambda: DepartmentFactory.build(valid_from=LATE, valid_to=EARLY),
    "department_name_is_used_once_at_a_time": lambda: copy_of(DepartmentFactory()),
    "a_user_is_a_member_once": lambda: copy_of(MembershipFactory()),
    "activity_code_is_used_once_in_a_plan": lambda: copy_of(ActivityFactory(), title="En annan"),
    "activity_starts_before_it_ends": lambda: copy_of(ActivityFactory(), code="NY-01", starts_on=LATE, ends_on=EARLY),
    "a_target_has_a_unit": lambda: copy_of(ActivityFactory(), code="NY-01", target=40),
    "a_closing_has_day_kind_and_reason": lambda: copy_of(ActivityFactory(), code="NY-01", closed_on=LATE),
    "responsibility_starts_before_it_ends": lambda: answers(role="medverkar", from_on=LATE, to_on=EARLY),
    "one_department_is_responsible_until_further_notice": lambda: answers(from_on=LATE),
    "one_department_becomes_responsible_a_day": lambda: answers(to_on=LATE),
    "a_department_takes_a_role_once_a_day": lambda: copy_of(ResponsibilityFactory(role="medverkar")),
    "update_is_not_about_the_future": lambda: told(as_of=LATE + dt.timedelta(days=1)),
    "ongoing_has_an_assessment": lambda: told(assessment="ingen"),
    "finished_has_no_assessment": lambda: told(status="genomford"),
    "deviation_has_a_comment": lambda: told(assessment="rod"),
    "a_moved_deadline_has_a_reason": lambda: told(new_ends_on=LATE),
    "one_update_holds_from_a_day": lambda: copy_of(StatusUpdateFactory().spans.get(), to_on=LATE),
    "an_organisation_number_is_one_company": lambda: CompanyFactory.build(organisation_number=_taken()),
    "a_contact_has_name_or_address": lambda: ContactPersonFactory.build(company=CompanyFactory(), email=""),
    "a_report_has_a_version_once": lambda: copy_of(ReportFactory()),
    "a_new_version_says_what_is_corrected": lambda: copy_of(ReportFactory(), number=2),
    "a_published_report_has_who_and_when": lambda: copy_of(
        ReportFactory(), number=2, correction="x", published_at=noon(LATE)
    ),
    "a_report_has_a_format_once": lambda: copy_of(_file_of(ReportFactory())),
    "a_document_of_a_plan_has_a_version_once": lambda: copy_of(DocumentFactory()),
    "a_document_of_a_report_has_a_version_once": lambda: copy_of(_about_a_report(DocumentFactory())),
    "a_document_has_a_format_once": lambda: copy_of(DocumentFactory().files.first()),
    "a_known_day_has_a_precision": lambda: ConsultationEventFactory.build(when_on=LATE),
    "a_file_stands_once_at_an_event": lambda: copy_of(EventFileFactory(), name="En annan.pdf"),
    "an_answer_of_no_has_a_reason": lambda: said(outcome="avbojt", answered_on=LATE),
    "a_decided_proposal_has_a_day": lambda: said(outcome="avbojt", reason="Nej."),
    "an_activity_answers_a_proposal_once": lambda: copy_of(ProposalActivityFactory()),
    "a_link_ends_after_it_began": lambda: EndedLink(
        proposal=ProposalFactory(), activity=ActivityFactory(), linked_on=LATE, unlinked_on=LATE
    ),
    "a_department_is_asked_once": lambda: copy_of(AnchoringFactory(), sent_on=LATE),
    "an_answer_has_day_and_suggestion": lambda: copy_of(
        AnchoringFactory(), department=DepartmentFactory(), answered_on=LATE
    ),
    "a_suggested_no_has_a_comment": lambda: copy_of(
        AnchoringFactory(), department=DepartmentFactory(), answered_on=LATE, suggestion="avboj"
    ),
    "not_yet_has_a_comment": lambda: copy_of(VerdictFactory(), value="inte_an", form_token=uuid.uuid4()),
    "a_sent_mail_has_a_moment": lambda: OutboxFactory.build(state="skickat", sent_at=None),
    "a_proposer_is_told_once_of_each_kind": lambda: copy_of(OutboxFactory(proposals=[ProposalFactory()]).about.get()),
    "what_was_told_is_replaced_once": lambda: _replacing_the_same(
        OutboxFactory(proposals=[ProposalFactory()]).about.get()
    ),
    "round_opens_before_it_closes": lambda: ReportingRoundFactory.build(
        plan=ActionPlanFactory(), opens_on=LATE, closes_on=EARLY
    ),
    "a_plan_has_one_round_for_a_day": lambda: copy_of(
        ReportingRoundFactory(), opens_on=dt.date(2020, 1, 1), closes_on=dt.date(2020, 1, 2)
    ),
    "a_request_has_a_question": lambda: RoundReview(
        round=ReportingRoundFactory(),
        activity=ActivityFactory(),
        verdict="komplettera",
        at=noon(LATE),
        by=UserFactory(),
    ),
    "one_update_holds_until_further_notice": lambda: copy_of(StatusUpdateFactory().spans.get(), from_on=EARLY),
}
# Written by services alone: nobody fills them in, so nobody needs to be told.
WITHOUT_A_FORM = {StatusSpan, ProposalActivity, EndedLink, Outbox, OutboxProposal, ReportFile, Document, DocumentFile}
# Said by clean() already, beside the field or with the days in it.
SAID_EARLIER = {
    "ongoing_has_an_assessment": "Välj hur det går. En pågående aktivitet behöver en bedömning.",
    "deviation_has_a_comment": "Skriv en kommentar som förklarar läget: ”stor avvikelse” behöver en förklaring.",
    "a_moved_deadline_has_a_reason": "Skriv varför sluttiden flyttas.",
    "plan_starts_before_it_ends": "Slutet 2016-03-01 är före starten 2016-08-31. Byt plats på dem eller rätta dem.",
}


def constraints():
    """Every constraint of the domain's own tables, the history's aside."""
    found = [model for model in apps.get_app_config("actionplan").get_models() if not hasattr(model, "history_id")]
    return {constraint.name: (model, constraint) for model in found for constraint in model._meta.constraints}


def test_every_constraint_is_tested():
    assert set(BROKEN) == set(constraints())


def test_every_constraint_has_its_own_sentence():
    said = [
        str(constraint.violation_error_message)
        for model, constraint in constraints().values()
        if model not in WITHOUT_A_FORM
    ]
    fallback = str(models.BaseConstraint.default_violation_error_message)

    assert len(set(said)) == len(said)
    assert [sentence for sentence in said if sentence == fallback or not sentence.endswith(".")] == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_itself_refuses(name):
    model, constraint = constraints()[name]
    row = BROKEN[name]()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model._base_manager.bulk_create([row])  # past the rows' own guards, to the database

    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        assert name in str(refused.value)


@pytest.mark.parametrize("name", [name for name, (model, _) in constraints().items() if model not in WITHOUT_A_FORM])
def test_full_clean_says_why_in_swedish(name):
    _, constraint = constraints()[name]

    with pytest.raises(ValidationError) as refused:
        BROKEN[name]().full_clean()

    assert SAID_EARLIER.get(name, constraint.violation_error_message) in refused.value.messages


def test_the_rows_of_the_table_are_refused_for_nothing_else():
    """What the builders make is right but for the one value."""
    told().full_clean()
    answers(role="medverkar").full_clean()
    for factory in (MandatePeriodFactory, ActionPlanFactory, DepartmentFactory):
        factory.build().full_clean()
    copy_of(ActivityFactory(), code="NY-01").full_clean()
    said().full_clean()
    copy_of(AnchoringFactory(), department=DepartmentFactory()).full_clean()
    copy_of(VerdictFactory(), form_token=uuid.uuid4()).full_clean()


def test_an_election_year_is_used_once():
    MandatePeriodFactory(election_year=2014)
    again = MandatePeriodFactory.build(election_year=2014)

    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        MandatePeriod.objects.bulk_create([again])

    assert refused.value.message_dict == {"election_year": ["Det finns redan en mandatperiod för det valåret."]}


def test_a_form_token_is_used_once():
    first = StatusUpdateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        StatusUpdate.objects.bulk_create([told(form_token=first.form_token)])


def test_two_departments_cannot_answer_for_an_activity_on_one_day():
    row = ResponsibilityFactory(from_on=EARLY, to_on=LATE)
    overlapping = copy_of(row, department=DepartmentFactory(), from_on=LATE, to_on=None)

    with pytest.raises(ValidationError) as refused:
        overlapping.full_clean()

    assert refused.value.message_dict == {
        NON_FIELD_ERRORS: ["Två förvaltningar kan inte vara ansvariga samma dag. Ändra dagarna."]
    }


def test_the_day_after_the_last_another_department_may_answer():
    row = ResponsibilityFactory(from_on=EARLY, to_on=LATE)
    following = copy_of(row, department=DepartmentFactory(), from_on=LATE + dt.timedelta(days=1), to_on=None)

    following.full_clean()
    following.save()

    assert following.activity.responsibilities.responsible().count() == 2


def test_before_the_first_day_another_department_may_have_answered():
    row = ResponsibilityFactory(from_on=LATE)
    before = copy_of(row, department=DepartmentFactory(), from_on=EARLY, to_on=LATE - dt.timedelta(days=1))

    before.full_clean()
    before.save()

    assert before.activity.responsibilities.responsible().count() == 2


def test_an_ended_department_gets_no_new_activity():
    ended = DepartmentFactory(name="Samhällsbyggnadsförvaltningen", valid_to=dt.date(2015, 12, 31))
    ended.successors.add(
        DepartmentFactory(name="Tekniska kontoret"), DepartmentFactory(name="Stadsbyggnadsförvaltningen")
    )

    with pytest.raises(ValidationError) as refused:
        ResponsibilityFactory.build(
            activity=ActivityFactory(), department=ended, from_on=dt.date(2016, 1, 1)
        ).full_clean()

    assert refused.value.message_dict == {
        "department": [
            "Samhällsbyggnadsförvaltningen upphörde 2015-12-31. "
            "Välj efterträdare: Stadsbyggnadsförvaltningen och Tekniska kontoret."
        ]
    }


def test_on_its_last_day_a_department_may_still_get_one():
    ending = DepartmentFactory(valid_to=LATE)

    ResponsibilityFactory.build(activity=ActivityFactory(), department=ending, from_on=LATE).full_clean()


def test_a_name_is_free_again_when_its_department_has_ended():
    DepartmentFactory(name="Tekniska kontoret", valid_to=EARLY)

    DepartmentFactory.build(name="Tekniska kontoret", valid_from=LATE).full_clean()
    DepartmentFactory(name="Tekniska kontoret", valid_from=LATE)

    assert Department.objects.named("TEKNISKA  kontoret").count() == 2


def test_an_activity_code_is_free_in_another_plan():
    first = ActivityFactory(code="SI-01")
    other = StrategicAreaFactory()

    ActivityFactory.build(area=other, code="SI-01").full_clean()
    ActivityFactory(area=other, code="SI-01")

    assert Activity.objects.filter(code=first.code).count() == 2
