"""The plan, its areas and decisions, to read: näringslivschefen changes them on the site's own pages."""

from django.contrib import admin

from actionplan.admin.base import NounAdmin
from actionplan.admin.site import site
from actionplan.models import ActionPlan, Decision, StrategicArea


class AreaInline(admin.TabularInline):
    model = StrategicArea
    fields = ["number", "name", "description"]
    extra = 0
    show_change_link = True


class DecisionInline(admin.TabularInline):
    model = Decision
    fields = ["verb", "body", "decided_on", "paragraph", "registry_number", "activity", "report"]
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("activity", "report")


@admin.register(ActionPlan, site=site)
class ActionPlanAdmin(NounAdmin):
    list_display = ["title", "registry_number", "period", "state", "mandate_period"]
    sortable_by = ["registry_number", "period", "state", "mandate_period"]
    list_filter = ["state", "mandate_period"]
    list_select_related = ["mandate_period"]
    search_fields = ["title", "registry_number"]
    search_help_text = "Sök på titel eller diarienummer."
    inlines = [AreaInline, DecisionInline]

    @admin.display(description="period", ordering="valid_from")
    def period(self, plan: ActionPlan) -> str:
        return plan.period_label


@admin.register(StrategicArea, site=site)
class StrategicAreaAdmin(NounAdmin):
    list_display = ["number", "name", "plan"]
    list_display_links = ["name"]
    sortable_by = ["number"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name", "description"]
    search_help_text = "Sök på namn eller beskrivning."


@admin.register(Decision, site=site)
class DecisionAdmin(NounAdmin):
    list_display = ["verb", "body", "decided_on", "paragraph", "registry_number", "plan", "activity", "report"]
    sortable_by = ["verb", "decided_on", "registry_number"]
    list_filter = ["verb", "plan"]
    list_select_related = ["plan", "activity", "report"]
    date_hierarchy = "decided_on"
    search_fields = ["body", "paragraph", "registry_number", "plan__title", "activity__search_text"]
    search_help_text = "Sök på organ, paragraf, diarienummer, plan eller aktivitet."
