"""Administration of departments: made, renamed, ended and succeeded, and rarely removed."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from actionplan import clock, swedish
from actionplan.admin.base import BesideForm, NounAdmin, yes_no
from actionplan.admin.lookups import LookUpMixin
from actionplan.admin.site import site
from actionplan.models import Department, Membership
from actionplan.services.organisation import carried_rows


class DepartmentForm(BesideForm):
    beside = {"department_starts_before_it_ends": "valid_to", "department_name_is_used_once_at_a_time": "name"}

    class Meta:
        model = Department
        fields = ["name", "email", "is_external", "valid_from", "valid_to", "successors"]
        help_texts = {"successors": "De förvaltningar som tar över när den här upphör."}

    def clean_successors(self):
        successors = self.cleaned_data["successors"]
        if self.instance in successors:
            raise ValidationError("En förvaltning kan inte efterträda sig själv. Välj en annan.")
        return successors


class ValidityFilter(admin.SimpleListFilter):
    title = "finns"
    parameter_name = "finns"

    def lookups(self, request, model_admin):
        return [("idag", "I dag"), ("inte", "Inte i dag")]

    def queryset(self, request, queryset):
        valid = Department.objects.valid_on(clock.today())
        return {"idag": queryset.filter(pk__in=valid), "inte": queryset.exclude(pk__in=valid)}.get(
            self.value(), queryset
        )


class MemberInline(LookUpMixin, admin.TabularInline):
    model = Membership
    autocomplete_fields = ["user"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user").order_by("user__username")


@admin.register(Department, site=site)
class DepartmentAdmin(NounAdmin):
    form = DepartmentForm
    list_display = ["label", "valid_from", "valid_to", "external", "email"]
    list_filter = [ValidityFilter, "is_external"]
    search_fields = ["sort_key", "email"]
    search_help_text = "Sök på namn eller e-postadress."
    autocomplete_fields = ["successors"]
    readonly_fields = ["predecessor_names"]
    fieldsets = [
        (None, {"fields": ["name", "email", "is_external"]}),
        ("Hur länge den finns", {"fields": ["valid_from", "valid_to", "successors", "predecessor_names"]}),
    ]
    inlines = [MemberInline]
    external = yes_no("is_external", "utanför kommunen")
    delete_advice = "Skriv i stället den sista dagen i fältet ”Finns till”, så finns den kvar i historiken."

    @admin.display(description="namn", ordering="sort_key")
    def label(self, department: Department) -> str:
        return department.name

    @admin.display(description="har tagit över efter")
    def predecessor_names(self, department: Department) -> str:
        names = [str(one) for one in department.predecessors.all()] if department.pk else []
        return ", ".join(names) or "–"

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._warn_of_what_is_left(request, form.instance)

    def _warn_of_what_is_left(self, request: HttpRequest, department: Department) -> None:
        """Tell that an ended department still answers for activities, and where they are handed over."""
        left = carried_rows(department).responsible().count() if department.valid_to else 0
        if left:
            page = reverse("department_detail", args=[department.pk])
            text = (
                "Förvaltningen ansvarar fortfarande för {} efter sin sista dag, {}. "
                'Be näringslivschefen att lämna över på <a href="{}">förvaltningens sida</a>.'
            )
            number = swedish.counted(left, "aktivitet", "aktiviteter")
            messages.warning(request, format_html(text, number, department.valid_to, page))
