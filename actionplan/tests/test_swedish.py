"""Rows T01-T03, T08-T11, T19, T22 and T23 of exempeldata.md, and DOMAIN.md section 9."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan import swedish

THE_DAY = dt.date(2015, 12, 4)


def outcome(read, text):
    """What was read, or the sentence that says why it was not."""
    try:
        return read(text)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    [
        "2015-12-04",
        "2015-12-4",
        "20151204",
        "4/12/2015",
        "04/12/2015",
        "4/12 2015",
        "4 december 2015",
        "04 december 2015",
        "4 DECEMBER 2015",
        "den 4 december 2015",
        "Den 4:e december 2015",
        "4. december 2015",
        "4 dec 2015",
        "4 dec. 2015",
        "  4  december\u00a02015 ",
    ],
)
def test_parse_date_reads_a_date_as_swedes_write_it(text):
    assert swedish.parse_date(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2016-02-30", "Datumet finns inte: februari 2016 har 29 dagar."),
        ("30/2/2015", "Datumet finns inte: februari 2015 har 28 dagar."),
        ("31 november 2016", "Datumet finns inte: november 2016 har 30 dagar."),
        ("2016-00-10", f"Det finns ingen månad 0. {swedish.DATE_HELP}"),
        ("12/13/2015", f"Det finns ingen månad 13. {swedish.DATE_HELP}"),
        ("0/12/2015", "Datumet finns inte: december 2015 har 31 dagar."),
        ("4 ju 2015", f"”ju” är inte en månad. {swedish.DATE_HELP}"),
        ("4 maypril 2015", f"”maypril” är inte en månad. {swedish.DATE_HELP}"),
        ("0015-12-04", "Årtalet 0015 ligger utanför 1990–2100. Kontrollera årtalet."),
        ("4 december 2108", "Årtalet 2108 ligger utanför 1990–2100. Kontrollera årtalet."),
        ("15-12-04", f"”15-12-04” går inte att läsa som ett datum. {swedish.DATE_HELP}"),
        ("i morgon", f"”i morgon” går inte att läsa som ett datum. {swedish.DATE_HELP}"),
        ("", f"”” går inte att läsa som ett datum. {swedish.DATE_HELP}"),
        ("x" * 10_000, f"”{'x' * 40}” går inte att läsa som ett datum. {swedish.DATE_HELP}"),
    ],
)
def test_parse_date_says_what_is_wrong(text, sentence):
    assert outcome(swedish.parse_date, text) == sentence


def test_an_ambiguous_month_is_not_guessed():
    assert swedish.parse_date("4 jun 2015") == dt.date(2015, 6, 4)
    assert swedish.parse_date("4 jul 2015") == dt.date(2015, 7, 4)
    with pytest.raises(ValueError, match="”ma” är inte en månad"):
        swedish.parse_date("4 ma 2015")


@given(st.text(max_size=30))
def test_parse_date_never_fails_in_another_way(text):
    found = outcome(swedish.parse_date, text)

    assert found.endswith(".") if isinstance(found, str) else swedish.FIRST_YEAR <= found.year <= swedish.LAST_YEAR


@given(st.dates(dt.date(swedish.FIRST_YEAR, 1, 1), dt.date(swedish.LAST_YEAR, 12, 31)))
def test_parse_date_reads_what_the_site_writes(day):
    assert swedish.parse_date(swedish.long_date(day)) == day
    assert swedish.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2016-2018", (dt.date(2016, 1, 1), dt.date(2018, 12, 31))),
        ("2016 – 2018", (dt.date(2016, 1, 1), dt.date(2018, 12, 31))),
        ("2016", (dt.date(2016, 1, 1), dt.date(2016, 12, 31))),
        ("2016-01-01 till 2018-12-31", (dt.date(2016, 1, 1), dt.date(2018, 12, 31))),
        ("2016-01-01 - 2018-12-31", (dt.date(2016, 1, 1), dt.date(2018, 12, 31))),
        ("1 juli 2016–30 juni 2018", (dt.date(2016, 7, 1), dt.date(2018, 6, 30))),
        ("2016-2025", (dt.date(2016, 1, 1), dt.date(2025, 12, 31))),
    ],
)
def test_parse_period_reads_years_and_days(text, period):
    assert swedish.parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2016-2108", "Perioden 2016–2108 är längre än 10 år, menade du 2016–2018? Rätta perioden och spara igen."),
        (
            "2017-06-01 till 2017-03-31",
            "Slutet 2017-03-31 är före starten 2017-06-01. Byt plats på dem eller rätta dem.",
        ),
        ("2018-2016", "Slutet 2016-12-31 är före starten 2018-01-01. Byt plats på dem eller rätta dem."),
        ("2016-2026", "Perioden är längre än 10 år. Kontrollera årtalen."),
        ("2016-01-01 till 2061-12-31", "Perioden är längre än 10 år. Menade du 2016–2016?"),
        ("2016-2999", "Årtalet 2999 ligger utanför 1990–2100. Kontrollera perioden."),
        ("2016-01-01 till 2108-12-31", "Årtalet 2108 ligger utanför 1990–2100. Kontrollera årtalet."),
        ("1016-2018", "Årtalet 1016 ligger utanför 1990–2100. Kontrollera perioden."),
        ("nästa år", "Skriv perioden som 2016-2018 eller som två datum: 2016-01-01 till 2018-12-31."),
        ("", "Skriv perioden som 2016-2018 eller som två datum: 2016-01-01 till 2018-12-31."),
    ],
)
def test_parse_period_says_what_is_wrong_and_guesses_nothing(text, sentence):
    assert outcome(swedish.parse_period, text) == sentence


def test_a_period_may_be_ten_years_to_the_day():
    first = dt.date(2016, 2, 29)

    assert swedish.check_period(first, dt.date(2026, 2, 27)) == (first, dt.date(2026, 2, 27))
    with pytest.raises(ValueError, match="längre än 10 år"):
        swedish.check_period(first, dt.date(2026, 2, 28))


@given(st.text(max_size=40))
def test_parse_period_never_fails_in_another_way(text):
    found = outcome(swedish.parse_period, text)

    assert found.endswith((".", "?")) if isinstance(found, str) else found[0] <= found[1]


def test_words_are_sorted_in_swedish():
    words = ["Öst", "Ängs", "Zeta", "Åker", "Alfa"]

    assert sorted(words, key=swedish.sort_key) == ["Alfa", "Zeta", "Åker", "Ängs", "Öst"]


@pytest.mark.parametrize(
    "right_order",
    [
        ["alfa", "Alfa B", "Alfred"],  # case does not matter, and a space comes before letters
        ["Idé", "ideal", "Ides"],  # an accent is no letter of its own
        ["Vad", "Vag", "Wad", "Wag"],  # v and w are two letters
        ["Åtgärd 2", "Åtgärd 9"],
        ["1 mål", "Alfa"],
        ["Zzz", "Å", "Ä", "Ö"],
        ["Müller", "Myller-A"],  # ü is sorted as y
        ["Ö", "Østre B", "Öå"],  # ø is sorted as ö
    ],
)
def test_sort_key_follows_swedish_rules(right_order):
    keys = [swedish.sort_key(word) for word in right_order]

    assert keys == sorted(set(keys))


@given(st.text())
def test_sort_key_is_only_digits_and_ascii_letters_and_fits_its_column(text):
    key = swedish.sort_key(text)

    assert len(key) <= 400
    assert key.isascii()
    assert key == "" or (key.isalnum() and key == key.lower())


def test_decomposed_text_is_the_same_text():
    decomposed = unicodedata.normalize("NFD", "Tyresö")

    assert len(decomposed) == 7
    assert swedish.normalise(decomposed) == "Tyresö"
    assert swedish.fold(decomposed) == swedish.fold("TYRESÖ")
    assert swedish.sort_key(decomposed) == swedish.sort_key("Tyresö")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Åtgärd \r\n två\r", "Åtgärd \n två"),
        ("rad\vrad\fslut", "rad\nrad\nslut"),
        ("   ", ""),
        ("\u200b", ""),
        ("\u200b å\u200bä \ufeff", "å\u200bä"),
    ],
)
def test_normalise_keeps_plain_line_breaks(text, stored):
    assert swedish.normalise(text) == stored


@pytest.mark.parametrize(
    ("text", "answer"), [("tab\tny\nrad", False), ("a\x00b", True), ("\x1b[31m", True), ("\x7f", True), ("åäö", False)]
)
def test_control_characters_are_found(text, answer):
    assert swedish.has_control_characters(text) is answer


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2018, 12, 31), "v. 1 2019"),
        (dt.date(2016, 1, 1), "v. 53 2015"),
        (dt.date(2015, 12, 4), "v. 49 2015"),
        (dt.date(2027, 1, 3), "v. 53 2026"),
    ],
)
def test_week_has_its_own_year(day, written):
    assert swedish.week(day) == written


def test_dates_are_written_in_swedish():
    on = dt.date(2017, 12, 31)

    assert swedish.long_date(THE_DAY) == "4 december 2015"
    assert swedish.short_date(dt.date(2017, 9, 5), on) == "5 sep"
    assert swedish.short_date(dt.date(2017, 6, 5), on) == "5 juni"
    assert swedish.short_date(THE_DAY, on) == "4 dec 2015"


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")]
)
def test_listed_joins_words_as_running_text(words, text):
    assert swedish.listed(words) == text


def test_decimal_has_a_comma_and_no_needless_zeros():
    assert [swedish.decimal(Decimal(text)) for text in ("42.00", "42.50", "1E+2", "-0.10")] == [
        "42",
        "42,5",
        "100",
        "-0,1",
    ]


def test_counted_takes_the_word_for_one_or_for_many():
    assert [swedish.counted(number, "dag", "dagar") for number in (0, 1, 2)] == ["0 dagar", "1 dag", "2 dagar"]


@pytest.mark.parametrize(("number", "written"), [(2, "+2"), (-1, "–1"), (0, "0"), (-12, "–12")])
def test_a_change_is_written_with_its_sign(number, written):
    assert swedish.signed(number) == written


@pytest.mark.parametrize(("number", "words"), [(1, "ett"), (2, "två"), (12, "tolv"), (13, "13"), (0, "0"), (-1, "-1")])
def test_small_numbers_are_written_in_words(number, words):
    assert swedish.in_words(number) == words


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2015-03-18", dt.date(2015, 3, 18), "dag"),
        ("18/3 2015", dt.date(2015, 3, 18), "dag"),
        ("den 18 mars 2015", dt.date(2015, 3, 18), "dag"),
        ("mars 2015", dt.date(2015, 3, 1), "manad"),
        ("MARS 2015", dt.date(2015, 3, 1), "manad"),
        ("2015-03", dt.date(2015, 3, 1), "manad"),
        ("2015", dt.date(2015, 1, 1), "ar"),
        ("hösten 2015", dt.date(2015, 1, 1), "ar"),
        ("4 kvartalet 2015", dt.date(2015, 1, 1), "ar"),
        ("2015 eller 2016", None, "okant"),
        ("i våras", None, "okant"),
        ("", None, "okant"),
        ("  ", None, "okant"),
    ],
)
def test_parse_when_reads_as_precisely_as_it_was_said(text, day, precision):
    assert swedish.parse_when(text) == (day, precision)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2016-02-30", "Datumet finns inte: februari 2016 har 29 dagar."),
        ("30 februari 2016", "Datumet finns inte: februari 2016 har 29 dagar."),
        ("2016-13", f"Det finns ingen månad 13. {swedish.DATE_HELP}"),
        ("mars 1815", "Årtalet 1815 ligger utanför 1990–2100. Kontrollera årtalet."),
        ("hösten 2999", "Årtalet 2999 ligger utanför 1990–2100. Kontrollera årtalet."),
    ],
)
def test_parse_when_refuses_a_day_or_year_that_cannot_be(text, sentence):
    assert outcome(swedish.parse_when, text) == sentence


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_parse_when_reads_back_what_was_written(day):
    assert swedish.parse_when(swedish.long_date(day)) == (day, "dag")
    assert swedish.parse_when(swedish.month_and_year(day)) == (day.replace(day=1), "manad")


@given(st.text(max_size=40))
def test_parse_when_answers_with_a_day_that_was_said_or_a_sentence(text):
    read = outcome(swedish.parse_when, text)

    assert isinstance(read, str) or read == (None, "okant") or read[0].year >= 1990


def test_soft_hyphens_stand_between_the_parts_of_a_name_and_never_before_it():
    assert swedish.soft_hyphens("Konsult- och servicekontoret") == "Konsult- och service\N{SOFT HYPHEN}kontoret"
    assert swedish.soft_hyphens("förvaltningen") == "förvaltningen"
