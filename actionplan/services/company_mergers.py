"""Two companies that turn out to be the same: what merging them does, told beforehand and then done."""

import copy
import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from actionplan.choices import ProposalStepKind
from actionplan.models import Company, ContactPerson, Proposal, ProposalStep, User
from actionplan.services.companies import check_company, delete_company, locked_companies, store_company
from actionplan.services.versions import advance_all, take_version

NOT_WITH_ITSELF = "Ett företag kan inte slås ihop med sig självt. Välj ett annat."
_STEP = "Företaget som lämnade förslaget slogs ihop med ett annat i registret."
_ONCE_CALLED = "Namn på ett företag som slogs ihop med det här"


@dataclass(frozen=True)
class Merger:
    """What merging does: `other` goes, and all that refers to it refers to `kept` instead."""

    kept: Company
    other: Company
    proposals: int
    moved: tuple[ContactPerson, ...] = ()
    """The contacts that follow to the company that stays."""
    doubled: tuple[tuple[ContactPerson, ContactPerson], ...] = ()
    """Contacts that go, each with the one of the same address that stays."""

    @property
    def result(self) -> Company:
        """Return the company as it will be: its own name, and what it lacked from the other. Not stored."""
        kept, other, result = self.kept, self.other, copy.copy(self.kept)
        result.organisation_number = kept.organisation_number or other.organisation_number
        result.industry = kept.industry or other.industry
        result.is_sole_trader = kept.is_sole_trader or other.is_sole_trader
        result.is_example = kept.is_example and other.is_example
        return result

    @property
    def takes_number(self) -> bool:
        """Tell if the company that stays gets the other's number."""
        return self.result.organisation_number != self.kept.organisation_number

    @property
    def becomes_sole_trader(self) -> bool:
        """Tell if the company that stays is marked as a person's from now on."""
        return self.result.is_sole_trader and not self.kept.is_sole_trader

    @property
    def refusal(self) -> str:
        """Say in Swedish why the two cannot be the same company, and what to do; empty if they can."""
        kept, other = self.kept, self.other
        if kept.pk == other.pk:
            return NOT_WITH_ITSELF
        if kept.organisation_number and other.organisation_number:
            return (
                f"{kept} och {other} har olika organisationsnummer och kan inte slås ihop. Är de ändå samma företag? "
                "Ta bort det nummer som är fel, och försök igen."
            )
        trader, company = (kept, other) if kept.is_sole_trader else (other, kept)
        if trader.is_sole_trader and company.organisation_number and not company.is_sole_trader:
            return (
                f"{trader} är märkt som enskild firma, men {company} har ett nummer som en enskild firma inte kan ha. "
                "De kan inte slås ihop. Är de ändå samma företag? Ändra märkningen eller numret, och försök igen."
            )
        return ""


def plan_merger(kept: Company, other: Company) -> Merger:
    """Return what `merge_companies` would do right now."""
    stays = {one.email.lower(): one for one in kept.contacts.exclude(email="").order_by("-pk")}
    contacts = [(one, stays.get(one.email.lower())) for one in other.contacts.order_by("pk")]
    return Merger(
        kept=kept,
        other=other,
        proposals=other.proposals.count(),
        moved=tuple(one for one, same in contacts if same is None),
        doubled=tuple((one, same) for one, same in contacts if same),
    )


@transaction.atomic
def merge_companies(
    kept: Company, other: Company, *, expected_version: int, other_version: int, by: User, on: dt.date
) -> Merger:
    """Make one company of two: proposals and contacts move to `kept`, which gets the number it lacked; `other` goes.

    Return what was done. Raises LostUpdate if either has changed, ValidationError in Swedish if one is gone or they
    cannot be the same. Each proposal gets a step that names nobody; the history keeps what the removed one was called.
    """
    if kept.pk == other.pk:
        raise ValidationError(NOT_WITH_ITSELF)
    advance_all()
    kept, other = locked_companies(kept, other)
    take_version(kept, expected_version)
    take_version(other, other_version)
    proposals = list(other.proposals.select_for_update(of=("self",), no_key=True).order_by("pk"))
    list(ContactPerson.objects.select_for_update(no_key=True).filter(company__in=[kept, other]).order_by("pk"))
    merger = plan_merger(kept, other)
    if merger.refusal:
        raise ValidationError(merger.refusal)
    _move_proposals(merger, proposals, by, on)
    _move_contacts(merger)
    _remember_the_person(merger, by)
    delete_company(other, by=by, reason=_reason(kept))
    _take_over(merger, by)
    return merger


def was_merged(company_id: int, into: Company, by: User) -> bool:
    """Tell if this person has merged a company into another already: the form was sent twice."""
    gone = Company.history.filter(id=company_id, history_type="-", history_user=by)
    return gone.filter(history_change_reason=_reason(into)).exists()


def _reason(kept: Company) -> str:
    return f"Slogs ihop med företag {kept.pk}"


def _move_proposals(merger: Merger, proposals: list[Proposal], by: User, on: dt.date) -> None:
    """Move each proposal, with its contact, and the versions of those who have its form open pass."""
    stays = {gone.pk: contact.pk for gone, contact in merger.doubled}
    for proposal in proposals:
        proposal.company = merger.kept
        proposal.contact_id = stays.get(proposal.contact_id, proposal.contact_id)
        proposal.version += 1
    bulk_update_with_history(proposals, Proposal, ["company", "contact", "version"], default_user=by)
    told = {"kind": ProposalStepKind.EDITED, "by": by, "on": on, "recorded_at": timezone.now(), "text": _STEP}
    ProposalStep.objects.bulk_create([ProposalStep(proposal=proposal, **told) for proposal in proposals])


def _move_contacts(merger: Merger) -> None:
    ContactPerson.objects.filter(pk__in=[gone.pk for gone, _ in merger.doubled]).delete()
    moved = ContactPerson.objects.filter(pk__in=[contact.pk for contact in merger.moved])
    moved.update(company=merger.kept, version=F("version") + 1)


def _remember_the_person(merger: Merger, by: User) -> None:
    """Let the history of the one that stays know every name a sole trader has had, as after a renaming.

    A person asks to be told of, or erased, by any of those names (services.personal_data).
    """
    called = Company.history.filter(id=merger.other.pk, is_sole_trader=True).order_by()
    records = Company.history.model
    records.objects.bulk_create(
        records(
            id=merger.kept.pk,
            name=name,
            is_sole_trader=True,
            organisation_number=merger.kept.organisation_number,
            industry=merger.kept.industry,
            version=merger.kept.version,
            history_date=timezone.now(),
            history_type="~",
            history_user=by,
            history_change_reason=_ONCE_CALLED,
        )
        for name in sorted(set(called.values_list("name", flat=True)))
    )


def _take_over(merger: Merger, by: User) -> None:
    result = merger.result
    result._history_user = by
    check_company(result)
    store_company(result)
