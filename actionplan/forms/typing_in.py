"""Proposals as they are typed in at a meeting: one line, or many pasted lines with each fault by row and column."""

import csv
import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from actionplan import swedish
from actionplan.figures import Names
from actionplan.forms.base import CarefulForm, PlainText, new_token
from actionplan.forms.companies import CompanyName
from actionplan.forms.names import SHOWN_TO_ALL, name_questions
from actionplan.models import StrategicArea
from actionplan.models.proposals import MAX_TEXT
from actionplan.services.typing_in import Line, NameMatch, match_names

MAX_LINES = 500
MAX_CHARACTERS = 200_000
_MAX_NAME = 200
_COLUMNS = ("text", "company", "area")
_HEADINGS = ("förslag", "företag", "område")
_TEXT_TOO_LONG = (
    f"Förslaget är %(show_value)d tecken långt. Det får vara högst {MAX_TEXT}. Korta det, eller dela det i flera."
)
_NAME_TOO_LONG = f"Företagsnamnet är %(show_value)d tecken långt. Det får vara högst {_MAX_NAME}."


def text_field(**kwargs) -> PlainText:
    """Return the field of a proposal's words, which cuts nothing off while it is typed."""
    messages = {"required": "Skriv vad företaget föreslår.", "max_length": _TEXT_TOO_LONG}
    return _uncut(PlainText(label="Förslag", max_length=MAX_TEXT, error_messages=messages, **kwargs))


def name_field(**kwargs) -> PlainText:
    """Return the field of a company's name."""
    messages = {"max_length": _NAME_TOO_LONG}
    return _uncut(CompanyName(label="Företag", max_length=_MAX_NAME, error_messages=messages, **kwargs))


def _uncut(field: forms.CharField) -> forms.CharField:
    field.widget.attrs.pop("maxlength", None)
    return field


class AreaField(forms.ModelChoiceField):
    """One area, by its number; typing the digit picks it."""

    def __init__(self, **kwargs):
        messages = {"invalid_choice": "Området finns inte i planen. Välj ett i listan, eller inget."}
        super().__init__(
            StrategicArea.objects.none(),
            label="Område",
            required=False,
            to_field_name="number",
            empty_label="Inget",
            error_messages=messages,
            **kwargs,
        )

    def label_from_instance(self, area):
        return f"{area.number} {area.name}"

    def to_python(self, value):
        """Return the area; what is no number is none of them."""
        if value and not (str(value).isascii() and str(value).isdecimal() and len(str(value)) <= 4):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class LineForm(CarefulForm):
    """One proposal, its company by name and its area; only the words are needed."""

    version = None
    text = text_field(widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "enterkeyhint": "send"}))
    company = name_field(widget=forms.TextInput(attrs={"autocomplete": "off", "list": "foretag"}))
    area = AreaField()
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, areas, is_shown_to_all: bool = False):
        """`is_shown_to_all` asks about names in the words."""
        super().__init__(data, initial={"form_token": new_token()})
        self.is_shown_to_all = is_shown_to_all
        self.fields["area"].queryset = areas

    @property
    def helper(self):
        """Lay the line out as one row, where there is room."""
        helper = super().helper
        helper.layout = Layout(
            "form_token",
            Div(
                Div("text", css_class="np-line-text"),
                Div("company", css_class="np-line-company"),
                Div("area", css_class="np-line-area"),
                HTML('{% include "actionplan/_event_line_save.html" %}'),
                css_class="np-line",
            ),
        )
        return helper

    def warnings(self):
        """Ask about names in what everybody can read."""
        by = [self.cleaned_data["company"]]
        return name_questions(self, "text", why=SHOWN_TO_ALL, also=by) if self.is_shown_to_all else []

    def line(self) -> Line:
        """Return what services.typing_in takes."""
        said = self.cleaned_data
        return Line(said["text"], said["company"], said["area"], said["form_token"])


@dataclass(frozen=True)
class PastedRow:
    """A row of what was pasted, as it was read."""

    number: int
    text: str
    company: NameMatch
    area: StrategicArea | None
    area_text: str
    errors: dict[str, str]
    """By column: text, company, area."""
    remarks: tuple[str, ...] = ()
    """What is allowed but perhaps not meant."""
    names: tuple[str, ...] = ()
    """Those that stand in a text that everybody can read."""


@dataclass(frozen=True)
class Pasted:
    """All that was pasted, to be shown before it is saved."""

    rows: tuple[PastedRow, ...]
    empty: int
    """Rows without anything in them, which are left out."""
    has_headings: bool
    digest: str
    batch: uuid.UUID

    @property
    def faulty(self) -> int:
        """Rows that must be mended before anything is saved."""
        return sum(bool(row.errors) for row in self.rows)

    def lines(self) -> list[Line]:
        """Return the proposals; the same paste gives the same tokens."""
        return [
            Line(row.text, row.company.name, row.area, uuid.uuid5(self.batch, f"{self.digest} {row.number}"))
            for row in self.rows
        ]


class PastedText(forms.CharField):
    """Text whose outer tabs count: they say that a row has an empty cell. Its rows say what is wrong with them."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        """Return the text as NFC, without outer spaces and line breaks."""
        text = super().to_python(value)
        return swedish.normalise(f"|{text}|")[1:-1].strip("\n ") if text.strip() else ""


class PasteForm(CarefulForm):
    """Many proposals, one per line, or copied from Excel with tabs between the columns."""

    version = None
    text = PastedText(
        label="Förslagen, ett per rad",
        widget=forms.Textarea(attrs={"rows": 12, "cols": False, "spellcheck": "false"}),
        help_text="Från Excel: kopiera kolumnerna förslag, företag och område (nummer eller namn). "
        f"Högst {MAX_LINES} rader åt gången.",
        error_messages={"required": "Klistra in minst ett förslag."},
    )
    batch = forms.UUIDField(widget=forms.HiddenInput, required=False)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data=None, *, areas, existing, is_shown_to_all: bool = False):
        """`areas` are those of the plan, `existing` the event's proposals as {folded text: code}.

        `is_shown_to_all` points out names in the texts: the preview is the question.
        """
        super().__init__(data)
        self.is_shown_to_all = is_shown_to_all
        self._areas, self._existing = list(areas), existing

    @property
    def helper(self):
        """Show the text; the template writes batch and digest of what it shows."""
        helper = super().helper
        helper.layout = Layout("text")
        return helper

    def clean_text(self):
        """Refuse what is far too much at once."""
        text = self.cleaned_data["text"]
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(f"Det är {len(text)} tecken. Klistra in högst {MAX_CHARACTERS} åt gången.")
        rows = text.count("\n") + 1
        if rows > MAX_LINES:
            raise ValidationError(f"Det är {rows} rader. Klistra in högst {MAX_LINES} åt gången.")
        return text

    def read(self, *, fresh: bool) -> Pasted:
        """Return the rows. `fresh` begins a new batch: saving it is another thing than saving the last one again."""
        records = _records(self.cleaned_data["text"])
        has_headings = bool(records) and _is_headings(records[0])
        numbered = [(number, cells) for number, cells in enumerate(records, 1) if any(cells)][has_headings:]
        names = match_names([_cell(cells, 1) for _, cells in numbered])
        seen: dict[str, int] = {}
        rows = [self._row(number, cells, names, seen) for number, cells in numbered]
        rows = tuple(_with_names(rows) if self.is_shown_to_all else rows)
        batch = None if fresh else self.cleaned_data["batch"]
        return Pasted(
            rows, len(records) - len(numbered) - has_headings, has_headings, self._digest(), batch or new_token()
        )

    def is_as_previewed(self) -> bool:
        """Tell if the text is what the preview showed."""
        return bool(self.cleaned_data["batch"]) and self.cleaned_data["digest"] == self._digest()

    def _digest(self) -> str:
        return hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()

    def _row(self, number: int, cells: list[str], names: dict[str, NameMatch], seen: dict[str, int]) -> PastedRow:
        text, area_text, errors = cells[0], _cell(cells, 2), {}
        for column, read in (("text", text_field()), ("company", name_field())):
            errors |= _fault(column, read, _cell(cells, _COLUMNS.index(column)))
        area = _area(area_text, self._areas)
        if area_text and area is None:
            errors["area"] = _unknown_area(area_text, self._areas)
        if any(cells[3:]):
            errors["area"] = "Raden har fler än tre kolumner. Kopiera bara förslag, företag och område."
        remarks = self._remarks(text, number, seen)
        return PastedRow(number, text, names[_cell(cells, 1)], area, area_text, errors, remarks)

    def _remarks(self, text: str, number: int, seen: dict[str, int]) -> tuple[str, ...]:
        key, found = swedish.fold(text), []
        if key in seen:
            found.append(f"Samma text som rad {seen[key]}.")
        elif key:
            seen[key] = number
        if key in self._existing:
            found.append(f"Finns redan som {self._existing[key]}.")
        return tuple(found)


def _with_names(rows: list[PastedRow]) -> Iterator[PastedRow]:
    """Yield the rows with the names that stand in their texts. Three queries."""
    names = Names(*(row.company.name for row in rows))
    for row in rows:
        yield replace(row, names=tuple(names.found_in(row.text)))


def _records(text: str) -> list[list[str]]:
    """Return the cells of each row. Excel puts quotation marks round a cell with line breaks; anything else is taken as it stands."""
    if "\t" in text and '"' in text:
        try:
            rows = list(csv.reader(io.StringIO(text), delimiter="\t", strict=True))
            return [[swedish.normalise(cell) for cell in row] for row in rows]
        except csv.Error:
            pass
    return [[swedish.normalise(cell) for cell in line.split("\t")] for line in text.split("\n")]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _is_headings(cells: list[str]) -> bool:
    words = [swedish.fold(cell) for cell in cells]
    return len(words) > 1 and words == list(_HEADINGS[: len(words)])


def _fault(column: str, read: PlainText, value: str) -> dict[str, str]:
    try:
        read.clean(value)
    except ValidationError as error:
        return {column: " ".join(error.messages)}
    return {}


def _area(said: str, areas: list[StrategicArea]) -> StrategicArea | None:
    key = swedish.fold(said)
    return next(
        (
            area
            for area in areas
            if key in (str(area.number), swedish.fold(area.name), swedish.fold(f"{area.number} {area.name}"))
        ),
        None,
    )


def _unknown_area(said: str, areas: list[StrategicArea]) -> str:
    if not areas:
        return "Mötets mandatperiod har ingen plan med områden. Lämna kolumnen tom."
    numbers = ", ".join(str(area.number) for area in areas)
    return f"Det finns inget område ”{said[:40]}”. Skriv områdets nummer ({numbers}) eller namn, eller lämna tomt."
