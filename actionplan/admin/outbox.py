"""Letters to those who made proposals, to read: what was sent to whom stands, whatever rights say."""

from django.contrib import admin

from actionplan.admin.base import NounAdmin
from actionplan.admin.followup import NeverChanged
from actionplan.admin.site import site
from actionplan.models import Outbox


@admin.register(Outbox, site=site)
class OutboxAdmin(NeverChanged, NounAdmin):
    list_display = ["recipient", "kind", "state", "created_at", "sent_at", "person"]
    sortable_by = ["created_at", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]
    date_hierarchy = "created_at"
    search_fields = ["recipient", "subject"]
    search_help_text = "Sök på adress eller ämne."
    readonly_fields = ["person", "about"]
    fields = [
        *("recipient", "kind", "subject", "body", "about", "state", "created_at", "person", "sent_at", "error"),
    ]

    @admin.display(description="skickad av", ordering="created_by__username")
    def person(self, mail: Outbox) -> str:
        return mail.created_by.full_label if mail.created_by else "–"

    @admin.display(description="om förslagen")
    def about(self, mail: Outbox) -> str:
        return ", ".join(proposal.code for proposal in mail.proposals.all())
