"""Organisation numbers: every way to write them, and what is refused with which words."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from actionplan.organisation_numbers import MASK, OrganisationNumber, parse

COMPANY, MUNICIPALITY = "556036-0793", "212000-0092"
PERSON = "121212-1212"  # everybody's example of a personal identity number
NEITHER = "Numret är varken ett organisationsnummer eller ett personnummer."


def checked(nine: str) -> str:
    return nine + luhn.calc_check_digit(nine)


company_digits = st.from_regex(r"[12356789][0-9][2-9][0-9]{6}", fullmatch=True).map(checked)
birthdays = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(1999, 12, 31))
person_digits = st.builds(lambda day, three: checked(f"{day:%y%m%d}{three:03d}"), birthdays, st.integers(0, 999))


@given(company_digits)
def test_every_companys_number_comes_back_as_it_is_stored(digits):
    stored = f"{digits[:6]}-{digits[6:]}"

    assert parse(digits) == parse(stored) == parse(f"16{digits}") == OrganisationNumber(stored, is_personal=False)


@given(person_digits)
def test_every_persons_number_is_told_from_a_companys(digits):
    stored = f"{digits[:6]}-{digits[6:]}"

    assert parse(digits) == parse(f"19{stored}") == OrganisationNumber(stored, is_personal=True)


@given(company_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_refused(digits, place, step):
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]

    with pytest.raises(ValueError, match=r"Kontrollsiffran stämmer inte|bara nollor"):
        parse(wrong)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_swedish(text):
    try:
        answer = parse(text).text
    except ValueError as error:
        answer = str(error)

    assert re.fullmatch(r"\d{6}-\d{4}|[^.]+\. .*\.|[^.]+\.", answer, re.DOTALL) or text.strip()[:40] in answer


@pytest.mark.parametrize(
    "typed",
    [
        "556036-0793",
        "5560360793",
        "556036 0793",
        " 556036 - 0793 ",
        "16556036-0793",
        "16 5560360793",
        "165560360793",
        "556036–0793",
    ],
)
def test_variants_are_one_number(typed):
    assert parse(typed) == OrganisationNumber(COMPANY, is_personal=False)


@pytest.mark.parametrize("typed", [PERSON, "1212121212", "19121212-1212", "20 121212-1212", "121212+1212"])
def test_a_persons_number_is_one_with_or_without_century(typed):
    assert parse(typed) == OrganisationNumber(PERSON, is_personal=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("556036-0794", "Kontrollsiffran stämmer inte. Kontrollera numret, eller lämna fältet tomt."),
        ("0000000000", "Organisationsnumret kan inte vara bara nollor."),
        ("000000-0000", "Organisationsnumret kan inte vara bara nollor."),
        ("556036-079", "”556036-079” är inget organisationsnummer."),
        ("DE123456789", "”DE123456789” är inget organisationsnummer."),
        ("", "”” är inget organisationsnummer."),
        ("9" * 5000, f"”{'9' * 40}” är inget organisationsnummer."),
        (f"16{PERSON}", NEITHER),
        (checked("121312121"), NEITHER),
        (checked("456036079"), "Inget företag har ett nummer som börjar så."),
        (f"19{COMPANY}", "Inget företag har ett nummer som börjar så."),
        ("٥٥٦٠٣٦٠٧٩٣", "Kontrollsiffran stämmer inte. Kontrollera numret, eller lämna fältet tomt."),
    ],
)
def test_what_is_no_number_is_said_plainly(typed, said):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        parse(typed)

    assert str(refused.value).startswith(said)


def test_the_municipalitys_own_number_is_right():
    assert parse(MUNICIPALITY) == OrganisationNumber(MUNICIPALITY, is_personal=False)


def test_the_mask_says_nothing():
    assert re.sub(r"[•-]", "", MASK) == ""
