"""The pages of follow-up rounds, as the chief and the handläggare meet them; the site's clock stands on 2017-12-31."""

import datetime as dt

import pytest

from actionplan.choices import Role, RoundState
from actionplan.models import Activity, ReportingRound, RoundReview
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    ReportingRoundFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
)
from actionplan.tests.views.rounds.common import CITY, DAY, page, said, update


def test_the_list_shows_every_round_with_its_progress(chief_client, opened):
    rows = chief_client.get("/uppfoljning/").context["rounds"]

    assert [(str(one), one.state, progress and (progress.answered, progress.expected)) for one, progress in rows] == [
        ("Helår 2018", "planerad", None),
        ("T2 2018", "planerad", None),
        ("T1 2018", "planerad", None),
        ("Helår 2017", "oppen", (27, 27)),
        ("T2 2017", "last", (1, 27)),
        ("T1 2017", "last", (0, 27)),
        ("Helår 2016", "last", (0, 27)),
        ("T2 2016", "last", (28, 28)),
        ("T1 2016", "last", (0, 28)),
    ]


def test_the_calendars_proposal_is_planned_in_one_click(chief_client, example):
    ReportingRound.objects.filter(name__endswith="2018").delete()
    response = chief_client.get("/uppfoljning/")
    first = response.context["proposed"][0]
    assert (first.name, 'name="cutoff" value="2018-04-30"' in response.content.decode()) == ("T1 2018", True)

    days = {name: getattr(first, name).isoformat() for name in ("cutoff", "opens_on", "closes_on")}
    saved = chief_client.post("/uppfoljning/ny/", {"version": 0, "confirm": 1, "name": first.name, **days})

    planned = ReportingRound.objects.get(name="T1 2018")
    assert (saved.url, planned.state, planned.is_example) == (planned.get_absolute_url(), RoundState.PLANNED, False)
    assert said(saved) == ["T1 2018 är planerad."]


@pytest.mark.parametrize("username", [CITY, "demo-admin"])
def test_others_are_offered_nothing_to_change(demo_client, opened, username):
    client = demo_client(username)
    pages = [client.get(address).content.decode() for address in ("/uppfoljning/", opened.get_absolute_url())]

    for word in ("/ny/", "/las/", "/paminn/", "/granska/", "/andra/"):
        assert [word in one for one in pages] == [False, False]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "Detta fält måste fyllas i."),
        ({"cutoff": "2018-02-30"}, "cutoff", "Datumet finns inte: februari 2018 har 28 dagar."),
        ({"closes_on": "2019-03-31"}, "closes_on", "Omgången stänger innan den öppnar. Rätta ett av datumen."),
        ({"opens_on": "2018-09-10", "closes_on": "2018-09-30"}, "opens_on", "T2 2018 är öppen för svar 3 september 2018–21 september 2018. Välj dagar som inte krockar."),
        ({"board_meeting_on": "2019-02-01"}, "board_meeting_on", "Kommunstyrelsens möte är före brytdatumet. Rätta ett av datumen."),
        ({"cutoff": "2018-08-31"}, "cutoff", "Planen har redan en omgång med det brytdatumet."),
    ],
)  # fmt: skip
def test_a_faulty_round_says_what_to_do_and_keeps_what_was_typed(chief_client, example, changes, field, sentence):
    typed = {
        "version": 0,
        "confirm": 1,
        "name": "Extra & <b>",
        "cutoff": "2019-03-31",
        "opens_on": "1 april 2019",
        "closes_on": "2019-04-21",
    }

    response = chief_client.post("/uppfoljning/ny/", typed | changes)

    form = response.context["form"]
    errors = form.errors[field] if field else form.non_field_errors()
    assert (response.status_code, sentence in errors or errors[0].startswith(sentence)) == (400, True)
    assert form["name"].value() == (typed | changes)["name"]
    assert "<b>" not in response.content.decode().split("<main")[1]
    assert ReportingRound.objects.count() == 9


def test_an_odd_round_is_asked_about_once(chief_client, example):
    typed = {"version": 0, "name": "Extra", "cutoff": "2019-03-31", "opens_on": "2019-03-31", "closes_on": "2019-04-21"}

    asked = chief_client.post("/uppfoljning/ny/", typed)
    saved = chief_client.post("/uppfoljning/ny/", typed | {"confirm": 1})

    assert asked.context["questions"] == (
        "Omgången öppnar före eller på brytdatumet, innan läget den dagen är känt.",
        "Brytdatumet 2019-03-31 ligger utanför planens period (2016–2018).",
    )
    assert saved.status_code == 302


def test_who_edits_second_is_told(chief_client, round_):
    typed = {"cutoff": "2017-12-31", "opens_on": "2018-01-02", "closes_on": "2018-01-19"}
    typed |= {"board_meeting_text": "mars–april 2018"}
    first, second = (
        chief_client.post(page("round_edit", round_.pk), typed | {"version": 1, "name": name, "confirm": 1})
        for name in ("Bokslut", "Årsslut")
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert [(edit.before, edit.after) for edit in second.context["lost"].edits] == [("Helår 2017", "Bokslut")]


def test_what_is_fixed_in_an_open_round_is_not_changed_by_what_is_posted(chief_client, opened):
    typed = {
        "version": 2,
        "name": "Helår 2017",
        "cutoff": "2016-01-01",
        "opens_on": "2016-01-01",
        "closes_on": "2018-01-26",
        "confirm": 1,
    }

    response = chief_client.post(page("round_edit", opened.pk), typed)

    stored = ReportingRound.objects.get(pk=opened.pk)
    assert (response.status_code, stored.cutoff, stored.opens_on, stored.closes_on) == (
        302,
        DAY,
        DAY,
        dt.date(2018, 1, 26),
    )


def test_a_round_is_opened_after_being_asked(chief_client, round_):
    asked = chief_client.get(page("round_open", round_.pk)).content.decode()
    response = chief_client.post(page("round_open", round_.pk), {"version": 1})

    assert "Den skulle öppna 2 januari 2018, men öppnar i dag i stället." in asked
    assert "väntar på en lägesrapport om läget den 31 december 2017" in asked
    assert "Omgången stänger den 19 januari 2018." in asked
    assert (said(response), ReportingRound.objects.get(pk=round_.pk).state) == (
        ["Helår 2017 är öppen. Aktiviteterna väntar nu på svar."],
        RoundState.OPEN,
    )


def test_a_cutoff_in_the_future_is_refused_in_plain_words(chief_client, example):
    ahead = ReportingRound.objects.get(name="T1 2018")

    response = chief_client.post(page("round_open", ahead.pk), {"version": 1})

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == [
        "Brytdatumet 30 april 2018 ligger i framtiden. Omgången öppnas tidigast den dagen."
    ]


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (DAY, "Brytdatumet 30 april 2018 ligger i framtiden. Omgången öppnas tidigast den dagen."),
        (dt.date(2018, 6, 30), "Omgången skulle ha stängt 21 maj 2018. Ändra dagen då den stänger först."),
    ],
)
def test_a_round_that_cannot_be_opened_says_why_in_place_of_the_button(chief_client, settings, today, sentence):
    settings.DEMO_TODAY = today
    round_ = ReportingRound.objects.get(name="T1 2018")

    asked = chief_client.get(page("round_open", round_.pk)).content.decode()

    assert (sentence in asked, page("round_edit", round_.pk) in asked) == (True, True)
    assert ("Det här händer" in asked, "Öppna omgången</button>" in asked) == (False, False)


def test_asking_for_the_page_opens_and_unlocks_nothing(chief_client, round_):
    locked = ReportingRound.objects.get(name="T2 2017")
    asked = chief_client.get(page("round_open", round_.pk)).content.decode()
    refused = chief_client.get(page("round_unlock", locked.pk)).content.decode()

    assert ("Öppna omgången</button>" in asked, "Lås upp omgången</button>" in refused) == (True, True)
    stored = ReportingRound.objects.in_bulk([round_.pk, locked.pk])
    assert [(stored[one.pk].state, stored[one.pk].version) for one in (round_, locked)] == [
        (RoundState.PLANNED, round_.version),
        (RoundState.LOCKED, locked.version),
    ]


def test_a_round_that_cannot_be_unlocked_says_why_in_place_of_the_button(chief_client, opened):
    locked = ReportingRound.objects.get(name="T2 2017")

    asked = chief_client.get(page("round_unlock", locked.pk)).content.decode()

    assert ("Helår 2017 är öppen. Lås den först." in asked, "Lås upp omgången</button>" in asked) == (True, False)


def test_of_two_chiefs_the_second_is_told(chief_client, sign_in_client, opened):
    clients = (chief_client, sign_in_client(UserFactory(username="other", role=Role.CHIEF)))
    first, second = (client.post(page("round_lock", opened.pk), {"version": 2, "reason": ""}) for client in clients)

    assert (first.status_code, second.status_code) == (302, 409)
    assert [(edit.label, edit.after) for edit in second.context["lost"].edits] == [("läge", "Låst")]


def test_the_checklist_is_there_before_locking_and_leads_to_its_rows(chief_client, opened):
    response = chief_client.get(page("round_lock", opened.pk))
    numbers = {check.key: check.number for check in response.context["checks"]}

    assert numbers == {
        "kvar": 0,
        "att-granska": 27,
        "komplettera": 0,
        "utan-kommentar": 0,
        "utan-resultat": 8,
        "utan-sluttid": 0,
        "upphord": 0,
        "ej-startade": 2,
    }
    for key, number in numbers.items():
        rows = chief_client.get(opened.get_absolute_url(), {"visa": key}).context["page"]
        assert rows.paginator.count == number
        assert (f"?visa={key}#svar" in response.content.decode()) is bool(number)


def test_locked_it_says_what_was_left_and_asks_for_no_review(chief_client, opened):
    assert "27 svar att granska" in chief_client.get(opened.get_absolute_url()).content.decode()

    chief_client.post(page("round_lock", opened.pk), {"version": 2, "reason": ""})

    page_ = chief_client.get(opened.get_absolute_url(), {"visa": "att-granska"})
    shown = page_.content.decode()
    assert "27 svar granskades inte" in shown
    assert [word for word in ("att granska", "Att granska", "Ska kompletteras") if word in shown] == []
    assert [label for _, label, _ in page_.context["tabs"]][3:5] == ["Granskades inte", "Kompletterades inte"]
    assert {check.key for check in page_.context["checks"]}.isdisjoint({"att-granska", "komplettera"})


def test_locked_it_takes_no_review_as_the_page_says_before_locking(chief_client, opened):
    told = "När omgången är låst går svaren varken att granska eller komplettera."
    assert told in chief_client.get(page("round_lock", opened.pk)).content.decode()
    row = Activity.objects.get(code="EB-02")
    chief_client.post(page("round_lock", opened.pk), {"version": 2, "reason": ""})

    asked = chief_client.get(page("round_review", opened.pk, row.pk))
    posted = reviewed(chief_client, opened, row, verdict="granskad")

    assert (asked.status_code, asked["Location"]) == (302, opened.get_absolute_url())
    assert posted.context["form"].non_field_errors() == ["Omgången är låst. Svar granskas medan den är öppen."]
    assert RoundReview.objects.count() == 0


def test_locked_it_refuses_an_update_beside_the_field(demo_client, chief_client, opened):
    chief_client.post(page("round_lock", opened.pk), {"version": 2, "reason": "Alla har svarat."})
    row = Activity.objects.get(code="EB-02")

    response = update(demo_client(CITY), row)

    assert response.status_code == 400
    assert response.context["form"].errors["as_of"] == [
        "Helår 2017 är låst: läget till och med 31 december 2017 går inte att ändra längre. Välj en senare dag."
    ]


def test_unlocking_clicked_twice_is_one_step(chief_client, opened):
    chief_client.post(page("round_lock", opened.pk), {"version": 2, "reason": ""})

    for _ in range(2):
        response = chief_client.post(page("round_unlock", opened.pk), {"version": 3, "reason": "En siffra var fel."})
        assert response.status_code == 302

    assert opened.steps.filter(kind="upplast").count() == 1


def test_unlocking_asks_why_and_the_log_keeps_it(chief_client, opened):
    chief_client.post(page("round_lock", opened.pk), {"version": 2, "reason": ""})

    without = chief_client.post(page("round_unlock", opened.pk), {"version": 3, "reason": ""})
    chief_client.post(page("round_unlock", opened.pk), {"version": 3, "reason": "Fel siffra i SU-01."})

    assert without.context["form"].errors["reason"] == ["Skriv varför omgången låses upp."]
    log = chief_client.get(opened.get_absolute_url()).context["steps"]
    assert [(step.kind, step.text) for step in log] == [
        ("upplast", "Fel siffra i SU-01."),
        ("last", ""),
        ("oppnad", ""),
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("round_lock", "T1 2018 är planerad."), ("round_unlock", "T1 2018 är planerad."), ("round_remind", "T1 2018 är planerad.")],
)  # fmt: skip
def test_a_page_of_no_use_leads_back_and_says_why(chief_client, example, name, sentence):
    response = chief_client.get(page(name, ReportingRound.objects.get(name="T1 2018").pk))

    assert (response.status_code, said(response)) == (302, [sentence])


def test_the_round_shows_each_department_and_its_rows(chief_client, opened):
    response = chief_client.get(opened.get_absolute_url())
    figures = response.context["figures"]

    assert sum(row.progress.expected for row in figures.departments) == figures.progress.expected == 27
    for row in figures.departments:
        found = chief_client.get(opened.get_absolute_url(), {"forvaltning": row.id, "visa": "svarat"}).context
        assert found["page"].paginator.count == row.progress.answered


@pytest.mark.parametrize("query", ["visa=nagot", "forvaltning=x", "sida=99", "forvaltning=-1"])
def test_an_address_that_asks_for_what_is_not_there_is_not_found(chief_client, opened, query):
    assert chief_client.get(f"{opened.get_absolute_url()}?{query}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many(number, sign_in_client, django_assert_num_queries, settings, db):
    settings.DEMO_TODAY = DAY
    area = StrategicAreaFactory()
    round_ = ReportingRoundFactory(plan=area.plan, cutoff=DAY, opens_on=DAY, state=RoundState.OPEN)
    for _ in range(number):
        activity = ActivityFactory(area=area, responsible=DepartmentFactory())
        StatusUpdateFactory(activity=activity, as_of=DAY)
        ReportingRoundFactory(
            plan=area.plan, cutoff=activity.area.plan.valid_from + dt.timedelta(days=activity.pk % 300)
        )
    client = sign_in_client(UserFactory(role=Role.CHIEF))
    client.get("/uppfoljning/")

    with django_assert_num_queries(8):
        client.get("/uppfoljning/")
    with django_assert_num_queries(17):
        client.get(round_.get_absolute_url())


def reviewed(client, round_, activity, **typed):
    data = {"version": activity.version, **typed}
    return client.post(page("round_review", round_.pk, activity.pk, visa="att-granska"), data)


def test_granskad_is_one_click_that_comes_back_to_the_rows(chief_client, opened):
    row = Activity.objects.get(code="EB-02")

    response = reviewed(chief_client, opened, row, verdict="granskad")

    assert response.url == f"{opened.get_absolute_url()}?visa=att-granska"
    assert (RoundReview.objects.get().activity, said(response)) == (row, ["EB-02: granskad. Det är sparat."])


def test_komplettera_asks_what(chief_client, opened):
    row = Activity.objects.get(code="EB-02")

    response = reviewed(chief_client, opened, row, verdict="komplettera", question="")

    assert (response.status_code, response.context["form"].errors["question"]) == (
        400,
        ["Skriv vad som behöver kompletteras."],
    )


def test_the_question_is_said_to_be_saved(chief_client, opened):
    response = reviewed(
        chief_client, opened, Activity.objects.get(code="EB-02"), verdict="komplettera", question="Hur?"
    )

    assert said(response) == ["Frågan om EB-02 är sparad."]


def test_an_answer_that_came_meanwhile_is_shown_first(chief_client, demo_client, opened):
    row = Activity.objects.get(code="EB-02")
    update(demo_client(CITY), row, comment="Nio av tio.")

    response = reviewed(chief_client, opened, row, verdict="granskad")

    assert response.status_code == 409
    assert [one.comment for one in response.context["lost"].updates] == ["Nio av tio."]


def test_an_activity_of_another_plan_is_not_found(chief_client, opened):
    other = ActivityFactory()

    assert chief_client.get(page("round_review", opened.pk, other.pk)).status_code == 404
    assert chief_client.get(page("round_review", 10**6, other.pk)).status_code == 404
