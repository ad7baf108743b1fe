"""Removing, previewing and correcting: what is frozen stays, what is corrected says why."""

import datetime as dt
import io
import re
from html import unescape

import openpyxl
import pytest

from actionplan.models import Report
from actionplan.services.reports import correct_report, edit_report
from actionplan.tests.factories import ActivityFactory, ReportFactory, noon
from actionplan.tests.publishing import publish
from actionplan.tests.views.report_edits.common import NEW, errors
from actionplan.tests.views.test_plans import opened, said, text_of

pytestmark = pytest.mark.django_db


def test_a_draft_somebody_has_written_in_is_not_removed_unread(chief_client, draft):
    other = Report.objects.get()
    other.summary = "Den andras."
    edit_report(other, expected_version=1)

    response = chief_client.post(f"/rapporter/{draft.pk}/ta-bort/", {"version": 1})

    assert response.status_code == 409
    assert "Den andras." in text_of(response)
    assert Report.objects.count() == 1


TYPED = {
    "version": 1,
    "visibility": "alla",
    "summary": "Bra.",
    "assessment_1": "gron",
    "text_1": "Löst & <b>klart</b>.",
}


def test_what_was_typed_in_a_draft_that_was_removed_is_shown_with_what_to_do(chief_client, chief, draft, edit):
    chief_client.post(f"/rapporter/{draft.pk}/ta-bort/", {"version": 1})

    response = chief_client.post(edit, TYPED)

    assert (response.status_code, errors(response)) == (
        400,
        {"__all__": ["Utkastet är borttaget. Gör ett nytt om rapporten ändå behövs."]},
    )
    assert f"{chief.full_label} tog bort utkastet." in text_of(response)
    assert {name: response.context["form"][name].value() for name in TYPED} == TYPED | {"version": "1"}
    html = response.content.decode()
    assert f'href="/rapporter/ny/?plan={draft.plan_id}&amp;sort=delar"' in html
    assert ("Spara utkastet" in html, "<b>klart" in html, f'href="{draft.get_absolute_url()}"' in html) == (False,) * 3
    assert Report.objects.count() == 0


def test_a_new_draft_beside_the_removed_one_is_left_alone(chief_client, draft, edit):
    chief_client.post(f"/rapporter/{draft.pk}/ta-bort/", {"version": 1})
    new = ReportFactory(plan=draft.plan, kind=draft.kind, cutoff=draft.cutoff, created_by=draft.created_by)

    response = chief_client.post(edit, TYPED | {"visibility": "ingen"})

    assert errors(response)["__all__"] == ["Utkastet är borttaget. Gör ett nytt om rapporten ändå behövs."]
    assert response.context["form"]["summary"].value() == "Bra."
    new.refresh_from_db()
    assert (new.pk == draft.pk, new.summary, new.version) == (False, "", 1)


def test_it_is_not_there_for_others_nor_to_read(officer_a_client, chief_client, draft, edit):
    chief_client.post(f"/rapporter/{draft.pk}/ta-bort/", {"version": 1})

    assert [officer_a_client.post(edit, TYPED).status_code, chief_client.get(edit).status_code] == [404, 404]


def test_removing_twice_is_removing_once(chief_client, draft):
    answers = [chief_client.post(f"/rapporter/{draft.pk}/ta-bort/", {"version": 1}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/rapporter/"] * 2
    assert said(answers[1]) == ["Utkastet är borttaget.", "Utkastet är redan borttaget."]


def test_only_what_the_form_asks_for_is_taken(chief_client, draft, edit):
    forged = {"number": 7, "cutoff": "2016-01-01", "content": "{}", "published_at": "2016-09-01", "is_example": "1"}
    forged |= {"kind": "slut", "plan": 1, "judgements": '{"9": {}}', "correction": "Hej.", "created_by": 1}

    chief_client.post(edit, {"version": 1, "visibility": "alla", "summary": "Mina ord."} | forged)

    stored = Report.objects.get()
    assert (stored.summary, stored.number, stored.cutoff, stored.kind) == ("Mina ord.", 1, draft.cutoff, "delar")
    assert (stored.is_published, stored.is_example, stored.judgements, stored.correction) == (False, False, {}, "")


HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7|add:7 }}{% now 'Y' %}",
    "one word": "å" * 5000,
    "right to left": "\u202etxet\u202c \u2067\u05e9\u05dc\u05d5\u05dd\u2069",
    "formula": '=HYPERLINK("http://x","y")',
    "emoji": "Klart 🎉 & mera",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_words_on_every_page_and_in_every_format(chief_client, council_client, draft, edit, name):
    words = HOSTILE[name]
    typed = {"version": 1, "visibility": "alla", "summary": words, "text_1": words[:2000], "assessment_1": "gul"}
    assert chief_client.post(edit, typed).status_code == 302

    pages = [chief_client.get(f"/rapporter/{draft.pk}/"), chief_client.get(edit)]
    files = {
        key: chief_client.get(f"/rapporter/{draft.pk}/forhandsgranska/{key}/")
        for key in ("pdf", "docx", "xlsx", "html")
    }
    published = publish(Report.objects.get(), real=True)
    pages += [council_client.get("/rapporter/"), council_client.get(published.get_absolute_url()), files["html"]]

    assert {page.status_code for page in [*pages, *files.values()]} == {200}
    for page in pages:
        html = page.content.decode()
        assert "<script>alert" not in html
        assert words[:200] in unescape(html)
    assert {type(cell.value) for cell in cells_with(files["xlsx"].content, words[:30])} == {str}
    assert {cell.data_type for cell in cells_with(files["xlsx"].content, words[:30])} == {"s"}


def cells_with(content, words):
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [cell for sheet in book for row in sheet for cell in row if words in str(cell.value)]
    assert found
    return found


@pytest.mark.parametrize(
    ("format_", "kind", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_a_draft_is_looked_at_in_every_format_as_often_as_wanted(chief_client, draft, format_, kind, start):
    for _ in range(2):
        response = chief_client.get(f"/rapporter/{draft.pk}/forhandsgranska/{format_}/")

        assert (response.status_code, response["Content-Type"]) == (200, kind)
        name = f"utkast-delarsrapport-2016-08-31.{format_}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.content.startswith(start)
    assert not Report.objects.get().is_published


def test_a_preview_says_that_it_is_a_draft(chief_client, draft):
    page = chief_client.get(f"/rapporter/{draft.pk}/forhandsgranska/html/").content.decode()

    assert "Utkast 22 september 2016. Rapporten är inte publicerad och kan ändras." in page


def test_a_preview_shows_what_is_true_now(chief_client, draft):
    address = f"/rapporter/{draft.pk}/"
    before = text_of(chief_client.get(address))
    ActivityFactory(area=draft.plan.areas.get(), code="SI-02")

    assert ("SI-02" in before, "SI-02" in text_of(chief_client.get(address))) == (False, True)


@pytest.mark.parametrize("format_", ["odt", "x"])
def test_there_is_no_preview_in_other_formats(chief_client, draft, format_):
    assert chief_client.get(f"/rapporter/{draft.pk}/forhandsgranska/{format_}/").status_code == 404


@pytest.mark.parametrize(
    ("rest", "method"),
    [("andra/", "get"), ("andra/", "post"), ("ta-bort/", "get"), ("ta-bort/", "post"), ("forhandsgranska/pdf/", "get")],
)
def test_what_is_published_is_not_changed_through_any_page(chief_client, draft, rest, method):
    report = publish(draft)

    response = getattr(chief_client, method)(f"/rapporter/{report.pk}/{rest}", {"version": 2, "visibility": "alla"})

    assert response.status_code == (400 if (rest, method) == ("andra/", "post") else 403)
    assert "Rapporten är publicerad och ändras inte. Gör en ny version" in text_of(response)
    assert Report.objects.get().visibility == "fortroendevalda"


def test_a_draft_is_removed_after_asking(chief_client, draft):
    address = f"/rapporter/{draft.pk}/ta-bort/"
    assert "Det du har skrivit i utkastet försvinner." in text_of(chief_client.get(address))

    answer = chief_client.post(address, {"version": 1})

    assert (answer["Location"], said(answer)) == ("/rapporter/", ["Utkastet är borttaget."])
    assert Report.objects.count() == 0
    assert chief_client.get(address).status_code == 404


def test_a_new_version_says_what_it_corrects(chief_client, draft):
    report = publish(draft)
    address = f"/rapporter/{report.pk}/ratta/"

    empty = chief_client.post(address, {"correction": " "})
    answer = chief_client.post(address, {"correction": "Fel tal."})

    second = Report.objects.get(number=2)
    assert errors(empty) == {"correction": ["Skriv vad som är rättat och varför."]}
    assert (second.previous, second.correction, second.is_published) == (report, "Fel tal.", False)
    assert answer["Location"] == f"/rapporter/{second.pk}/"
    assert said(answer) == ["Version 2 är ett utkast nu. Den förra gäller tills du publicerar."]


def test_what_a_new_version_corrects_can_be_worded_anew_but_not_left_out(chief_client, draft, chief):
    second = correct_report(publish(draft), correction="Fel.", by=chief, at=noon(dt.date(2016, 9, 22)))
    address = f"/rapporter/{second.pk}/andra/"
    typed = opened(chief_client, address)

    empty = chief_client.post(address, typed | {"correction": ""})
    chief_client.post(address, typed | {"correction": "Fel tal i område 1."})

    assert errors(empty) == {"correction": ["Skriv vad som är rättat och varför."]}
    second.refresh_from_db()
    assert second.correction == "Fel tal i område 1."


def test_a_version_that_is_replaced_leads_to_the_one_to_correct(chief_client, draft, chief):
    first = publish(draft)
    second = correct_report(first, correction="Fel.", by=chief, at=noon(dt.date(2016, 9, 22)))

    response = chief_client.post(f"/rapporter/{first.pk}/ratta/", {"correction": "Annat fel."})

    assert errors(response) == {"__all__": ["Det finns redan ett utkast till version 2. Ändra i det."]}
    assert re.search(rf'href="/rapporter/{second.pk}/">Gå till version 2 \(utkast\)', response.content.decode())


def test_a_draft_is_not_corrected(chief_client, draft):
    response = chief_client.get(f"/rapporter/{draft.pk}/ratta/")

    assert response.status_code == 403
    assert "Rapporten är inte publicerad än. Ändra i utkastet i stället." in text_of(response)


def test_what_was_typed_before_a_lost_session_is_kept(chief_client, chief, plan, client):
    """The page opens with what was carried over the sign-in, unsaved."""
    carried = text_carried(client.post(NEW, {"kind": "slut", "cutoff": "2016-08-30"}))

    sent_on = chief_client.post("/logga-in/fortsatt/", {"carried": carried})
    page = chief_client.get(sent_on["Location"]).content.decode()

    assert 'value="2016-08-30"' in page
    assert Report.objects.count() == 0


def text_carried(response):
    return re.search(r'name="carried" value="([^"]+)"', response.content.decode())[1]
