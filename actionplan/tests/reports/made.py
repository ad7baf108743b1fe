"""Reports as they stand once they are published, made without the pages that publish them."""

import datetime as dt

from actionplan.choices import ReportKind, Visibility
from actionplan.models import ActionPlan, Report, User
from actionplan.reports.blocks import to_json
from actionplan.reports.content import report_content
from actionplan.tests.factories import UserFactory, noon

T2_2016, YEAR_2017, YEAR_2018 = dt.date(2016, 8, 31), dt.date(2017, 12, 31), dt.date(2018, 12, 31)


def draft(
    plan: ActionPlan, cutoff: dt.date, *, kind: str = ReportKind.ANNUAL, by: User | None = None, **more
) -> Report:
    return Report.objects.create(
        plan=plan, kind=kind, cutoff=cutoff, created_at=noon(cutoff), created_by=by or UserFactory(), **more
    )


def published(
    plan: ActionPlan,
    cutoff: dt.date,
    since: dt.date | None = None,
    *,
    visibility: str = Visibility.COUNCIL,
    number: int = 1,
    **more,
) -> Report:
    content = report_content(
        plan,
        kind=ReportKind.ANNUAL,
        cutoff=cutoff,
        previous_cutoff=since,
        number=number,
        correction=more.get("correction", ""),
        made_on=cutoff,
        example=True,
    )
    by = UserFactory()
    frozen = {"content": to_json(content), "published_at": noon(cutoff), "published_by": by}
    return draft(plan, cutoff, by=by, visibility=visibility, number=number, **frozen | more)
