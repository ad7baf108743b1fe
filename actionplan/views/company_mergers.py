"""Merging two companies that are the same: choose the other one, see what will happen, confirm."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actionplan import clock, swedish
from actionplan.figures import company_figures
from actionplan.forms.company_mergers import MergerForm, OtherCompanySearch
from actionplan.services.company_mergers import merge_companies, plan_merger, was_merged
from actionplan.services.versions import edits_since
from actionplan.views import consultation_access as gates
from actionplan.views import listing
from actionplan.views.companies import about
from actionplan.views.saving import attempt, typed


@require_http_methods(["GET", "HEAD", "POST"])
def company_merge(request, pk):
    """Let a company take over all that refers to another, which goes. `?med=` is the other; the versions of both are asked."""
    company = gates.company_to_edit(request, pk)
    page = about(company, f"Slå ihop {company} med ett annat företag")
    search = OtherCompanySearch(request.GET, company=company)
    form = MergerForm(typed(request), company=company)
    tried = attempt(request, form, lambda: _merge(request, company, form.cleaned_data))
    if tried.saved:
        messages.success(request, _done(tried.saved))
        return redirect(company)
    if request.method == "POST" and _sent_twice(request, form):
        messages.success(request, f"Företagen är redan ihopslagna till {company}.")
        return redirect(company)
    asked, name = (form, "other") if form.is_bound else (search, "med")
    other = None if name in asked.errors else asked.cleaned_data[name]
    context = page | {"form": asked if asked.errors else search, "search": search}
    return _preview(request, other, form, tried, context) if other else _choices(request, search, context)


def _merge(request, company, said):
    versions = {"expected_version": said["version"], "other_version": said["other_version"]}
    return merge_companies(company, said["other"], **versions, by=request.user, on=clock.today())


def _sent_twice(request, form):
    other = form.other_id()
    return other is not None and was_merged(other, form.company, request.user)


def _done(merger):
    """Say what was done, as the preview said that it would be."""
    contacts = len(merger.moved)
    counts = ((merger.proposals, "förslag", "förslag"), (contacts, "kontakt", "kontakter"))
    moved = swedish.listed([swedish.counted(*words) for words in counts if words[0]])
    follows = f" {moved} flyttades." if moved else ""
    return f"{merger.other} är ihopslaget med {merger.kept}.{follows}"


def _choices(request, search, context):
    page = listing.page_of(request, search.found())
    context |= {"page": page, "rows": company_figures(page.object_list)}
    status = 400 if context["form"].errors else 200
    return render(request, "actionplan/company_merge.html", context, status=status)


def _preview(request, other, form, tried, context):
    """Show what will happen, with the versions that it was read from; and what has changed since it was shown before."""
    merger = plan_merger(context["company"], other)
    context |= {"merger": merger, "result": merger.result, "lost": tried.lost}
    if tried.lost:
        seen = ((merger.kept, form.cleaned_data["version"]), (other, form.cleaned_data["other_version"]))
        context["changed"] = [(one, edits_since(one, version)) for one, version in seen if one.version != version]
    status = 409 if tried.lost else 400 if request.method == "POST" else 200
    return render(request, "actionplan/company_merge_preview.html", context, status=status)
