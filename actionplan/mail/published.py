"""What those who want to know are told when a report is published: that it is there, and where. No names, no content."""

from django.template.loader import render_to_string
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import Role
from actionplan.models import Report, User
from actionplan.services.notices import Notice, key_of

_LONGEST_SUBJECT = 200


def draft_notices(report: Report, site: str) -> list[Notice]:
    """Write to each active council member who wants it and has an address; `site` is what links begin with."""
    wanting = User.objects.filter(is_active=True, wants_report_mail=True, groups__name=Role.COUNCIL.label)
    people = wanting.exclude(email="").order_by("pk")
    subject = " ".join(f"{_what(report)} är publicerad: {report.plan.title}".split())[:_LONGEST_SUBJECT]
    context = {
        "report": report,
        "what": _what(report),
        "report_page": f"{site}{report.get_absolute_url()}",
        "reports_page": f"{site}{reverse('report_list')}",
    }
    body = swedish.normalise(render_to_string("mail/published.txt", context))
    return [Notice(person.email, key_of(report, person), subject, body) for person in people]


def _what(report: Report) -> str:
    """Name the report as a sentence begins: "Delårsrapporten per 31 augusti 2016"."""
    name = f"{report.get_kind_display()}en per {swedish.long_date(report.cutoff)}"
    return name if report.number == 1 else f"Version {report.number} av {name[0].lower()}{name[1:]}"
