"""The pages of companies: who sees what, adding and changing, and answers to what is typed wrongly."""

import re

import pytest
from django.contrib.messages import get_messages

from actionplan.models import Company
from actionplan.tests.factories import (
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    ProposalFactory,
)
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON
from actionplan.tests.views.test_plans import text_of

pytestmark = pytest.mark.django_db
NEW = {"version": "1", "name": "Exempelbygg AB", "organisation_number": COMPANY, "industry": "bygg"}
SCRIPT = "<script>alert('x')</script> \"Bygg\" & Co"


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def names(response):
    return [(row.company.name, row.proposals) for row in response.context["rows"]]


def page_of(company):
    return f"/foretag/{company.pk}/"


def test_list_is_in_swedish_order_with_the_number_of_proposals(officer_a_client):
    for name in ("Österbygg", "Åbygg", "Zonbygg"):
        CompanyFactory(name=name)
    ProposalFactory.create_batch(2, company=Company.objects.get(name="Åbygg"))
    ProposalFactory()

    response = officer_a_client.get("/foretag/")

    assert names(response) == [("Zonbygg", 0), ("Åbygg", 2), ("Österbygg", 0)]
    assert "3 företag." in text_of(response)


def test_list_masks_a_sole_traders_number(chief_client):
    CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)
    CompanyFactory(name="Bygget", organisation_number=COMPANY)

    page = text_of(chief_client.get("/foretag/"))

    assert (PERSON in page, "Bygget 556036-0793 – 0" in page, "Målaren visas inte – 0" in page) == (False, True, True)


def test_list_is_searched(chief_client):
    CompanyFactory(name="Exempelbygg AB", organisation_number=COMPANY)
    CompanyFactory(name="Åkeriet")

    found = {q: names(chief_client.get("/foretag/", {"q": q})) for q in ("ÅKERI", "5560360793", PERSON, "xyz")}

    assert found == {"ÅKERI": [("Åkeriet", 0)], "5560360793": [("Exempelbygg AB", 0)], PERSON: [], "xyz": []}
    assert "1 företag för ”ÅKERI”. Visa alla" in text_of(chief_client.get("/foretag/", {"q": "ÅKERI"}))
    assert "Inget företag stämmer med det du sökte." in text_of(chief_client.get("/foretag/", {"q": "xyz"}))


def test_a_search_that_cannot_be_is_said_and_kept(chief_client):
    response = chief_client.get("/foretag/", {"q": "å" * 201})

    assert response.status_code == 400
    assert errors(response) == {"q": ["Skriv högst 200 tecken. Nu är det 201."]}
    assert "å" * 201 in response.content.decode()


def test_list_has_pages_of_25_that_keep_the_search(chief_client):
    CompanyFactory.create_batch(26)

    first, second = (chief_client.get("/foretag/", {"q": "företag", "sida": number}) for number in (1, 2))

    assert (len(names(first)), len(names(second))) == (25, 1)
    assert "?q=f%C3%B6retag&amp;sida=2" in first.content.decode()
    assert chief_client.get("/foretag/", {"sida": 3}).status_code == 404


def test_list_asks_as_much_for_three_rows_as_for_one(
    chief_client, django_assert_num_queries, django_assert_max_num_queries
):
    ProposalFactory(company=CompanyFactory())
    chief_client.get("/foretag/")
    with django_assert_max_num_queries(14) as one:
        chief_client.get("/foretag/")
    for _ in range(2):
        ProposalFactory.create_batch(2, company=CompanyFactory())

    with django_assert_num_queries(len(one)):
        chief_client.get("/foretag/")


@pytest.mark.parametrize(
    ("cast", "buttons"),
    [
        ("chief_client", ["Nytt företag", "Kontakter att gallra (1)"]),
        ("administrator_client", ["Kontakter att gallra (1)"]),
    ],
)
def test_list_leads_each_role_to_what_it_may_do(request, cast, buttons):
    ContactPersonFactory(keep_until="2017-01-01")
    ContactPersonFactory(keep_until="2999-01-01")

    page = text_of(request.getfixturevalue(cast).get("/foretag/"))

    assert [words for words in ("Nytt företag", "Kontakter att gallra (1)") if words in page] == buttons


def test_empty_list_says_how_companies_come(officer_a_client):
    assert "Det finns inga företag ännu. De läggs till när de lämnar förslag." in text_of(
        officer_a_client.get("/foretag/")
    )


def test_detail_shows_facts_and_proposals_with_their_outcome(officer_a_client):
    company = CompanyFactory(name="Exempelbygg AB", organisation_number=COMPANY, industry="bygg")
    event = ConsultationEventFactory(title="Chefsforum", when_on="2015-03-01", when_precision="manad")
    proposal = ProposalFactory(company=company, event=event, text="Kortare kö.", outcome="bereds")
    ProposalFactory(text="Någon annans.")

    response = officer_a_client.get(page_of(company))

    page = text_of(response)
    assert "Organisationsnummer 556036-0793 Bransch bygg" in page
    assert f"Förslag (1) Förslag som företaget har lämnat Förslag Samråd Utfall {proposal.code} Kortare kö." in page
    assert f"{proposal.code} Kortare kö. Chefsforum, mars 2015 Bereds" in page
    assert f'href="/forslag/{proposal.pk}/"' in response.content.decode()
    assert "Någon annans." not in page


def test_detail_masks_a_sole_traders_number(chief_client):
    company = CompanyFactory(organisation_number=PERSON, is_sole_trader=True)

    page = text_of(chief_client.get(page_of(company)))

    assert PERSON not in page
    assert "Organisationsnummer ••••••-•••• Visas inte, eftersom det är ett personnummer." in page


def test_detail_of_a_company_that_little_is_known_of(chief_client):
    page = text_of(chief_client.get(page_of(CompanyFactory())))

    assert "Företaget har inte lämnat något förslag." in page
    assert "Organisationsnummer Ej angivet Bransch Ej angiven" in page
    assert "Företaget har ingen kontakt. Lägg till en kontakt" in page


def test_detail_asks_as_much_for_three_rows_as_for_one(
    chief_client, django_assert_num_queries, django_assert_max_num_queries
):
    company = CompanyFactory()

    def add():
        ProposalFactory(company=company)
        ContactPersonFactory(company=company)

    add()
    chief_client.get(page_of(company))
    with django_assert_max_num_queries(14) as one:
        chief_client.get(page_of(company))
    add()
    add()

    with django_assert_num_queries(len(one)):
        chief_client.get(page_of(company))


@pytest.mark.parametrize(
    ("cast", "buttons"),
    [
        ("chief_client", ["Ändra företaget", "Ändra", "Ta bort", "Lägg till en kontakt"]),
        ("administrator_client", ["Ta bort"]),
    ],
)
def test_contacts_are_seen_by_those_who_keep_them(request, cast, buttons, department_a):
    contact = ContactPersonFactory(name="Kontakt Ett", email="ett@example.com", keep_until="2017-06-30")
    AnchoringFactory(proposal=ProposalFactory(company=contact.company), department=department_a)

    response = request.getfixturevalue(cast).get(page_of(contact.company))

    page, code = text_of(response), response.content.decode()
    assert "Kontakt Ett ett@example.com Ska gallras. Skulle sparas till 30 juni 2017." in page
    found = re.findall(r'class="np-btn[^>]*>([^<]+)<', code)
    assert [words for words in found if words in ("Ändra företaget", "Ändra", "Ta bort", "Lägg till en kontakt")] == (
        buttons
    )


def test_another_department_sees_no_trace_of_a_contact(officer_a, officer_b_client, department_a):
    contact = ContactPersonFactory(name="Kontakt Ett", email="ett@example.com")
    AnchoringFactory(proposal=ProposalFactory(company=contact.company, contact=contact), department=department_a)

    code = officer_b_client.get(page_of(contact.company)).content.decode()

    assert [words for words in ("Kontakt", "ett@example.com", "kontakter") if words in code] == []


def test_a_company_is_added(chief_client, chief):
    response = chief_client.post("/foretag/ny/", NEW)

    company = Company.objects.get()
    assert (response["Location"], said(response)) == (page_of(company), ["Exempelbygg AB är sparat."])
    assert (company.name, company.organisation_number, company.industry) == ("Exempelbygg AB", COMPANY, "bygg")
    assert company.history.get().history_user == chief


def test_a_form_sent_twice_adds_one_company(chief_client):
    answers = [chief_client.post("/foretag/ny/", NEW | {"confirm": "1"})["Location"] for _ in range(2)]

    assert answers == [page_of(Company.objects.get())] * 2


@pytest.mark.parametrize("number", ["5560360793", "16556036-0793", "556036 0793"])
def test_a_number_in_use_is_answered_with_the_company_named(chief_client, number):
    CompanyFactory(name="Nordbygg HB", organisation_number=COMPANY)

    response = chief_client.post("/foretag/ny/", NEW | {"organisation_number": number})

    assert response.status_code == 400
    assert errors(response) == {
        "organisation_number": [
            "Nordbygg HB har redan det numret. Är det samma företag? Använd i så fall det som finns. "
            "Annars: kontrollera numret, eller lämna fältet tomt."
        ]
    }
    assert f'value="{number}"' in response.content.decode()
    assert Company.objects.count() == 1


@pytest.mark.parametrize("number", ["556036-0794", "0000000000", "DE 123 456"])
def test_a_faulty_number_is_answered_and_nothing_is_lost(chief_client, number):
    response = chief_client.post("/foretag/ny/", NEW | {"organisation_number": number})

    assert (response.status_code, list(errors(response))) == (400, ["organisation_number"])
    assert [f'value="{words}"' in response.content.decode() for words in (number, "Exempelbygg AB", "bygg")] == [
        True,
        True,
        True,
    ]
    assert Company.objects.count() == 0


def test_a_persons_number_is_taken_flagged_and_hidden(chief_client):
    response = chief_client.post("/foretag/ny/", NEW | {"organisation_number": PERSON}, follow=True)

    company = Company.objects.get()
    assert (company.organisation_number, company.is_sole_trader) == (PERSON, True)
    page = text_of(response)
    assert "Enskild firma Exempelbygg AB" in page
    assert PERSON not in response.content.decode()


def test_flagging_is_said(chief_client):
    response = chief_client.post("/foretag/ny/", NEW | {"organisation_number": PERSON})

    assert said(response) == [
        "Exempelbygg AB är sparat. Numret är ett personnummer. Företaget är märkt som enskild firma, och numret visas "
        "inte."
    ]


def test_flagging_by_name_is_said(chief_client):
    response = chief_client.post("/foretag/ny/", {"version": "1", "name": "Anna Bygg (enskild firma)"})

    assert said(response) == [
        "Anna Bygg (enskild firma) är sparat. Namnet säger att det är en enskild firma, och företaget är märkt så."
    ]


def test_a_foreign_company_is_added_without_a_number(chief_client):
    chief_client.post("/foretag/ny/", {"version": "1", "name": "Example GmbH"})

    assert Company.objects.get().organisation_number == ""


def test_a_similar_name_is_asked_about_once(chief_client):
    CompanyFactory(name="Exempelbygg HB")

    asked = chief_client.post("/foretag/ny/", NEW)
    stored = Company.objects.count()
    chief_client.post("/foretag/ny/", NEW | {"confirm": "1"})

    assert (asked.status_code, stored, Company.objects.count()) == (200, 1, 2)
    assert asked.context["questions"] == (
        "Det finns redan företag med liknande namn: Exempelbygg HB. Är det samma? Använd i så fall det som finns.",
    )
    assert "Spara ändå" in text_of(asked)


def test_a_name_is_text_and_no_markup(chief_client):
    company = CompanyFactory(name=SCRIPT, industry=SCRIPT[:80])
    pages = ["/foretag/", page_of(company), f"{page_of(company)}andra/", "/foretag/?q=%3Cscript%3E"]

    answers = [chief_client.get(page).content.decode() for page in pages]
    asked = chief_client.post("/foretag/ny/", {"version": "1", "name": f"{SCRIPT} AB"}).content.decode()

    assert ["<script>alert" in page for page in [*answers, asked]] == [False] * 5
    assert ["&lt;script&gt;" in page for page in [*answers, asked]] == [True] * 5


@pytest.fixture
def trader():
    return CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)


def test_the_form_of_a_sole_trader_does_not_print_its_number(chief_client, trader):
    page = chief_client.get(f"{page_of(trader)}andra/").content.decode()

    assert (PERSON in page, PERSON.replace("-", "") in page) == (False, False)
    assert "Numret är sparat och visas inte. Skriv bara om det ska ändras." in page


def test_contacts_are_not_seen_by_a_department_that_was_asked_about_one_of_the_companys_proposals(
    officer_a_client, department_a
):
    """It meets the contact of that proposal on the proposal's page, and not those of the company's others."""
    contact = ContactPersonFactory(name="Kontakt Ett", email="ett@example.com")
    AnchoringFactory(proposal=ProposalFactory(company=contact.company), department=department_a)

    code = officer_a_client.get(page_of(contact.company)).content.decode()

    assert ("Kontakt Ett" in code, "ett@example.com" in code) == (False, False)


@pytest.mark.parametrize(("more", "number"), [({}, PERSON), ({"forget_number": "on"}, "")])
def test_a_sole_traders_number_is_kept_until_it_is_removed(chief_client, trader, more, number):
    typed = {"version": "1", "name": "Målaren i Tyresö", "is_sole_trader": "on"} | more

    chief_client.post(f"{page_of(trader)}andra/", typed)

    stored = Company.objects.get()
    assert (stored.name, stored.organisation_number, stored.is_sole_trader) == ("Målaren i Tyresö", number, True)


def test_the_second_saver_is_shown_what_the_first_wrote_but_no_persons_number(chief_client, trader):
    typed = {"version": "1", "name": "Målaren", "is_sole_trader": "on"}
    chief_client.post(f"{page_of(trader)}andra/", typed | {"forget_number": "on", "industry": "måleri"})

    response = chief_client.post(f"{page_of(trader)}andra/", typed | {"name": "Mitt namn"})

    assert response.status_code == 409
    page = text_of(response)
    assert "Bransch – måleri" in page
    assert PERSON not in response.content.decode()
    assert Company.objects.get().name == "Målaren"


def test_an_edit_that_changes_nothing_is_no_edit(chief_client, trader):
    chief_client.post(f"{page_of(trader)}andra/", {"version": "1", "name": "Målaren", "is_sole_trader": "on"})

    assert (Company.objects.get().version, trader.history.count()) == (1, 1)


@pytest.mark.parametrize("address", ["/foretag/ny/", "/foretag/{}/andra/", "/foretag/{}/kontakter/ny/"])
def test_who_may_not_change_is_told_who_does(officer_a_client, address):
    response = officer_a_client.get(address.format(CompanyFactory().pk))

    assert response.status_code == 403
    assert "Bara näringslivschefen kan ändra uppgifter om företag. Hör av dig dit om något är fel." in text_of(response)
