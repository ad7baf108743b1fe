"""Putting down what companies say while they say it: one line at a time, or many pasted at once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from actionplan import swedish
from actionplan.choices import ProposalStepKind
from actionplan.models import Company, ConsultationEvent, Proposal, ProposalStep, StrategicArea, User
from actionplan.services.companies import MOST_ALIKE, alike_by_name, are_alike, create_company
from actionplan.services.contacts import contact_at
from actionplan.services.proposals import edit_proposal, submit_proposal
from actionplan.services.versions import advance_period


@dataclass(frozen=True)
class NameMatch:
    """What a typed company name means: one that exists, one to ask about, or a new one."""

    name: str
    company: Company | None = None
    alike: tuple[str, ...] = ()
    """Names that look like it, stored or (in a paste) further up; then nobody is made or chosen until somebody answers."""

    @property
    def is_new(self) -> bool:
        """Tell if a company of that name will be made."""
        return bool(self.name) and self.company is None and not self.alike


@dataclass(frozen=True)
class Line:
    """One proposal as it was typed."""

    text: str
    company_name: str = ""
    area: StrategicArea | None = None
    form_token: uuid.UUID | None = None


@transaction.atomic
def type_in(event: ConsultationEvent, line: Line, *, by: User, on: dt.date) -> Proposal:
    """Put down a line. Its company is the one of exactly that name, or a new one; if others look like it the name stays free text.

    The same line sent twice (same token) is one proposal, and makes no company. Raises ValidationError in Swedish.
    """
    _take_turns(event)
    is_sent = line.form_token and Proposal.objects.filter(form_token=line.form_token).exists()
    match = NameMatch("") if is_sent else match_name(line.company_name)
    return submit_proposal(
        event=event,
        text=line.text,
        by=by,
        on=on,
        company=match.company or (create_company(Company(name=match.name)) if match.is_new else None),
        proposer_name=match.name,
        area=line.area,
        form_token=line.form_token,
    )


@transaction.atomic
def write_down(event: ConsultationEvent, line: Line, *, contact: dict, by: User, on: dt.date) -> Proposal:
    """Put down a proposal whose proposer left a name or an address: `contact` is what contact_at takes.

    The company is the one of exactly that name, else a new one. A form sent twice is one proposal and one contact. Raises
    ValidationError in Swedish.
    """
    _take_turns(event)
    said = {"text": line.text, "area": line.area, "form_token": line.form_token, "by": by, "on": on}
    if Proposal.objects.filter(form_token=line.form_token).exists():
        return submit_proposal(event=event, **said)
    company = exactly_named(line.company_name) or create_company(Company(name=line.company_name))
    return submit_proposal(event=event, company=company, contact=contact_at(company, **contact), **said)


@transaction.atomic
def type_in_all(event: ConsultationEvent, lines: list[Line], *, by: User, on: dt.date) -> int:
    """Put down all the lines, or none. Return how many were new: a form sent twice adds nothing the second time.

    Does what `type_in` does to each, in a number of questions that does not grow with the lines: hundreds of them would
    else keep everybody waiting.
    """
    _take_turns(event)
    sent = Proposal.objects.filter(form_token__in=[line.form_token for line in lines])
    sent = set(sent.values_list("form_token", flat=True))
    new = [line for line in lines if line.form_token not in sent]
    matches = match_names([line.company_name for line in new])
    made: dict[str, Company] = {}
    proposals = [_unsaved(event, line, _company_of(matches[line.company_name], made), on) for line in new]
    bulk_create_with_history(proposals, Proposal, default_user=by)
    said = [
        ProposalStep(proposal=row, kind=ProposalStepKind.SAID, by=by, on=on, recorded_at=timezone.now())
        for row in proposals
    ]
    ProposalStep.objects.bulk_create(said)
    return len(new)


def _company_of(match: NameMatch, made: dict[str, Company]) -> Company | None:
    if not match.is_new:
        return match.company
    key = swedish.fold(match.name)
    made[key] = made.get(key) or create_company(Company(name=match.name))
    return made[key]


def _unsaved(event: ConsultationEvent, line: Line, company: Company | None, on: dt.date) -> Proposal:
    proposal = Proposal(
        event=event,
        text=line.text,
        company=company,
        proposer_name="" if company else line.company_name,
        area=line.area,
        received_on=on,
        form_token=line.form_token,
    )
    proposal.clean_fields(exclude=["event", "company", "area"])  # rows that were just read
    proposal.search_text = swedish.fold(proposal.text)  # which save() would have set
    return proposal


@transaction.atomic
def settle_company(proposal: Proposal, company: Company | None, *, by: User, on: dt.date) -> Proposal:
    """Answer who a free-text proposer is: the company given, or (None) a new one of that name. Answered twice is once."""
    _take_turns(proposal.event)
    proposal = Proposal.objects.select_related("event").get(pk=proposal.pk)
    if proposal.company_id or not proposal.proposer_name:
        return proposal
    proposal.company = (
        company or exactly_named(proposal.proposer_name) or create_company(Company(name=proposal.proposer_name))
    )
    proposal.proposer_name = ""
    return edit_proposal(proposal, expected_version=proposal.version, by=by, on=on)


def _take_turns(event: ConsultationEvent) -> None:
    """Let what is put down at once, the same line or the same new company, wait for each other."""
    advance_period(event.mandate_period_id)
    ConsultationEvent.objects.select_for_update(no_key=True).only("pk").get(pk=event.pk)


def match_name(name: str) -> NameMatch:
    """Return what one typed name means."""
    return match_names([name])[name]


def match_names(names) -> dict[str, NameMatch]:
    """Return what each of the names means, if they are put down in this order. A constant number of queries per hundred."""
    names = list(dict.fromkeys(names))
    stored, alike = _exactly_named(names), alike_by_name(names)
    found, made = {}, []
    for name in names:
        like = tuple(company.name for company in alike.get(name, ()))
        key = swedish.fold(name)
        if company := stored.get(key):
            found[name] = NameMatch(name, company=company)
        elif like or key in (swedish.fold(one) for one in made):
            found[name] = NameMatch(name, alike=like)
        else:
            above = tuple(one for one in made if are_alike(name, one))
            found[name] = NameMatch(name, alike=above[:MOST_ALIKE])
            made += [name] if found[name].is_new else []
    return found


def exactly_named(name: str) -> Company | None:
    """Return the company of that name, whatever its case and spaces; None if there is none, or more than one."""
    return _exactly_named([name]).get(swedish.fold(name))


def _exactly_named(names) -> dict[str, Company]:
    keys = {swedish.sort_key(name) for name in names if name.strip()}
    found: dict[str, list[Company]] = {}
    for company in Company.objects.filter(sort_key__in=keys):  # "Café" and "Cafe" share a key, and are two names
        found.setdefault(swedish.fold(company.name), []).append(company)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}
