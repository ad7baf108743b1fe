"""Organisation numbers: reading what people type, and telling a company's number from a person's (DOMAIN.md section 9.6)."""

import datetime as dt
import re
from dataclasses import dataclass

from stdnum import luhn

EXAMPLE = "Skriv tio siffror, till exempel 212000-0092, eller lämna fältet tomt."
_FORM = re.compile(r"(?P<century>16|18|19|20)?(?P<first>\d{6})[-+–]?(?P<last>\d{4})")
_GROUPS = frozenset("12356789")
MASK = "••••••-••••"


@dataclass(frozen=True)
class OrganisationNumber:
    """A number as it is stored, NNNNNN-NNNN; `is_personal` when it is a sole trader's personal identity number."""

    text: str
    is_personal: bool


def parse(text: str) -> OrganisationNumber:
    """Read a number with or without hyphen, spaces and the prefix 16 (or a century).

    Raises ValueError with a Swedish sentence that says what to do. Beside the check digit: the first digit is a group
    that exists, the third is two or more (less is a person), and a person's number begins with a day that exists.
    """
    match = _FORM.fullmatch("".join(text.split()))
    if not match:
        raise ValueError(f"”{text.strip()[:40]}” är inget organisationsnummer. {EXAMPLE}")
    digits = match["first"] + match["last"]
    if not digits.strip("0"):
        raise ValueError(f"Organisationsnumret kan inte vara bara nollor. {EXAMPLE}")
    if not luhn.is_valid(digits):
        raise ValueError("Kontrollsiffran stämmer inte. Kontrollera numret, eller lämna fältet tomt.")
    is_personal = digits[2] < "2"
    _check_kind(digits, match["century"], is_personal=is_personal)
    return OrganisationNumber(f"{digits[:6]}-{digits[6:]}", is_personal)


def _check_kind(digits: str, century: str | None, *, is_personal: bool) -> None:
    if is_personal and (century == "16" or not _is_a_day(digits[:6])):
        raise ValueError(f"Numret är varken ett organisationsnummer eller ett personnummer. {EXAMPLE}")
    if not is_personal and (century in ("18", "19", "20") or digits[0] not in _GROUPS):
        raise ValueError(f"Inget företag har ett nummer som börjar så. Kontrollera numret. {EXAMPLE}")


def _is_a_day(six: str) -> bool:
    """Tell if YYMMDD is a day in some century; a coordination number adds 60 to the day."""
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:6])
    try:
        dt.date(2000 + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True
