"""Activity and Responsibility: what is done, and who does it from which day to which."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import ActivityKind, Assessment, Audience, Closing, ResponsibilityRole, Status
from actionplan.models.base import Example, Named, PlainCharField, PlainTextField, history
from actionplan.models.organisation import Department
from actionplan.models.plan import ActionPlan, StrategicArea
from actionplan.models.standing import ActivityQuerySet

_CODE = RegexValidator(
    r"^[A-ZÅÄÖ]{2,4}-\d{2,5}$", "Skriv numret som SI-01: två till fyra stora bokstäver, bindestreck, siffror."
)


class Activity(Named, Example):
    """The unit of work that is followed up.

    `status`, `assessment`, `reported_on`, `ends_on` and `deadline_moves` are copies of what the newest status update
    says; only services.followup writes them. What is true on a given day comes from `objects.on_day(day)`.
    """

    SORTED_BY = "title"

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="activities", editable=False)
    area = models.ForeignKey(StrategicArea, models.PROTECT, related_name="activities", verbose_name="område")
    code = PlainCharField("nummer", max_length=10, validators=[_CODE])
    title = PlainCharField("aktivitet", max_length=300)
    purpose = PlainTextField("syfte", blank=True, max_length=5000)
    audience = models.CharField("målgrupp", max_length=10, choices=Audience, blank=True)
    kind = models.CharField("typ", max_length=10, choices=ActivityKind, default=ActivityKind.ONE_OFF)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="contact_for",
        null=True,
        blank=True,
        verbose_name="kontaktperson",
    )
    starts_on = models.DateField("startar", null=True, blank=True)
    ends_on = models.DateField("ska vara klar", null=True, blank=True)
    original_ends_on = models.DateField("ursprunglig sluttid", null=True, blank=True, editable=False)
    deadline_moves = models.PositiveSmallIntegerField("flyttad antal gånger", default=0, editable=False)
    measure = PlainTextField("mått", blank=True, max_length=2000)
    target = models.DecimalField("mål, antal", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = PlainCharField("enhet", max_length=60, blank=True, help_text="Till exempel besök, procent eller mallar.")
    resources = PlainTextField("resurser", blank=True, max_length=2000)
    result = PlainTextField("resultat", blank=True, max_length=5000)
    all_participate = models.BooleanField("alla förvaltningar medverkar", default=False)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, related_name="successors", null=True, blank=True, verbose_name="föregångare"
    )
    added_on = models.DateField("tillkom")
    closed_on = models.DateField("avslutad", null=True, blank=True, editable=False)
    closing = models.CharField("avslut", max_length=20, choices=Closing, blank=True, editable=False)
    closing_reason = PlainTextField("skäl för avslut", blank=True, max_length=2000, editable=False)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.NOT_STARTED, editable=False)
    assessment = models.CharField(
        "bedömning", max_length=12, choices=Assessment, default=Assessment.NONE, editable=False
    )
    reported_on = models.DateField("senast uppföljd", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(editable=False, default="")
    history = history(excluded_fields=["search_text", "sort_key"])

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["plan", "sort_key", "id"], name="activity_by_title"),
            models.Index(fields=["plan", "ends_on"], name="activity_by_deadline"),
            # Every page asks if there is any example data.
            models.Index(fields=["is_example"], condition=Q(is_example=True), name="example_activities"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="activity_code_is_used_once_in_a_plan",
                violation_error_message="Numret finns redan i planen. Välj ett annat nummer.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="activity_starts_before_it_ends",
                violation_error_message="Sluttiden är före starten. Rätta ett av datumen.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(unit=""),
                name="a_target_has_a_unit",
                violation_error_message="Skriv vilken enhet målet räknas i, till exempel besök.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing="", closing_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closing="") & ~Q(closing_reason="")),
                name="a_closing_has_day_kind_and_reason",
                violation_error_message="Ett avslut behöver både dag, sort och skäl.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def save(self, *args, **kwargs):
        """Keep the plan and the folded search text in step."""
        self.plan_id = self.area.plan_id
        self.search_text = swedish.fold(f"{self.code} {self.title} {self.purpose} {self.measure}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the activity's page."""
        return reverse("activity_detail", args=[self.pk])

    def clean_fields(self, exclude=None):
        """Write the code with capitals and an ASCII hyphen before it is checked."""
        self.code = swedish.normalise(self.code or "").upper().replace("–", "-").replace("‑", "-")
        super().clean_fields(exclude=exclude)

    def clean(self):
        """Keep the plan in step for the unique code, and predecessors out of the same plan."""
        if self.area_id:
            self.plan_id = self.area.plan_id

    def participants_on(self, on: dt.date):
        """Return the departments that take part that day, in Swedish order; "alla" means the internal ones but the responsible."""
        rows = self.responsibilities.in_force(on)
        wanted = Q(pk__in=rows.participating().values("department"))
        if self.all_participate:
            internal = Department.objects.internal().valid_on(on)
            wanted |= Q(pk__in=internal.exclude(pk__in=rows.responsible().values("department")).values("pk"))
        return Department.objects.filter(wanted)

    def deadline_in_force(self, on: dt.date) -> dt.date | None:
        """Return what `on_day` calls deadline_on; costs a query only if the deadline has ever moved."""
        if not self.deadline_moves:
            return self.ends_on
        moves = self.updates.filter(new_ends_on__isnull=False, recorded_on__lte=on)
        newest = moves.order_by("-recorded_on", "-recorded_at", "-id").values_list("new_ends_on", flat=True).first()
        return newest or self.original_ends_on

    def warnings(self) -> list[str]:
        """Return Swedish sentences about what is unusual but allowed."""
        plan, found = self.area.plan, []
        if self.starts_on and self.starts_on < plan.valid_from:
            found.append(f"Starten {self.starts_on} ligger före planens period ({plan.period_label}).")
        if self.ends_on and plan.valid_to and self.ends_on > plan.valid_to:
            found.append(f"Sluttiden {self.ends_on} ligger efter planens period ({plan.period_label}).")
        return found


class ResponsibilityQuerySet(models.QuerySet):
    """Questions about who carries what on a day."""

    def in_force(self, on: dt.date):
        """Return the rows that hold that day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)

    def responsible(self):
        """Return the rows of the one department that answers for the activity."""
        return self.filter(role=ResponsibilityRole.RESPONSIBLE)

    def participating(self):
        """Return the rows of departments that take part."""
        return self.filter(role=ResponsibilityRole.PARTICIPANT)


class Responsibility(models.Model):
    """That a department answers for, or takes part in, an activity from one day to another (both included)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="responsibilities", verbose_name="aktivitet")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="responsibilities", verbose_name="förvaltning"
    )
    role = models.CharField("roll", max_length=10, choices=ResponsibilityRole)
    from_on = models.DateField("från")
    to_on = models.DateField("till", null=True, blank=True)
    history = history()

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "ansvar"
        verbose_name_plural = "ansvar"
        ordering = ["role", "from_on", "id"]
        indexes = [models.Index(fields=["department", "role", "to_on"], name="responsibility_by_department")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(from_on__lte=F("to_on")),
                name="responsibility_starts_before_it_ends",
                violation_error_message="Ansvaret slutar innan det börjar. Rätta datumen.",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(role="ansvarig", to_on__isnull=True),
                name="one_department_is_responsible_until_further_notice",
                violation_error_message="Aktiviteten har redan en ansvarig förvaltning. Överlämna den i stället.",
            ),
            models.UniqueConstraint(
                fields=["activity", "from_on"],
                condition=Q(role="ansvarig"),
                name="one_department_becomes_responsible_a_day",
                violation_error_message="En annan förvaltning blir ansvarig samma dag. Välj en annan dag.",
            ),
            models.UniqueConstraint(
                fields=["activity", "department", "role", "from_on"],
                name="a_department_takes_a_role_once_a_day",
                violation_error_message="Förvaltningen har redan den rollen från samma dag.",
            ),
        ]

    def __str__(self):
        return f"{self.department} ({self.get_role_display().lower()})"

    def holds_on(self, on: dt.date) -> bool:
        """Tell if the row holds that day, as `in_force` does."""
        return self.from_on <= on and (self.to_on is None or self.to_on >= on)

    def clean(self):
        """Exactly one responsible a day, and no department that has ended takes anything over."""
        if not (self.activity_id and self.department_id and self.from_on):
            return
        if self.department.has_ended_on(self.from_on):
            raise ValidationError({"department": self.department.ended_message()})
        if self.role == ResponsibilityRole.RESPONSIBLE and self._overlaps().exists():
            raise ValidationError("Två förvaltningar kan inte vara ansvariga samma dag. Ändra dagarna.")

    def _overlaps(self):
        rows = Responsibility.objects.responsible().filter(activity=self.activity_id).exclude(pk=self.pk)
        rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=self.from_on))
        return rows.filter(from_on__lte=self.to_on) if self.to_on else rows
