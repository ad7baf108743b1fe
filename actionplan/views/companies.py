"""Companies: the list, one company with what it has proposed, adding and changing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock, permissions, swedish
from actionplan.figures import company_figures, expired_contact_count
from actionplan.forms.base import ButtonForm
from actionplan.forms.companies import CompanyForm, CompanySearch
from actionplan.models import Company
from actionplan.services.companies import create_company, edit_company, references_to, remove_company
from actionplan.views import consultation_access as gates
from actionplan.views import listing
from actionplan.views.saving import attempt, form_page, typed

_LOST = "Det här skrevs medan du hade sidan öppen. Företaget är inte borttaget. Läs, och välj om det fortfarande ska tas bort."


@require_safe
def company_list(request):
    """Search the companies; each with how many proposals it has made."""
    gates.companies_to_read(request)
    form = CompanySearch(request.GET)
    persons = request.user.has_perm("actionplan.see_proposers")
    listed = Company.objects.all() if persons else Company.objects.filter(is_sole_trader=False)
    found = listed.search(form.cleaned_data["q"]) if form.is_valid() else listed
    page = listing.page_of(request, found)
    may_remove = request.user.has_perm("actionplan.delete_contactperson")
    context = {
        "crumbs": [events()],
        "form": form,
        "page": page,
        "rows": company_figures(page.object_list),
        "count": swedish.counted(page.paginator.count, "företag", "företag"),
        "may_edit": permissions.is_chief(request.user),
        "may_remove": may_remove,
        "expired": expired_contact_count(clock.today()) if may_remove else 0,
    }
    return render(request, "actionplan/company_list.html", context, status=400 if form.errors else 200)


@require_safe
def company_detail(request, pk):
    """Show a company's facts, what it has proposed, and its contacts to those who may see them."""
    company = gates.company_to_read(request, pk)
    sees_contacts = request.user.has_perm("actionplan.see_contacts_of_company", company)
    context = {
        "crumbs": _crumbs(),
        "company": company,
        "page": listing.page_of(request, company.proposals.select_related("event").order_by("-received_on", "-pk")),
        "sees_contacts": sees_contacts,
        "contacts": company.contacts.all() if sees_contacts else [],
        "today": clock.today(),
        "may_edit": permissions.is_chief(request.user),
        "may_remove": request.user.has_perm("actionplan.delete_contactperson"),
    }
    return render(request, "actionplan/company_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def company_create(request):
    """Add a company."""
    gates.companies_to_add(request)
    company = Company()
    form = CompanyForm(typed(request), instance=company)
    tried = attempt(request, form, lambda: create_company(company, author=request.user))
    if tried.saved:
        return _saved(request, tried.saved, form)
    page = {"heading": "Nytt företag", "crumbs": _crumbs(), "back": reverse("company_list")}
    return form_page(request, "actionplan/form_page.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def company_edit(request, pk):
    """Change what is said of a company."""
    company = gates.company_to_edit(request, pk)
    page = about(company, "Ändra företaget")
    form = CompanyForm(typed(request), instance=company)
    tried = attempt(request, form, lambda: edit_company(company, expected_version=form.cleaned_data["version"]))
    if tried.saved:
        return _saved(request, tried.saved, form)
    return form_page(request, "actionplan/form_page.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def company_remove(request, pk):
    """Take away a company that was added by mistake, after asking; say what refers to it otherwise."""
    company = gates.company_to_edit(request, pk)
    page = about(company, "Ta bort företaget") | {"references": references_to(company), "lost_words": _LOST}
    form = ButtonForm(typed(request), initial={"version": company.version})

    def remove():
        return remove_company(company, expected_version=form.cleaned_data["version"], by=request.user)

    tried = attempt(request, form, remove)
    if tried.saved:
        messages.success(request, f"{tried.saved} är borttaget ur registret.")
        return redirect("company_list")
    return form_page(request, "actionplan/company_remove.html", form, tried, **page)


def about(company, heading):
    """Return what pages below one company show, taken before a form changes it in memory."""
    back = company.get_absolute_url()
    return {"company": company, "heading": heading, "crumbs": [*_crumbs(), (str(company), back)], "back": back}


def _crumbs():
    return [events(), ("Företag", reverse("company_list"))]


def _saved(request, company, form):
    flagged = company.is_sole_trader and not form.cleaned_data["is_sole_trader"]
    why = f" {_why_flagged(company)}" if flagged else ""
    messages.success(request, f"{company} är sparat.{why}")
    return redirect(company)


def _why_flagged(company) -> str:
    if company.hides_number:
        return "Numret är ett personnummer. Företaget är märkt som enskild firma, och numret visas inte."
    return "Namnet säger att det är en enskild firma, och företaget är märkt så."


def events() -> tuple[str, str]:
    """Return the way up: companies stand under the events where they spoke."""
    return "Samråd", reverse("event_list")
