"""What a report takes in of activities made for the purpose: added, without owner, from a visit, with hostile texts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import EventKind, Status
from actionplan.models import ProposalActivity, Report
from actionplan.reports.blocks import to_json
from actionplan.reports.content import content_of, report_content
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.tests.factories import (
    ActivityFactory,
    ConsultationEventFactory,
    DecisionFactory,
    DepartmentFactory,
    ProposalFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)
from actionplan.tests.reports.made import published
from actionplan.tests.reports.test_content import rows, section
from actionplan.tests.said import became, somebody

pytestmark = pytest.mark.django_db
SINCE, ON = dt.date(2016, 8, 31), dt.date(2017, 12, 31)


@pytest.fixture
def area():
    return StrategicAreaFactory(number=1, name="Service och information")


def report(plan, **more):
    given = {"kind": "helar", "cutoff": ON, "previous_cutoff": SINCE, "made_on": ON, "example": False}
    return report_content(plan, **given | more)


def test_what_was_added_since_is_told_of(area):
    ActivityFactory(area=area, code="SI-01")
    department = DepartmentFactory(name="Tekniska kontoret")
    ActivityFactory(area=area, code="SI-02", title="Ny aktivitet", added_on=dt.date(2017, 2, 1), responsible=department)

    content = report(area.plan)

    assert rows(content, "hant-tillkomna") == [("SI-02", "Ny aktivitet", "Tekniska kontoret", dt.date(2018, 12, 31))]
    assert rows(content, "siffror-omrade")[-1][1] == 2


def test_where_an_activity_came_from_holds_on_a_day_before_the_proposal_was_decided_anew(area):
    activity, event = ActivityFactory(area=area, code="SI-01"), ConsultationEventFactory()
    proposal = became(activity, event=event)
    again = {"outcome": "avbojt", "reason": "Nej.", "by": somebody(), "on": ON + dt.timedelta(days=1)}
    decide_proposal(proposal, **again, expected_version=proposal.version)

    assert [row[0::2] for row in rows(report(area.plan), "samrad-ursprung")] == [("SI-01", event.label)]


def test_activities_nobody_answers_for_are_counted(area):
    ActivityFactory(area=area)
    ActivityFactory(area=area, responsible=DepartmentFactory(name="Förbundet", is_external=True))

    found = section(report(area.plan), "forvaltningar")

    assert found.paragraphs[1] == "1 aktivitet hade ingen ansvarig förvaltning den dagen."
    assert [row[:2] for row in found.tables[0].rows] == [("Förbundet (extern)", 1)]


def test_one_of_each_is_said_in_the_singular(area):
    ActivityFactory(area=area, ends_on=dt.date(2017, 6, 30))

    assert section(report(area.plan), "sammanfattning").paragraphs == (
        "1 av 1 aktivitet följer inte planen: 1 är försenad. "
        "0 av 1 aktivitet är genomförd, lika många som i förra rapporten. "
        "1 aktivitet är försenad, 1 fler än i förra rapporten.",
        "67 procent av planens tid har gått. 1 aktivitet har inte följts upp på länge.",
        "Sedan förra rapporten (31 augusti 2016): 1 har blivit försenad.",
    )


@pytest.mark.parametrize(
    ("completed", "others", "said"),
    [
        (1, 2, "1 av 3 aktiviteter är genomförd,"),
        (2, 1, "2 av 3 aktiviteter är genomförda,"),
        (0, 2, "0 av 2 aktiviteter är genomförda,"),
        (1, 0, "1 av 1 aktivitet är genomförd,"),
    ],
)
def test_the_verb_follows_how_many_are_completed(area, completed, others, said):
    for _ in range(completed):
        StatusUpdateFactory(activity=ActivityFactory(area=area), as_of=ON, status=Status.COMPLETED, assessment="")
    for _ in range(others):
        ActivityFactory(area=area)

    assert said in section(report(area.plan), "sammanfattning").paragraphs[0]


def test_a_plan_on_course_is_said_to_be_so(area):
    StatusUpdateFactory(activity=ActivityFactory(area=area), as_of=ON)

    content = report(area.plan, previous_cutoff=ON - dt.timedelta(days=1), example=True)
    quiet = report(area.plan, previous_cutoff=ON)

    assert (
        section(content, "sammanfattning")
        .paragraphs[0]
        .startswith("Planen följs: ingen aktivitet är försenad och ingen avviker. 0 av 1 aktivitet är genomförd")
    )
    assert section(quiet, "sammanfattning").paragraphs[-1] == (
        "Inget har ändrats sedan förra rapporten (31 december 2017)."
    )
    assert rows(content, "avvikelser") == []


def test_a_visit_does_not_name_the_company(area):
    event = ConsultationEventFactory(kind=EventKind.VISIT, title="Besök hos Exempelbygg AB")
    event.set_when("mars 2016")
    event.save()
    activity = ActivityFactory(area=area, code="SI-01", title="Ring upp")
    ProposalActivity.objects.create(
        proposal=ProposalFactory(event=event), activity=activity, linked_on=dt.date(2016, 5, 1)
    )

    content = report(area.plan)

    assert rows(content, "samrad-ursprung") == [("SI-01", "Ring upp", "Företagsbesök, mars 2016")]
    assert "Exempelbygg" not in str(to_json(content))


def test_a_known_decision_is_told_and_one_about_an_activity_is_not_the_plans(area):
    activity = ActivityFactory(area=area)
    DecisionFactory(plan=area.plan, activity=activity, decided_on=dt.date(2017, 1, 1))
    unknown = dict(rows(report(area.plan), "om-rapporten"))
    DecisionFactory(plan=area.plan, body="Kommunstyrelsen", decided_on=dt.date(2016, 1, 12), paragraph="§ 5")

    assert unknown["Beslut om planen"] == "Inte känt"
    assert dict(rows(report(area.plan), "om-rapporten"))["Beslut om planen"] == ("Kommunstyrelsen 2016-01-12 § 5 Antas")


HOSTILE = ["=1+1", "<b>&amp;</b> & <", "🙂", "x" * 5000, "\u202eomvänd\u202c", "-2", "@a"]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_kept_as_they_were_written(area, text):
    activity = ActivityFactory(area=area, title=text[:300], measure=text[:2000])
    StatusUpdateFactory(activity=activity, as_of=ON, assessment="rod", comment=text)

    content = report(area.plan, summary=text, judgements={"1": {"assessment": "rod", "text": text}})

    assert section(content, "sammanfattning").paragraphs[0] == text
    assert rows(content, "avvikelser")[0][1:2] + rows(content, "avvikelser")[0][-1:] == (text[:300], text)
    assert rows(content, "omrade-1-bedomning")[0][2] == text


def test_the_number_of_queries_does_not_grow_with_the_activities(area):
    def add(number):
        department = DepartmentFactory()
        for _ in range(number):
            activity = ActivityFactory(area=area, responsible=department, ends_on=dt.date(2018, 6, 30))
            StatusUpdateFactory(activity=activity, as_of=dt.date(2016, 8, 1))
            activity.refresh_from_db()
            StatusUpdateFactory(
                activity=activity,
                as_of=dt.date(2017, 8, 1),
                outcome=3,
                new_ends_on=dt.date(2018, 9, 30),
                new_ends_reason="Mer tid.",
            )
            ProposalActivity.objects.create(
                proposal=ProposalFactory(), activity=activity, linked_on=dt.date(2016, 5, 1)
            )
        area.plan.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            report(area.plan)
        return len(queries)

    assert add(1) == add(2) == 25


def test_a_draft_is_as_it_would_be_now_and_a_published_report_as_it_was(area):
    activity = ActivityFactory(area=area, ends_on=dt.date(2017, 6, 30), original_ends_on=dt.date(2017, 6, 30))
    chief = UserFactory()
    earlier = Report.objects.create(
        plan=area.plan, kind="delar", cutoff=SINCE, created_at=noon(SINCE), created_by=chief,
        published_at=noon(SINCE), published_by=chief,
    )  # fmt: skip
    draft = Report.objects.create(plan=area.plan, kind="helar", cutoff=ON, created_at=noon(ON), created_by=chief)

    before = content_of(draft, made_on=ON)
    draft.content, draft.published_at, draft.published_by = to_json(before), noon(ON), chief
    draft.save()
    StatusUpdateFactory(activity=activity, as_of=ON, status="genomford", assessment="ingen")

    assert before.facts["since"] == earlier.cutoff.isoformat()
    assert before.facts["changed"]["nya_forseningar"] == [activity.code]
    assert content_of(draft, made_on=ON) == before


def corrected(first: Report) -> Report:
    return Report(plan=first.plan, kind=first.kind, cutoff=ON, number=2, previous=first, correction="Ett tal var fel.")


@pytest.mark.parametrize("since", [dt.date(2015, 12, 31), None])
def test_a_new_version_is_compared_with_the_day_of_the_one_it_corrects(area, since):
    ActivityFactory(area=area)
    first = published(area.plan, ON, since)
    published(area.plan, SINCE)  # later than the first version, of an earlier day

    assert content_of(corrected(first), made_on=ON).facts["since"] == (since and since.isoformat())


def test_where_the_corrected_version_does_not_say_its_day_it_is_found_anew(area):
    ActivityFactory(area=area)
    first = published(area.plan, ON, dt.date(2015, 12, 31), content={})
    published(area.plan, SINCE)

    assert content_of(corrected(first), made_on=ON).facts["since"] == SINCE.isoformat()
