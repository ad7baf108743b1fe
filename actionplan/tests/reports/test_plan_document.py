"""The plan as a document: all that it says of each activity, on a day, and nobody's name."""

import datetime as dt

import pytest

from actionplan.models import ActionPlan, Activity, Company, ContactPerson
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.plan_document import plan_document
from actionplan.services.followup import record_status_update
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DecisionFactory,
    DepartmentFactory,
    ProposalActivityFactory,
    ProposalFactory,
    ResponsibilityFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture
def document(example):
    return plan_document(ActionPlan.objects.get(), DAY)


def about(document, code):
    """Return what the document says of one activity."""
    return next(one for one in document.sections if one.key == code.lower())


def all_words(document):
    said = [*document.head.notes, document.head.title, document.head.sender]
    for section in document.sections:
        said += [section.heading, *section.paragraphs, *section.items]
        said += [str(cell) for table in section.tables for row in table.rows for cell in row]
    return "\n".join(said)


def test_every_activity_stands_under_its_area_in_table_and_text(document):
    codes = list(Activity.objects.order_by("area__number", "code").values_list("code", flat=True))

    assert [
        one.heading.partition(" ")[0] for one in document.sections if one.level == 2 and one.key != "beslut"
    ] == codes
    assert [row[0] for table in document.tables() for row in table.rows] == codes
    assert [one.heading for one in document.sections if one.level == 1] == [
        "Om planen",
        "1 Service och information",
        "2 Samarbete och utveckling",
        "3 Upphandling och inköp",
        "4 Den empatiske byråkraten",
    ]
    assert document.facts["activities"] == codes


def test_an_activity_says_all_that_the_plan_says_of_it(document):
    first, third = Activity.objects.get(code="SI-06").proposals.values_list("pk", flat=True)

    assert about(document, "SI-06").items == (
        "Syfte: Företagaren ska få samma besked från alla.",
        "Ansvarig: Stadsbyggnadsförvaltningen",
        "Medverkar: Näringsliv, Södertörns brandförsvarsförbund och Södertörns miljö- och hälsoskyddsförbund",
        "Tid: 2016-09-01 – 2017-12-31",
        "Typ: Engångsaktivitet",
        "Mått: Rutinen är beslutad och används.",
        f"Kommer från: Chefsforum, mars 2015 (förslag F{first:02d} och F{third:02d})",
    )


def test_all_departments_are_named_as_those_of_the_day(document):
    [line] = [item for item in about(document, "EB-04").items if item.startswith("Medverkar")]

    assert line == (
        "Medverkar: alla förvaltningar: Barn- och utbildningsförvaltningen, Kommunledningskontoret, "
        "Konsult- och servicekontoret, Socialförvaltningen, Stadsbyggnadsförvaltningen, Tekniska kontoret och "
        "Utvecklingsförvaltningen"
    )


def test_the_document_shows_the_plan_of_the_day(example):
    plan = ActionPlan.objects.get()
    before, after = plan_document(plan, dt.date(2015, 12, 31)), plan_document(plan, dt.date(2018, 2, 1))

    def line(document, label):
        return next(item for item in about(document, "SI-03").items if item.startswith(label))

    assert (line(before, "Ansvarig"), line(after, "Ansvarig")) == (
        "Ansvarig: Samhällsbyggnadsförvaltningen",
        "Ansvarig: Stadsbyggnadsförvaltningen",
    )
    # Moved on 15 January 2018.
    assert (line(before, "Tid"), line(after, "Tid")) == ("Tid: 2016-04-01 – 2017-06-30", "Tid: 2016-04-01 – 2018-03-31")
    assert [one.key for one in plan_document(plan, dt.date(2015, 12, 3)).sections if one.level == 2] == ["beslut"]


def test_nobody_who_made_a_proposal_is_named(document):
    names = [*Company.objects.values_list("name", flat=True), *ContactPerson.objects.values_list("name", flat=True)]
    words = all_words(document)

    assert names != []
    assert [name for name in names if name and name in words] == []


def test_what_must_be_seen_stands_on_top(document):
    assert document.head.notes == (
        "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat.",
        "Förslag: planen är inte antagen.",
        "Rättelse: I källan står ”2016-2108”. Det tolkas som ett skrivfel för 2016-2018, som står i rubriken.",
    )
    assert (document.head.kind, document.head.registry_number, document.head.date, document.head.layout) == (
        "Handlingsplan",
        "2015/KS 0623 003",
        "2017-12-31",
        "report",
    )


def test_a_decision_is_told_with_its_unknown_parts_unknown():
    plan = ActionPlanFactory(state="antagen")
    none = plan_document(plan, DAY)
    DecisionFactory(plan=plan, body="Kommunstyrelsen", decided_on=dt.date(2016, 2, 9))
    DecisionFactory(plan=plan, activity=ActivityFactory(area__plan=plan), verb="andras")

    some = plan_document(plan, DAY)

    assert about(none, "beslut").paragraphs == ("Beslut ej registrerat.",)
    assert about(some, "beslut").items == ("Antas. Av: Kommunstyrelsen, datum: 2016-02-09, paragraf: okänd",)
    assert none.head.notes == ()


def test_a_carried_over_activity_says_what_it_continues():
    earlier = ActivityFactory(code="SI-01", title="Lots", area__plan__title="Förra planen")
    ActivityFactory(code="SI-02", predecessor=earlier, starts_on=None, ends_on=None)

    items = about(plan_document(ActionPlan.objects.exclude(pk=earlier.plan_id).get(), DAY), "SI-02").items

    assert items == (
        "Ansvarig: ingen",
        "Tid: inte bestämd",
        "Typ: Engångsaktivitet",
        "Fortsätter: SI-01 Lots (Förra planen)",
    )


def test_texts_that_mean_harm_are_kept_as_they_are():
    harm = '=1+1 & <script>alert("x")</script> 🙂 \N{RIGHT-TO-LEFT MARK}abc'
    activity = ActivityFactory(title=harm, purpose=harm, code="SI-01")

    document = plan_document(activity.plan, DAY)

    assert about(document, "SI-01").heading == f"SI-01 {harm}"
    assert f"Syfte: {harm}" in about(document, "SI-01").items
    assert from_json(to_json(document)) == document


def test_an_area_without_activities_is_there_and_says_so():
    area = StrategicAreaFactory(number=3, name="Upphandling")

    document = plan_document(area.plan, DAY)

    assert [(table.rows, table.empty) for table in document.tables()] == [((), "Inga aktiviteter ännu.")]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    plan = ActionPlanFactory()

    def add():
        activity = ActivityFactory(
            area=StrategicAreaFactory(plan=plan), responsible=DepartmentFactory(), all_participate=True
        )
        ResponsibilityFactory(activity=activity, role="medverkar")
        ProposalActivityFactory(proposal=ProposalFactory(), activity=activity)
        record_status_update(
            activity=activity, author=UserFactory(), as_of=dt.date(2016, 5, 1), recorded_at=noon(dt.date(2016, 5, 1)),
            status="pagaende", assessment="gron", new_ends_on=dt.date(2019, 1, 1), new_ends_reason="Mer tid.",
        )  # fmt: skip

    add()
    with django_assert_num_queries(8):
        plan_document(ActionPlan.objects.get(pk=plan.pk), DAY)
    add()
    add()
    with django_assert_num_queries(8):
        plan_document(ActionPlan.objects.get(pk=plan.pk), DAY)
