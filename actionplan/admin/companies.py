"""Companies to read, and their contacts: looked at, removed, handed out and erased as the law asks."""

import json
import logging

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from actionplan import audit, swedish
from actionplan.admin.base import NounAdmin, yes_no
from actionplan.admin.site import site
from actionplan.models import Company, ContactPerson
from actionplan.services.personal_data import Erased, erase_contacts, export_person, person_of

log = logging.getLogger("actionplan.export")


@admin.register(Company, site=site)
class CompanyAdmin(NounAdmin):
    list_display = ["label", "number", "industry", "trader"]
    sortable_by = ["label", "industry"]
    list_filter = ["is_sole_trader"]
    search_fields = ["search_text"]
    search_help_text = "Sök på namn."
    fields = ["name", "number", "industry", "trader"]
    readonly_fields = ["number", "trader"]
    trader = yes_no("is_sole_trader", "enskild firma")

    @admin.display(description="namn", ordering="sort_key")
    def label(self, company: Company) -> str:
        return company.name

    @admin.display(description="organisationsnummer")
    def number(self, company: Company) -> str:
        return company.shown_number or "–"


@admin.register(ContactPerson, site=site)
class ContactPersonAdmin(NounAdmin):
    """The site's own pages add and change; here is what one person has a right to."""

    list_display = ["label", "email", "company", "function", "keep_until"]
    sortable_by = ["email", "keep_until"]
    list_filter = ["is_function"]
    list_select_related = ["company"]
    ordering = ["company__sort_key", "id"]
    date_hierarchy = "keep_until"
    search_fields = ["name", "email", "company__search_text"]
    search_help_text = "Sök på namn, e-postadress eller företag."
    fields = ["name", "email", "company", "function", "keep_until"]
    readonly_fields = ["function"]
    function = yes_no("is_function", "funktionsadress")
    actions = ["export", "erase"]

    def get_actions(self, request: HttpRequest) -> dict:
        """Leave out Django's own removal of many: erasing does more, and asks better."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> list:
        """Say that contacts were removed, not whose: Django's own log would keep the names for good."""
        log.info("%d contacts removed by %s in the administration", len(queryset), request.user.username)
        return []

    @admin.display(description="namn", ordering="name")
    def label(self, contact: ContactPerson) -> str:
        return str(contact)

    @admin.action(description="Exportera personuppgifter", permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        found = [export_person(**person_of(contact)) for contact in queryset]
        audit.exported(request, f"personal data of {len(found)} contacts")
        content = json.dumps(found, ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="personuppgifter.json"'}
        return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)

    @admin.action(description="Radera personuppgifter", permissions=["delete"])
    def erase(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if request.POST.get("post") != "yes":
            context = self.admin_site.each_context(request) | {
                "title": "Radera personuppgifter",
                "opts": self.opts,
                "contacts": queryset,
                "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/erase_contacts.html", context)
        erased = erase_contacts(queryset)
        log.info("personal data erased by %s: %s", request.user.username, erased.counts)
        self._tell(request, erased)
        return None

    def _tell(self, request: HttpRequest, erased: Erased) -> None:
        contacts = swedish.counted(erased.contacts, "kontakt", "kontakter")
        proposals = swedish.counted(erased.proposals, "förslag", "förslag")
        mails = swedish.counted(erased.mails, "brev", "brev")
        messages.success(request, f"Raderat: {contacts}. Namn eller adress är borttagna ur {proposals} och {mails}.")
        if erased.left:
            where = "; ".join(erased.left)
            messages.warning(request, f"Namnet eller adressen står kanske kvar här, ändra för hand: {where}.")
