"""Contacts of companies: adding, changing, removing, and removing those whose day has passed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock, permissions, swedish
from actionplan.figures import expired_contact_count
from actionplan.forms.companies import ContactForm, ExpiredContactsForm, RemoveContactForm
from actionplan.models import ContactPerson
from actionplan.services.contacts import remove_contact, remove_expired, save_contact
from actionplan.views import consultation_access as gates
from actionplan.views.companies import about, events
from actionplan.views.saving import Attempt, attempt, form_page, typed

_LOST = "Det här skrevs medan du hade sidan öppen. Kontakten är inte borttagen. Läs, och välj om den fortfarande ska tas bort."


@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request, pk):
    """Add a contact to a company."""
    company = gates.company_to_edit(request, pk)
    return _form(request, ContactPerson(company=company), "Ny kontakt")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request, pk):
    """Change a contact, or how long it is kept."""
    return _form(request, gates.contact_to_edit(request, pk), "Ändra kontakten")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_remove(request, pk):
    """Remove a contact, after asking."""
    contact = gates.contact_to_remove(request, pk)
    page = about(contact.company, "Ta bort kontakten") | {"contact": contact, "proposals": contact.proposals.count()}
    page["lost_words"] = _LOST
    form = RemoveContactForm(typed(request), initial={"version": contact.version})
    tried = attempt(request, form, lambda: _remove(contact, form))
    if tried.saved:
        messages.success(request, "Kontakten är borttagen.")
        return redirect(page["back"])
    return form_page(request, "actionplan/contact_remove.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_expired(request):
    """List the contacts that should be removed; choose, see which, confirm. Nothing is removed by itself."""
    gates.contacts_to_remove(request)
    today, tried, chosen = clock.today(), Attempt(), ()
    form = ExpiredContactsForm(typed(request), on=today)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["confirm"]:
            tried = attempt(request, form, lambda: (remove_expired(form.cleaned_data["contacts"], on=today),))
        else:
            chosen = form.cleaned_data["contacts"]
    if tried.saved:
        words = swedish.counted(tried.saved[0], "kontakt är borttagen", "kontakter är borttagna")
        messages.success(request, f"{words}.")
        return redirect("contact_expired")
    page = {"crumbs": [events(), ("Företag", reverse("company_list"))], "back": reverse("contact_expired")}
    context = page | {
        "chosen": chosen,
        "expired": expired_contact_count(today),
        "may_edit": permissions.is_chief(request.user),
    }
    return form_page(request, "actionplan/contact_expired.html", form, tried, **context)


def _remove(contact, form):
    return remove_contact(contact, expected_version=form.cleaned_data["version"])


def _form(request, contact, heading):
    page = about(contact.company, heading)
    form = ContactForm(typed(request), instance=contact, on=clock.today())
    tried = attempt(request, form, lambda: save_contact(contact, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        messages.success(request, "Kontakten är sparad.")
        return redirect(page["back"])
    return form_page(request, "actionplan/form_page.html", form, tried, **page)
