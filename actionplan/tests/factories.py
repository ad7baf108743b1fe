"""One factory per noun, with no surprises: a test states every value it asserts on."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actionplan import models
from actionplan.choices import (
    Assessment,
    DecisionVerb,
    DocumentKind,
    EventKind,
    MailKind,
    ReportKind,
    ResponsibilityRole,
    Role,
    Status,
    VerdictValue,
)
from actionplan.reports.blocks import Content, Head, to_json
from actionplan.services.documents import MadeFile, make_document
from actionplan.services.events import checksum
from actionplan.services.followup import record_status_update
from actionplan.services.people import set_role


def noon(day: dt.date) -> dt.datetime:
    """Return noon of the day, Swedish time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


class MandatePeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.MandatePeriod

    election_year = factory.Sequence(lambda n: 1990 + 4 * (n % 27))  # no later than 2100
    council_from = factory.LazyAttribute(lambda period: dt.date(period.election_year, 10, 15))
    council_to = factory.LazyAttribute(lambda period: dt.date(period.election_year + 4, 10, 14))
    boards_from = factory.LazyAttribute(lambda period: dt.date(period.election_year + 1, 1, 1))
    boards_to = factory.LazyAttribute(lambda period: dt.date(period.election_year + 4, 12, 31))


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    name = factory.Sequence(lambda n: f"Förvaltning {n}")


class UserFactory(DjangoModelFactory):
    """`role` is one of choices.Role, or None for a person without one; `departments` are those the person works in."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")

    @factory.post_generation
    def role(user, create, role, **kwargs):  # noqa: N805 - factory-boy hands over the made object
        if role:
            set_role(user, role)

    @factory.post_generation
    def departments(user, create, departments, **kwargs):  # noqa: N805
        for department in departments or ():
            MembershipFactory(user=user, department=department)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory, role=Role.OFFICER)
    department = factory.SubFactory(DepartmentFactory)


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionPlan

    title = factory.Sequence(lambda n: f"Handlingsplan {n}")
    valid_from = dt.date(2016, 1, 1)
    valid_to = dt.date(2018, 12, 31)


class StrategicAreaFactory(DjangoModelFactory):
    class Meta:
        model = models.StrategicArea

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda area: f"Område {area.number}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Decision

    plan = factory.SubFactory(ActionPlanFactory)
    verb = DecisionVerb.ADOPTED


class ActivityFactory(DjangoModelFactory):
    """An activity without updates; `responsible` (a department) answers for it from the day it was added."""

    class Meta:
        model = models.Activity
        skip_postgeneration_save = True

    area = factory.SubFactory(StrategicAreaFactory)
    code = factory.Sequence(lambda n: f"AK-{n:02d}")
    title = factory.Sequence(lambda n: f"Aktivitet {n}")
    starts_on = dt.date(2016, 1, 1)
    ends_on = dt.date(2018, 12, 31)
    original_ends_on = factory.SelfAttribute("ends_on")
    added_on = dt.date(2015, 12, 4)

    @factory.post_generation
    def responsible(activity, create, department, **kwargs):  # noqa: N805
        if department:
            ResponsibilityFactory(activity=activity, department=department, from_on=activity.added_on)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = models.Responsibility

    activity = factory.SubFactory(ActivityFactory)
    department = factory.SubFactory(DepartmentFactory)
    role = ResponsibilityRole.RESPONSIBLE
    from_on = dt.date(2015, 12, 4)


class StatusUpdateFactory(DjangoModelFactory):
    """Recorded by the service, at noon of the day it is about, so that the activity shows it."""

    class Meta:
        model = models.StatusUpdate

    activity = factory.SubFactory(ActivityFactory)
    author = factory.SubFactory(UserFactory)
    as_of = dt.date(2016, 8, 31)
    recorded_at = factory.LazyAttribute(lambda update: noon(update.as_of))
    status = Status.ONGOING
    assessment = Assessment.ON_TRACK

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return record_status_update(**kwargs)


class ReportingRoundFactory(DjangoModelFactory):
    """A planned round; one that is open or locked is said with `state`, or made so by the services."""

    class Meta:
        model = models.ReportingRound

    plan = factory.SubFactory(ActionPlanFactory)
    name = factory.LazyAttribute(lambda round_: f"Omgång {round_.cutoff}")
    cutoff = dt.date(2016, 8, 31)
    opens_on = factory.LazyAttribute(lambda round_: round_.cutoff + dt.timedelta(days=1))
    closes_on = factory.LazyAttribute(lambda round_: round_.cutoff + dt.timedelta(days=21))


class ConsultationEventFactory(DjangoModelFactory):
    class Meta:
        model = models.ConsultationEvent

    kind = EventKind.DIALOGUE
    title = factory.Sequence(lambda n: f"Dialogmöte {n}")


class EventFileFactory(DjangoModelFactory):
    """A small PDF; `content` decides size and checksum."""

    class Meta:
        model = models.EventFile

    event = factory.SubFactory(ConsultationEventFactory)
    name = "minnesanteckningar.pdf"
    content_type = "application/pdf"
    content = b"%PDF-1.7 minnesanteckningar"
    size = factory.LazyAttribute(lambda file: len(file.content))
    sha256 = factory.LazyAttribute(lambda file: checksum(file.content))
    uploaded_at = factory.LazyFunction(lambda: noon(dt.date(2015, 3, 19)))
    uploaded_by = factory.SubFactory(UserFactory)


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = models.Company

    name = factory.Sequence(lambda n: f"Företag {n} AB")


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactPerson

    company = factory.SubFactory(CompanyFactory)
    email = factory.Sequence(lambda n: f"kontakt-{n}@example.com")
    keep_until = dt.date(2018, 12, 31)


class ProposalFactory(DjangoModelFactory):
    """A proposal as it was said; decided or answered ones are made by the services."""

    class Meta:
        model = models.Proposal

    event = factory.SubFactory(ConsultationEventFactory)
    text = factory.Sequence(lambda n: f"Förslag nummer {n}.")
    received_on = dt.date(2015, 3, 18)


class AnchoringFactory(DjangoModelFactory):
    """That a department has been asked, and has not answered; the proposal's outcome is left as it is."""

    class Meta:
        model = models.Anchoring

    proposal = factory.SubFactory(ProposalFactory)
    department = factory.SubFactory(DepartmentFactory)
    sent_on = dt.date(2015, 5, 15)


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = models.Verdict

    proposal = factory.SubFactory(ProposalFactory)
    activity = factory.SubFactory(ActivityFactory)
    value = VerdictValue.SOLVED
    said_on = dt.date(2017, 6, 1)
    recorded_at = factory.LazyAttribute(lambda verdict: noon(verdict.said_on))
    by = factory.SubFactory(UserFactory)


class ProposalActivityFactory(DjangoModelFactory):
    """That an activity answers a proposal; the proposal's outcome is left as it is."""

    class Meta:
        model = models.ProposalActivity

    proposal = factory.SubFactory(ProposalFactory)
    activity = factory.SubFactory(ActivityFactory)
    linked_on = dt.date(2015, 12, 4)


class OutboxFactory(DjangoModelFactory):
    """A letter that waits; `proposals` are those it is about."""

    class Meta:
        model = models.Outbox
        skip_postgeneration_save = True

    kind = MailKind.DECIDED
    recipient = factory.Sequence(lambda n: f"mottagare-{n}@example.com")
    subject = "Så blev det med ert förslag"
    body = "Hej!"
    created_at = noon(dt.date(2017, 12, 31))

    @factory.post_generation
    def proposals(mail, create, proposals, **kwargs):  # noqa: N805
        for proposal in proposals or ():
            models.OutboxProposal.objects.create(mail=mail, proposal=proposal, kind=mail.kind)


EMPTY_CONTENT = Content(Head("Planen", "Handlingsplan", "", "", "", "2016-01-01"), ())


class DocumentFactory(DjangoModelFactory):
    """A document as the service keeps it, in two small files."""

    class Meta:
        model = models.Document

    plan = factory.SubFactory(ActionPlanFactory)
    kind = DocumentKind.PLAN.value
    texts = factory.LazyFunction(dict)
    content = factory.LazyFunction(lambda: to_json(EMPTY_CONTENT))
    files = factory.LazyFunction(
        lambda: {"pdf": MadeFile("application/pdf", b"%PDF-1.7"), "docx": MadeFile("application/zip", b"PK")}
    )
    by = factory.SubFactory(UserFactory)
    at = noon(dt.date(2016, 1, 1))

    @classmethod
    def _create(cls, model_class, *args, plan, kind, **kwargs):
        return make_document(plan, kind, **kwargs)


class ReportFactory(DjangoModelFactory):
    """A draft; the services publish it, and `tests.publishing.publish` with real content."""

    class Meta:
        model = models.Report

    plan = factory.SubFactory(ActionPlanFactory)
    kind = ReportKind.INTERIM
    cutoff = dt.date(2016, 8, 31)
    created_at = factory.LazyAttribute(lambda report: noon(report.cutoff))
    created_by = factory.SubFactory(UserFactory, role=Role.CHIEF)
