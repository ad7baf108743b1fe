"""Making a report, writing the chief's own words in it, publishing and correcting it, and being told of it by e-mail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import Assessment, ReportKind, RoundState
from actionplan.figures.counts import AreaFigures
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField
from actionplan.forms.names import name_questions
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, text_area
from actionplan.models import Report
from actionplan.models.reports import LONGEST_JUDGEMENT, OWN_ASSESSMENTS
from actionplan.services.reports import CHANGED

_SAY_WHAT = "Skriv vad som är rättat och varför."
_WHAT_IS_CORRECTED = f"Står överst i den nya versionen. {NO_PERSONAL_DATA}"


class NewReportForm(CarefulForm):
    """Which report: its sort and its cut-off."""

    version = None
    kind = forms.ChoiceField(
        label="Sort",
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilken sorts rapport det är."},
    )
    cutoff = SwedishDateField(
        label="Brytdatum",
        help_text="Rapporten visar läget den dagen. Till exempel 2017-12-31.",
        error_messages={"required": "Skriv vilken dag rapporten ska visa läget för."},
    )

    @property
    def helper(self):
        """Show the sort as buttons."""
        helper = super().helper
        helper.layout = Layout(
            Div("kind", css_class="np-choice"), Div(Div("cutoff", css_class="col-md-6"), css_class="row")
        )
        return helper


@dataclass(frozen=True)
class AreaRow:
    """An area as the form shows it: what is computed, beside the fields of the chief's own judgement."""

    area: AreaFigures
    computed: Assessment
    words: str
    assessment: forms.BoundField
    text: forms.BoundField


class ReportForm(NounForm):
    """The chief's own words in a draft: summary, a judgement of each area, and who may read it."""

    class Meta(NounForm.Meta):
        model = Report
        fields = ["summary", "visibility", "correction"]
        widgets = {"summary": text_area(8), "visibility": forms.RadioSelect}
        help_texts = {
            "summary": "Dina egna ord. De står först i rapporten, före siffrorna, som räknas ut. Tom rad ger nytt stycke. "
            + NO_PERSONAL_DATA,
            "visibility": "Alla betyder att den som har adressen kan läsa utan att logga in.",
            "correction": _WHAT_IS_CORRECTED,
        }
        error_messages = {"visibility": {"required": "Välj vem som får läsa rapporten."}}

    def __init__(self, *args, instance, areas: Iterable[tuple[AreaFigures, Assessment, str]], **kwargs):
        """Open with a judgement for each area (figures, what its activities say, and in words)."""
        self._areas = list(areas)
        said = {str(area.number): instance.judgements.get(str(area.number), {}) for area, _, _ in self._areas}
        initial = {f"assessment_{number}": one.get("assessment", "") for number, one in said.items()}
        initial |= {f"text_{number}": one.get("text", "") for number, one in said.items()}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        for area, _, _ in self._areas:
            self.fields[f"assessment_{area.number}"] = _own_assessment(area)
            self.fields[f"text_{area.number}"] = _own_text(area)
        self.fields["correction"].required = instance.number > 1
        self.fields["correction"].error_messages["required"] = _SAY_WHAT
        if instance.number == 1:
            del self.fields["correction"]

    @property
    def helper(self):
        """Lay out all but the areas, which the template shows beside what is computed."""
        helper = super().helper
        first = ["correction"] if "correction" in self.fields else []
        helper.layout = Layout("version", *first, "summary", Div("visibility", css_class="np-choice"))
        return helper

    def rows(self) -> Iterator[AreaRow]:
        """Yield the areas with their fields."""
        for area, computed, words in self._areas:
            fields = (self[f"assessment_{area.number}"], self[f"text_{area.number}"])
            yield AreaRow(area, computed, words, *fields)

    def clean(self):
        """Take the judgements together as the report keeps them; what is left empty is no judgement."""
        data = super().clean()
        judged = {}
        for area, _, _ in self._areas:
            said = {name: data.get(f"{name}_{area.number}") or "" for name in ("assessment", "text")}
            judged |= {str(area.number): said} if any(said.values()) else {}
        self.instance.judgements = judged
        return data

    def warnings(self):
        """Ask about a judgement that differs from what the activities show and gives no reason."""
        return [
            f"Område {row.area.number}: du bedömer ”{Assessment(own).label.lower()}” men aktiviteterna visar "
            f"”{row.computed.label.lower()}”, och du har inte skrivit varför."
            for row in self.rows()
            if (own := self.cleaned_data.get(row.assessment.name)) in _COMPARED
            and row.computed in _COMPARED
            and own != row.computed
            and not self.cleaned_data.get(row.text.name)
        ]


_COMPARED = (Assessment.ON_TRACK, Assessment.MINOR, Assessment.MAJOR)


def _own_assessment(area: AreaFigures) -> forms.ChoiceField:
    choices = [("", "Ingen egen bedömning"), *((one.value, one.label) for one in OWN_ASSESSMENTS)]
    return forms.ChoiceField(label=f"Din bedömning av område {area.number}", choices=choices, required=False)


def _own_text(area: AreaFigures) -> PlainText:
    return PlainText(
        label=f"Motivering, område {area.number}", required=False, max_length=LONGEST_JUDGEMENT, widget=text_area(2)
    )


class PublishReportForm(CarefulForm):
    """Publishing what has been read: `seen` tells what the page showed, and what has changed since is not published."""

    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": CHANGED})

    def __init__(self, data=None, *, report: Report, seen: str, is_missing: bool):
        """Open for a draft whose content is `seen`; `is_missing` asks why it is published without all answers."""
        super().__init__(data, initial={"version": report.version, "seen": seen})
        self._seen, self._round = seen, report.round
        if is_missing:
            self.fields["unanswered_reason"] = PlainText(
                label="Varför publiceras rapporten utan alla svar?",
                max_length=2000,
                widget=text_area(),
                help_text=f"Står i rapporten. {NO_PERSONAL_DATA}",
                error_messages={"required": "Skriv varför rapporten publiceras utan alla svar."},
            )

    def clean_seen(self):
        """Refuse what has changed since the page was opened."""
        if self.cleaned_data["seen"] != self._seen:
            raise forms.ValidationError(CHANGED, code="changed")
        return self._seen

    def show_what_is_new(self, version: int, seen: str) -> None:
        """Let the bound form carry what the page now shows."""
        self.data = self.data.copy()
        self.data["version"], self.data["seen"] = version, seen

    def warnings(self):
        """Ask when the round is not locked, and about names in the reason."""
        named = name_questions(self, "unanswered_reason", why="Texten står i rapporten.")
        if self._round is None or self._round.state in RoundState.REFUSING:
            return named
        return [
            f"{self._round} är inte låst. När rapporten publiceras stängs omgången för gott, "
            "och ingen kan längre svara i den.",
            *named,
        ]

    def values(self) -> dict:
        """Return what publish_report takes beside the report and its content."""
        data = self.cleaned_data
        return {"expected_version": data["version"], "unanswered_reason": data.get("unanswered_reason", "")}


class CorrectReportForm(CarefulForm):
    """What a new version corrects."""

    version = None
    correction = PlainText(
        label="Vad är rättat, och varför?",
        max_length=2000,
        widget=text_area(),
        help_text=_WHAT_IS_CORRECTED,
        error_messages={"required": _SAY_WHAT},
    )


class ReportMailForm(CarefulForm):
    """Being told by e-mail."""

    version = None
    wanted = forms.BooleanField(label="Skicka e-post till mig när en rapport publiceras", required=False)
