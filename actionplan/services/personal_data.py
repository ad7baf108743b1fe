"""What is stored about one person outside the municipality: told of (export) and taken away (erase).

A person is an e-mail address, a name, or both; case and spaces do not matter. Given both, a contact of the same name with
another address is somebody else. What stands in files and running text, only people can find: the answer says where.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from actionplan.models import Company, ContactPerson, Outbox, Proposal
from actionplan.models.companies import bare_name
from actionplan.services.mentions import mentions
from actionplan.services.versions import advance_all
from actionplan.swedish import fold

ERASED_TRADER = "Enskild firma (raderad)"
LOOK_BY_HAND = [
    "Filer vid samråd, till exempel minnesanteckningar: öppna och läs dem.",
    "Anteckningar, förslag, kommentarer och motiveringar: namnet kan vara stavat på ett annat sätt.",
    "Utskrifter, utlämnade filer och säkerhetskopior utanför systemet.",
]


@dataclass(frozen=True)
class Erased:
    """How many rows of each kind were erased or emptied, and where the name or the address may still stand."""

    contacts: int
    proposals: int
    mails: int
    companies: int
    left: tuple[str, ...]

    @property
    def counts(self) -> str:
        """Say how many, for the log."""
        return f"{self.contacts} contacts, {self.proposals} proposals, {self.mails} mails, {self.companies} companies"


@dataclass(frozen=True)
class _Found:
    """The rows that are about the person. The proposals are three: whose contact, whose proposer, whose company they are."""

    contacts: list[ContactPerson]
    trader_ids: set[int]
    companies: list[Company]
    represented: list[Proposal]
    named: list[Proposal]
    made: list[Proposal]
    mails: list[Outbox]


def export_person(*, email: str = "", name: str = "") -> dict:
    """Return all that is stored about a person, worded for that person. Raises ValidationError if neither is given."""
    found = _find(email, name)
    listed = [*found.contacts, *found.companies, *found.represented, *found.named, *found.made, *found.mails]
    return {
        "uppgifter om": {"namn": name, "e-postadress": email},
        "kontaktuppgifter": [_contact(contact) for contact in found.contacts],
        "enskilda firmor": [_company(company) for company in found.companies],
        "förslag": [
            *(_proposal(proposal, "kontaktperson") for proposal in found.represented),
            *(_proposal(proposal, "förslagslämnare") for proposal in found.named),
            *(_proposal(proposal, "enskild firma") for proposal in found.made),
        ],
        "brev": [_mail(mail) for mail in found.mails],
        "nämns kanske också här": mentions((name, email), but=listed),
        "leta för hand": LOOK_BY_HAND,
    }


@transaction.atomic
def erase_person(*, email: str = "", name: str = "") -> Erased:
    """Erase a person for good: contacts go, names and addresses are emptied, proposals and sent mails stay without them.

    Raises ValidationError if neither is given.
    """
    advance_all()  # no page drawn before shows the name
    found = _find(email, name)
    mails = Outbox.objects.filter(pk__in=_keys(found.mails)).forget()
    named = Proposal.objects.filter(pk__in=_keys(found.named))
    proposals = named.update(proposer_name="", version=F("version") + 1)
    ContactPerson.objects.filter(pk__in=_keys(found.contacts)).delete()
    _erase_traders(found)
    left = tuple(mentions((name, email)))
    return Erased(len(found.contacts), proposals, mails, len(found.companies), left)


@transaction.atomic
def erase_contacts(contacts) -> Erased:
    """Erase the persons these contacts are, all or none."""
    erased = [erase_person(**person) for person in [person_of(contact) for contact in contacts]]
    left = dict.fromkeys(place for one in erased for place in one.left)
    kinds = ("contacts", "proposals", "mails", "companies")
    return Erased(**{kind: sum(getattr(one, kind) for one in erased) for kind in kinds}, left=tuple(left))


def person_of(contact: ContactPerson) -> dict[str, str]:
    """Return whom a contact is about, as export_person and erase_person take it; a function address is nobody's name."""
    return {"email": contact.email, "name": "" if contact.is_function and contact.email else contact.name}


def _erase_traders(found: _Found) -> None:
    """Take names and numbers away, also from what the history remembers, of companies that are gone too."""
    for company in Company.objects.select_for_update().filter(pk__in=_keys(found.companies)):
        company.name, company.organisation_number, company.version = ERASED_TRADER, "", company.version + 1
        company.is_sole_trader = True
        company.save()
    Company.history.filter(id__in=found.trader_ids).update(name=ERASED_TRADER, organisation_number="")


def _find(email: str, name: str) -> _Found:
    email, name = fold(email), fold(name)
    if not (email or name):
        raise ValidationError("Ange en e-postadress eller ett namn.")
    contacts = [one for one in ContactPerson.objects.select_related("company") if _is_contact(one, email, name)]
    trader_ids = _trader_ids(contacts, name)
    companies = list(Company.objects.filter(pk__in=trader_ids))
    seen = set(_keys(contacts))
    theirs = ContactPerson.objects.filter(company__in=companies).exclude(pk__in=seen).select_related("company")
    contacts += theirs
    proposals = Proposal.objects.select_related("event")
    return _Found(
        contacts=contacts,
        trader_ids=trader_ids,
        companies=companies,
        represented=list(proposals.filter(contact__in=contacts)),
        named=[one for one in proposals.exclude(proposer_name="") if _is_proposer(one, contacts, name)],
        made=list(proposals.filter(company__in=companies)),
        mails=list(Outbox.objects.to_addresses(_addresses(contacts, companies, email))),
    )


def _is_contact(contact: ContactPerson, email: str, name: str) -> bool:
    if email and fold(contact.email) == email:
        return True
    return bool(name) and fold(contact.name) == name and not (email and contact.email)


def _is_proposer(proposal: Proposal, contacts: list[ContactPerson], name: str) -> bool:
    """Tell if the proposer's name is the person's, or that of the person who is the proposal's contact."""
    names = {fold(contact.name) for contact in contacts if contact.pk == proposal.contact_id}
    return fold(proposal.proposer_name) in names | {name}


def _trader_ids(contacts: list[ContactPerson], name: str) -> set[int]:
    """Return the sole traders that are, or were once, called what the person is, or what a contact found is at that firm.

    A business that nobody flagged, has no number and is called exactly what the person is, is one too: the name was typed
    as a company's. The history knows every name, and companies that are gone.
    """
    own, firms = bare_name(name), {(one.company_id, bare_name(one.name)) for one in contacts if one.name}
    named = Company.history.filter(is_sole_trader=True).order_by().values_list("id", "name").distinct()
    bare = [(pk, bare_name(called)) for pk, called in named]
    flagged = {pk for pk, called in bare if called and (called == own or (pk, called) in firms)}
    return flagged | (_typed_as_companies(name) if name else set())


def _typed_as_companies(name: str) -> set[int]:
    businesses = Company.objects.filter(is_sole_trader=False).exclude(organisation_number="")
    unflagged = Company.history.filter(is_sole_trader=False, organisation_number="").exclude(id__in=businesses)
    return {pk for pk, called in unflagged.order_by().values_list("id", "name").distinct() if fold(called) == name}


def _addresses(contacts: list[ContactPerson], companies: list[Company], email: str) -> set[str]:
    """Return the addresses that are the person's alone: not a company's function address, nor one that another has too."""
    own = {one.email for one in contacts if one.email and (not one.is_function or one.company in companies)}
    shared = ContactPerson.objects.exclude(pk__in=_keys(contacts)).filter(email__in=own)
    return own - set(shared.values_list("email", flat=True)) | ({email} if email else set())


def _keys(rows) -> list[int]:
    return [row.pk for row in rows]


def _contact(contact: ContactPerson) -> dict:
    return {
        "företag": contact.company.name,
        "namn": contact.name,
        "e-postadress": contact.email,
        "funktionsadress": contact.is_function,
        "sparas till och med": contact.keep_until.isoformat(),
    }


def _company(company: Company) -> dict:
    return {
        "namn": company.name,
        "organisationsnummer": company.organisation_number,
        "bransch": company.industry,
    }


def _proposal(proposal: Proposal, role: str) -> dict:
    return {
        "nummer": proposal.code,
        "som": role,
        "förslagslämnare": proposal.proposer_name,
        "förslag": proposal.text,
        "samråd": proposal.event.label,
        "inkom": proposal.received_on.isoformat(),
        "utfall": proposal.get_outcome_display(),
        "motivering": proposal.reason,
    }


def _mail(mail: Outbox) -> dict:
    return {
        "till": mail.recipient,
        "gäller": mail.get_kind_display(),
        "ämne": mail.subject,
        "text": mail.body,
        "läge": mail.get_state_display(),
        "skickat": f"{localtime(mail.sent_at):%Y-%m-%d %H:%M}" if mail.sent_at else "",
    }
