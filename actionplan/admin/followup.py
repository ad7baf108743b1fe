"""Status updates, to read: they are never changed or removed, by anybody."""

from django.contrib import admin

from actionplan.admin.base import NounAdmin, yes_no
from actionplan.admin.site import site
from actionplan.models import StatusUpdate


class NeverChanged:
    """Whatever rights say: what was reported stands."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class StatusUpdateInline(NeverChanged, admin.TabularInline):
    model = StatusUpdate
    fields = ["as_of", "status", "assessment", "comment", "new_ends_on", "author", "recorded_at"]
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


@admin.register(StatusUpdate, site=site)
class StatusUpdateAdmin(NeverChanged, NounAdmin):
    list_display = ["activity", "as_of", "status", "assessment", "person", "recorded_at", "same"]
    sortable_by = ["as_of", "recorded_at"]
    list_filter = ["status", "assessment", "unchanged", "activity__area"]
    list_select_related = ["activity", "author"]
    date_hierarchy = "as_of"
    search_fields = ["activity__search_text", "comment", "author__username", "author__first_name", "author__last_name"]
    same = yes_no("unchanged", "oförändrad")
    readonly_fields = ["person", "same"]
    fields = [
        *("activity", "as_of", "recorded_at", "person", "status", "assessment", "comment", "outcome", "next_step"),
        *("new_ends_on", "new_ends_reason", "same"),
    ]
    search_help_text = "Sök på aktivitet, kommentar eller författare."

    @admin.display(description="författare", ordering="author__username")
    def person(self, update: StatusUpdate) -> str:
        return update.author.full_label
