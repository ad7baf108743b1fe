"""Files from outside: what they are by their content, whatever they say of themselves, and a name that is safe to keep."""

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from actionplan import swedish
from actionplan.forms.base import CarefulForm

MAX_ENTRIES = 2000
MAX_UNPACKED = 100 * 1024 * 1024
_MAX_PARTS_LIST = 1024 * 1024
_MAX_NAME = 150
_PARTS_LIST = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN_PART = re.compile(
    rb'<Override\b[^<>]*\bContentType\s*=\s*["\']' + re.escape(f"{_WORD}.main+xml".encode()) + rb'["\']'
)
_BEFORE_HEADER = b"\xef\xbb\xbf\r\n\t "
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_WORD_BROKEN = "Word-filen är skadad och går inte att läsa. Öppna den i Word, spara den på nytt och välj den igen."
_ADVICE = "Spara den som PDF eller Word (.docx) och välj den igen."


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken in."""

    label: str
    extension: str
    content_type: str


PDF = FileKind("PDF", ".pdf", "application/pdf")
WORD = FileKind("Word-dokument", ".docx", _WORD)


def kind_of(file) -> FileKind:
    """Return what an open file is, by its content. Raises ValidationError that says what is wrong and what to do."""
    file.seek(0)
    content = file.read()
    if not content.strip(b"\0"):
        raise ValidationError("Filen är tom. Kontrollera att du valde rätt fil.")
    if content[:16].lstrip(_BEFORE_HEADER).startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        _check_word(file, content)
        return WORD
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(f"Filen är en gammal Word-fil (.doc) eller är låst med lösenord. {_ADVICE}")
    raise ValidationError(f"Filen är varken en PDF eller ett Word-dokument, vad den än heter. {_ADVICE}")


def _check_word(file, content: bytes) -> None:
    """The list of entries is judged before any entry is read, and one small entry is all that is read."""
    if content.count(_ENTRY) > MAX_ENTRIES:
        raise ValidationError(f"Filen innehåller för många delar för att vara ett Word-dokument. {_ADVICE}")
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            _check_entries(entries)
            parts = _read_parts_list(package, {entry.filename for entry in entries})
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise ValidationError(_WORD_BROKEN) from error
    if b"macroenabled" in parts.lower() or b"vbaproject" in parts.lower():
        raise ValidationError(f"Word-filen innehåller makron (program). {_ADVICE}")
    if not _MAIN_PART.search(parts):
        raise ValidationError(f"Filen är packad som ett Word-dokument men är inget. {_ADVICE}")


def _check_entries(entries) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(f"Word-filen är för stor när den packas upp. {_ADVICE}")
    names = [entry.filename.casefold() for entry in entries]
    if any("vbaproject" in name or "vbadata" in name for name in names):
        raise ValidationError(f"Word-filen innehåller makron (program). {_ADVICE}")
    if any(entry.flag_bits & 1 or entry.compress_type not in _PACKINGS for entry in entries):
        raise ValidationError(_WORD_BROKEN)
    if len(set(names)) != len(names):
        raise ValidationError(_WORD_BROKEN)
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise ValidationError(_WORD_BROKEN)


def _read_parts_list(package: zipfile.ZipFile, names: set[str]) -> bytes:
    """Return the package's own list of what its parts are. One that hides words behind entities is no Word document."""
    if _PARTS_LIST not in names:
        raise ValidationError(f"Filen är en zip-fil och inget Word-dokument. {_ADVICE}")
    with package.open(_PARTS_LIST) as entry:
        parts = entry.read(_MAX_PARTS_LIST + 1)
    if parts.startswith((b"\xff\xfe", b"\xfe\xff")):
        parts = parts.decode("utf-16").encode()
    if len(parts) > _MAX_PARTS_LIST or b"<!" in parts or b"&#" in parts:
        raise ValidationError(_WORD_BROKEN)
    return parts


def safe_name(name: str, kind: FileKind) -> str:
    """Return the name as it is kept: no path, no signs that a computer or a page could take for something else, 150 at most."""
    last = re.split(r"[/\\]", swedish.normalise(name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = " ".join(_UNSAFE.sub("_", shown).split())
    stem = stem[: -len(kind.extension)] if stem.casefold().endswith(kind.extension) else stem
    stem = stem[: _MAX_NAME - len(kind.extension)].strip(". ")
    return f"{stem or 'fil'}{kind.extension}"


class CheckedFileField(forms.FileField):
    """A PDF or a Word document; `clean` returns the upload with its `kind` and its `safe_name`."""

    def to_python(self, data):
        """Check size, content and name, in that order."""
        data = super().to_python(data)
        if data is None:
            return None
        if data.size > settings.EVENT_FILE_MAX_BYTES:
            raise ValidationError(too_large())
        data.kind = kind_of(data)
        extension = "." + data.name.rpartition(".")[2].casefold() if "." in data.name else ""
        if extension != data.kind.extension:
            raise ValidationError(
                f"Filen är {_one(data.kind)}, men namnet slutar inte på {data.kind.extension}. "
                "Byt namn på filen eller spara den på nytt, och välj den igen."
            )
        data.safe_name = safe_name(data.name, data.kind)
        return data


def _one(kind: FileKind) -> str:
    return "en PDF" if kind is PDF else "ett Word-dokument"


def too_large() -> str:
    """Return how large a file may be and what to do with a larger one."""
    megabytes = settings.EVENT_FILE_MAX_BYTES // 1024**2
    return f"Filen är för stor. Den får vara högst {megabytes} MB. Minska bilderna i den, eller dela upp den."


class EventFileForm(CarefulForm):
    """One file; `too_large` when the request's file was larger than what is let in, and never got here."""

    version = None
    file = CheckedFileField(
        label="Fil",
        max_length=1000,
        help_text="PDF eller Word (.docx).",
        widget=forms.ClearableFileInput(attrs={"accept": f"{PDF.extension},{WORD.extension}"}),
        error_messages={
            "required": "Välj en fil.",
            "missing": "Välj en fil.",
            "invalid": "Välj en fil.",
            "empty": "Filen är tom. Kontrollera att du valde rätt fil.",
        },
    )

    def __init__(self, *args, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self._too_large = too_large
        megabytes = settings.EVENT_FILE_MAX_BYTES // 1024**2
        self.fields[
            "file"
        ].help_text = f"PDF eller Word (.docx), högst {megabytes} MB. Dokument med makron tas inte emot."

    def clean(self):
        """Say that the file was too large, not that there was none."""
        if self._too_large:
            self.errors.pop("file", None)
            self.add_error("file", too_large())
        return super().clean()
