"""Companies: found again, made, changed, removed. What looks alike is told of; company_mergers merges."""

import copy
import datetime as dt
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, Value
from django.utils import timezone

from actionplan import swedish
from actionplan.models import Company, User
from actionplan.models.companies import bare_name
from actionplan.services.versions import advance_all, take_version

MOST_ALIKE = 5
_UNION = 100
_ALIKE_FROM = 0.8
_SENT_TWICE_WITHIN = dt.timedelta(hours=1)


def company_named(name: str) -> Company | None:
    """Return the company of just this name, but for case and spaces; the oldest if there are several."""
    return Company.objects.named(name).order_by("pk").first()


def companies_alike(name: str) -> list[Company]:
    """Return at most five companies whose name can be another way to write this one, the closest first."""
    return alike_by_name([name]).get(name, [])


def alike_by_name(names) -> dict[str, list[Company]]:
    """Return what `companies_alike` returns for each of the names that has any, with one query for a hundred names."""
    names = [name for name in dict.fromkeys(names) if bare_name(name)]
    found: dict[str, dict[Company, float]] = {}
    for start in range(0, len(names), _UNION):
        for company in _perhaps(names[start : start + _UNION]):
            score = _closeness(bare_name(company.asked), company.bare_name)
            if score >= _ALIKE_FROM:
                found.setdefault(company.asked, {})[company] = score
    return {name: _closest(scores) for name, scores in found.items()}


def are_alike(name: str, other: str) -> bool:
    """Tell if one name can be another way to write the other."""
    bare, other_bare = bare_name(name), bare_name(other)
    return bool(bare and other_bare) and _share_a_half(bare, other_bare) and _closeness(bare, other_bare) >= _ALIKE_FROM


def _share_a_half(bare: str, other: str) -> bool:
    """Tell what CompanyQuerySet.perhaps_alike asks the database: however one letter is wrong, half of the name is right."""
    half = len(bare) // 2
    return other.startswith(bare[:half] or bare) or other.endswith(bare[half:]) or bare.startswith(other)


def _perhaps(names: list[str]):
    asked = [
        Company.objects.perhaps_alike(name)
        .order_by()
        .annotate(asked=Value(name, output_field=CharField()))
        .only("pk", "name", "sort_key", "bare_name", "industry")
        for name in names
    ]
    return asked[0].union(*asked[1:])


def _closest(scores: dict[Company, float]) -> list[Company]:
    return sorted(scores, key=lambda company: (-scores[company], company.sort_key, company.pk))[:MOST_ALIKE]


def _closeness(bare: str, other: str) -> float:
    """Return how alike two bare names are, from 0 to 1; one that begins with the whole of the other is alike enough.

    0 for those that a quick look tells are not alike enough: looking closely takes long when there are hundreds.
    """
    is_beginning = bare.startswith(other) or other.startswith(bare)
    matcher = SequenceMatcher(None, bare, other, autojunk=False)
    if not is_beginning and min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE_FROM:
        return 0.0
    return max(matcher.ratio(), _ALIKE_FROM) if is_beginning else matcher.ratio()


@transaction.atomic
def create_company(company: Company, *, author: User | None = None) -> Company:
    """Store a new company. A form sent twice by the same author within the hour is one company: the first is returned.

    Raises ValidationError in Swedish for a faulty number, or one that another company has.
    """
    company.full_clean(validate_constraints=False)
    if sent := _sent_before(company, author):
        return sent
    check_company(company)
    return store_company(company)


@transaction.atomic
def edit_company(company: Company, *, expected_version: int) -> Company:
    """Store an edited company. Raises LostUpdate, or ValidationError in Swedish."""
    take_version(company, expected_version)
    check_company(company)
    before = Company.objects.get(pk=company.pk)
    if before.organisation_number != company.organisation_number:
        forget_number_of(before)
    return store_company(company)


@dataclass(frozen=True)
class References:
    """How much refers to a company, which therefore stays."""

    proposals: int
    contacts: int

    def __bool__(self) -> bool:
        return bool(self.proposals or self.contacts)

    def __str__(self) -> str:
        counts = ((self.proposals, "förslag", "förslag"), (self.contacts, "kontakt", "kontakter"))
        return swedish.listed([swedish.counted(*words) for words in counts if words[0]])


def references_to(company: Company) -> References:
    """Count what refers to a company."""
    return References(company.proposals.count(), company.contacts.count())


@transaction.atomic
def remove_company(company: Company, *, expected_version: int, by: User) -> str:
    """Take away a company that nothing refers to, and return what it was called; its history stays.

    Raises LostUpdate, or ValidationError in Swedish if something refers to it or it is gone already.
    """
    advance_all()
    [company] = locked_companies(company)
    take_version(company, expected_version)
    if found := references_to(company):
        raise ValidationError(f"{company} har {found} och kan inte tas bort.")
    delete_company(company, by=by)
    return company.name


def locked_companies(*companies: Company) -> list[Company]:
    """Return the companies as they stand, while nobody else changes them. Raises ValidationError if one is gone."""
    rows = Company.objects.select_for_update().filter(pk__in=[company.pk for company in companies]).order_by("pk")
    found = {row.pk: row for row in rows}
    if gone := [str(company) for company in companies if company.pk not in found]:
        raise ValidationError(f"{swedish.listed(gone)} finns inte längre. Någon har tagit bort eller slagit ihop det.")
    return [found[company.pk] for company in companies]


def delete_company(company: Company, *, by: User, reason: str = "") -> None:
    """Delete the row and leave the object as it is. The history stays, and says the reason."""
    gone = copy.copy(company)
    gone._history_user, gone._change_reason = by, reason or None
    gone.delete()
    forget_number_of(company)


def forget_number_of(company: Company) -> None:
    """Let the history forget a person's number, which goes when it is removed."""
    if company.hides_number:
        Company.history.filter(id=company.pk).update(organisation_number="")


def store_company(company: Company) -> Company:
    """Save; somebody may have taken the number since it was checked."""
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as error:
        taken = "Någon annan sparade nyss ett företag med det numret. Sök upp det och använd det."
        raise ValidationError({"organisation_number": taken}) from error
    return company


def check_company(company: Company) -> None:
    """Say which other company has the number, before the constraint says only that one has."""
    company.full_clean(validate_constraints=False)
    others = Company.objects.exclude(pk=company.pk).exclude(organisation_number="")
    if other := others.filter(organisation_number=company.organisation_number).first():
        same = "Slå i så fall ihop dem" if company.pk else "Använd i så fall det som finns"
        what = f"{other} har redan det numret. Är det samma företag? {same}. Annars: kontrollera numret, eller lämna fältet tomt."
        raise ValidationError({"organisation_number": what})
    company.full_clean()


def _sent_before(company: Company, author: User | None) -> Company | None:
    if author is None:
        return None
    made = Company.history.filter(
        history_type="+",
        history_user=author,
        history_date__gte=timezone.now() - _SENT_TWICE_WITHIN,
        name=company.name,
        organisation_number=company.organisation_number,
    )
    same = Company.objects.filter(pk__in=made.values("id"), name=company.name)
    return same.filter(organisation_number=company.organisation_number).order_by("-pk").first()
