"""An event's page: the figures in words, their links, and each proposal beside what was done."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import EventKind
from actionplan.models import ConsultationEvent
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    EventFileFactory,
    MandatePeriodFactory,
    ProposalFactory,
    VerdictFactory,
)
from actionplan.tests.said import became, completed, decided, declined, done, merged
from actionplan.tests.views.test_plans import text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def event():
    event = ConsultationEventFactory(
        title="Chefsforum", kind=EventKind.MANAGERS_FORUM, mandate_period=MandatePeriodFactory()
    )
    event.set_when("mars 2015")
    event.save()
    return event


def lede_of(response):
    """Return the sentence of figures as its readers see it."""
    lede = re.search(r'<p class="np-lede">(.*?)</p>', response.content.decode(), re.DOTALL)[1]
    return re.sub(r"<[^>]+>", "", lede)


def links_of(response, part):
    """Return what the links say, and where they lead, of those whose address holds the part."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return [
        (re.sub(r"<[^>]+>", "", words), address.replace("&amp;", "&")) for address, words in found if part in address
    ]


def rows_of(response):
    body = re.search(
        r"<table class=\"np-table stack np-answers.*?<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL
    )
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    plain = [[" ".join(re.sub(r"<[^>]+>", " ", cell).replace("\xad", "").split()) for cell in row] for row in cells]
    return [tuple(row) for row in plain]


def test_the_sentence_counts_what_became_of_each_proposal(officer_a_client, event):
    for _ in range(2):
        completed(event=event)
    became(event=event)
    declined(event=event)
    ProposalFactory(event=event)

    page = officer_a_client.get(f"/samrad/{event.pk}/")

    assert lede_of(page) == (
        "Mars 2015. Företag och chefer tog tillsammans fram 5 förslag. 3 blev aktiviteter, 2 är redan genomförda, "
        "1 avböjdes med motivering och 1 väntar på beslut."
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda event: None, "Mars 2015. Inga förslag är inskrivna än."),
        (
            lambda event: ProposalFactory(event=event),
            "Mars 2015. Företag och chefer tog tillsammans fram 1 förslag. 1 väntar på beslut.",
        ),
        (
            lambda event: completed(event=event),
            "Mars 2015. Företag och chefer tog tillsammans fram 1 förslag. 1 blev aktivitet och 1 är redan genomfört.",
        ),
        (
            lambda event: decided("pagar_redan", ActivityFactory(), reason="Sedan 2012.", event=event),
            "Mars 2015. Företag och chefer tog tillsammans fram 1 förslag. 1 pågick redan.",
        ),
        (
            lambda event: VerdictFactory(proposal=completed(event=event), value="inte_an", comment="Nej."),
            "Mars 2015. Företag och chefer tog tillsammans fram 1 förslag. 1 blev aktivitet och 1 är redan genomfört. "
            "1 förslagslämnare säger att det inte är löst än.",
        ),
    ],
)
def test_the_sentence_is_swedish_for_none_and_for_one(officer_a_client, event, make, words):
    make(event)

    assert lede_of(officer_a_client.get(f"/samrad/{event.pk}/")) == words


def test_of_a_meeting_whose_time_is_unknown_nothing_is_said_of_it(officer_a_client):
    event = ConsultationEventFactory(kind=EventKind.VISIT)
    ProposalFactory(event=event)

    page = officer_a_client.get(f"/samrad/{event.pk}/")

    assert lede_of(page) == "Företagen lämnade 1 förslag. 1 väntar på beslut."
    assert "När Okänt Plats Okänd Deltagare Företag: okänt Tjänstemän: okänt Politiker: okänt" in text_of(page)


def test_every_number_leads_to_its_rows(officer_a_client, event):
    plan = ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2017, 1, 1))
    VerdictFactory(proposal=completed(event=event), value="inte_an", comment="Nej.")
    decided("pagar_redan", ActivityFactory(area__plan=plan), reason="Sedan 2012.", event=event)
    declined(event=event)
    ProposalFactory(event=event)
    at = f"/forslag/?samrad={event.pk}"

    links = links_of(officer_a_client.get(f"/samrad/{event.pk}/"), "/forslag/?")

    assert links == [
        ("4 förslag", at),
        ("1 blev aktivitet", f"{at}&lage=blev_aktivitet"),
        ("1 är redan genomfört", f"{at}&steg=genomforda"),
        ("1 pågick redan", f"{at}&lage=pagar_redan"),
        ("1 avböjdes med motivering", f"{at}&lage=avbojt"),
        ("1 väntar på beslut", f"{at}&lage=inkommet&lage=bereds"),
        ("1 förslagslämnare säger att det inte är löst än", f"{at}&omdome=inte_an"),
        ("4 sagda", f"{at}&steg=sagda"),
        ("0 förankrade", f"{at}&steg=forankrade"),
        ("1 blev aktiviteter", f"{at}&steg=blev_aktiviteter"),
        ("1 genomförda", f"{at}&steg=genomforda"),
    ]


def test_the_numbers_of_another_period_lead_to_that_periods_plan_on_the_same_day(officer_a_client, event):
    ActionPlanFactory(valid_from=dt.date(2017, 1, 1))
    own = ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2012, 1, 1))
    ProposalFactory(event=event)

    [(_, address), *_] = links_of(officer_a_client.get(f"/samrad/{event.pk}/"), "/forslag/?")

    assert address == f"/forslag/?samrad={event.pk}&plan={own.pk}&dag=2017-12-31"


def test_each_proposal_stands_beside_what_was_done(officer_a_client, event, department_a):
    bygg = CompanyFactory(name="Exempelbygg AB", industry="bygg")
    activity = ActivityFactory(title="Dela upp avtal", starts_on=dt.date(2018, 1, 1))
    anchored = became(activity, event=event, text="Dela upp avtalen.", company=bygg)
    AnchoringFactory(proposal=anchored, department=department_a)
    declined("Parkeringen ägs inte av kommunen.", event=event, text="Gratis parkering.")
    waiting = ProposalFactory(event=event, text="Berätta vad som är på gång.", company=bygg)
    AnchoringFactory(proposal=waiting, department=department_a, answer_by=dt.date(2018, 10, 1))

    assert rows_of(officer_a_client.get(f"/samrad/{event.pk}/")) == [
        (
            "”Dela upp avtalen.” Exempelbygg AB",
            "Stadsbyggnadsförvaltningen",
            "Blev aktivitet",
            "Dela upp avtal Ej påbörjad",
        ),
        ("”Gratis parkering.” Okänd förslagslämnare", "Ingen än", "Avböjt", "Parkeringen ägs inte av kommunen."),
        (
            "”Berätta vad som är på gång.” Exempelbygg AB",
            "Stadsbyggnadsförvaltningen",
            "Inkommet",
            "Svar senast 1 oktober 2018.",
        ),
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Väntar på att skickas till en förvaltning."),
        ([{"answer_by": dt.date(2017, 12, 31)}, {"answer_by": dt.date(2017, 6, 1)}], "Svar senast 31 december."),
        ([{"answer_by": dt.date(2017, 12, 30)}], "Svaret skulle ha kommit 30 december."),
        ([{}], "Väntar på svar."),
        ([{"answered_on": dt.date(2017, 9, 1), "suggestion": "ny_aktivitet"}], "Besvarat. Väntar på beslut."),
    ],
)
def test_what_is_undecided_says_what_it_waits_for(officer_a_client, event, asked, words):
    proposal = ProposalFactory(event=event)
    for options in asked:
        AnchoringFactory(proposal=proposal, **options)

    [row] = rows_of(officer_a_client.get(f"/samrad/{event.pk}/"))

    assert row[3] == words


def test_a_group_shows_every_proposer_and_the_words_that_were_said_here(officer_a_client, event):
    other = ConsultationEventFactory(mandate_period=event.mandate_period)
    lead = ProposalFactory(event=other, text="Sagt där.", company=CompanyFactory(name="Exempelkrogen AB"))
    merged(lead, ProposalFactory(event=event, text="Sagt här.", company=CompanyFactory(name="Exempelstäd AB")))

    [row] = rows_of(officer_a_client.get(f"/samrad/{event.pk}/"))

    assert row[0] == "”Sagt här.” Exempelkrogen AB, Exempelstäd AB · 2 förslag säger samma sak"


def test_a_person_is_named_for_those_who_keep_the_register_alone(officer_a_client, chief_client, event):
    ProposalFactory(event=event, text="En väg in.", proposer_name="Robin Provsson")

    seen = {client: rows_of(client.get(f"/samrad/{event.pk}/"))[0][0] for client in (officer_a_client, chief_client)}

    assert list(seen.values()) == ["”En väg in.” Förslagslämnare utan företag", "”En väg in.” Robin Provsson"]


def test_the_pill_is_done_when_all_its_activities_are(officer_a_client, event):
    completed(event=event)
    became(done(ActivityFactory()), ActivityFactory(), event=event)

    page = officer_a_client.get(f"/samrad/{event.pk}/").content.decode()

    assert re.findall(r'<td><span class="st st-(\w+)">', page) == ["done", "ongoing"]


def test_what_the_company_says_stands_beside_what_was_done(officer_a_client, event):
    VerdictFactory(
        proposal=completed(event=event), value="inte_an", comment="Svaret dröjer.", said_on=dt.date(2017, 9, 1)
    )

    [row] = rows_of(officer_a_client.get(f"/samrad/{event.pk}/"))

    assert row[3].endswith("Genomförd Inte än Svaret dröjer. Företaget, 1 september 2017")


def test_the_page_shows_any_day(officer_a_client, event):
    completed(event=event, text="En väg in.")

    before = officer_a_client.get(f"/samrad/{event.pk}/?dag=2015-06-01")
    long_before = officer_a_client.get(f"/samrad/{event.pk}/?dag=2015-01-01")
    wrong = officer_a_client.get(f"/samrad/{event.pk}/?dag=31/2/2017")

    assert rows_of(before)[0][2:] == ("Inkommet", "Väntar på att skickas till en förvaltning.")
    assert "Inga förslag var inskrivna den dagen." in text_of(long_before)
    assert (wrong.status_code, "Datumet finns inte: februari 2017 har 28 dagar." in text_of(wrong)) == (400, True)


def test_the_chief_finds_what_to_do_and_others_do_not(chief_client, officer_a_client, event):
    address = f"/samrad/{event.pk}/"
    completed(event=event)

    chiefs, officers = (
        {words for words, _ in links_of(client.get(address), "/")} for client in (chief_client, officer_a_client)
    )

    assert {words for words in chiefs - officers if not words.startswith("Skriv in vad")} == {
        "Skriv in förslag",
        "Klistra in",
        "Ändra",
        "Lägg till fil",
        "Brev till förslagslämnarna",
        "Visa för alla",
    }
    assert "Blad att dela ut" in officers


def test_files_are_listed_without_reading_what_is_in_them(officer_a_client, event):
    file = EventFileFactory(event=event, name="Minnesanteckningar.pdf", content=b"%PDF" + b"x" * 2044)

    with CaptureQueriesContext(connection) as asked:
        page = officer_a_client.get(f"/samrad/{event.pk}/")

    assert "Filer Minnesanteckningar.pdf 2,0 kB" in text_of(page).replace("\xa0", " ")
    assert links_of(page, "/filer/") == [("Minnesanteckningar.pdf", f"/samrad/filer/{file.pk}/")]
    assert [query["sql"] for query in asked if '"content"' in query["sql"]] == []


def test_fifty_stand_on_a_page(officer_a_client, event):
    ProposalFactory.create_batch(51, event=event)

    first, second = (officer_a_client.get(f"/samrad/{event.pk}/?sida={page}") for page in (1, 2))

    assert (len(rows_of(first)), len(rows_of(second))) == (50, 1)
    assert officer_a_client.get(f"/samrad/{event.pk}/?sida=3").status_code == 404


def test_markup_in_what_was_said_is_shown_as_it_was_said(officer_a_client, event):
    ProposalFactory(event=event, text="<script>alert(1)</script>")

    assert "”&lt;script&gt;alert(1)&lt;/script&gt;”" in officer_a_client.get(f"/samrad/{event.pk}/").content.decode()


@pytest.mark.parametrize("address", ["/samrad/0/", f"/samrad/{10**20}/"])
def test_an_event_that_is_not_there_is_not_found(officer_a_client, address):
    assert officer_a_client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_event_page_takes_as_many_queries_for_many(
    chief_client, event, number, department_a, django_assert_num_queries
):
    for _ in range(number):
        lead = completed(event=event, company=CompanyFactory())
        AnchoringFactory(proposal=lead, department=department_a)
        VerdictFactory(proposal=lead, activity=lead.activities.get())
        merged(lead, ProposalFactory(event=event, company=CompanyFactory()))
    chief_client.get("/samrad/0/")  # the session's own queries are the same in every request

    with django_assert_num_queries(20):
        assert chief_client.get(f"/samrad/{event.pk}/").status_code == 200


def test_the_example_is_told_as_the_memo_says(demo_client):
    event = ConsultationEvent.objects.get(title="Chefsforum")

    page = demo_client("demo-naringslivschef").get(f"/samrad/{event.pk}/?dag=2018-12-31")

    assert lede_of(page) == (
        "Mars 2015. Företag och chefer tog tillsammans fram 9 förslag. 9 blev aktiviteter och 6 är redan genomförda."
    )
