"""My activities and the status update, as the people who use them meet them."""

import datetime as dt
import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from actionplan.models import Activity, StatusUpdate

CITY, SERVICE, CHIEF = "demo-handlaggare-stad", "demo-handlaggare-service", "demo-naringslivschef"


def typed(activity, **changes):
    """Return what the form posts when nothing but `changes` differs from a plain update."""
    return {
        "version": activity.version,
        "form_token": str(uuid.uuid4()),
        "as_of": "2017-12-31",
        "status": "pagaende",
        "assessment": "gron",
        "comment": "",
        "next_step": "",
        "new_ends_on": "",
        "new_ends_reason": "",
        "outcome": "",
        **changes,
    }


def post(client, activity, **changes):
    return client.post(reverse("status_update_add", args=[activity.pk]), typed(activity, **changes))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_my_activities_lists_what_my_department_answers_for(demo_client):
    response = demo_client(CITY).get("/mina/")

    assert [row.code for row in response.context["own"].responsible] == ["SI-03", "EB-05", "SI-07", "EB-02"]


def test_my_activities_keeps_what_we_take_part_in_below(demo_client):
    own = demo_client("demo-handlaggare-utveckling").get("/mina/").context["own"]

    assert [row.code for row in own.responsible] == ["SU-06", "SU-04"]
    assert [row.code for row in own.participating] == ["EB-01", "SI-05", "SU-01"]


def test_my_activities_waits_for_what_was_not_told_since_the_cutoff(demo_client, settings):
    client = demo_client(CITY)
    settings.DEMO_TODAY = dt.date(2018, 5, 2)

    own = client.get("/mina/").context["own"]

    assert own.cutoff == dt.date(2018, 4, 30)
    assert (own.waiting, own.total) == (3, 3)


def test_my_activities_opens_the_first_that_waits(demo_client, settings):
    client = demo_client(SERVICE)
    settings.DEMO_TODAY = dt.date(2018, 5, 2)

    response = client.get("/mina/")

    assert response.context["opened"].code == response.context["own"].responsible[0].code
    assert response.context["form"]["status"].value() == "pagaende"


def test_my_activities_asks_the_same_number_of_queries_for_one_row_and_many(
    demo_client, django_assert_num_queries, activity
):
    client = demo_client(CITY)
    client.get("/mina/")
    with django_assert_num_queries(11):
        client.get("/mina/")
    Activity.objects.filter(code__in=["EB-02", "EB-05", "SI-07"]).update(
        closed_on="2017-01-01", closing="overford", closing_reason="x"
    )
    with django_assert_num_queries(11):
        client.get("/mina/")


def test_form_opens_with_last_times_values(demo_client, activity):
    form = demo_client(SERVICE).get(reverse("status_update_add", args=[activity("SI-05").pk])).context["form"]

    assert form["status"].value() == "pagaende"
    assert form["assessment"].value() == "gul"
    assert form["comment"].value() == "82 procent besvarades i tid under 2017. Målet är 90 procent."
    assert form["outcome"].value() == "82"


def test_update_is_recorded_and_seen_the_same_day(demo_client, activity):
    response = post(demo_client(CITY), activity("SI-03"), status="genomford", comment="Beslutad.")

    assert response.status_code == 302
    assert activity("SI-03").standing == "genomford"


def test_update_of_a_finished_activity_drops_the_assessment_left_in_the_form(demo_client, activity):
    post(demo_client(CITY), activity("EB-02"), status="genomford", assessment="gul")

    assert activity("EB-02").updates.get(recorded_on="2017-12-31", status="genomford").assessment == "ingen"


def test_moved_deadline_counts_from_the_day_it_was_recorded(demo_client, activity):
    changes = {
        "assessment": "rod",
        "comment": "Vakanser.",
        "new_ends_on": "31 mars 2018",
        "new_ends_reason": "Ny handläggare",
    }

    post(demo_client(CITY), activity("SI-03"), **changes)

    assert activity("SI-03").standing == "stor_avvikelse"
    assert Activity.objects.on_day(dt.date(2017, 12, 30)).get(code="SI-03").standing == "forsenad"
    assert activity("SI-03").original_ends_on == dt.date(2017, 6, 30)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"assessment": "gul"}, "comment", "Skriv en kommentar som förklarar läget: ”viss avvikelse” behöver en förklaring."),
        ({"assessment": "rod"}, "comment", "Skriv en kommentar som förklarar läget: ”stor avvikelse” behöver en förklaring."),
        ({"assessment": "inte_bedomd"}, "comment", "Skriv en kommentar som förklarar läget: ”inte bedömd” behöver en förklaring."),
        ({"status": "avbruten"}, "comment", "Skriv skälet till att aktiviteten avbryts."),
        ({"assessment": ""}, "assessment", "Välj hur det går. En pågående aktivitet behöver en bedömning."),
        ({"status": ""}, "status", "Välj var aktiviteten står."),
        ({"as_of": "2018-01-01"}, "as_of", "Datumet ligger i framtiden. Välj dagens datum eller ett tidigare."),
        ({"as_of": "2016-02-30"}, "as_of", "Datumet finns inte: februari 2016 har 29 dagar."),
        ({"new_ends_on": "2018-03-31"}, "new_ends_reason", "Skriv varför sluttiden flyttas."),
        ({"new_ends_reason": "Vakanser"}, "new_ends_on", "Skriv den nya sluttiden, eller ta bort skälet."),
        ({"outcome": "många"}, "outcome", "Skriv ett tal med siffror, till exempel 42 eller 42,5."),
        ({"comment": "a\x07b"}, "comment", "Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."),
    ],
)  # fmt: skip
def test_faulty_update_says_what_to_do_beside_the_field(demo_client, activity, changes, field, message):
    before = StatusUpdate.objects.count()

    response = post(demo_client(SERVICE), activity("SI-05"), **changes)

    assert response.status_code == 400
    assert response.context["form"].errors[field] == [message]
    assert StatusUpdate.objects.count() == before


def test_faulty_update_still_asks_in_the_same_words(demo_client, activity):
    form = post(demo_client(SERVICE), activity("SI-05"), status="").context["form"]

    assert form["comment"].label == "Vad har hänt sedan 31 december 2017?"
    assert form["assessment"].label == "Hur går det, jämfört med planen till 31 december 2018?"
    assert form["outcome"].label == "Utfall hittills, procent"


def test_faulty_update_loses_nothing_that_was_typed(demo_client, activity):
    response = post(
        demo_client(SERVICE), activity("SI-05"), status="", comment="Ångström & <b>Örn</b>", as_of="4/12/2015"
    )

    form = response.context["form"]
    assert form["comment"].value() == "Ångström & <b>Örn</b>"
    assert form["as_of"].value() == "4/12/2015"
    assert "Ångström &amp; &lt;b&gt;Örn&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize("text", ["4/12/2017", "20171204", "4 december 2017", "2017-12-04"])
def test_update_takes_every_way_to_write_a_date(demo_client, activity, text):
    post(demo_client(SERVICE), activity("UI-01"), as_of=text, confirm="1")

    assert activity("UI-01").updates.filter(as_of="2017-12-04").count() == 1


def test_update_stores_decomposed_letters_composed(demo_client, activity):
    post(demo_client(SERVICE), activity("UI-01"), comment="Tyreso\u0308")

    assert activity("UI-01").updates.filter(comment="Tyresö").count() == 1


def test_unusual_deadline_is_asked_about_once(demo_client, activity):
    client, row = demo_client(SERVICE), activity("UI-01")
    changes = {"new_ends_on": "2019-03-31", "new_ends_reason": "Upphandlingen tar längre tid"}

    asked = post(client, row, **changes)
    saved = post(client, row, **changes, confirm="1")

    assert asked.context["questions"] == ["Den nya sluttiden 2019-03-31 ligger efter planens period (2016–2018)."]
    assert "Spara ändå" in asked.content.decode()
    assert saved.status_code == 302


def test_form_sent_twice_makes_one_update(demo_client, activity):
    client, row = demo_client(SERVICE), activity("UI-01")
    token = str(uuid.uuid4())

    first, second = (post(client, row, comment="Träffen hölls i mars.", form_token=token) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert row.updates.filter(comment="Träffen hölls i mars.").count() == 1


def test_second_to_save_is_told_what_the_first_wrote(demo_client, activity):
    row = activity("SU-01")
    post(demo_client(CHIEF), row, comment="44 besök till och med november.", outcome="44")

    told = post(demo_client(SERVICE), row, comment="Vi var med på tre besök.")

    assert told.status_code == 409
    assert [update.comment for update in told.context["lost"].updates] == ["44 besök till och med november."]
    assert told.context["form"]["comment"].value() == "Vi var med på tre besök."
    assert row.updates.filter(comment="Vi var med på tre besök.").count() == 0


def test_second_to_save_can_save_theirs_too(demo_client, activity):
    row, client = activity("SU-01"), demo_client(SERVICE)
    post(demo_client(CHIEF), row, comment="Först.")
    told = post(client, row, comment="Sedan.")

    saved = client.post(reverse("status_update_add", args=[row.pk]), told.context["form"].data.dict())

    assert saved.status_code == 302
    assert list(row.updates.until(dt.date(2017, 12, 31)).newest_first().values_list("comment", flat=True)[:2]) == [
        "Sedan.",
        "Först.",
    ]


def test_confirm_records_an_unchanged_update(demo_client, activity):
    row = activity("SI-05")
    data = {"version": row.version, "form_token": str(uuid.uuid4()), "back": "mina"}

    response = demo_client(SERVICE).post(reverse("status_update_confirm", args=[row.pk]), data)

    newest = row.updates.until(dt.date(2017, 12, 31)).newest_first().first()
    assert response.url == "/mina/"
    assert said(response) == ["SI-05: läget stämmer fortfarande. Det är sparat."]
    assert (newest.unchanged, newest.status, newest.assessment) == (True, "pagaende", "gul")
    assert newest.comment == "82 procent besvarades i tid under 2017. Målet är 90 procent."


def test_confirm_twice_with_one_token_makes_one_update(demo_client, activity):
    row, client = activity("SI-05"), demo_client(SERVICE)
    before = row.updates.count()
    data = {"version": row.version, "form_token": str(uuid.uuid4())}

    for _ in range(2):
        client.post(reverse("status_update_confirm", args=[row.pk]), data)

    assert row.updates.count() == before + 1


def test_confirm_by_htmx_answers_with_the_card_alone(demo_client, activity):
    row = activity("SI-05")
    data = {"version": row.version, "form_token": str(uuid.uuid4())}

    response = demo_client(SERVICE).post(
        reverse("status_update_confirm", args=[row.pk]), data, headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert "<html" not in page
    assert "Sparat: läget stämmer fortfarande." in page


def test_confirm_of_something_others_changed_shows_what_they_wrote(demo_client, activity):
    row = activity("SU-01")
    post(demo_client(CHIEF), row, comment="Nytt läge.")

    response = demo_client(SERVICE).post(
        reverse("status_update_confirm", args=[row.pk]), {"version": row.version, "form_token": str(uuid.uuid4())}
    )

    assert response.status_code == 409
    assert [update.comment for update in response.context["lost"].updates] == ["Nytt läge."]


def test_confirm_by_htmx_of_something_others_changed_shows_it_on_the_whole_page(demo_client, activity):
    row = activity("SU-01")
    post(demo_client(CHIEF), row, comment="Nytt läge.")

    response = demo_client(SERVICE).post(
        reverse("status_update_confirm", args=[row.pk]),
        {"version": row.version, "form_token": str(uuid.uuid4())},
        headers={"HX-Request": "true"},
    )

    assert (response.status_code, response["HX-Retarget"]) == (200, "body")
    assert [update.comment for update in response.context["lost"].updates] == ["Nytt läge."]
    assert "Någon annan hann spara före dig" in response.content.decode()


def test_confirm_by_htmx_that_is_refused_opens_the_page_that_says_why(demo_client, activity):
    row, client = activity("SU-01"), demo_client(SERVICE)

    response = client.post(
        reverse("status_update_confirm", args=[row.pk]), {"version": "x"}, headers={"HX-Request": "true"}
    )

    assert response["HX-Redirect"] == reverse("status_update_add", args=[row.pk])
    assert said(response) == ["Sidan var för gammal. Öppna aktiviteten igen."]


def test_save_and_next_goes_to_the_next_that_waits(demo_client, settings, activity):
    client = demo_client(SERVICE)
    settings.DEMO_TODAY = dt.date(2018, 5, 2)
    rows = client.get("/mina/").context["own"].responsible

    response = post(client, rows[0], next="1", as_of="2018-05-02", comment="Nu.")

    assert response.url == f"/aktiviteter/{rows[1].pk}/uppdatera/?back=mina"


def test_save_and_next_says_when_nothing_waits(demo_client, activity):
    response = post(demo_client(SERVICE), activity("UI-01"), next="1")

    assert response.url == "/mina/"
    assert said(response) == ["UI-01 är sparad. Inget mer väntar på dig."]


def test_update_of_another_departments_activity_is_refused(demo_client, activity):
    response = post(demo_client(CITY), activity("UI-01"), comment="Inte min.")

    assert response.status_code == 403
    assert (
        "Du kan bara uppdatera aktiviteter som din förvaltning ansvarar för eller medverkar i."
        in response.content.decode()
    )


def test_update_cannot_be_made_in_anothers_name(demo_client, activity, chief):
    post(demo_client(CITY), activity("EB-02"), author=chief.pk, recorded_at="2016-01-01", unchanged="1")

    newest = activity("EB-02").updates.order_by("-id").first()
    assert (newest.author.username, newest.recorded_on, newest.unchanged) == (CITY, dt.date(2017, 12, 31), False)


def test_update_of_a_closed_plan_is_refused(demo_client, activity):
    row = activity("EB-02")
    row.area.plan.state = "avslutad"
    row.area.plan.save()

    response = post(demo_client(CITY), row)

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == ["Planen är avslutad och tar inte emot fler lägesrapporter."]


def test_my_activities_of_a_closed_plan_has_nothing_to_press(demo_client, activity):
    row = activity("EB-02")
    row.area.plan.state = "avslutad"
    row.area.plan.save()

    page = demo_client(CITY).get("/mina/", {"oppen": row.pk}).content.decode()

    assert "Planen är avslutad." in page
    assert [word for word in ("Uppdatera<", "Stämmer fortfarande", "np-waiting", 'name="as_of"') if word in page] == []


def test_status_update_shows_a_unit_with_markup_as_text(demo_client, activity):
    chosen = activity("SI-03")
    Activity.objects.filter(pk=chosen.pk).update(unit="<img src=x>", target=40)

    page = demo_client(CITY).get(reverse("status_update_add", args=[chosen.pk])).content.decode()

    assert "Målet är 40 &lt;img src=x&gt;." in page
    assert "<img src=x>" not in page
