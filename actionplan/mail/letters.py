"""What the letters say: one to each address, about all that its proposers said at the event. No names, no inside links."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.template.loader import render_to_string

from actionplan import swedish
from actionplan.choices import FunnelStage, MailKind, MailState, ProposalOutcome, Standing
from actionplan.figures import SaidAndDone, said_and_done
from actionplan.models import ConsultationEvent, ContactPerson, OutboxProposal, Proposal
from actionplan.services.outbox import Letter, Told

_DECIDED = sorted(set(ProposalOutcome.values) - ProposalOutcome.UNDECIDED)
_TEMPLATES = {
    MailKind.DECIDED: "mail/decided.txt",
    MailKind.CHANGED: "mail/decided.txt",
    MailKind.COMPLETED: "mail/completed.txt",
}
_SUBJECTS = {
    MailKind.DECIDED: ("Så blev det med ert förslag", "Så blev det med era förslag"),
    MailKind.CHANGED: ("Nytt besked om ert förslag", "Nytt besked om era förslag"),
    MailKind.COMPLETED: ("Ert förslag är genomfört", "Era förslag är genomförda"),
}
_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Drafts:
    """The letters that can be sent now, and the proposals whose proposer has left no address."""

    letters: tuple[Letter, ...]
    without_address: tuple[Proposal, ...]


def draft_letters(event: ConsultationEvent, kind: str, on: dt.date, *, handout: str = "") -> Drafts:
    """Write to everybody who has something to be told of a kind and has not been; `handout` is the public page, if any.

    A constant number of queries.
    """
    last = _last_words(event) if kind == MailKind.CHANGED else {}
    rows = said_and_done(_to_tell(event, kind, on, last).select_related("contact"), on)
    rows = [row for row in rows if _is_news(row, last.get(row.proposal.pk))]
    addresses = _addresses([row.proposal for row in rows], on)
    by_address = defaultdict(list)
    for row in rows:
        by_address[addresses.get(row.proposal.pk, "")].append(row)
    unreachable = tuple(row.proposal for row in by_address.pop("", []))
    letters = [_letter(event, kind, address, found, last, handout) for address, found in by_address.items()]
    return Drafts(tuple(letters), unreachable)


def _last_words(event: ConsultationEvent) -> dict[int, OutboxProposal]:
    """Return, by proposal, the last that its proposer has been told of a decision.

    Nothing of one about which a letter waits, has failed or may have been sent: what was told last is not known then.
    """
    rows = OutboxProposal.objects.filter(proposal__event=event, kind__in=[MailKind.DECIDED, MailKind.CHANGED])
    newest = {row.proposal_id: row for row in rows.annotate(state=F("mail__state")).order_by("pk")}
    return {pk: row for pk, row in newest.items() if row.state == MailState.SENT and row.outcome}


def _to_tell(event: ConsultationEvent, kind: str, on: dt.date, last: dict[int, OutboxProposal]):
    """Return the proposals whose proposer may be told something of a kind; that a decision is changed, if told of one."""
    said = event.proposals.on_day(on).order_by("pk")
    if kind == MailKind.CHANGED:
        return said.in_outcome(*_DECIDED).filter(pk__in=last)
    untold = said.exclude(told__kind=kind)
    return untold.in_outcome(*_DECIDED) if kind == MailKind.DECIDED else untold.in_stage(FunnelStage.COMPLETED, on)


def _is_news(row: SaidAndDone, last: OutboxProposal | None) -> bool:
    """Tell if what has become of a proposal is another than what was told last; of old letters the outcome alone is kept."""
    if last is None:
        return True
    return (last.outcome, last.said or _said(row)) != (row.proposal.outcome_on, _said(row))


def _said(row: SaidAndDone) -> str:
    """Return the fingerprint of what a letter tells besides the outcome: the reason, and which activities."""
    told = json.dumps([row.reason, sorted(activity.pk for activity in row.activities)])
    return hashlib.sha256(told.encode()).hexdigest()


def _addresses(proposals: list[Proposal], on: dt.date) -> dict[int, str]:
    """Return where each proposal's proposer is reached, by contacts whose day has not passed.

    First the company's function address, then the person who made the proposal, then anybody else at the company.
    """
    companies = {proposal.company_id for proposal in proposals}
    kept = ContactPerson.objects.filter(company__in=companies, keep_until__gte=on).addresses_first()
    by_company = defaultdict(list)
    for contact in kept:
        by_company[contact.company_id].append(contact)
    found = {}
    for proposal in proposals:
        if contact := _contact(proposal, by_company[proposal.company_id], on):
            found[proposal.pk] = contact.email.lower()
    return found


def _contact(proposal: Proposal, contacts: list[ContactPerson], on: dt.date) -> ContactPerson | None:
    own = proposal.contact
    has_own = own is not None and own.email and own.keep_until >= on
    functions = [contact for contact in contacts if contact.is_function]
    return next(iter([*functions, *([own] if has_own else []), *contacts]), None)


def _letter(
    event: ConsultationEvent, kind: str, address: str, rows: list[SaidAndDone], last: dict, handout: str
) -> Letter:
    told = [(row, _activities(row)) for row in rows]
    context = {"event": event, "told": told, "handout": handout, "many": len(rows) > 1}
    context["is_changed"] = kind == MailKind.CHANGED
    one, many = _SUBJECTS[kind]
    subject = " ".join(f"{many if len(rows) > 1 else one}: {event.title}".split())
    body = swedish.normalise(render_to_string(_TEMPLATES[kind], context))
    about = tuple(_told(row, last.get(row.proposal.pk)) for row in rows)
    return Letter(address, subject[:_LONGEST_SUBJECT], body, about)


def _told(row: SaidAndDone, last: OutboxProposal | None) -> Told:
    return Told(row.proposal.pk, row.proposal.outcome_on, _said(row), replaces=last and last.pk)


def _activities(row: SaidAndDone) -> list[str]:
    return [f"{activity.title} (läget: {Standing(activity.standing).label.lower()})" for activity in row.activities]
