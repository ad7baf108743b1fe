"""Contacts of companies: saved and removed. Who is removed is gone from sent mail too."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.models import Company, ContactPerson, Outbox
from actionplan.services.companies import locked_companies
from actionplan.services.versions import advance_all, take_version


@transaction.atomic
def save_contact(contact: ContactPerson, *, expected_version: int) -> ContactPerson:
    """Store a contact, new or changed. One that was removed meanwhile stays removed: erased is erased.

    The same contact of the company once more is no error: the form was sent twice. Raises LostUpdate or ValidationError.
    """
    if contact.pk is None:
        locked_companies(contact.company)  # nobody removes it meanwhile
    contact.full_clean()
    if contact.pk is None:
        return _same_contact(contact) or _saved(contact)
    if not ContactPerson.objects.select_for_update().filter(pk=contact.pk).exists():
        raise ValidationError("Kontakten har tagits bort. Lägg till den på nytt om den ska finnas.")
    take_version(contact, expected_version)
    return _saved(contact)


@transaction.atomic
def remove_contact(contact: ContactPerson, *, expected_version: int) -> ContactPerson:
    """Remove a contact and return what it was; the proposals it stood at stay, and mails to it, without it.

    Raises LostUpdate if somebody has changed who it is.
    """
    advance_all()  # nobody chooses it for a proposal meanwhile
    take_version(contact, expected_version)
    contact.delete()
    _forget_addresses({contact.email})
    return contact


@transaction.atomic
def remove_expired(contacts, *, on: dt.date) -> int:
    """Remove the chosen contacts whose day has passed; return how many they were."""
    advance_all()
    chosen = ContactPerson.objects.expired(on).filter(pk__in=[contact.pk for contact in contacts])
    addresses = [contact.email for contact in chosen]
    chosen.delete()
    _forget_addresses(set(addresses))
    return len(addresses)


def _forget_addresses(addresses: set[str]) -> None:
    """Take these addresses out of the mails, but those that another contact still has."""
    gone = {address.casefold() for address in addresses if address}
    kept = {address.casefold() for address in ContactPerson.objects.values_list("email", flat=True)} if gone else set()
    if gone - kept:
        Outbox.objects.to_addresses(gone - kept).forget()


def contact_at(company: Company, *, name: str, email: str, keep_until: dt.date) -> ContactPerson:
    """Return the company's contact with that address (without one, of that name), or a new one; kept at least to the day.

    One that is known by the address keeps its name.
    """
    known = company.contacts.filter(email__iexact=email) if email else company.contacts.filter(name__iexact=name)
    contact = known.first()
    if contact is None:
        new = ContactPerson(company=company, name=name, email=email, keep_until=keep_until)
        return save_contact(new, expected_version=0)
    if contact.keep_until < keep_until:
        contact.keep_until = keep_until
        save_contact(contact, expected_version=contact.version)
    return contact


def _same_contact(contact: ContactPerson) -> ContactPerson | None:
    kept = ("company", "name", "email", "is_function", "keep_until")
    return ContactPerson.objects.filter(**{name: getattr(contact, name) for name in kept}).first()


def _saved(contact: ContactPerson) -> ContactPerson:
    contact.save()
    return contact
