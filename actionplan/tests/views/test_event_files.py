"""Files of a meeting through the door: taken in by content, handed out whole as downloads or not at all."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplan.models import EventFile
from actionplan.tests import office
from actionplan.tests.factories import ConsultationEventFactory, EventFileFactory
from actionplan.tests.views.test_plans import said, text_of

pytestmark = pytest.mark.django_db
TOO_LARGE = "Filen är för stor. Den får vara högst 10 MB. Minska bilderna i den, eller dela upp den."


@pytest.fixture
def event():
    return ConsultationEventFactory(title="Chefsforum")


@pytest.fixture
def send(chief_client, event):
    """send(name, content): the answer to a file sent to the meeting."""

    def send(name, content, client=chief_client, **more):
        file = SimpleUploadedFile(name, content, content_type="text/html")
        return client.post(f"/samrad/{event.pk}/filer/ny/", {"file": file} | more)

    return send


def errors(response):
    return response.status_code, dict(response.context["form"].errors)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Möte å.pdf", office.PDF, "application/pdf"),
        ("Möte.docx", office.package(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_is_kept_whole_and_comes_back_as_a_download(send, officer_a_client, chief, name, content, kind):
    response = send(name, content)

    file = EventFile.objects.get()
    assert (response["Location"], said(response)) == (f"/samrad/{file.event_id}/filer/ny/", [f"{name} är sparad."])
    assert (file.name, file.size, file.uploaded_by) == (name, len(content), chief)
    back = officer_a_client.get(f"/samrad/filer/{file.pk}/")
    assert (back.content, back["Content-Type"], back["X-Content-Type-Options"]) == (content, kind, "nosniff")
    assert back["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in back["Cache-Control"]


def test_a_name_outside_ascii_is_handed_out_encoded(officer_a_client):
    file = EventFileFactory(name='Möte "å".pdf')

    header = officer_a_client.get(f"/samrad/filer/{file.pk}/")["Content-Disposition"]

    assert header == "attachment; filename*=utf-8''M%C3%B6te%20%22%C3%A5%22.pdf"


def test_the_same_file_twice_is_one(send):
    send("a.pdf", office.PDF)
    response = send("b.pdf", office.PDF)

    assert said(response)[-1] == "a.pdf finns redan här."
    assert EventFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", b"<script>alert(1)</script>", "Filen är varken en PDF eller ett Word-dokument, vad den än heter. Spara den som PDF eller Word (.docx) och välj den igen."),
        ("a.pdf", b"", "Filen är tom. Kontrollera att du valde rätt fil."),
        ("a.html", office.PDF, "Filen är en PDF, men namnet slutar inte på .pdf. Byt namn på filen eller spara den på nytt, och välj den igen."),
        ("<script>.docx", office.package(main=office.MACRO_MAIN), "Word-filen innehåller makron (program). Spara den som PDF eller Word (.docx) och välj den igen."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_should_be_is_refused(send, name, content, error):
    assert errors(send(name, content)) == (400, {"file": [error]})
    assert EventFile.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["../../<b>å</b>'\".pdf", "C:\\x\\<b>å</b>'\".pdf", "å" * 300 + ".pdf", "Mo\u0308te.pdf"]
)
def test_a_hostile_name_becomes_a_safe_one(send, chief_client, name):
    send(name, office.PDF)

    file = EventFile.objects.get()
    page = chief_client.get(f"/samrad/{file.event_id}/filer/ny/").content.decode()
    assert (len(file.name) <= 150, set(file.name) & set('/\\<>"\u0308'), "<b>å" in page) == (True, set(), False)
    assert chief_client.get(f"/samrad/filer/{file.pk}/").content == office.PDF


def test_nothing_chosen_is_said(chief_client, event):
    assert errors(chief_client.post(f"/samrad/{event.pk}/filer/ny/")) == (400, {"file": ["Välj en fil."]})
    assert errors(chief_client.post(f"/samrad/{event.pk}/filer/ny/", {"file": "text"})) == (
        400,
        {"file": ["Välj en fil."]},
    )


def test_a_file_waits_on_disk_up_to_the_limit_and_is_refused_over_it(send, settings):
    padding = b" " * (settings.EVENT_FILE_MAX_BYTES - len(office.PDF))

    assert send("a.pdf", office.PDF + padding).status_code == 302
    assert errors(send("b.pdf", office.PDF + padding + b" ")) == (400, {"file": [TOO_LARGE]})
    assert EventFile.objects.count() == 1


def test_a_file_far_over_the_limit_never_reaches_memory_or_disk(send, settings):
    settings.EVENT_FILE_MAX_BYTES = 1024**2

    response = send("a.pdf", office.PDF + b" " * 5 * 1024**2)

    assert (response.status_code, response.wsgi_request.FILES.get("file")) == (400, None)
    assert "högst 1 MB" in response.context["form"].errors["file"][0]


def test_many_files_that_together_are_over_the_limit_do_not_get_in(chief_client, event, settings):
    settings.EVENT_FILE_MAX_BYTES = 1024**2
    files = {f"file{number}": SimpleUploadedFile("a.pdf", b" " * 900_000) for number in range(5)}

    response = chief_client.post(f"/samrad/{event.pk}/filer/ny/", files)

    assert len(response.wsgi_request.FILES) == 1
    assert "högst 1 MB" in response.context["form"].errors["file"][0]


def test_a_request_that_is_ten_times_too_large_is_refused_unread(send, settings):
    settings.EVENT_FILE_MAX_BYTES = 1024

    response = send("a.pdf", b" " * 20_000)

    assert (response.status_code, "är för stort. Inget är sparat." in text_of(response)) == (400, True)


def test_a_file_without_a_session_is_answered_plainly_and_nothing_is_stored(send, anonymous_client):
    response = send("a.pdf", office.PDF, client=anonymous_client)

    assert response.status_code == 200
    assert "En fil kan inte följa med: logga in och välj den igen." in text_of(response)
    assert EventFile.objects.count() == 0


def test_a_damaged_file_is_not_handed_out(officer_a_client):
    file = EventFileFactory(name="<b>protokoll</b>.pdf")
    EventFile.objects.update(content=b"%PDF-1.7 annat")

    response = officer_a_client.get(f"/samrad/filer/{file.pk}/")

    assert response.status_code == 410
    assert "Filen är skadad och lämnas inte ut" in text_of(response)
    assert (b"annat" in response.content, b"<b>" in response.content) == (False, False)
    assert "Content-Disposition" not in response


def test_removing_is_asked_about_and_then_done(chief_client):
    file = EventFileFactory()
    page = chief_client.get(f"/samrad/filer/{file.pk}/ta-bort/")
    assert ("tas bort för gott" in text_of(page), EventFile.objects.count()) == (True, 1)

    response = chief_client.post(f"/samrad/filer/{file.pk}/ta-bort/", {"version": "1"})

    assert (response["Location"], EventFile.objects.count()) == (file.event.get_absolute_url(), 0)
    assert chief_client.post(f"/samrad/filer/{file.pk}/ta-bort/", {"version": "1"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_never_reads_what_is_in_the_files(chief_client, event, number, django_assert_num_queries):
    for place in range(number):
        EventFileFactory(event=event, content=f"%PDF-{place}".encode())
    path = reverse("event_file_add", args=[event.pk])
    chief_client.get(path)

    with django_assert_num_queries(8) as asked:
        chief_client.get(path)
    assert [query["sql"] for query in asked.captured_queries if '"content"' in query["sql"]] == []


def test_a_checksum_is_that_of_the_bytes():
    assert EventFileFactory().sha256 == hashlib.sha256(b"%PDF-1.7 minnesanteckningar").hexdigest()
