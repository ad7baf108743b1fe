"""The commands of gallring: what they print, what they ask, and that neither output nor log repeats a name."""

import json
import logging

import pytest
from django.core.management import CommandError, call_command

from actionplan.models import ContactPerson, Proposal
from actionplan.tests.everywhere import columns_holding
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Kontakt Åberg", "kontakt.aberg@example.com"
NOBODY = "Ange --email ADRESS, --name NAMN eller båda."
LOOK = [
    "Leta också för hand:",
    "- Filer vid samråd, till exempel minnesanteckningar: öppna och läs dem.",
    "- Anteckningar, förslag, kommentarer och motiveringar: namnet kan vara stavat på ett annat sätt.",
    "- Utskrifter, utlämnade filer och säkerhetskopior utanför systemet.",
]


@pytest.fixture
def person(caplog):
    caplog.set_level(logging.INFO, logger="actionplan.export")
    company = CompanyFactory(name="Exempelbygg AB")
    ProposalFactory(proposer_name=NAME)
    return ContactPersonFactory(company=company, name=NAME, email=EMAIL, keep_until="2017-06-30")


def run(capsys, *command):
    call_command(*command)
    return capsys.readouterr().out.strip()


def answered(monkeypatch, answer):
    monkeypatch.setattr("builtins.input", lambda question: answer)


def test_export_prints_all_of_it_as_json(person, capsys, caplog):
    found = json.loads(run(capsys, "export_person", "--name", NAME))

    assert found["kontaktuppgifter"] == [
        {
            "företag": "Exempelbygg AB",
            "namn": NAME,
            "e-postadress": EMAIL,
            "funktionsadress": False,
            "sparas till och med": "2017-06-30",
        }
    ]
    assert len(found["förslag"]) == 1
    assert caplog.messages == ["personal data exported from the command line"]


def test_export_is_readable_swedish(person, capsys):
    assert f'"namn": "{NAME}"' in run(capsys, "export_person", "--email", EMAIL)


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
def test_somebody_must_be_meant(person, command):
    with pytest.raises(CommandError) as refused:
        call_command(command, *(["--yes"] if command == "erase_person" else []))

    assert str(refused.value).startswith(NOBODY)
    assert ContactPerson.objects.count() == 1


@pytest.mark.parametrize("answer", ["", "nej", "j", "yes"])
def test_erasing_asks_and_anything_but_ja_is_no(person, monkeypatch, answer):
    answered(monkeypatch, answer)

    with pytest.raises(CommandError) as refused:
        call_command("erase_person", "--name", NAME)

    assert str(refused.value) == "Inget är raderat."
    assert ContactPerson.objects.count() == 1


def test_erasing_without_a_terminal_is_no(person, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: (_ for _ in ()).throw(EOFError))

    with pytest.raises(CommandError):
        call_command("erase_person", "--name", NAME)

    assert ContactPerson.objects.count() == 1


def test_ja_erases(person, monkeypatch):
    answered(monkeypatch, " JA ")

    call_command("erase_person", "--name", NAME)

    assert ContactPerson.objects.count() == 0


def test_erasing_says_what_was_done_and_never_whose_it_was(person, capsys, caplog):
    printed = run(capsys, "erase_person", "--name", NAME, "--yes")

    assert printed.splitlines() == [
        "Borttagna: 1 kontakt.",
        "Utan namn: 1 förslag.",
        "Utan mottagare: 0 brev.",
        "Utan namn och nummer: 0 enskilda firmor.",
        *LOOK,
    ]
    assert caplog.messages == [
        "personal data erased from the command line: 1 contacts, 1 proposals, 0 mails, 0 companies"
    ]
    assert columns_holding("åberg") == []


def test_erasing_points_out_what_is_left(person, capsys):
    proposal = ProposalFactory(text=f"{NAME} vill ha en bro.")

    printed = run(capsys, "erase_person", "--name", NAME, "--yes")

    assert printed.splitlines()[4:7] == [
        "Namnet eller adressen står kanske kvar här. Läs och ändra för hand:",
        f"- historik för förslag {proposal.pk}: förslag",
        f"- förslag {proposal.pk}: förslag",
    ]
    assert NAME not in printed
    assert Proposal.objects.count() == 2


def test_expired_contacts_are_listed_and_stay(person, capsys):
    ContactPersonFactory(company=person.company, name="", email="info@example.com", keep_until="2016-01-01")

    printed = run(capsys, "expired_contacts", "--on", "1 juli 2017")

    assert printed.splitlines() == [
        "2016-01-01  Exempelbygg AB: info@example.com",
        f"2017-06-30  Exempelbygg AB: {NAME}",
        "2 kontakter att gallra.",
    ]
    assert ContactPerson.objects.count() == 2


@pytest.mark.parametrize(("day", "number"), [("2017-06-30", "0 kontakter"), ("2017-07-01", "1 kontakt")])
def test_a_contact_expires_when_its_day_has_passed(person, capsys, day, number):
    assert run(capsys, "expired_contacts", "--on", day).splitlines()[-1] == f"{number} att gallra."


def test_expired_today_is_by_the_sites_clock(person, capsys):
    assert run(capsys, "expired_contacts").splitlines()[-1] == "1 kontakt att gallra."


def test_a_faulty_day_is_said(person):
    with pytest.raises(CommandError) as refused:
        call_command("expired_contacts", "--on", "2016-02-30")

    assert str(refused.value) == "Datumet finns inte: februari 2016 har 29 dagar."
