"""Documents on their pages: the texts, the preview, the versions, and files that are handed out only when they are whole."""

import datetime as dt
import hashlib
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import DocumentKind
from actionplan.models import ActionPlan, Document, DocumentFile, Report, User
from actionplan.services.reports import correct_report
from actionplan.tests.factories import DocumentFactory, ReportFactory
from actionplan.tests.publishing import publish
from actionplan.tests.views.test_plans import CHIEF, OFFICER, opened, said, text_of

ADOPT, NOTE, PLAN = (f"/planen/dokument/{kind}/" for kind in DocumentKind.values)
HOSTILE = '=1+1 & <script>alert("x")</script> 🙂 \N{RIGHT-TO-LEFT MARK}abc'


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def report(plan):
    return publish(draft_of(plan))


def draft_of(plan):
    return ReportFactory(
        plan=plan, kind="delar", cutoff=dt.date(2016, 8, 31), created_by=User.objects.get(username=CHIEF)
    )


def made(client, address, **typed):
    return client.post(address, opened(client, address) | {"make": "1"} | typed)


def test_the_form_opens_with_what_the_data_proposes(editor, plan):
    form = editor.get(ADOPT).context["form"]

    assert form["decision"].value() == "Handlingsplan för näringslivsarbetet antas för perioden 2016-2018."
    assert form["sender"].value().split("\n")[2:] == [
        "Ann-Catrine Hagner",
        "chef Konsult- och servicekontoret",
        "08-57829294",
    ]
    assert list(form.fields) == [
        "confirm", "seen", "sender", "decision", "about", "background", "forums", "areas", "carrying_out",
    ]  # fmt: skip


def test_a_preview_shows_the_document_and_keeps_nothing(editor, plan):
    response = editor.post(ADOPT, opened(editor, ADOPT) | {"about": HOSTILE})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Rättelse: I källan står ”2016-2108”." in text_of(response)
    assert "=1+1 &amp; &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; 🙂" in page
    assert "<script>alert" not in page
    assert Document.objects.count() == 0


def test_a_document_is_made_with_its_files_and_read_by_staff(editor, demo_client, plan):
    response = made(editor, ADOPT, about=HOSTILE)

    document = Document.objects.get()
    page = demo_client(OFFICER).get(response["Location"])
    assert response["Location"] == f"/planen/dokument/version/{document.pk}/"
    assert said(response) == ["Tjänsteskrivelse: anta planen, version 1 är framtaget."]
    assert document.texts["about"] == HOSTILE
    assert [file.format for file in document.files.all()] == ["pdf", "docx"]
    for file in document.files.all():
        assert file.sha256 in page.content.decode()
    assert text_of(page).count("Stämmer: filen är som när den togs fram.") == 2
    assert "Ta fram en ny version" not in text_of(page)


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_file_is_handed_out_as_it_was_made(editor, demo_client, plan, extension):
    made(editor, PLAN)
    file = DocumentFile.objects.get(format=extension)

    response = demo_client(OFFICER).get(f"/planen/dokument/version/{file.document_id}/{extension}/")

    assert (response.status_code, hashlib.sha256(response.content).hexdigest()) == (200, file.sha256)
    assert response["Content-Type"] == file.content_type
    assert response["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_damaged_file_is_said_to_be_so_and_never_handed_out(editor, plan):
    made(editor, PLAN)
    file = DocumentFile.objects.get(format="pdf")
    DocumentFile._base_manager.filter(pk=file.pk).update(content=bytes(file.content)[:-1])

    response = editor.get(f"/planen/dokument/version/{file.document_id}/pdf/")
    page = text_of(editor.get(f"/planen/dokument/version/{file.document_id}/"))

    assert response.status_code == 410
    assert f"Filen är skadad {file.name} är inte längre som när den togs fram" in text_of(response)
    assert b"%PDF" not in response.content
    assert "Stämmer inte: filen är skadad och lämnas inte ut." in page


@pytest.mark.parametrize(
    "content", [{}, {"x": 1}, {"head": {}}, {"head": {"notes": []}, "sections": [], "facts": {}}, []]
)
def test_content_that_cannot_be_read_is_said_to_be_damaged_beside_the_files(editor, plan, content):
    document = DocumentFactory(plan=plan)
    Document._base_manager.filter(pk=document.pk).update(content=content)

    response = editor.get(f"/planen/dokument/version/{document.pk}/")

    assert response.status_code == 410
    assert "Dokumentet är skadat." in text_of(response)
    assert text_of(response).count("Stämmer: filen är som när den togs fram.") == 2


@pytest.mark.parametrize("address", ["version/{pk}/xlsx/", "version/{pk}/html/", "version/999/pdf/", "version/999/"])
def test_what_was_not_made_is_not_found(editor, plan, address):
    document = DocumentFactory(plan=plan)

    assert editor.get(f"/planen/dokument/{address.format(pk=document.pk)}").status_code == 404


def test_the_plans_page_lists_every_version(editor, plan):
    made(editor, ADOPT)
    made(editor, ADOPT, about="Annat.")

    page = text_of(editor.get("/planen/"))

    assert re.findall(
        r"Tjänsteskrivelse: anta planen, version \d 31 december 2017", page.replace(" Framtaget", "")
    ) == [
        "Tjänsteskrivelse: anta planen, version 2 31 december 2017",
        "Tjänsteskrivelse: anta planen, version 1 31 december 2017",
    ]


def test_nothing_changed_makes_no_new_version_and_says_so(editor, plan):
    made(editor, PLAN)

    again = made(editor, PLAN)

    assert said(again)[-1] == "Ingenting är ändrat sedan version 1. Den gäller fortfarande."
    assert Document.objects.count() == 1


def test_the_next_version_opens_with_the_last_ones_texts_or_the_plans_anew(editor, plan):
    made(editor, ADOPT, about="Det jag skrev.")

    kept, fresh = (editor.get(address).context["form"]["about"].value() for address in (ADOPT, f"{ADOPT}?ny=1"))

    assert (kept, fresh.startswith("Ett av de strategiska målområdena")) == ("Det jag skrev.", True)
    assert "Texterna är de i version 1." in text_of(editor.get(ADOPT))


def test_facts_that_changed_since_the_form_was_opened_are_shown_before_anything_is_made(editor, plan):
    typed = opened(editor, ADOPT) | {"make": "1"}
    editor.post("/planen/andra/", opened(editor, "/planen/andra/") | {"registry_number": "2016/KS 0001"})

    told = editor.post(ADOPT, typed)
    seen = told.context["form"]["seen"].value()
    editor.post(ADOPT, typed | {"seen": seen})

    assert "Läs igenom igen." in text_of(told)
    assert "Diarienummer 2016/KS 0001" in text_of(told)
    assert [document.content["head"]["registry_number"] for document in Document.objects.all()] == ["2016/KS 0001"]


@pytest.mark.parametrize("address", [ADOPT, PLAN])
def test_an_activity_that_changed_since_is_shown_before_anything_is_made(editor, plan, address):
    about = {"about": "Det jag skrev."} if address == ADOPT else {}
    typed = opened(editor, address) | {"make": "1"} | about
    if address == PLAN:
        path = f"/aktiviteter/{plan.activities.get(code='SI-03').pk}/andra/"
        editor.post(path, opened(editor, path) | {"title": "Ett annat namn"})
    else:
        plan.areas.filter(number=1).update(name="Ett annat namn")

    told = editor.post(address, typed)

    assert (told.status_code, Document.objects.count()) == (200, 0)
    assert "Läs igenom igen. Planens uppgifter har ändrats sedan du öppnade sidan." in text_of(told)
    assert "Ett annat namn" in text_of(told)
    assert {name: told.context["form"][name].value() for name in about} == about
    assert editor.post(address, typed | {"seen": told.context["form"]["seen"].value()}).status_code == 302


def test_what_was_made_stays_when_the_plan_changes(editor, plan):
    made(editor, PLAN)
    before = list(DocumentFile.objects.values_list("sha256", flat=True))
    address = f"/planen/dokument/version/{Document.objects.get().pk}/"
    editor.get(address)  # which says that it was made
    page = text_of(editor.get(address))
    ActionPlan.objects.update(registry_number="ändrat", title="Annan titel", purpose="Annat")

    after = text_of(editor.get(address))

    assert after.replace("Annan titel", plan.title) == page
    assert list(DocumentFile.objects.values_list("sha256", flat=True)) == before


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"decision": ""}, {"decision": ["Skriv en text under ”Förslag till beslut”."]}),
        ({"sender": " "}, {"sender": ["Skriv en text under ”Avsändare”."]}),
        ({"about": "\x08"}, {"about": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
        (
            {"background": "å" * 10_001},
            {"background": ["Skriv högst 10000 tecken. Nu är det 10001."]},
        ),
    ],
)
@pytest.mark.parametrize("button", [{}, {"make": "1"}])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_made(editor, plan, typed, errors, button):
    response = editor.post(ADOPT, opened(editor, ADOPT) | typed | button)

    assert response.status_code == 400
    assert {name: list(texts) for name, texts in response.context["form"].errors.items()} == errors
    assert Document.objects.count() == 0


def test_texts_at_the_limit_without_a_space_are_made(editor, plan):
    response = made(editor, ADOPT, about="x" * 5000, background=HOSTILE)

    assert response.status_code == 302
    assert Document.objects.get().texts["about"] == "x" * 5000


def test_a_memo_about_a_report_is_made_of_it(editor, report):
    address = f"{NOTE}?rapport={report.pk}"
    form = editor.get(address).context["form"]

    made(editor, address, decision="Uppföljningen noteras.", more_decisions="Nästa rapport lämnas i april.")

    document = Document.objects.get()
    assert form["decision"].value() == "Informationen noteras."
    assert (document.report, document.content["facts"]["decision"]) == (
        report,
        ["Uppföljningen noteras.", "Nästa rapport lämnas i april."],
    )


def test_a_sentence_that_no_board_uses_is_not_taken(editor, report):
    response = made(editor, f"{NOTE}?rapport={report.pk}", decision="Rapporten slängs.")

    assert response.context["form"].errors == {"decision": ["Välj en mening i listan."]}


def test_the_newest_report_is_meant_where_none_is_named(editor, report):
    assert editor.get(NOTE).context["about"] == report


def test_without_a_report_there_is_nothing_to_note(editor, plan):
    response = editor.get(NOTE)

    assert (response["Location"], said(response)) == (
        "/planen/",
        ["Det finns ingen publicerad rapport att skriva om än. Publicera en rapport först."],
    )


def test_a_draft_is_not_written_about_before_it_is_published(editor, plan):
    draft = draft_of(plan)
    document = DocumentFactory(plan=plan, kind=DocumentKind.MEMO_NOTE.value, report=draft)

    assert editor.get(f"{NOTE}?rapport={draft.pk}").status_code == 404
    assert editor.get(NOTE).status_code == 302
    assert "Ta fram en ny version" not in text_of(editor.get(f"/planen/dokument/version/{document.pk}/"))


def test_another_report_is_offered_once_it_is_published(editor, plan, report):
    draft = ReportFactory(plan=plan, kind="helar", cutoff=dt.date(2016, 12, 31))

    assert f"rapport={draft.pk}" not in editor.get(NOTE).content.decode()


@pytest.mark.parametrize("address", ["/planen/dokument/annat/", f"{NOTE}?rapport=0", f"{NOTE}?rapport=x"])
def test_a_document_about_what_is_not_there_is_not_found(editor, plan, address):
    assert editor.get(address).status_code == 404


def test_council_members_know_nothing_of_documents_in_the_making(demo_client, plan):
    document = DocumentFactory(plan=plan)
    client = demo_client("demo-fortroendevald")
    addresses = [ADOPT, f"/planen/dokument/version/{document.pk}/", f"/planen/dokument/version/{document.pk}/pdf/"]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_plans_page_asks_no_more_for_more_documents(editor, plan, django_assert_num_queries):
    DocumentFactory(plan=plan)
    editor.get("/planen/")
    with CaptureQueriesContext(connection) as one:
        editor.get("/planen/")
    for text in ("a", "b"):
        DocumentFactory(plan=plan, texts={"about": text})
    with django_assert_num_queries(len(one)):
        editor.get("/planen/")


@pytest.mark.parametrize("content", [{}, {"head": {}}, {"facts": {"total": 28}}, []])
def test_a_damaged_report_is_not_written_about(editor, report, content):
    Report._base_manager.filter(pk=report.pk).update(content=content)

    answers = [editor.get(f"{NOTE}?rapport={report.pk}"), editor.post(NOTE, {"make": "1", "about": "Två ord"})]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "är skadad och lämnas inte ut" in answers[0].content.decode()
    assert Document.objects.count() == 0


def test_a_memo_is_offered_about_the_version_that_holds(editor, report):
    corrected = publish(correct_report(report, correction="Fel siffra.", by=report.created_by, at=report.published_at))

    page = editor.get(NOTE)

    assert page.context["about"] == corrected
    assert page.context["other_reports"] == []
