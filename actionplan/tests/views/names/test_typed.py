"""Names of companies, contacts and proposers are asked about once when they are typed in what others will read."""

import uuid

import pytest

from actionplan.models import Activity, ConsultationEvent, MandatePeriod, Proposal
from actionplan.tests.factories import (
    CompanyFactory,
    ConsultationEventFactory,
    ProposalFactory,
)
from actionplan.tests.said import merged
from actionplan.tests.views.names.asked import questions
from actionplan.tests.views.test_plans import opened, text_of

pytestmark = pytest.mark.django_db

SHOWN = "visas för alla: "
WHERE = "Texten kan komma med i rapporter och på öppna sidor. Skriv om den om namnet inte ska synas."
AT_ONCE = "Texten visas för alla så fort den är sparad. Skriv om den om namnet inte ska synas."


TEXTS = [
    ("Hjälp Åkes Öl & Ål med skyltar.", "namnet Åkes ”Öl & Ål” AB"),
    ("Fråga Kim O’Exempelsson.", "namnet Kim O'Exempelsson"),
    ("robin prövssons idé, och Åkes öl och ål", "namnet Robin Prövsson"),
    ("Robin Prövsson och Kim O'Exempelsson vet.", "namnen Robin Prövsson och Kim O'Exempelsson"),
]


@pytest.mark.parametrize(("text", "named"), TEXTS)
def test_an_activity_made_of_a_proposal_is_asked_about_once(chief_client, proposal, area, department_a, text, named):
    Proposal.objects.filter(pk=proposal.pk).update(text=text)
    address = f"/forslag/{proposal.pk}/ny-aktivitet/"
    typed = opened(chief_client, address) | {"area": area.pk, "responsible": department_a.pk, "code": "SI-01"}

    asked = chief_client.post(address, typed)
    number = Activity.objects.count()
    saved = chief_client.post(address, typed | {"confirm": "1"})

    wanted = [f"Under ”{field}” står {named}. {WHERE}" for field in ("Aktivitet", "Syfte")]
    assert (asked.status_code, questions(asked), number) == (200, wanted, 0)
    assert (saved.status_code, Activity.objects.get().title) == (302, text.rstrip("."))


def test_an_activity_without_names_is_saved_at_once(chief_client, proposal, area, department_a):
    address = f"/forslag/{proposal.pk}/ny-aktivitet/"
    typed = opened(chief_client, address) | {"area": area.pk, "responsible": department_a.pk, "code": "SI-01"}

    assert chief_client.post(address, typed).status_code == 302


def test_a_name_is_asked_about_when_it_is_new_and_not_when_it_stood_there(chief_client, activity, company):
    address = f"/aktiviteter/{activity.pk}/andra/"
    first = chief_client.post(address, opened(chief_client, address) | {"result": "Robin Prövsson är nöjd."})
    chief_client.post(address, opened(chief_client, address) | {"result": "Robin Prövsson är nöjd.", "confirm": "1"})

    again = chief_client.post(address, opened(chief_client, address) | {"result": "Robin Prövsson är inte nöjd."})
    other = chief_client.post(address, opened(chief_client, address) | {"measure": "Kim O'Exempelsson ler."})

    assert questions(first) == [f"Under ”Resultat” står namnet Robin Prövsson. {WHERE}"]
    assert again.status_code == 302
    assert questions(other) == [f"Under ”Mått” står namnet Kim O'Exempelsson. {WHERE}"]


@pytest.mark.parametrize("text", ["Mer bygg och service.", "Svara i tid."])
def test_a_word_that_is_a_companys_name_too_is_not_asked_about(chief_client, activity, text):
    CompanyFactory(name="Bygg AB")
    CompanyFactory(name="Service i Tyresö")
    address = f"/aktiviteter/{activity.pk}/andra/"

    assert chief_client.post(address, opened(chief_client, address) | {"purpose": text}).status_code == 302


@pytest.mark.parametrize("path", ["skriv", "klistra", "andra"])
def test_pages_of_a_meeting_remind_that_it_is_public(chief_client, event, public, path):
    address = f"/samrad/{event.pk}/{path}/"

    assert f"Mötet {SHOWN}" in text_of(chief_client.get(address))
    MandatePeriod.objects.update(is_public=False)
    ConsultationEvent.objects.update(is_public=False)
    assert SHOWN not in text_of(chief_client.get(address))


@pytest.mark.parametrize("path", ["andra", "beslut", "dela"])
def test_pages_of_a_proposal_remind_that_it_is_public(chief_client, proposal, public, path):
    address = f"/forslag/{proposal.pk}/{path}/"

    assert f"Förslaget {SHOWN}" in text_of(chief_client.get(address))
    MandatePeriod.objects.update(is_public=False)
    ConsultationEvent.objects.update(is_public=False)
    assert SHOWN not in text_of(chief_client.get(address))


def test_a_new_proposal_of_a_public_meeting_is_reminded_of_too(chief_client, event, public):
    assert f"Förslaget {SHOWN}" in text_of(chief_client.get(f"/forslag/ny/?samrad={event.pk}"))


@pytest.mark.parametrize("which", [0, 1])
def test_a_group_is_public_where_one_of_it_is(chief_client, event, proposal, which):
    other = ProposalFactory(event=ConsultationEventFactory(is_public=True, mandate_period=event.mandate_period))
    merged(*[(proposal, other), (other, proposal)][which])

    assert Proposal.objects.get(pk=proposal.pk).is_shown_to_all
    assert not ProposalFactory(event=event).is_shown_to_all


TYPED = [
    ("skriv", {"text": "Robin Prövsson vill."}, "Förslag"),
    ("andra", {"title": "Besök hos Robin Prövsson"}, "Namn"),
]


@pytest.mark.parametrize(("path", "typed", "label"), TYPED)
def test_a_name_typed_at_a_public_meeting_is_asked_about_once(chief_client, event, company, public, path, typed, label):
    address = f"/samrad/{event.pk}/{path}/"
    typed = opened(chief_client, address) | typed

    asked = chief_client.post(address, typed)
    saved = chief_client.post(address, typed | {"confirm": "1"})

    assert questions(asked) == [f"Under ”{label}” står namnet Robin Prövsson. {AT_ONCE}"]
    assert "Spara ändå" in text_of(asked)
    assert saved.status_code == 302


@pytest.mark.parametrize(
    ("path", "typed", "label"),
    [
        ("andra", {"text": "Robin Prövsson vill."}, "Förslag"),
        ("beslut", {"outcome": "avbojt", "reason": "Robin Prövsson kan."}, "Motivering"),
        ("dela", {"first": "Ett.", "second": "Robin Prövsson vill."}, "Det andra"),
    ],
)
def test_a_name_typed_about_a_public_proposal_is_asked_about_once(chief_client, proposal, public, path, typed, label):
    address = f"/forslag/{proposal.pk}/{path}/"
    typed = opened(chief_client, address) | typed

    asked = chief_client.post(address, typed)
    saved = chief_client.post(address, typed | {"confirm": "1"})

    assert questions(asked) == [f"Under ”{label}” står namnet Robin Prövsson. {AT_ONCE}"]
    assert saved.status_code == 302


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("andra", {"text": "Robin Prövsson vill."}),
        ("beslut", {"outcome": "avbojt", "reason": "Robin Prövsson kan."}),
        ("dela", {"first": "Ett.", "second": "Robin Prövsson vill."}),
    ],
)
def test_what_only_staff_read_is_not_asked_about(chief_client, proposal, path, typed):
    address = f"/forslag/{proposal.pk}/{path}/"

    assert chief_client.post(address, opened(chief_client, address) | typed).status_code == 302


def test_notes_and_place_are_never_shown_and_not_asked_about(chief_client, event, company, public):
    address = f"/samrad/{event.pk}/andra/"
    typed = {"notes": "Robin Prövsson talade.", "place": "Hos Kim O'Exempelsson"}

    assert chief_client.post(address, opened(chief_client, address) | typed).status_code == 302


def test_the_name_that_is_typed_beside_a_line_is_looked_for_too(chief_client, event, public):
    address = f"/samrad/{event.pk}/skriv/"

    asked = chief_client.post(address, {"text": "Nya krögarna vill ha skyltar.", "company": "Nya Krögarna HB"})

    assert questions(asked) == [f"Under ”Förslag” står namnet Nya Krögarna HB. {AT_ONCE}"]
    assert not Proposal.objects.filter(event=event).exists()


def test_the_script_is_asked_once_and_then_gets_its_row(chief_client, chief, event, company, public):
    address, json = f"/samrad/{event.pk}/skriv/", {"Accept": "application/json"}
    line = {"text": "Robin Prövsson vill.", "user": chief.pk, "form_token": uuid.uuid4()}

    asked = chief_client.post(address, line, headers=json)
    saved = chief_client.post(address, line | {"confirm": "1"}, headers=json)

    question = f"Under ”Förslag” står namnet Robin Prövsson. {AT_ONCE}"
    assert (asked.status_code, asked.json()) == (200, {"questions": [question]})
    assert saved.json()["code"] == event.proposals.get().code


def test_the_preview_of_a_paste_points_out_names(chief_client, event, company, public):
    page = chief_client.post(f"/samrad/{event.pk}/klistra/", {"text": "Väg in\nRobin Prövsson vill\nKrogar\tKrogar AB"})

    assert [row.names for row in page.context["pasted"].rows] == [(), ("Robin Prövsson",), ("Krogar AB",)]
    assert "Här står namnet Robin Prövsson, och texten visas för alla." in text_of(page)


def test_a_paste_that_only_staff_read_does_not(chief_client, event, company):
    page = chief_client.post(f"/samrad/{event.pk}/klistra/", {"text": "Robin Prövsson vill"})

    assert "Här står namnet" not in text_of(page)
