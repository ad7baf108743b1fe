"""Closing the mandate on its pages: what is left, settling one by one, the next plan, and the plan that is closed."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import Closing, PlanState, ReportKind
from actionplan.models import ActionPlan, Activity, StatusUpdate, User
from actionplan.tests.factories import ActionPlanFactory, ReportFactory, StrategicAreaFactory, noon
from actionplan.tests.views.test_plans import CHIEF, OFFICER, opened, said, text_of

CLOSE = "/planen/avsluta/"


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def next_area(plan):
    """An area of a plan that continues the example's."""
    following = ActionPlanFactory(
        title="Nästa plan", valid_from=dt.date(2019, 1, 1), valid_to=dt.date(2022, 12, 31), predecessor=plan
    )
    return StrategicAreaFactory(plan=following, number=1, name="Service och information")


def path(code):
    return f"{CLOSE}{Activity.objects.get(code=code, plan__predecessor=None).pk}/"


def carry(client, code, area, **changes):
    typed = opened(client, path(code)) | {"how": "overford", "area": area.pk, "reason": "Fortsätter & <b>mer</b>"}
    return client.post(path(code), typed | changes)


def settle_all(client):
    """Settle everything that is left as ordinary work."""
    left = Activity.objects.seen_on(dt.date(2017, 12, 31)).unsettled().values_list("code", flat=True)
    for code in list(left):
        client.post(path(code), opened(client, path(code)) | {"how": "ordinarie_arbete", "reason": "Linjen."})


def test_the_page_says_how_far_it_has_come_and_what_is_left(editor):
    page = editor.get(CLOSE)

    text = text_of(page)
    assert "18 av 28 aktiviteter är avgjorda. 10 är kvar." in text
    assert re.findall(r"Avgör ([A-Z]{2}-\d\d) ", text.replace("Avgör SI-03 Ta", ""))[:3] == ["SI-03", "SI-07", "SI-08"]
    assert re.findall(r"För över ([A-Z]{2}-\d\d)", text)[-1] == "UI-05"
    assert "Det går först när inget är kvar att avgöra." in text
    assert '<button class="np-btn">Avsluta planen</button>' not in page.content.decode()


def test_carrying_over_makes_the_next_one_and_goes_on_to_what_follows(editor, next_area):
    response = carry(editor, "SI-03", next_area, next="1")

    following = Activity.objects.get(plan=next_area.plan)
    assert response["Location"] == path("SI-07")
    assert said(response) == ["SI-03 förs över och fortsätter som SI-01 i Nästa plan."]
    assert (following.predecessor.code, following.predecessor.closing_reason) == ("SI-03", "Fortsätter & <b>mer</b>")
    assert "Fortsätter som SI-01" in text_of(editor.get(f"/aktiviteter/{following.predecessor_id}/"))
    assert "Fortsätter SI-03" in text_of(editor.get(following.get_absolute_url()))
    assert "19 av 28 aktiviteter är avgjorda. 9 är kvar." in text_of(
        editor.get(f"{CLOSE}?plan={following.predecessor.plan_id}")
    )


def test_the_reason_is_shown_as_text(editor, next_area):
    carry(editor, "SI-03", next_area)

    page = editor.get(f"/aktiviteter/{Activity.objects.get(code='SI-03').pk}/").content.decode()

    assert "Fortsätter &amp; &lt;b&gt;mer&lt;/b&gt;" in page


def test_the_same_form_sent_twice_carries_over_once(editor, next_area):
    typed = opened(editor, path("SI-03")) | {"how": "overford", "area": next_area.pk, "reason": "Fortsätter."}

    codes = [editor.post(path("SI-03"), typed).status_code for _ in range(2)]

    assert (codes, Activity.objects.filter(plan=next_area.plan).count()) == ([302, 302], 1)


def test_one_stopped_twice_by_the_same_form_is_told_of_once(editor, plan):
    typed = opened(editor, path("SI-03")) | {"how": "avbruten", "reason": "Behövs inte längre."}
    before = StatusUpdate.objects.count()

    responses = [editor.post(path("SI-03"), typed) for _ in range(2)]

    newest = StatusUpdate.objects.order_by("-pk").first()
    assert [(response.status_code, said(response)[-1]) for response in responses] == [(302, "SI-03 är avbruten.")] * 2
    assert (StatusUpdate.objects.count() - before, newest.comment, newest.status) == (
        1,
        "Behövs inte längre.",
        "avbruten",
    )


def test_ordinary_work_closes_it_on_the_day_that_was_written(editor, plan):
    typed = opened(editor, path("EB-01")) | {
        "how": "ordinarie_arbete", "reason": "Linjen.", "closed_on": "31 december 2017",
    }  # fmt: skip

    response = editor.post(path("EB-01"), typed)

    activity = Activity.objects.get(code="EB-01")
    assert (response["Location"], said(response)) == (f"{CLOSE}?plan={plan.pk}", ["EB-01 blir ordinarie arbete."])
    assert (activity.closing, activity.closed_on) == (Closing.ORDINARY_WORK, dt.date(2017, 12, 31))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"how": ["Välj vad som händer med aktiviteten."], "reason": ["Skriv skälet."]}),
        (
            {"how": "overford", "reason": "Mer", "area": ""},
            {"area": ["Välj ett område i nästa plan. Finns ingen nästa plan, skapa den först."]},
        ),
        ({"how": "overford", "reason": "Mer", "area": "x" * 40}, {"area": ["Välj ett område i listan."]}),
        ({"how": "overford", "reason": "Mer", "area": "9" * 30}, {"area": ["Välj ett område i listan."]}),
        (
            {"how": "ordinarie_arbete", "reason": "Mer", "closed_on": ""},
            {"closed_on": ["Skriv vilken dag som är aktivitetens sista i planen."]},
        ),
        (
            {"how": "ordinarie_arbete", "reason": "Mer", "closed_on": "2017-02-30"},
            {"closed_on": ["Datumet finns inte: februari 2017 har 28 dagar."]},
        ),
        (
            {"how": "ordinarie_arbete", "reason": "Mer", "closed_on": "2100-12-31"},
            {"closed_on": ["Dagen är mer än 10 år efter 2016-01-01, då planen började. Kontrollera året."]},
        ),
        (
            {"how": "ordinarie_arbete", "reason": "Mer", "closed_on": "2017-01-01"},
            {"closed_on": ["Det finns en lägesrapport för 2017-12-31. Välj den dagen eller en senare."]},
        ),
        ({"how": "avbruten", "reason": "\x08"}, {"reason": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
        ({"how": "avbruten", "reason": "Mer", "form_token": "x"}, {"form_token": ["Öppna sidan igen."]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_saved(editor, next_area, typed, errors):
    response = editor.post(path("SI-03"), opened(editor, path("SI-03")) | typed)

    assert (response.status_code, response.context["form"].errors) == (400, errors)
    assert (Activity.objects.get(code="SI-03").closing, Activity.objects.filter(plan=next_area.plan).count()) == ("", 0)


def test_without_a_next_plan_the_form_says_what_to_do(editor, plan):
    assert "Ingen nästa plan. Skapa nästa plan om aktiviteten ska föras över." in text_of(editor.get(path("SI-03")))


def test_the_area_with_the_same_number_in_the_successor_is_proposed(editor, next_area):
    StrategicAreaFactory(plan__valid_from=dt.date(2017, 1, 1), number=1)
    StrategicAreaFactory(plan__valid_from=dt.date(2018, 1, 1), plan__state=PlanState.CLOSED, number=1)

    field = editor.get(path("SI-03")).context["form"]["area"]

    assert [group for group, _ in field.field.choices[1:]] == [
        "Nästa plan",
        str(ActionPlan.objects.get(valid_from="2017-01-01")),
    ]
    assert field.value() == next_area.pk


def test_one_that_was_carried_over_earlier_only_chooses_where_it_goes_on(editor, next_area):
    page = editor.get(path("SI-04"))
    response = editor.post(path("SI-04"), opened(editor, path("SI-04")))

    following = Activity.objects.get(plan=next_area.plan)
    assert list(page.context["form"].fields) == ["version", "confirm", "area"]
    assert said(response) == [f"SI-04 förs över och fortsätter som {following.code} i Nästa plan."]
    assert Activity.objects.get(code="SI-04").closing_reason == "Löpande arbete som fortsätter"


def test_when_nothing_is_left_the_next_is_one_that_goes_on_nowhere_yet(editor, next_area):
    settle_all(editor)
    typed = {"next": "1", "area": next_area.pk}

    responses = [editor.post(path(code), opened(editor, path(code)) | typed) for code in ("SI-04", "UI-05")]

    assert [response["Location"] for response in responses] == [path("SI-05"), path("SI-05")]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("SI-01", "SI-01 är redan genomförd."),
        ("UI-06", "UI-06 är redan avbruten."),
    ],
)
def test_what_is_settled_leads_to_its_page(editor, plan, code, told):
    response = editor.get(path(code))

    assert (response.status_code, said(response)) == (302, [told])


def test_who_settles_second_is_told_and_nothing_is_overwritten(editor, next_area):
    typed = opened(editor, path("SI-03")) | {"how": "ordinarie_arbete", "reason": "Den andres"}
    carry(editor, "SI-03", next_area)

    told = editor.post(path("SI-03"), typed)

    assert told.status_code == 409
    assert "Avslut – Överförd till nästa plan" in text_of(told)
    assert Activity.objects.get(code="SI-03").closing == "overford"


def test_the_plan_is_not_closed_while_something_is_left(editor, plan):
    response = editor.post(CLOSE, {"version": plan.version, "confirm": "1"})

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == [
        "Planen kan inte avslutas än. Kvar att avgöra: SI-03, SI-07, SI-08, SU-03, SU-04, UI-04, EB-01, EB-02, EB-03 "
        "och EB-05."
    ]
    assert ActionPlan.objects.get().state == "forslag"


def test_the_plan_is_closed_after_a_question_and_is_read_only(editor, plan):
    settle_all(editor)
    asked = editor.post(CLOSE, opened(editor, CLOSE))
    open_still = ActionPlan.objects.get().state
    closed = editor.post(CLOSE, opened(editor, CLOSE) | {"confirm": "1"})
    again = editor.post(CLOSE, opened(editor, CLOSE) | {"confirm": "1"})

    assert asked.context["questions"] == (
        "När planen är avslutad kan inget i den ändras, och inga fler lägesrapporter tas emot.",
        "Planen gäller till 2018-12-31. Ska den avslutas redan i dag?",
        "9 aktiviteter är överförda men finns inte i nästa plan. De kan inte läggas dit efteråt.",
        "Ingen slutrapport är publicerad för planen.",
    )
    assert (open_still, ActionPlan.objects.get().state) == ("forslag", "avslutad")
    assert [(response["Location"], response.status_code) for response in (closed, again)] == [("/planen/", 302)] * 2
    page = text_of(editor.get("/planen/"))
    assert "Så avslutades planen" in page
    assert [word for word in ("Ny aktivitet", "Registrera beslut", "Avsluta planen") if word in page] == []
    refused = editor.post("/planen/beslut/nytt/", {"version": "0", "verb": "noteras"})
    assert refused.context["form"].non_field_errors() == ["Planen är avslutad och kan inte ändras."]


def test_a_published_final_report_is_shown_and_not_asked_for(editor, plan):
    author = User.objects.get(username=CHIEF)
    day = dt.date(2017, 12, 31)
    ReportFactory(plan=plan, kind=ReportKind.FINAL, cutoff=day, published_at=noon(day), published_by=author)
    settle_all(editor)

    asked = editor.post(CLOSE, opened(editor, CLOSE))

    assert [question for question in asked.context["questions"] if "slutrapport" in question] == []
    assert "Publicerad: Slutrapport per 2017-12-31" in text_of(asked)


def test_the_next_plan_is_made_once_with_the_same_areas(editor, plan):
    typed = opened(editor, "/planen/ny/") | {"title": "Planen 2019-2022", "period": "2019-2022"}

    responses = [editor.post("/planen/ny/", typed) for _ in range(2)]

    [made] = ActionPlan.objects.exclude(pk=plan.pk)
    assert {response["Location"] for response in responses} == {f"{CLOSE}?plan={plan.pk}"}
    assert said(responses[0]) == ["Planen 2019-2022 är skapad som utkast, med samma områden."]
    assert (made.predecessor, made.period_label, made.state) == (plan, "2019–2022", "utkast")
    assert [str(area) for area in made.areas.all()] == [str(area) for area in plan.areas.all()]
    assert editor.get("/planen/").context["plan"] == plan  # the next has not begun


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"title": ["Skriv vad planen heter."], "period": ["Skriv vilken period planen gäller."]}),
        (
            {"title": "P", "period": "2019-2108"},
            {"period": ["Årtalet 2108 ligger utanför 1990–2100. Kontrollera perioden."]},
        ),
        ({"title": "P", "period": "2016-2019"}, {"period": ["Nästa plan ska börja efter 2016-01-01, då den här började."]}),
    ],
)  # fmt: skip
def test_a_next_plan_that_cannot_be_is_refused_beside_its_field(editor, plan, typed, errors):
    response = editor.post("/planen/ny/", {"version": "0"} | typed)

    assert response.status_code == 400
    assert {name: list(texts) for name, texts in response.context["form"].errors.items()} == errors
    assert ActionPlan.objects.count() == 1


def test_a_next_plan_that_begins_too_early_is_asked_about(editor, plan):
    response = editor.post("/planen/ny/", {"version": "0", "title": "P", "period": "2018-2020"})

    assert response.context["questions"] == (
        "Planen börjar 2018-01-01, medan ”Handlingsplan för näringslivsarbetet 2016-2018” gäller till 2018-12-31.",
    )
    assert ActionPlan.objects.count() == 1


@pytest.mark.parametrize("address", [CLOSE, "/planen/ny/", "SI-03"])
@pytest.mark.parametrize(("username", "status"), [(OFFICER, 403), ("demo-admin", 403), ("demo-fortroendevald", 404)])
def test_only_the_chief_closes_the_mandate(demo_client, plan, address, username, status):
    address = address if address.startswith("/") else path(address)
    client = demo_client(username)

    assert [client.get(address).status_code, client.post(address).status_code] == [status, status]


def test_the_number_of_queries_does_not_grow_with_what_is_left(editor, plan, django_assert_num_queries):
    editor.get(CLOSE)
    with CaptureQueriesContext(connection) as many:
        editor.get(CLOSE)
    earlier = ActionPlanFactory(valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2012, 12, 31))
    Activity.objects.filter(code__in=["SI-07", "SI-08", "SU-03"]).update(plan=earlier)

    with django_assert_num_queries(len(many)):
        editor.get(CLOSE)
