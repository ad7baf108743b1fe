"""The example's published reports. Not part of services.example, which may not make documents: the commands do."""

import datetime as dt

from actionplan.models import Report
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.content import content_of
from actionplan.reports.publication import files_of
from actionplan.services.example_data import demo_chief, invented, memo_plans, noon
from actionplan.services.reports import create_report, edit_report, publish_report


def publish_example_reports() -> list[Report]:
    """Publish the example's reports, the oldest first, as the chief would have on their days."""
    return [_publish(row) for row in invented()["reports"]]


def _publish(row: dict) -> Report:
    day, cutoff = dt.date.fromisoformat(row["published_on"]), dt.date.fromisoformat(row["cutoff"])
    plan, by, at = memo_plans().get(), demo_chief(), noon(day)
    round_ = plan.rounds.filter(cutoff=cutoff).first() if row["of_round"] else None
    draft = create_report(plan, kind=row["kind"], cutoff=cutoff, round=round_, by=by, at=at)
    draft.summary, draft.judgements, draft.visibility = row["summary"], row["judgements"], row["visibility"]
    edit_report(draft, expected_version=draft.version)
    content = to_json(content_of(draft, made_on=day))
    files = files_of(draft, from_json(content))
    made = {"content": content, "files": files, "of_round": row["of_round"]}
    return publish_report(draft, **made, by=by, at=at, expected_version=draft.version)
