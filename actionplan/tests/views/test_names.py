"""Names of companies, contacts and proposers in what others will read: asked about once when typed, listed when published."""

import datetime as dt
import uuid

import pytest

from actionplan.models import Activity, ConsultationEvent, Document, MandatePeriod, Proposal, Report
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    MandatePeriodFactory,
    ProposalFactory,
    ReportFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)
from actionplan.tests.said import merged
from actionplan.tests.views.test_plans import opened, text_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2016, 9, 22)
NOBODY = "Inget namn från företag, kontaktpersoner eller förslagslämnare hittades"
SHOWN = "visas för alla: "
WHERE = "Texten kan komma med i rapporter och på öppna sidor. Skriv om den om namnet inte ska synas."
AT_ONCE = "Texten visas för alla så fort den är sparad. Skriv om den om namnet inte ska synas."


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def plan():
    return ActionPlanFactory(title="Handlingsplan", mandate_period=MandatePeriodFactory(election_year=2014))


@pytest.fixture
def area(plan):
    return StrategicAreaFactory(plan=plan, number=1, name="Service")


@pytest.fixture
def activity(area):
    return ActivityFactory(area=area, code="SI-01", title="Lots", purpose="Att hitta rätt.")


@pytest.fixture
def event(plan):
    return ConsultationEventFactory(title="Dialogmöte", mandate_period=plan.mandate_period)


@pytest.fixture
def company():
    """A company with a contact; somebody without a company has made a proposal."""
    company = CompanyFactory(name="Åkes ”Öl & Ål” AB")
    ContactPersonFactory(company=company, name="Kim O'Exempelsson")
    ProposalFactory(proposer_name="Robin Prövsson")
    return company


@pytest.fixture
def proposal(event, company):
    return ProposalFactory(event=event, company=company, text="Svara fortare.")


@pytest.fixture(params=["event", "period"])
def public(request, event):
    """Everybody may read what was said: at the event, or in the whole period."""
    rows = ConsultationEvent if request.param == "event" else MandatePeriod
    rows.objects.update(is_public=True)


def questions(response):
    return list(response.context["questions"])


def found(response):
    return [(one.label, one.names, one.address) for one in response.context["warned"]]


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


@pytest.fixture
def draft(plan, activity):
    """A report with a name in each sort of text."""
    StatusUpdateFactory(activity=activity, assessment="gul", comment="Kim O'Exempelsson har inte svarat.")
    Activity.objects.filter(pk=activity.pk).update(title="Hjälp Åkes Öl & Ål AB", measure="Robin Prövsson nöjd")
    judged = {"1": {"assessment": "gul", "text": "Som Robin Prövsson säger."}}
    return ReportFactory(plan=plan, summary="Bra, tycker Kim O'Exempelsson.", judgements=judged)


def test_names_are_listed_before_a_report_is_published_with_where_they_are_changed(
    chief_client, draft, activity, area, company
):
    area.description = "För Åkes Öl & Ål."
    area.save()

    page = chief_client.get(f"/rapporter/{draft.pk}/publicera/")

    edit, form, shown = (
        f"/rapporter/{draft.pk}/andra/",
        f"/aktiviteter/{activity.pk}/andra/",
        activity.get_absolute_url(),
    )
    kim, robin, beer = ("Kim O'Exempelsson",), ("Robin Prövsson",), ("Åkes ”Öl & Ål” AB",)
    assert found(page) == [
        ("Sammanfattning", kim, edit),
        ("Aktiviteten SI-01", beer, form),
        ("Aktiviteten SI-01, orsak", kim, shown),
        ("1 Service", beer, f"/omraden/1/andra/?plan={draft.plan_id}"),
        ("1 Service", robin, edit),
        ("Aktiviteten SI-01, mått", robin, form),
        ("Aktiviteten SI-01, kommentar", kim, shown),
    ]
    assert "Ändra texten om namnet inte ska stå i rapporten." in text_of(page)
    assert NOBODY not in text_of(page)
    for one in page.context["warned"]:
        assert chief_client.get(one.address).status_code == 200


def test_names_do_not_stop_a_report(chief_client, draft, company):
    address = f"/rapporter/{draft.pk}/publicera/"

    assert chief_client.post(address, opened(chief_client, address)).status_code == 302
    assert Report.objects.get().is_published


def test_a_report_without_names_says_so(chief_client, plan, activity, company):
    StatusUpdateFactory(activity=activity)

    page = chief_client.get(f"/rapporter/{ReportFactory(plan=plan).pk}/publicera/")

    assert (found(page), NOBODY in text_of(page)) == ([], True)


def test_a_name_in_the_reason_for_missing_answers_is_asked_about(chief_client, plan, activity, company):
    address = f"/rapporter/{ReportFactory(plan=plan).pk}/publicera/"
    typed = opened(chief_client, address) | {"unanswered_reason": "Robin Prövsson var sjuk."}

    asked = chief_client.post(address, typed)

    label = "Varför publiceras rapporten utan alla svar?"
    assert questions(asked) == [
        f"Under ”{label}” står namnet Robin Prövsson. Texten står i rapporten. Skriv om den om namnet inte ska synas."
    ]
    assert chief_client.post(address, typed | {"confirm": "1"}).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_names_takes_as_many_queries_for_many(
    chief_client, draft, area, company, number, django_assert_num_queries
):
    for n in range(number - 1):
        ActivityFactory(area=area, code=f"SI-1{n}", title=f"Åkes öl & ål {n}")
        CompanyFactory(name=f"Företag nummer {n}")
    address = f"/rapporter/{draft.pk}/publicera/"
    chief_client.get(address)

    with django_assert_num_queries(27):
        chief_client.get(address)
    with django_assert_num_queries(22):
        chief_client.get("/planen/dokument/handlingsplan/")


def test_the_plan_as_a_document_lists_names_by_activity(chief_client, draft, activity, company):
    Activity.objects.filter(pk=activity.pk).update(purpose="Åt Robin Prövsson.")

    page = chief_client.get("/planen/dokument/handlingsplan/")

    form = f"/aktiviteter/{activity.pk}/andra/"
    assert [(label, address) for label, _, address in found(page)] == [
        ("Aktiviteten SI-01", form),
        ("Aktiviteten SI-01, syfte", form),
        ("Aktiviteten SI-01, mått", form),
    ]
    assert "Ändra texten om namnet inte ska stå i dokumentet." in text_of(page)


def test_a_memo_lists_names_by_the_field_they_are_typed_in(chief_client, plan, event, company):
    plan.signatories = "Kim O'Exempelsson, kommundirektör"
    plan.save()
    ConsultationEvent.objects.update(title="Besök hos Åkes Öl & Ål")
    address = "/planen/dokument/tjansteskrivelse_anta/"
    typed = opened(chief_client, address) | {
        "about": "Robin Prövsson vill.",
        "background": "Bra.",
        "sender": "Kommunen",
    }

    page = chief_client.post(address, typed)

    assert found(page) == [
        ("Undertecknare", ("Kim O'Exempelsson",), f"/planen/andra/?plan={plan.pk}"),
        ("Beskrivning av ärendet", ("Robin Prövsson",), "#id_about"),
        ("Arbetsforum", ("Åkes ”Öl & Ål” AB",), f"/samrad/?plan={plan.pk}"),
    ]
    assert 'id="id_about"' in page.content.decode()


def test_a_name_typed_in_a_memo_is_asked_about_once_before_it_is_made(chief_client, plan, company):
    address = "/planen/dokument/tjansteskrivelse_anta/"
    proposed = {"about": "Bra.", "background": "Bra.", "sender": "Kommunen"}
    typed = opened(chief_client, address) | proposed | {"about": "Robin Prövsson vill.", "make": "1"}

    asked = chief_client.post(address, typed)
    number = Document.objects.count()
    made = chief_client.post(address, typed | {"confirm": "1"})
    again = chief_client.post(address, opened(chief_client, address) | {"make": "1"})

    assert questions(asked) == [
        "Under ”Beskrivning av ärendet” står namnet Robin Prövsson. Texten står i dokumentet. "
        "Skriv om den om namnet inte ska synas."
    ]
    assert ("Ta fram ändå" in text_of(asked), "Läs igenom igen." in text_of(asked), number) == (True, False, 0)
    assert asked.content.decode().count("autofocus") == 1
    assert [made.status_code, again.status_code, Document.objects.count()] == [302, 302, 1]


def test_a_memo_as_it_opens_lists_what_it_would_say(chief_client, plan, company):
    plan.purpose = "Fler som Robin Prövsson."
    plan.save()

    assert found(chief_client.get("/planen/dokument/tjansteskrivelse_anta/")) == [
        ("Bakgrund och syfte", ("Robin Prövsson",), "#id_background")
    ]
