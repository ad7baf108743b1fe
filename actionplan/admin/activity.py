"""Activities and who carries them, to read: they are changed on the site's own pages, where the rules are."""

from django.contrib import admin

from actionplan import clock
from actionplan.admin.base import NounAdmin, yes_no
from actionplan.admin.followup import StatusUpdateInline
from actionplan.admin.site import site
from actionplan.choices import Standing
from actionplan.models import Activity, Responsibility


class StandingFilter(admin.SimpleListFilter):
    title = "läge"
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return [(key, Standing(key).label) for key in Standing.SHOWN]

    def queryset(self, request, queryset):
        return queryset.in_standing(self.value()) if self.value() else queryset


class ResponsibilityInline(admin.TabularInline):
    model = Responsibility
    fields = ["role", "department", "from_on", "to_on"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("department")


@admin.register(Activity, site=site)
class ActivityAdmin(NounAdmin):
    list_display = ["code", "label", "standing_label", "responsible", "deadline", "reported"]
    sortable_by = ["code", "label", "deadline", "reported"]
    list_filter = [StandingFilter, "area", "kind", "audience", "all_participate"]
    search_fields = ["search_text"]
    search_help_text = "Sök på nummer, rubrik, syfte eller mått."
    readonly_fields = [
        "standing_label",
        "reported",
        "everybody",
        "original_ends_on",
        "deadline_moves",
        "closed_on",
        "closing",
        "closing_reason",
    ]
    fieldsets = [
        (None, {"fields": ["code", "title", "area", "purpose", "audience", "kind", "contact", "predecessor"]}),
        ("Läge", {"fields": ["standing_label", "reported"]}),
        ("Tid", {"fields": ["starts_on", "ends_on", "original_ends_on", "deadline_moves", "added_on"]}),
        ("Mått och resurser", {"fields": ["measure", "target", "unit", "resources", "result"]}),
        ("Medverkan", {"fields": ["everybody"]}),
        ("Avslut", {"fields": ["closed_on", "closing", "closing_reason"]}),
    ]
    everybody = yes_no("all_participate", "alla förvaltningar medverkar")
    inlines = [ResponsibilityInline, StatusUpdateInline]

    def get_queryset(self, request):
        """As the activities stand today."""
        today = clock.today()
        return super().get_queryset(request).seen_on(today).for_rows(today)

    @admin.display(description="aktivitet", ordering="sort_key")
    def label(self, activity: Activity) -> str:
        return activity.title

    @admin.display(description="ansvarig")
    def responsible(self, activity: Activity) -> str:
        return activity.responsible_name or "–"

    @admin.display(description="läge")
    def standing_label(self, activity: Activity) -> str:
        return Standing(activity.standing).label

    @admin.display(description="ska vara klar", ordering="deadline_on")
    def deadline(self, activity: Activity):
        return activity.deadline_on

    @admin.display(description="senast uppföljd", ordering="reported_on_day")
    def reported(self, activity: Activity):
        return activity.reported_on_day


@admin.register(Responsibility, site=site)
class ResponsibilityAdmin(NounAdmin):
    list_display = ["activity", "department", "role", "from_on", "to_on"]
    sortable_by = ["from_on", "to_on"]
    list_filter = ["role", "department"]
    list_select_related = ["activity", "department"]
    ordering = ["activity__code", "role", "from_on", "id"]
    date_hierarchy = "from_on"
    search_fields = ["activity__search_text", "department__sort_key"]
    search_help_text = "Sök på aktivitet eller förvaltning."
