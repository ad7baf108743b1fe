"""The hand-out: an answer without names, public on the chief's word alone."""

import datetime as dt
import re

import pytest

from actionplan.models import ConsultationEvent, MandatePeriod
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    MandatePeriodFactory,
    ProposalFactory,
    UserFactory,
    VerdictFactory,
)
from actionplan.tests.said import became, completed, decided, declined, done, merged
from actionplan.tests.views.test_event_page import lede_of, links_of
from actionplan.tests.views.test_plans import text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)
ANSWERED = {"answered_on": dt.date(2017, 9, 1), "suggestion": "ny_aktivitet"}


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def event():
    event = ConsultationEventFactory(title="Dialogmöte", mandate_period=MandatePeriodFactory(election_year=2014))
    event.set_when("hösten 2015")
    event.save()
    return event


@pytest.fixture
def handout(event):
    return f"/samrad/{event.pk}/ni-sa-vi-gjorde/"


@pytest.fixture
def period_handout(event):
    return "/ni-sa-vi-gjorde/2014/"


@pytest.fixture
def show(event):
    """show(): the event and its period are public."""

    def show(is_public=True):
        ConsultationEvent.objects.update(is_public=is_public)
        MandatePeriod.objects.update(is_public=is_public)

    return show


def answers_of(response):
    """Return each heading with the answers under it, as plain text."""
    sections = re.findall(r"<section>(.*?)</section>", response.content.decode(), re.DOTALL)
    found = []
    for section in sections:
        heading = re.search(r"<h2>(.*?)</h2>", section)[1]
        articles = re.findall(r"<article[^>]*>(.*?)</article>", section, re.DOTALL)
        found.append((heading, [" ".join(re.sub(r"<[^>]+>", " ", article).split()) for article in articles]))
    return found


def fill(event, department):
    """Say something of every kind at the event."""
    stad = CompanyFactory(name="Exempelstäd AB", industry="städ")
    contact = ContactPersonFactory(company=stad, name="Kim Exempelsson", email="kim@example.com")
    ready = became(
        done(ActivityFactory(title="Visa upphandlingar")), event=event, company=stad, contact=contact, text="Visa allt."
    )
    VerdictFactory(proposal=ready, activity=ready.activities.get(), comment="Tack!")
    became(ActivityFactory(title="Dela upp avtal"), event=event, proposer_name="Robin Provsson", text="Dela upp.")
    decided("pagar_redan", ActivityFactory(title="Ge råd"), reason="Sedan 2012.", event=event, company=CompanyFactory())
    declined("Marken är inte vår.", event=event, company=stad, text="Gratis parkering.")
    lead = merged(
        *(
            ProposalFactory(event=event, text="En väg in.", company=CompanyFactory(name=f"Okänt {n} AB"))
            for n in range(3)
        )
    )
    AnchoringFactory(proposal=lead, department=department, answer_by=dt.date(2017, 11, 1))


def test_the_hand_out_reads_as_an_answer_without_names(officer_a_client, event, handout, department_a):
    fill(event, department_a)

    page = officer_a_client.get(handout)

    assert lede_of(page) == (
        "Hösten 2015. Företagen lämnade 7 förslag. 2 blev aktiviteter, 1 är redan genomfört, 1 pågick redan, "
        "1 avböjdes med motivering och 3 väntar på beslut."
    )
    assert answers_of(page) == [
        (
            "Det här är genomfört",
            ["”Visa allt.” Företag, städ Visa upphandlingar Genomförd Företaget säger: Löst för oss"],
        ),
        ("Det här arbetar vi med", ["”Dela upp.” En förslagslämnare Dela upp avtal Borde ha startat"]),
        ("Det här pågår redan", [f"”{event.proposals.all()[2].text}” Företag Ge råd Borde ha startat Sedan 2012."]),
        ("Det här gör vi inte, och därför", ["”Gratis parkering.” Företag, städ Marken är inte vår."]),
        (
            "Det här väntar på beslut",
            ["”En väg in.” 3 företag Vi har frågat förvaltningen som förslaget gäller och återkommer."],
        ),
    ]


def test_the_period_shows_every_event_where_something_was_said(officer_a_client, event, period_handout):
    other = ConsultationEventFactory(title="Frukost", mandate_period=event.mandate_period)
    ConsultationEventFactory(title="Tyst möte", mandate_period=event.mandate_period)
    ConsultationEventFactory(title="En annan period")
    completed(event=event, text="En väg in.")
    merged(declined("Nej tack.", event=other, text="Bilda råd."), ProposalFactory(event=event, text="Starta råd."))

    page = officer_a_client.get(period_handout)

    assert lede_of(page) == (
        "Företagen har lämnat 3 förslag. 1 blev aktivitet, 1 är redan genomfört och 2 avböjdes med motivering."
    )
    words = text_of(page)
    assert [words.count(title) for title in ("Dialogmöte", "Tyst möte", "En annan period")] == [2, 0, 0]
    assert [words.count(said) for said in ("”Bilda råd.”", "”Starta råd.”")] == [1, 1]


def meetings_of(response):
    """Return, by meeting, what was said there and by whom, as plain text."""
    found = {}
    for section in re.findall(r"<section (.*?)</section>", response.content.decode(), re.DOTALL):
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", section, re.DOTALL)[1]
        said = re.findall(r'<th scope="row">(.*?)</th>', section.partition("<tbody>")[2], re.DOTALL)
        found[plain(heading)] = [plain(one) for one in said]
    return found


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_group_stands_at_each_meeting_of_a_period_in_the_words_that_were_said_there(
    officer_a_client, anonymous_client, event, period_handout, show
):
    other = ConsultationEventFactory(title="Frukost", mandate_period=event.mandate_period)
    company = CompanyFactory(industry="städ")
    lead = ProposalFactory(event=other, text="Bilda råd.", company=company)
    here = [ProposalFactory(event=event, text=text, company=company) for text in ("Starta råd.", "Träffa oss.")]
    merged(lead, *here)
    show()

    for client in (officer_a_client, anonymous_client):
        assert meetings_of(client.get(period_handout)) == {
            "Dialogmöte": ["”Starta råd.” Företag, städ"],
            "Frukost": ["”Bilda råd.” Företag, städ"],
        }


def test_staff_are_led_from_the_period_to_rows_proposals_and_meetings(officer_a_client, event, period_handout):
    plan = ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2016, 1, 1))
    other = ConsultationEventFactory(title="Frukost", mandate_period=event.mandate_period)
    lead = became(done(ActivityFactory(area__plan=plan)), event=event, text="En väg in.")
    member = ProposalFactory(event=other, text="Ett nummer.")
    merged(lead, member)

    page = officer_a_client.get(f"{period_handout}?dag=2017-12-01")

    def numbers(counted):
        at = f"/forslag/?{counted}&dag=2017-12-01"
        return at, f"{at}&lage=blev_aktivitet", f"{at}&steg=genomforda"

    said_in, became_in, done_in = numbers("mandatperiod=2014")
    assert links_of(page, "/forslag/?")[:3] == [
        ("2 förslag", said_in),
        ("2 blev aktiviteter", became_in),
        ("2 är redan genomförda", done_in),
    ]
    assert links_of(page, "/forslag/?mandatperiod")[3:] == [
        ("2 sagda", f"{said_in}&steg=sagda"),
        ("0 förankrade", f"{said_in}&steg=forankrade"),
        ("2 blev aktiviteter", f"{said_in}&steg=blev_aktiviteter"),
        ("2 genomförda", done_in),
    ]
    for one in (event, other):
        assert [address for _, address in links_of(page, f"samrad={one.pk}&")] == list(numbers(f"samrad={one.pk}"))
        assert links_of(page, f"/samrad/{one.pk}/") == [(one.title, f"/samrad/{one.pk}/?dag=2017-12-01")]
    assert links_of(page, f"/forslag/{lead.pk}/") == [("”En väg in.”", f"/forslag/{lead.pk}/?dag=2017-12-01")]
    assert links_of(page, f"/forslag/{member.pk}/") == [("”Ett nummer.”", f"/forslag/{member.pk}/?dag=2017-12-01")]


def test_the_numbers_of_a_period_count_the_rows_they_lead_to(officer_a_client, event, period_handout):
    ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2016, 1, 1))
    completed(event=event)
    declined(event=ConsultationEventFactory(mandate_period=event.mandate_period))
    ProposalFactory(event=event)
    ProposalFactory(event=ConsultationEventFactory(mandate_period=None))

    links = links_of(officer_a_client.get(period_handout), "/forslag/?")

    assert len(links) == 5 + 4 + 4 + 2
    for words, address in links:
        assert f"{words.split()[0]} förslag." in text_of(officer_a_client.get(address)), address


def test_the_numbers_of_another_period_lead_to_its_plan(officer_a_client, event, period_handout):
    ActionPlanFactory(valid_from=dt.date(2017, 1, 1))
    own = ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2012, 1, 1))
    ProposalFactory(event=event)

    [(_, first), *_] = links_of(officer_a_client.get(period_handout), "/forslag/?")

    assert first == f"/forslag/?mandatperiod=2014&plan={own.pk}&dag=2017-12-31"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Vi har tagit emot förslaget och återkommer."),
        ([{}], "Vi har frågat förvaltningen som förslaget gäller och återkommer."),
        ([{}, ANSWERED], "Vi har frågat förvaltningarna som förslaget gäller och återkommer."),
        ([ANSWERED], "Förvaltningen har svarat oss. Vi återkommer när vi har bestämt oss."),
        ([ANSWERED, ANSWERED], "Förvaltningarna har svarat oss. Vi återkommer när vi har bestämt oss."),
    ],
)
def test_what_is_undecided_is_said_to_the_company(officer_a_client, event, handout, period_handout, asked, words):
    proposal = ProposalFactory(event=event)
    for options in asked:
        AnchoringFactory(proposal=proposal, **options)

    pages = [text_of(officer_a_client.get(address)) for address in (handout, period_handout)]

    assert [words in page for page in pages] == [True, True]


@pytest.mark.parametrize("which", ["handout", "period_handout"])
def test_until_the_chief_says_so_others_do_not_learn_that_it_is_there(
    request, which, anonymous_client, council_client, officer_a_client, show
):
    address = request.getfixturevalue(which)

    sent_on = anonymous_client.get(address)
    assert (sent_on.status_code, sent_on["Location"]) == (302, f"/logga-in/?next={address}")
    assert anonymous_client.get(address.replace("2014", "1999").replace("/samrad/", "/samrad/9")).status_code == 302
    assert council_client.get(address).status_code == 404
    assert officer_a_client.get(address)["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("which", ["handout", "period_handout"])
def test_what_is_public_is_read_by_everybody_and_kept_by_nobody(
    request, which, anonymous_client, council_client, sign_in_client, show
):
    address = request.getfixturevalue(which)
    show()

    for client in (anonymous_client, council_client, sign_in_client(UserFactory())):
        page = client.get(address)
        assert (page.status_code, page["Cache-Control"], page.has_header("X-Robots-Tag")) == (200, "no-store", False)
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("which", ["handout", "period_handout"])
def test_a_public_page_has_no_name_no_address_and_no_way_in(
    request, which, anonymous_client, council_client, event, department_a, show
):
    fill(event, department_a)
    event.notes = "Exempelstäd AB var missnöjda."
    event.place = "Hos Exempelstäd AB"
    event.save()
    show()
    secret = [
        "Exempelstäd",
        "Okänt 1",
        "Kim",
        "Exempelsson",
        "Robin",
        "Provsson",
        "kim@",
        "missnöjda",
        "Tack!",
        "Företag 0",
    ]

    for client in (anonymous_client, council_client):
        html = client.get(request.getfixturevalue(which)).content.decode()
        links = set(re.findall(r'(?:href|action)="(?!/static/|mailto:)([^"]*)"', html))
        assert links == {"#innehall", "/tillganglighet/"}
        assert [word for word in secret if word in html] == []


def test_others_are_shown_today_whatever_day_they_ask_for(anonymous_client, officer_a_client, event, handout, show):
    completed(event=event)
    show()

    public, staff = (client.get(f"{handout}?dag=2015-06-01") for client in (anonymous_client, officer_a_client))

    assert [heading for heading, _ in answers_of(public)] == ["Det här är genomfört"]
    assert [heading for heading, _ in answers_of(staff)] == ["Det här väntar på beslut"]


def test_a_day_that_is_none_is_said(officer_a_client, handout):
    page = officer_a_client.get(f"{handout}?dag=31/2/2017")

    assert (page.status_code, "Sidan visar läget i dag." in text_of(page)) == (400, True)


@pytest.mark.parametrize("number", [1, 3])
def test_public_pages_take_as_many_queries_for_many(
    anonymous_client, event, handout, period_handout, show, number, django_assert_num_queries
):
    for _ in range(number):
        merged(completed(event=event, company=CompanyFactory()), ProposalFactory(event=event))
    for _ in range(number - 1):
        became(event=ConsultationEventFactory(mandate_period=event.mandate_period))
    show()

    with django_assert_num_queries(10):
        anonymous_client.get(handout)
    with django_assert_num_queries(11):
        anonymous_client.get(period_handout)


@pytest.mark.parametrize("number", [1, 3])
def test_the_period_takes_as_many_queries_for_many_with_its_links(
    officer_a_client, event, period_handout, number, django_assert_num_queries
):
    ActionPlanFactory(valid_from=dt.date(2017, 1, 1))
    ActionPlanFactory(mandate_period=event.mandate_period, valid_from=dt.date(2012, 1, 1))
    for _ in range(number):
        other = ConsultationEventFactory(mandate_period=event.mandate_period)
        merged(completed(event=event, company=CompanyFactory()), ProposalFactory(event=other))
    officer_a_client.get(period_handout)

    with django_assert_num_queries(18):
        officer_a_client.get(period_handout)


@pytest.mark.parametrize(
    "address", [f"/ni-sa-vi-gjorde/{10**20}/", "/ni-sa-vi-gjorde/0/", f"/samrad/{10**20}/ni-sa-vi-gjorde/"]
)
def test_what_is_not_there_is_not_found(officer_a_client, address):
    assert officer_a_client.get(address).status_code == 404
