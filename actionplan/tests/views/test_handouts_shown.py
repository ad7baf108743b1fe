"""Showing the hand-out to everybody, and stopping: the chief's word, after a look for names."""

import datetime as dt

import pytest

from actionplan.tests.factories import (
    CompanyFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    ProposalFactory,
)
from actionplan.tests.said import declined, merged
from actionplan.tests.views.test_event_page import links_of
from actionplan.tests.views.test_plans import said, text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def event():
    event = ConsultationEventFactory(title="Dialogmöte", mandate_period=MandatePeriodFactory(election_year=2014))
    event.set_when("hösten 2015")
    event.save()
    return event


def publish(client, address, word="ja"):
    return client.post(f"{address}visa/", {"is_public": word})


@pytest.fixture(params=["event", "period"])
def shown(request, event):
    """The address of what is shown, and the row that says if it is."""
    if request.param == "event":
        return f"/samrad/{event.pk}/", event
    return "/ni-sa-vi-gjorde/2014/", event.mandate_period


def test_the_chief_shows_it_and_stops(chief_client, anonymous_client, chief, shown):
    address, row = shown
    page = address if address.startswith("/ni-sa") else f"{address}ni-sa-vi-gjorde/"

    answer = publish(chief_client, address)
    assert (answer.status_code, anonymous_client.get(page).status_code) == (302, 200)
    assert "visas nu för alla" in said(answer)[0]
    assert "Sluta visa för alla" in text_of(chief_client.get(f"{address}visa/"))
    publish(chief_client, address, "nej")

    assert anonymous_client.get(page).status_code == 302
    told = row.history.order_by("history_id").values_list("is_public", "history_user")[1:]
    assert list(told)[-2:] == [(True, chief.pk), (False, chief.pk)]


@pytest.mark.parametrize("word", ["", "kanske"])
def test_a_button_that_says_nothing_changes_nothing(chief_client, shown, word):
    address, row = shown

    page = publish(chief_client, address, word)

    row.refresh_from_db()
    assert (page.status_code, row.is_public) == (400, False)
    assert "Välj med knappen om sidan ska visas för alla." in text_of(page)


def test_texts_that_hold_names_are_listed_before_anything_is_shown(chief_client, event, shown):
    company = CompanyFactory(name="Exempelkrogen AB")
    ProposalFactory(event=event, proposer_name="Robin Provsson", text="Hör av er till Robin Provsson!")
    declined("Löst med Exempelkrogen.", event=event, company=company, text="Bättre väg.")
    event.title = "Besök hos Exempelkrogen AB"
    event.save()
    first, second = event.proposals.order_by("pk")

    words = text_of(chief_client.get(f"{shown[0]}visa/"))

    listed = words.partition("Läs de här texterna")[2]
    assert (
        "Besök hos Exempelkrogen AB: Exempelkrogen AB ”Besök hos Exempelkrogen AB” "
        f"Förslaget {first.code}: Robin Provsson ”Hör av er till Robin Provsson!” "
        f"Motiveringen till {second.code}: Exempelkrogen AB ”Löst med Exempelkrogen.”"
    ) in listed


def test_the_words_of_a_groups_member_are_looked_through_and_mended_on_its_own_page(chief_client, event, shown):
    other = ConsultationEventFactory(mandate_period=event.mandate_period)
    lead = ProposalFactory(event=other, text="Bättre väg.", company=CompanyFactory(name="Exempelkrogen AB"))
    member = ProposalFactory(event=event, text="Laga vägen vid Exempelkrogen AB.")
    merged(lead, member)

    page = chief_client.get(f"{shown[0]}visa/")

    assert f"Förslaget {member.code}: Exempelkrogen AB ”Laga vägen vid Exempelkrogen AB.”" in text_of(page)
    assert links_of(page, "/forslag/")[-1][1] == f"/forslag/{member.pk}/"


def test_where_no_name_is_found_that_is_said(chief_client, event, shown):
    ProposalFactory(event=event, company=CompanyFactory(name="Exempelkrogen AB"), text="En väg in.")

    assert "Inget namn från företag, kontaktpersoner eller förslagslämnare hittades" in text_of(
        chief_client.get(f"{shown[0]}visa/")
    )
