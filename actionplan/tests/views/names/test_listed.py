"""Names in what will be frozen are listed before a report is published or a document made."""

import pytest

from actionplan.models import Activity, ConsultationEvent, Document, Report
from actionplan.tests.factories import (
    ActivityFactory,
    CompanyFactory,
    ReportFactory,
    StatusUpdateFactory,
)
from actionplan.tests.views.names.asked import found, questions
from actionplan.tests.views.test_plans import opened, text_of

pytestmark = pytest.mark.django_db

NOBODY = "Inget namn från företag, kontaktpersoner eller förslagslämnare hittades"


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


def test_a_name_in_a_memos_head_leads_to_where_it_is_changed(chief_client, plan, company):
    plan.addressee, plan.sender = "Robin Prövsson", "Kim O'Exempelsson"
    plan.save()

    warned = found(chief_client.get("/planen/dokument/tjansteskrivelse_anta/"))

    assert [(names, address.partition("?")[0]) for _, names, address in warned] == [
        (("Kim O'Exempelsson",), "#id_sender"),
        (("Robin Prövsson",), "/planen/andra/"),
    ]
