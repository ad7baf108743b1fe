"""The filter of the board: what an address may ask of the proposals of one mandate period on one day.

Each question is a verb of models/proposal_queries.py, the same that figures count with.
"""

import datetime as dt

import django_filters as filters
from django.http import QueryDict

from actionplan import swedish
from actionplan.choices import FunnelStage, ProposalOutcome
from actionplan.forms.base import PlainText
from actionplan.forms.filters import LONGEST_SEARCH, choice, choices, tidy
from actionplan.models import ActionPlan, ConsultationEvent, Department, Proposal

_ANSWERS = [("vantar", "Väntar på svar"), ("forsenade", "Svaret är försenat"), ("klara", "Alla har svarat")]
_VERDICTS = [("inte_an", "Inte än, säger företaget")]


class _Words(filters.Filter):
    field_class = PlainText


def names_to_choose(plan: ActionPlan) -> dict[str, list[tuple[str, str]]]:
    """Return the events, areas and departments to choose from, as (value, label), by the filter's name."""
    events = ConsultationEvent.objects.of_plan(plan).newest_first().select_related("mandate_period")
    periods = dict.fromkeys(event.mandate_period for event in events if event.mandate_period)
    areas = plan.areas.order_by("number").values_list("number", "name")
    departments = Department.objects.filter(anchorings__isnull=False).distinct()
    return {
        "samrad": [(str(event.pk), event.label) for event in events],
        "mandatperiod": [(str(period.election_year), str(period)) for period in periods],
        "omrade": [(str(number), f"{number} {name}") for number, name in areas],
        "forvaltning": [(str(one.pk), one.name) for one in departments],
    }


class ProposalFilter(filters.FilterSet):
    """The proposals that the address asks for. `qs` holds them unordered, with what `on_day` adds."""

    q = _Words(
        method="find_words",
        label="Sök",
        max_length=LONGEST_SEARCH,
    )
    samrad = choice("Samråd", "Alla samråd", field_name="event")
    mandatperiod = choice("Samrådets mandatperiod", "Alla", field_name="event__mandate_period__election_year")
    forvaltning = choice("Skickat till", "Alla förvaltningar", method="asked_of")
    omrade = choice("Område", "Alla områden", field_name="area__number")
    lage = choices("Utfall", choices=ProposalOutcome.choices, method="in_outcome")
    svar = choice("Svar från förvaltningarna", "Spelar ingen roll", choices=_ANSWERS, method="with_answers")
    steg = choice("Steg i tratten", "Alla", choices=FunnelStage.choices, method="in_stage")
    omdome = choice("Företagets omdöme", "Spelar ingen roll", choices=_VERDICTS, method="with_verdict")

    class Meta:
        model = Proposal
        fields = []

    def __init__(self, data: QueryDict, *, plan: ActionPlan, on: dt.date, names: dict, persons: bool):
        self.plan, self.on, self.persons = plan, on, persons
        super().__init__(tidy(data), Proposal.objects.of_plan(plan).on_day(on))
        for name, offered in names.items():
            self.filters[name].extra["choices"] = offered

    def find_words(self, proposals, name, value):
        """q: every word of text or company, or a number such as F12."""
        code = swedish.fold(value).removeprefix("f").lstrip("0")
        if swedish.fold(value).startswith("f") and code.isascii() and code.isdecimal() and len(code) < 12:
            return proposals.filter(pk=int(code))
        return proposals.search(value, persons=self.persons)

    def asked_of(self, proposals, name, value):
        """forvaltning: was asked by that day."""
        return proposals.sent_to([int(value)], self.on)

    def in_outcome(self, proposals, name, value):
        """lage: as it was that day."""
        return proposals.in_outcome(*value)

    def with_answers(self, proposals, name, value):
        """svar: whether the departments had answered."""
        if value == "klara":
            return proposals.answered_by_all(self.on)
        return proposals.unanswered(self.on) if value == "vantar" else proposals.overdue(self.on)

    def in_stage(self, proposals, name, value):
        """steg: had come as far."""
        return proposals.in_stage(value, self.on)

    def with_verdict(self, proposals, name, value):
        """omdome: what its proposer said last."""
        return proposals.not_yet_solved(self.on)
