"""When a meeting was: as precisely as it was said, and never more."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from actionplan.choices import DatePrecision
from actionplan.models import ConsultationEvent, MandatePeriod
from actionplan.tests.factories import ConsultationEventFactory

PERIOD = MandatePeriod(
    election_year=2014,
    council_from=dt.date(2014, 10, 15),
    council_to=dt.date(2018, 10, 14),
    boards_from=dt.date(2015, 1, 1),
    boards_to=dt.date(2018, 12, 31),
)
BEFORE = "Mötet är före mandatperioden 2015–2018 (val 2014), som börjar 2014-10-15."
AFTER = "Mötet är efter mandatperioden 2015–2018 (val 2014), som slutar 2018-12-31."


def held(text, **more):
    event = ConsultationEvent(title="Chefsforum", **more)
    event.set_when(text)
    return event


@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [
        ("2015-03-18", "18 mars 2015", ""),
        ("den 18 MARS 2015", "18 mars 2015", ""),
        ("2015-03", "mars 2015", ""),
        ("Mars 2015", "mars 2015", ""),
        ("2015", "2015", ""),
        ("hösten 2015", "hösten 2015", "hösten 2015"),
        ("  i våras ", "i våras", "i våras"),
        ("", "", ""),
    ],
)
def test_when_is_shown_as_people_say_it(typed, shown, kept):
    event = held(typed)

    assert (event.when, event.when_text) == (shown, kept)


def test_words_with_a_year_are_known_to_the_year():
    event = held("hösten 2015")

    assert (event.when_on, event.when_precision) == (dt.date(2015, 1, 1), DatePrecision.YEAR)


def test_label_says_name_and_time_and_only_the_name_when_nothing_is_known():
    assert (held("mars 2015").label, held("").label) == ("Chefsforum, mars 2015", "Chefsforum")


def test_a_day_that_cannot_be_is_an_error_and_changes_nothing():
    event = held("mars 2015")

    with pytest.raises(ValueError, match=r"^Datumet finns inte: februari 2016 har 29 dagar\.$"):
        event.set_when("2016-02-30")

    assert event.when == "mars 2015"


@given(st.text(st.characters(exclude_categories=["Nd", "Cc", "Cs"]), max_size=60))
def test_what_is_unknown_stays_unknown(text):
    event = held(text)

    assert (event.when_on, event.when_precision) == (None, DatePrecision.UNKNOWN)


@given(st.one_of(st.text(max_size=30), st.from_regex(r"\d{4}(-\d\d){0,2}", fullmatch=True)))
def test_what_is_shown_can_be_typed_again_and_means_the_same(text):
    try:
        event = held(text)
    except ValueError:
        assume(False)

    again = held(event.when)
    assert (again.when_on, again.when_precision, again.when) == (event.when_on, event.when_precision, event.when)


@pytest.mark.parametrize(
    ("typed", "warnings"),
    [
        ("2014-10-14", [BEFORE]),
        ("2014-10-15", []),
        ("oktober 2014", []),
        ("september 2014", [BEFORE]),
        ("2014", []),
        ("2013", [BEFORE]),
        ("hösten 2013", [BEFORE]),
        ("2018-12-31", []),
        ("2019-01-01", [AFTER]),
        ("2019", [AFTER]),
        ("i våras", []),
    ],
)
def test_a_meeting_that_cannot_have_been_in_its_period_is_warned_of(typed, warnings):
    assert held(typed, mandate_period=PERIOD).warnings() == warnings
    assert held(typed).warnings() == []


@pytest.mark.django_db
def test_the_database_refuses_a_precision_without_a_day():
    event = ConsultationEventFactory.build(when_precision=DatePrecision.MONTH)

    with pytest.raises(ValidationError, match="Skriv när mötet var, eller lämna fältet tomt"):
        event.full_clean()
