"""What is stored about a person is all handed out, and all erased: looked for in every text column of the database."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import MailKind, MailState
from actionplan.models import Company, ContactPerson, Outbox, OutboxProposal, Proposal
from actionplan.services.companies import edit_company
from actionplan.services.personal_data import Erased, erase_contacts, erase_person, export_person, person_of
from actionplan.services.proposals import edit_proposal
from actionplan.services.versions import LostUpdate
from actionplan.tests.everywhere import columns_holding
from actionplan.tests.factories import (
    ActionPlanFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    ProposalFactory,
    noon,
)
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON

pytestmark = pytest.mark.django_db
NAME, EMAIL, FUNCTION = "Kontakt Åberg", "kontakt.aberg@example.com", "info@example.com"
DAY = dt.date(2015, 3, 18)
NOTHING = Erased(0, 0, 0, 0, ())


def mail(recipient, proposal=None, state=MailState.SENT, **fields):
    sent = noon(DAY) if state == MailState.SENT else None
    values = {"kind": MailKind.DECIDED, "subject": "Ert förslag", "body": "Så blev det.", "created_at": noon(DAY)}
    row = Outbox.objects.create(recipient=recipient, state=state, sent_at=sent, **values | fields)
    if proposal:
        OutboxProposal.objects.create(mail=row, proposal=proposal, kind=MailKind.DECIDED)
    return row


@pytest.fixture
def person():
    """Everything the system can know of one person, with neighbours that are somebody else's."""
    company = CompanyFactory(name="Exempelbygg AB")
    contact = ContactPersonFactory(company=company, name=NAME, email=EMAIL, keep_until=dt.date(2019, 12, 31))
    ContactPersonFactory(company=company, name="", email=FUNCTION, is_function=True)
    ContactPersonFactory(company=company, name="Kontakt Ek", email="ek@example.com")
    event = ConsultationEventFactory(title="Chefsforum")
    represented = ProposalFactory(event=event, company=company, contact=contact, text="Kortare kö.", received_on=DAY)
    named = ProposalFactory(event=event, proposer_name="KONTAKT  åberg", text="Längre bro.", received_on=DAY)
    ProposalFactory(event=event, proposer_name="Kontakt Ek")
    trader = CompanyFactory(name="Kontakt Åberg enskild firma", organisation_number=PERSON, is_sole_trader=True)
    made = ProposalFactory(event=event, company=trader, text="Bättre skyltar.", received_on=DAY)
    mail(EMAIL.upper(), represented)
    mail(FUNCTION)
    return {"represented": represented, "named": named, "made": made, "trader": trader, "contact": contact}


def test_all_that_is_stored_is_handed_out(person):
    said = {"samråd": "Chefsforum", "inkom": "2015-03-18", "utfall": "Inkommet", "motivering": ""}

    found = export_person(email=EMAIL, name=NAME)

    assert found | {"leta för hand": []} == {
        "uppgifter om": {"namn": NAME, "e-postadress": EMAIL},
        "kontaktuppgifter": [
            {
                "företag": "Exempelbygg AB",
                "namn": NAME,
                "e-postadress": EMAIL,
                "funktionsadress": False,
                "sparas till och med": "2019-12-31",
            }
        ],
        "enskilda firmor": [
            {"namn": "Kontakt Åberg enskild firma", "organisationsnummer": PERSON, "bransch": ""},
        ],
        "förslag": [
            {"nummer": person["represented"].code, "som": "kontaktperson", "förslagslämnare": ""}
            | {"förslag": "Kortare kö."}
            | said,
            {"nummer": person["named"].code, "som": "förslagslämnare", "förslagslämnare": "KONTAKT  åberg"}
            | {"förslag": "Längre bro."}
            | said,
            {"nummer": person["made"].code, "som": "enskild firma", "förslagslämnare": ""}
            | {"förslag": "Bättre skyltar."}
            | said,
        ],
        "brev": [
            {
                "till": EMAIL.upper(),
                "gäller": "Besked om förslaget",
                "ämne": "Ert förslag",
                "text": "Så blev det.",
                "läge": "Skickat",
                "skickat": "2015-03-18 12:00",
            }
        ],
        "nämns kanske också här": [f"historik för företag {person['trader'].pk}: namn"],
        "leta för hand": [],
    }


def test_what_is_handed_out_says_what_only_people_can_look_through(person):
    assert [place.partition(":")[0] for place in export_person(name=NAME)["leta för hand"]] == [
        "Filer vid samråd, till exempel minnesanteckningar",
        "Anteckningar, förslag, kommentarer och motiveringar",
        "Utskrifter, utlämnade filer och säkerhetskopior utanför systemet.",
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"email": EMAIL}, (1, 0, 1, 1)),
        ({"name": NAME}, (1, 1, 3, 1)),
        ({"name": " kontakt   ÅBERG "}, (1, 1, 3, 1)),
        ({"email": EMAIL.upper()}, (1, 0, 1, 1)),
        ({"email": FUNCTION}, (1, 0, 0, 1)),
        ({"name": "Kontakt"}, (0, 0, 0, 0)),
        ({"email": "example.com"}, (0, 0, 0, 0)),
        ({"name": "%"}, (0, 0, 0, 0)),
    ],
)
def test_a_person_is_found_by_address_or_name(person, asked, numbers):
    found = export_person(**asked)

    kinds = ("kontaktuppgifter", "enskilda firmor", "förslag", "brev")
    assert tuple(len(found[kind]) for kind in kinds) == numbers


@pytest.mark.parametrize("verb", [export_person, erase_person])
@pytest.mark.parametrize("asked", [{}, {"email": " ", "name": ""}])
def test_nobody_is_not_everybody(person, verb, asked):
    with pytest.raises(ValidationError) as refused:
        verb(**asked)

    assert refused.value.messages == ["Ange en e-postadress eller ett namn."]
    assert ContactPerson.objects.count() == 3


def test_what_is_handed_out_can_be_written_as_json(person):
    assert json.loads(json.dumps(export_person(name=NAME))) == export_person(name=NAME)


def test_erased_is_gone_from_every_column(person):
    assert columns_holding("kontakt åberg") != []
    assert columns_holding(EMAIL) != []

    erased = erase_person(email=EMAIL, name=NAME)

    assert erased == Erased(contacts=1, proposals=1, mails=1, companies=1, left=())
    assert [columns_holding(word) for word in ("åberg", EMAIL, PERSON, PERSON.replace("-", ""))] == [[], [], [], []]


def test_proposals_and_mails_stay_without_the_person(person):
    before = Proposal.objects.count()

    erase_person(email=EMAIL, name=NAME)

    represented, named, made = (Proposal.objects.get(pk=person[key].pk) for key in ("represented", "named", "made"))
    assert Proposal.objects.count() == before
    assert (represented.text, represented.company.name, represented.contact) == ("Kortare kö.", "Exempelbygg AB", None)
    assert (named.text, named.proposer_name, named.proposer) == ("Längre bro.", "", "")
    assert (made.text, made.proposer) == ("Bättre skyltar.", "Enskild firma (raderad)")
    mails = list(Outbox.objects.order_by("pk").values_list("recipient", "state", "body"))
    assert mails == [("raderad", "skickat", "Så blev det."), (FUNCTION, "skickat", "Så blev det.")]
    assert list(represented.mails.all()) == [Outbox.objects.get(recipient="raderad")]


def test_others_stay_as_they_were(person):
    erase_person(email=EMAIL, name=NAME)

    assert list(ContactPerson.objects.order_by("pk").values_list("name", "email")) == [
        ("", FUNCTION),
        ("Kontakt Ek", "ek@example.com"),
    ]
    assert Proposal.objects.exclude(proposer_name="").get().proposer_name == "Kontakt Ek"


def test_an_open_form_cannot_put_the_name_back(person):
    named = person["named"]
    erase_person(name=NAME)

    with pytest.raises(LostUpdate):
        edit_proposal(named, expected_version=1, by=None, on=DAY)

    assert Proposal.objects.get(pk=named.pk).proposer_name == ""


def test_erasing_twice_finds_nothing(person):
    erase_person(email=EMAIL, name=NAME)

    assert erase_person(email=EMAIL, name=NAME) == NOTHING


def test_somebody_of_the_same_name_with_another_address_is_somebody_else(person):
    other = ContactPersonFactory(name=NAME, email="annan@example.com")

    erased = erase_person(email=EMAIL, name=NAME)

    assert erased.left == (f"kontaktperson {other.pk}: namn",)
    assert ContactPerson.objects.filter(pk=other.pk).exists()


def test_an_address_two_persons_share_stays_in_the_mails_of_the_other():
    ContactPersonFactory(name=NAME, email="delad@example.com")
    ContactPersonFactory(name="Kontakt Ek", email="delad@example.com")
    mail("delad@example.com")

    assert erase_person(name=NAME).mails == 0
    assert Outbox.objects.get().recipient == "delad@example.com"


def test_a_contact_of_a_sole_trader_goes_with_it():
    trader = CompanyFactory(name=NAME, is_sole_trader=True)
    ContactPersonFactory(company=trader, name="", email=FUNCTION, is_function=True)
    mail(FUNCTION)

    assert erase_person(name=NAME) == Erased(1, 0, 1, 1, ())
    assert columns_holding(FUNCTION) == []


def test_a_name_the_sole_trader_had_once_is_erased_too():
    trader = CompanyFactory(name=NAME, is_sole_trader=True)
    trader.name = "Skyltar i Tyresö"
    edit_company(trader, expected_version=1)

    erase_person(name=NAME)

    assert columns_holding("åberg") == []
    assert Company.objects.get().name == "Enskild firma (raderad)"


def test_a_sole_trader_that_was_removed_is_erased_from_the_history():
    CompanyFactory(name=NAME, organisation_number=PERSON, is_sole_trader=True).delete()

    erase_person(name=NAME)

    assert [columns_holding(word) for word in ("åberg", PERSON)] == [[], []]


def test_a_company_that_is_no_sole_trader_keeps_its_name():
    CompanyFactory(name=f"{NAME} AB")

    erased = erase_person(name=NAME)

    company = Company.objects.get()
    assert (company.name, erased.companies) == (f"{NAME} AB", 0)
    assert erased.left == (f"historik för företag {company.pk}: namn", f"företag {company.pk}: namn")


def test_a_person_who_was_typed_as_a_company_is_erased_too():
    company = CompanyFactory(name=NAME)
    business = CompanyFactory(name=NAME, organisation_number=COMPANY)
    proposal = ProposalFactory(company=company)

    erased = erase_person(name=NAME)

    company.refresh_from_db()
    assert (company.name, company.is_sole_trader, erased.companies) == ("Enskild firma (raderad)", True, 1)
    assert [proposal.pk] == list(Proposal.objects.filter(company=company).values_list("pk", flat=True))
    assert Company.objects.get(pk=business.pk).name == NAME


@pytest.mark.parametrize("written", ["kontakt åberg", "KONTAKT ÅBERG", "Kontakt Åberg"])
def test_what_remains_in_running_text_is_pointed_out(written):
    event = ConsultationEventFactory(notes=f"Sagt av {written} på mötet.")
    proposal = ProposalFactory(event=event, text=f"{written} vill ha en bro.")

    assert erase_person(name=NAME).left == (
        f"historik för samråd {event.pk}: anteckningar",
        f"samråd {event.pk}: anteckningar",
        f"historik för förslag {proposal.pk}: förslag",
        f"förslag {proposal.pk}: förslag",
    )


def test_what_waits_to_be_mailed_is_never_sent():
    ContactPersonFactory(name=NAME, email=EMAIL)
    waiting = mail(EMAIL, state=MailState.WAITING)
    failed = mail(EMAIL, state=MailState.FAILED, error=f"550 {EMAIL} finns inte")

    erase_person(name=NAME)

    told = {row.pk: (row.recipient, row.state, row.error) for row in Outbox.objects.all()}
    assert told == dict.fromkeys(
        (waiting.pk, failed.pk), ("raderad", "misslyckat", "Mottagarens uppgifter är raderade.")
    )


def test_nothing_is_erased_by_half(person, monkeypatch):
    monkeypatch.setattr("actionplan.services.personal_data._erase_traders", lambda found: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        erase_person(email=EMAIL, name=NAME)

    assert (ContactPerson.objects.count(), Outbox.objects.filter(recipient="raderad").count()) == (3, 0)


def test_pages_drawn_with_the_name_are_drawn_anew():
    plan = ActionPlanFactory()

    erase_person(name=NAME)

    before = plan.revision
    plan.refresh_from_db()
    assert plan.revision == before + 1


def test_chosen_contacts_are_erased_all_at_once(person):
    other = ContactPersonFactory(name="", email="info@annat.example.com", is_function=True)

    erased = erase_contacts(ContactPerson.objects.filter(pk__in=[person["contact"].pk, other.pk]))

    assert erased == Erased(contacts=2, proposals=1, mails=1, companies=1, left=())
    assert columns_holding("åberg") == []


@pytest.mark.parametrize(
    ("fields", "whom"),
    [
        ({"name": NAME, "email": EMAIL}, {"name": NAME, "email": EMAIL}),
        ({"name": NAME, "email": ""}, {"name": NAME, "email": ""}),
        ({"name": NAME, "email": FUNCTION, "is_function": True}, {"name": "", "email": FUNCTION}),
    ],
)
def test_a_function_address_is_not_its_readers(fields, whom):
    assert person_of(ContactPersonFactory.build(**fields)) == whom
