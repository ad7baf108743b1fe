"""What the letters say and to whom: one to each address, function addresses first, no names, no links inside."""

import datetime as dt

import pytest

from actionplan.choices import MailKind
from actionplan.mail import draft_letters
from actionplan.models import OutboxProposal
from actionplan.tests.factories import (
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    OutboxFactory,
    ProposalFactory,
)
from actionplan.tests.said import became, completed, decided, declined, done

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture
def event():
    event = ConsultationEventFactory(title="Chefsforum")
    event.set_when("mars 2015")
    event.save()
    return event


@pytest.fixture
def company():
    return CompanyFactory(name="Exempelbygg AB")


@pytest.fixture
def draft(event):
    """draft(): the letters about decisions that can be sent now, and who has no address."""
    return lambda kind=MailKind.DECIDED, **options: draft_letters(event, kind, DAY, **options)


def recipients(drafts):
    return [letter.recipient for letter in drafts.letters]


def keys_in(letter):
    return [told.proposal for told in letter.about]


def test_a_letter_says_what_was_proposed_what_was_decided_and_how_it_goes(event, company, draft):
    ContactPersonFactory(company=company, email="info@example.com")
    activity = ActivityFactory(title="Lotsa nya företag")
    became(activity, event=event, company=company, text="En väg in & inga fler nummer.")
    declined("Parkeringen ägs inte av kommunen.", event=event, company=company, text="Gratis parkering.")

    [letter] = draft(handout="https://example.com/samrad/1/ni-sa-vi-gjorde/").letters

    assert letter.subject == "Så blev det med era förslag: Chefsforum"
    assert letter.body == (
        "Hej!\n\n"
        "Tack för förslagen som ni lämnade: Chefsforum, mars 2015. Nu är de beslutade.\n\n"
        "Ni sa: ”En väg in & inga fler nummer.”\n\n"
        "Det har blivit en aktivitet i kommunens handlingsplan för näringslivsarbetet:\n"
        "– Lotsa nya företag (läget: borde ha startat)\n\n"
        "Ni sa: ”Gratis parkering.”\n\n"
        "Det här kommer vi inte att göra.\n"
        "Parkeringen ägs inte av kommunen.\n\n"
        "Vad som har hänt med alla förslag från mötet kan ni läsa här:\n"
        "https://example.com/samrad/1/ni-sa-vi-gjorde/\n\n"
        "Undrar ni något, eller stämmer det inte? Svara på det här brevet.\n\n"
        "Hälsningar\nNäringslivschefen\nTyresö kommun\n\n"
        "Ni får brevet för att ni lämnade en e-postadress när ni lämnade förslag. "
        "Ska vi ta bort adressen? Svara på brevet och skriv det."
    )


def test_a_letter_about_what_is_completed_asks_if_it_helped(event, company, draft):
    ContactPersonFactory(company=company, email="info@example.com")
    became(
        done(ActivityFactory(title="Visa upphandlingar")), event=event, company=company, text="Visa vad som är på gång."
    )
    became(done(ActivityFactory()), ActivityFactory(), event=event, company=company)  # half done

    [letter] = draft(MailKind.COMPLETED).letters

    assert letter.subject == "Ert förslag är genomfört: Chefsforum"
    assert letter.body.startswith(
        "Hej!\n\n"
        "Ni lämnade förslag till kommunen: Chefsforum, mars 2015. Nu är det som förslaget blev genomfört.\n\n"
        "Ni sa: ”Visa vad som är på gång.”\n\n"
        "Det här har vi gjort:\n"
        "– Visa upphandlingar (läget: genomförd)\n\n"
        "Har det löst det ni tog upp? Svara gärna på det här brevet och berätta.\n\n"
        "Undrar ni något"
    )


def test_what_goes_on_already_is_told_with_its_reason(event, company, draft):
    ContactPersonFactory(company=company)
    activity = ActivityFactory(title="Ge råd")
    decided("pagar_redan", activity, reason="Finns sedan 2012.", event=event, company=company)

    [letter] = draft().letters

    assert "Det här pågår redan.\n– Ge råd (läget: borde ha startat)\nFinns sedan 2012.\n\n" in letter.body


def test_a_letter_names_nobody_and_links_nowhere_inside(event, company, draft):
    contact = ContactPersonFactory(company=company, name="Kim Exempelsson", email="kim@example.com")
    became(event=event, company=company, contact=contact)
    completed(event=event, company=company, contact=contact)

    said = " ".join(
        f"{letter.subject} {letter.body}" for kind in sorted(MailKind.TO_PROPOSERS) for letter in draft(kind).letters
    )

    assert [word for word in ("Exempelbygg", "Kim", "Exempelsson", "@", "http", "/") if word in said] == []


def test_the_function_address_comes_first_then_the_proposer_then_anybody(event, draft):
    companies = CompanyFactory.create_batch(3)
    for n, company in enumerate(companies):
        ContactPersonFactory(company=company, email=f"nagon-{n}@example.com")
        own = ContactPersonFactory(company=company, email=f"egen-{n}@example.com")
        ContactPersonFactory(company=company, email=f"info-{n}@example.com", is_function=n == 0)
        became(event=event, company=company, contact=own if n < 2 else None)

    assert recipients(draft()) == ["info-0@example.com", "egen-1@example.com", "nagon-2@example.com"]


def test_a_proposer_gets_one_letter_about_all_their_proposals(event, company, draft):
    ContactPersonFactory(company=company, email="Info@Example.com")
    proposals = [became(event=event, company=company) for _ in range(3)]

    [letter] = draft().letters

    assert (letter.recipient, keys_in(letter)) == ("info@example.com", [one.pk for one in proposals])


def test_an_address_whose_day_has_passed_is_not_used(event, company, draft):
    contact = ContactPersonFactory(company=company, keep_until=DAY - dt.timedelta(days=1))
    gone = became(event=event, company=company, contact=contact)
    kept = CompanyFactory()
    ContactPersonFactory(company=kept, keep_until=DAY, email="kvar@example.com")
    became(event=event, company=kept)

    drafts = draft()

    assert (recipients(drafts), drafts.without_address) == (["kvar@example.com"], (gone,))


def test_who_has_left_no_address_is_listed(event, company, draft):
    ContactPersonFactory(company=company, email="", name="Kim Exempelsson")
    nameless = became(event=event, company=company)
    typed = declined(event=event, proposer_name="Robin Provsson")

    assert (draft().letters, draft().without_address) == ((), (nameless, typed))


def test_only_what_is_decided_and_not_told_of_is_written_about(event, company, draft):
    ContactPersonFactory(company=company)
    ProposalFactory(event=event, company=company)
    told, untold = became(event=event, company=company), declined(event=event, company=company)
    became(company=company)  # at another event
    OutboxFactory(proposals=[told])

    [letter] = draft().letters

    assert keys_in(letter) == [untold.pk]
    assert OutboxProposal.objects.count() == 1


def test_a_title_of_several_lines_makes_one_line_of_subject(event, company, draft):
    event.title = "Möte\r\nBcc: alla@example.com " + "å" * 300
    ContactPersonFactory(company=company)
    became(event=event, company=company)

    [letter] = draft().letters

    assert letter.subject.startswith("Så blev det med ert förslag: Möte Bcc: alla@example.com åå")
    assert (len(letter.subject), letter.subject.splitlines()) == (200, [letter.subject])


@pytest.mark.parametrize("number", [1, 3])
def test_writing_to_many_takes_as_many_queries(event, draft, number, django_assert_num_queries):
    for _ in range(number):
        company = CompanyFactory()
        completed(event=event, company=company, contact=ContactPersonFactory(company=company))

    for kind in (MailKind.DECIDED, MailKind.COMPLETED):
        with django_assert_num_queries(7):
            draft(kind)
