"""One proposal: its page, and writing, correcting, splitting and taking it back."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages

from actionplan import clock, swedish
from actionplan.choices import Suggestion
from actionplan.models import ContactPerson, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposals import merge_proposals, submit_proposal
from actionplan.tests.factories import (
    ActionPlanFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    ProposalFactory,
)
from actionplan.tests.views.test_proposals import texts

pytestmark = pytest.mark.django_db
ON = dt.date(2015, 5, 15)


@pytest.fixture(autouse=True)
def plan():
    return ActionPlanFactory()


@pytest.fixture
def event():
    return ConsultationEventFactory(title="Chefsforum")


@pytest.fixture
def proposal(event):
    return ProposalFactory(event=event, text="Svara inom två dagar.")


def fields(client, address):
    """What a browser would post if the form were sent untouched."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_proposal_is_written_down(chief_client, event):
    address = f"/forslag/ny/?samrad={event.pk}"

    response = chief_client.post(
        address, fields(chief_client, address) | {"text": "Ring oss.", "company_name": "Krogen"}
    )

    proposal = Proposal.objects.get()
    assert (proposal.text, proposal.proposer_name, proposal.event) == ("Ring oss.", "Krogen", event)
    assert response["Location"] == f"/forslag/{proposal.pk}/"


def test_a_name_in_the_register_is_that_company(chief_client, event):
    company, address = CompanyFactory(name="Exempelbygg AB"), f"/forslag/ny/?samrad={event.pk}"
    typed = {"text": "Ring oss.", "company_name": "exempelbygg  ab"}

    chief_client.post(address, fields(chief_client, address) | typed)

    assert Proposal.objects.get().company == company


def test_a_name_nearly_in_the_register_is_asked_about_and_never_taken_for_it(chief_client, event):
    CompanyFactory(name="Exempelbygg AB")
    address = f"/forslag/ny/?samrad={event.pk}"
    typed = fields(chief_client, address) | {"text": "Ring oss.", "company_name": "Exempelbyg"}

    asked = chief_client.post(address, typed)
    chief_client.post(address, typed | {"confirm": "1"})

    assert asked.context["questions"] == (
        "I registret finns Exempelbygg AB. Skriv namnet precis så om det är samma företag.",
    )
    assert [(one.company, one.proposer_name) for one in Proposal.objects.all()] == [(None, "Exempelbyg")]


def test_far_too_long_a_proposal_is_said_and_kept(chief_client, event):
    address, text = f"/forslag/ny/?samrad={event.pk}", "å" * 20_000

    response = chief_client.post(address, fields(chief_client, address) | {"text": text})

    assert response.status_code == 400
    assert response.context["form"].errors["text"] == [
        "Förslaget är 20000 tecken långt. Korta det till högst 5000, eller dela det i flera."
    ]
    assert text in response.content.decode()
    assert Proposal.objects.count() == 0


def test_an_address_without_event_is_not_found(chief_client):
    codes = [
        chief_client.get(f"/forslag/ny/{query}").status_code for query in ("", "?samrad=", "?samrad=x", "?samrad=99")
    ]

    assert codes == [404] * 4


def test_the_page_says_who_what_and_where(officer_a_client, chief, event):
    company = CompanyFactory(name="Exempelbygg AB")
    proposal = submit_proposal(event=event, text="Svara inom två dagar.", company=company, by=chief, on=ON)

    page = texts(officer_a_client.get(f"/forslag/{proposal.pk}/"))

    for words in (
        "”Svara inom två dagar.”",
        "Exempelbygg AB",
        "Chefsforum",
        "Inkommet",
        "inte skickat till någon förvaltning",
    ):
        assert words in page


def test_a_contact_is_met_only_by_those_who_were_asked(
    chief_client, officer_a_client, officer_b_client, administrator_client, chief, department_a, event
):
    contact = ContactPersonFactory(name="Kontakt Kontaktsson", email="kontakt@example.com")
    proposal = ProposalFactory(event=event, company=contact.company, contact=contact)
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)

    pages = [
        client.get(f"/forslag/{proposal.pk}/").content.decode()
        for client in (chief_client, administrator_client, officer_a_client, officer_b_client)
    ]

    assert ["kontakt@example.com" in page for page in pages] == [True, True, True, False]
    assert ["Kontaktsson" in page for page in pages] == [True, True, True, False]


def test_a_correction_is_saved_and_told(chief_client, proposal):
    address = f"/forslag/{proposal.pk}/andra/"

    response = chief_client.post(address, fields(chief_client, address) | {"text": "Svara inom tre dagar."})

    proposal.refresh_from_db()
    assert (proposal.text, said(response)) == ("Svara inom tre dagar.", [f"{proposal.code} är sparat."])
    assert "Förut stod det: ”Svara inom två dagar.”" in texts(chief_client.get(f"/forslag/{proposal.pk}/"))


def test_who_came_from_the_meeting_goes_back_there(chief_client, proposal):
    addresses = [f"/forslag/{proposal.pk}/{verb}/?fran=skriv" for verb in ("andra", "ta-bort")]

    locations = [chief_client.post(address, fields(chief_client, address))["Location"] for address in addresses]

    assert locations == [f"/samrad/{proposal.event_id}/skriv/"] * 2


def test_who_saves_second_sees_what_the_first_wrote_and_keeps_what_they_typed(chief_client, proposal):
    address = f"/forslag/{proposal.pk}/andra/"
    typed = fields(chief_client, address)
    chief_client.post(address, typed | {"text": "Den enas text."})

    response = chief_client.post(address, typed | {"text": "Den andras text."})

    assert response.status_code == 409
    page = texts(response)
    assert ("Den enas text." in page, "Den andras text." in page) == (True, True)


def test_a_contact_of_another_company_is_not_kept(chief_client, event):
    contact = ContactPersonFactory()
    proposal = ProposalFactory(event=event, company=contact.company, contact=contact)
    address = f"/forslag/{proposal.pk}/andra/"

    chief_client.post(address, fields(chief_client, address) | {"company_name": "Ett annat", "confirm": "1"})

    proposal.refresh_from_db()
    assert (proposal.company, proposal.contact, proposal.proposer_name) == (None, None, "Ett annat")


def test_one_becomes_two(chief_client, proposal):
    address = f"/forslag/{proposal.pk}/dela/"

    chief_client.post(address, fields(chief_client, address) | {"first": "Svara.", "second": "Håll tiden."})

    assert list(Proposal.objects.order_by("pk").values_list("text", flat=True)) == ["Svara.", "Håll tiden."]


def test_half_a_split_says_what_is_missing(chief_client, proposal):
    address = f"/forslag/{proposal.pk}/dela/"

    response = chief_client.post(address, fields(chief_client, address) | {"second": " "})

    assert (response.status_code, response.context["form"].errors) == (400, {"second": ["Skriv förslaget."]})


def test_a_line_is_taken_back_after_asking(chief_client, proposal):
    address = f"/forslag/{proposal.pk}/ta-bort/"

    response = chief_client.post(address, fields(chief_client, address))

    assert (Proposal.objects.count(), response["Location"]) == (0, f"/samrad/{proposal.event_id}/")


def test_what_has_begun_is_not_taken_back(chief_client, chief, department_a, proposal):
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    address = f"/forslag/{proposal.pk}/ta-bort/"

    response = chief_client.post(address, fields(chief_client, address))

    assert response.status_code == 400
    assert "Avböj det med en motivering i stället." in texts(response)


def test_a_department_answers_where_it_was_asked(officer_a_client, chief, department_a, proposal):
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    anchoring = proposal.anchorings.get()
    page = officer_a_client.get(f"/forslag/{proposal.pk}/").content.decode()
    address = f"/forslag/svar/{anchoring.pk}/"

    response = officer_a_client.post(
        address, fields(officer_a_client, address) | {"suggestion": Suggestion.DECLINE, "comment": "Finns redan."}
    )

    anchoring.refresh_from_db()
    assert f'href="{address}"' in page
    assert (anchoring.suggestion, anchoring.comment) == ("avboj", "Finns redan.")
    assert response["Location"] == "/mina/"


def test_a_no_without_words_is_refused_beside_the_field(officer_a_client, chief, department_a, proposal):
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    address = f"/forslag/svar/{proposal.anchorings.get().pk}/"

    response = officer_a_client.post(address, fields(officer_a_client, address) | {"suggestion": "avboj"})

    assert (response.status_code, response.context["form"].errors) == (
        400,
        {"comment": ["Skriv varför ni föreslår att förslaget avböjs."]},
    )


def test_a_member_of_a_group_shows_what_was_asked_of_its_lead(chief_client, chief, department_a, proposal, event):
    other = ProposalFactory(event=event, text="Svara snabbt.")
    merge_proposals(proposal, [other], by=chief, on=ON)
    lead = Proposal.objects.get(pk=proposal.pk)
    send_proposals([lead], departments=[department_a], answer_by=None, by=chief, on=ON)
    answer_anchoring(
        lead.anchorings.get(),
        suggestion="ny_aktivitet",
        comment="Ja, gärna.",
        suggested_activity=None,
        by=chief,
        on=ON,
        expected_version=1,
    )

    page = texts(chief_client.get(f"/forslag/{other.pk}/"))

    assert ("Ja, gärna." in page, "Säger samma sak" in page) == (True, True)


def test_waiting_questions_stand_on_my_page_and_in_the_menu(
    officer_a_client, officer_b_client, chief, department_a, plan
):
    proposal = ProposalFactory(text="Svara inom två dagar.")
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)

    mine, other = (texts(client.get("/mina/")) for client in (officer_a_client, officer_b_client))

    assert ("1 förslag att svara på" in mine, "Svara inom två dagar." in mine) == (True, True)
    assert "Mina aktiviteter 1 väntar" in mine
    assert ("att svara på" in other, "Mina aktiviteter 1" in other) == (False, False)


def test_a_sole_trader_is_named_to_those_who_work_with_the_proposal(
    chief_client, officer_a_client, officer_b_client, chief, event, department_a
):
    trader = CompanyFactory(name="Anna Bygg", is_sole_trader=True)
    proposal = ProposalFactory(event=event, company=trader)
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    pages = (f"/forslag/{proposal.pk}/", f"/samrad/{event.pk}/", "/forslag/", f"/foretag/{trader.pk}/", "/foretag/")

    def naming(client):
        return [page for page in pages if "Anna Bygg" in client.get(page).content.decode()]

    assert naming(chief_client) == list(pages)
    assert naming(officer_a_client) == [pages[0], pages[3]]
    assert naming(officer_b_client) == []
    assert "Enskild firma" in texts(officer_b_client.get(pages[0]))
    assert officer_b_client.get(pages[3]).status_code == 404


CONTACT = {"text": "Ring oss.", "company_name": "Krogen AB", "contact_email": "anna@krogen.example"}


def test_whom_to_answer_is_written_down_with_the_proposal(chief_client, event):
    address = f"/forslag/ny/?samrad={event.pk}"
    form = fields(chief_client, address) | CONTACT | {"contact_name": "Anna"}

    for _ in range(2):  # sent twice
        response = chief_client.post(address, form)

    [proposal], [contact] = Proposal.objects.all(), ContactPerson.objects.all()
    assert (proposal.company.name, proposal.contact, contact.company) == ("Krogen AB", contact, proposal.company)
    assert (contact.name, contact.email) == ("Anna", "anna@krogen.example")
    assert contact.keep_until == swedish.years_after(clock.today(), 2)
    assert response["Location"] == f"/forslag/{proposal.pk}/"


def test_a_contact_the_company_has_is_kept_on(chief_client, event):
    company = CompanyFactory(name="Krogen AB")
    contact = ContactPersonFactory(company=company, email="Anna@krogen.example", keep_until=clock.today())
    address = f"/forslag/ny/?samrad={event.pk}"

    chief_client.post(address, fields(chief_client, address) | CONTACT)

    contact.refresh_from_db()
    assert (Proposal.objects.get().contact, ContactPerson.objects.count()) == (contact, 1)
    assert contact.keep_until == swedish.years_after(clock.today(), 2)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (
            {"company_name": ""},
            "company_name",
            "Skriv vilket företag kontakten hör till, eller töm uppgifterna om kontakten.",
        ),
        ({"contact_email": "anna"}, "contact_email", "Det är ingen e-postadress. Skriv den så här: info@foretaget.se."),
        ({"contact_name": "x" * 201}, "contact_name", "Skriv högst 200 tecken. Nu är det 201."),
    ],
)
def test_a_contact_that_cannot_be_is_answered_and_nothing_is_stored(chief_client, event, typed, field, message):
    address = f"/forslag/ny/?samrad={event.pk}"

    response = chief_client.post(address, fields(chief_client, address) | CONTACT | typed)

    assert (response.status_code, dict(response.context["form"].errors)) == (400, {field: [message]})
    assert (Proposal.objects.count(), ContactPerson.objects.count()) == (0, 0)


def test_a_sole_trader_is_not_found_by_name_by_those_who_may_not_know(chief_client, officer_a_client, event):
    ProposalFactory(event=event, company=CompanyFactory(name="Anna Bygg", is_sole_trader=True))
    ProposalFactory(event=event, company=CompanyFactory(name="Anna AB"))

    def found(client):
        return len(client.get("/forslag/?q=anna&lage=inkommet").context["rows"])

    assert (found(chief_client), found(officer_a_client)) == (2, 1)
