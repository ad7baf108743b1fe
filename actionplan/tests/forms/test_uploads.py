"""What a file is by its content, and the name it is kept under."""

import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from actionplan.forms.uploads import MAX_UNPACKED, PDF, WORD, CheckedFileField, kind_of, safe_name
from actionplan.tests import office

ADVICE = "Spara den som PDF eller Word (.docx) och välj den igen."
NOTHING_KNOWN = f"Filen är varken en PDF eller ett Word-dokument, vad den än heter. {ADVICE}"
BROKEN = "Word-filen är skadad och går inte att läsa. Öppna den i Word, spara den på nytt och välj den igen."
NOT_WORD = f"Filen är packad som ett Word-dokument men är inget. {ADVICE}"
MACROS = f"Word-filen innehåller makron (program). {ADVICE}"
TOO_MANY = f"Filen innehåller för många delar för att vara ett Word-dokument. {ADVICE}"
TOO_LARGE = f"Word-filen är för stor när den packas upp. {ADVICE}"
EMPTY = "Filen är tom. Kontrollera att du valde rätt fil."


def outcome(content):
    try:
        return kind_of(io.BytesIO(content))
    except ValidationError as error:
        return " ".join(error.messages)


def lying_about_size(size):
    """A document whose directory says that a part is of a size."""
    content = bytearray(office.package())
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, entry + 24, size)
    return bytes(content)


def marked_as_encrypted():
    content = bytearray(office.package())
    for entry in (content.index(b"PK\x01\x02"), content.rindex(b"PK\x01\x02")):
        struct.pack_into("<H", content, entry + 8, 1)
    return bytes(content)


def twice_the_same_part():
    kept = io.BytesIO(office.package())
    with zipfile.ZipFile(kept, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("[Content_Types].xml", office.parts_list())
    return kept.getvalue()


def listed(text):
    return office.package({"[Content_Types].xml": text, "word/document.xml": "<w/>"})


ENTITY = office.parts_list(main="application/vnd.ms-word.document.macro&#69;nabled.main+xml")
DOCTYPE = office.parts_list().replace("<Types", '<!DOCTYPE x [<!ENTITY a "a">]><Types')


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (office.PDF, PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", PDF),
        (office.package(), WORD),
        (listed(office.parts_list().encode("utf-16")), WORD),
        (b"", EMPTY),
        (b"\0" * 5000, EMPTY),
        (b"hej", NOTHING_KNOWN),
        (b"<html>%PDF-1.7", NOTHING_KNOWN),
        (b" " * 100 + office.PDF, NOTHING_KNOWN),
        (b"%PDX-1.7", NOTHING_KNOWN),
        (b"MZ\x90\0", NOTHING_KNOWN),
        (b"{\\rtf1 hej}", NOTHING_KNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"Filen är en gammal Word-fil (.doc) eller är låst med lösenord. {ADVICE}"),
        (b"PK\x03\x04", BROKEN),
        (office.package()[:200], BROKEN),
        (office.package({"a.txt": "hej"}), f"Filen är en zip-fil och inget Word-dokument. {ADVICE}"),
        (office.package(main=office.SHEET_MAIN), NOT_WORD),
        (office.package(main=office.MACRO_MAIN), MACROS),
        (office.package(**{"word/vbaProject.bin": "x"}), MACROS),
        (office.package(**{"Word/VBAPROJECT.BIN": "x"}), MACROS),
        (listed(office.parts_list(more='<Default Extension="x" ContentType="application/vnd.ms-office.vbaProject"/>')), MACROS),
        (listed(ENTITY), BROKEN),
        (listed(DOCTYPE), BROKEN),
        (listed(office.parts_list() + " " * 1024 * 1024), BROKEN),
        (office.package(**{"../../etc/passwd": "x"}), BROKEN),
        (office.package(**{"/etc/passwd": "x"}), BROKEN),
        (office.package(**{f"word/{number}.xml": "" for number in range(2001)}), TOO_MANY),
        (office.package(**{"word/media/bomb.bin": b"\0" * (MAX_UNPACKED + 1)}), TOO_LARGE),
        (lying_about_size(MAX_UNPACKED + 1), TOO_LARGE),
        (lying_about_size(10), WORD),
        (marked_as_encrypted(), BROKEN),
        (office.package(packing=zipfile.ZIP_BZIP2), BROKEN),
        (office.package(packing=zipfile.ZIP_LZMA), BROKEN),
    ],
)  # fmt: skip
def test_kind_is_told_by_content_or_refused_with_what_to_do(content, found):
    assert outcome(content) == found


def test_a_list_of_parts_that_is_made_to_be_slow_to_read_is_refused_at_once():
    """A search that began anew at each of them stopped the site for half a minute."""
    assert outcome(listed("<Override " * 100_000)).startswith("Filen är packad som ett Word-dokument men är inget.")


def test_two_parts_of_one_name_are_refused():
    assert outcome(twice_the_same_part()) == BROKEN


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_document_is_read_or_refused_and_never_breaks(place, noise):
    content = bytearray(office.package())
    content[place : place + len(noise)] = noise

    assert isinstance(outcome(bytes(content)), (str, type(WORD)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Minnesanteckningar å ä ö.pdf", "Minnesanteckningar å ä ö.pdf"),
        ("Mo\u0308te.PDF", "Möte.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\möte.pdf", "möte.pdf"),
        ("<script>alert('x')<\u2044script>.pdf", "_script_alert('x')_\u2044script_.pdf"),
        ('"citat".pdf', "_citat_.pdf"),
        ("rad\r\nSet-Cookie: a=b.pdf", "radSet-Cookie_ a=b.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        (f"{'å' * 300}.pdf", f"{'å' * 146}.pdf"),
        (".pdf", "fil.pdf"),
        ("...", "fil.pdf"),
        ("CON.pdf", "CON.pdf"),
        ("protokoll", "protokoll.pdf"),
    ],
)
def test_name_is_safe_to_keep_and_to_hand_out(name, kept):
    assert safe_name(name, PDF) == kept


@given(st.text(max_size=400))
def test_every_name_becomes_one_that_can_be_kept(name):
    kept = safe_name(name, WORD)

    assert kept.endswith(".docx")
    assert len(kept) <= 150
    assert not set(kept) & set('/\\<>":|?*\r\n\t\0')


def checked(name, content):
    try:
        return CheckedFileField(max_length=1000).clean(SimpleUploadedFile(name, content)).safe_name
    except ValidationError as error:
        return " ".join(error.messages)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", office.PDF, "a.pdf"),
        ("a.PDF", office.PDF, "a.pdf"),
        ("a.docx", office.package(), "a.docx"),
        ("a.docx", office.PDF, "Filen är en PDF, men namnet slutar inte på .pdf. Byt namn på filen eller spara den på nytt, och välj den igen."),
        ("a.pdf", office.package(), "Filen är ett Word-dokument, men namnet slutar inte på .docx. Byt namn på filen eller spara den på nytt, och välj den igen."),
        ("a.docm", office.package(), "Filen är ett Word-dokument, men namnet slutar inte på .docx. Byt namn på filen eller spara den på nytt, och välj den igen."),
        ("a.pdf.exe", office.PDF, "Filen är en PDF, men namnet slutar inte på .pdf. Byt namn på filen eller spara den på nytt, och välj den igen."),
        ("a.pdf", b"MZ", NOTHING_KNOWN),
    ],
)  # fmt: skip
def test_a_file_that_lies_about_its_type_is_refused(name, content, found):
    assert checked(name, content) == found


def test_a_file_over_the_limit_is_refused(settings):
    settings.EVENT_FILE_MAX_BYTES = len(office.PDF) - 1

    assert checked("a.pdf", office.PDF) == (
        "Filen är för stor. Den får vara högst 0 MB. Minska bilderna i den, eller dela upp den."
    )
