"""Swedish text, dates and periods: reading what people type, writing what they read, sorting and folding."""

import calendar
import datetime as dt
import re
import unicodedata
from decimal import Decimal

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_NUMBERS = "ett två tre fyra fem sex sju åtta nio tio elva tolv".split()
FIRST_YEAR, LAST_YEAR = 1990, 2100
MAX_PLAN_YEARS = 10

DATE_HELP = "Skriv datumet så här: 2015-12-04, 4/12/2015 eller 4 december 2015."
_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})[ /](?P<y>\d{4})"),
    re.compile(r"(?:den )?(?P<d>\d{1,2})(?:\.|:e)? (?P<month>[a-zåäö]+)\.? (?P<y>\d{4})"),
)
_MONTH = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})|(?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_OUTER = re.compile(r"^[\s\u200b\u2060\ufeff]+|(?<![\s\u200b\u2060\ufeff])[\s\u200b\u2060\ufeff]+\Z")
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
_JOINTS = re.compile(r"(?<=\w)(?=förvaltning|skydds|kontoret|lednings)")
_SORT_ORDER = {"å": "z1", "ä": "z2", "ö": "z3", "z": "z0", "æ": "z2", "ø": "z3", "ü": "y", "ß": "ss"}


def normalise(text: str) -> str:
    """Return the text as NFC with plain line breaks and without outer space, seen or not (files from Macs come as NFD)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return _OUTER.sub("", unicodedata.normalize("NFC", text))


def has_control_characters(text: str) -> bool:
    """Tell if the text holds characters no database or document can keep; tab and line breaks are fine."""
    return bool(_CONTROL.search(text))


def fold(text: str) -> str:
    """Return the text as search compares it: case folded, NFC, single spaces, so "ÅTGÄRD" finds "åtgärd"."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def sort_key(text: str) -> str:
    """Return a key of only 0-9 and a-z that sorts in Swedish order (…z å ä ö) under any database collation."""
    return "".join(map(_sort_letter, fold(text)))[:400]


def _sort_letter(letter: str) -> str:
    if letter in _SORT_ORDER:
        return _SORT_ORDER[letter]
    base = unicodedata.normalize("NFKD", letter)[0]
    if base in _SORT_ORDER:
        return _SORT_ORDER[base]
    if "a" <= base <= "y":
        return base
    if base.isdecimal():
        return f"1{unicodedata.decimal(base)}"
    return f"zz{ord(base):06x}" if base.isalpha() else "0"


def parse_date(text: str) -> dt.date:
    """Read a date as Swedes write it; day always comes before month in 4/12/2015.

    Raises ValueError with a Swedish sentence that says what to do.
    """
    plain = fold(text)
    for form in _DATE_FORMS:
        if match := form.fullmatch(plain):
            return _checked_date(**match.groupdict())
    raise ValueError(f"”{text.strip()[:40]}” går inte att läsa som ett datum. {DATE_HELP}")


def _checked_date(d: str, y: str, m: str = "", month: str = "") -> dt.date:
    number = int(m) if m else _month_number(month)
    if not FIRST_YEAR <= int(y) <= LAST_YEAR:
        raise ValueError(f"Årtalet {y} ligger utanför {FIRST_YEAR}–{LAST_YEAR}. Kontrollera årtalet.")
    if not 1 <= number <= 12:
        raise ValueError(f"Det finns ingen månad {number}. {DATE_HELP}")
    days = calendar.monthrange(int(y), number)[1]
    if not 1 <= int(d) <= days:
        raise ValueError(f"Datumet finns inte: {MONTHS[number - 1]} {y} har {days} dagar.")
    return dt.date(int(y), number, int(d))


def _month_number(word: str) -> int:
    matches = [i for i, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    if len(matches) != 1:
        raise ValueError(f"”{word}” är inte en månad. {DATE_HELP}")
    return matches[0]


def parse_when(text: str) -> tuple[dt.date | None, str]:
    """Read when something was, as precisely as it is known: "2015-03-18", "mars 2015", "2015" or words ("hösten 2015").

    Returns the first day of what was said, or None, and the key of choices.DatePrecision. Words with a year in them are
    known to the year, words without one not at all. Raises ValueError with a Swedish sentence for a date or year that
    cannot be.
    """
    plain = fold(text)
    if any(form.fullmatch(plain) for form in _DATE_FORMS[:3]) or _is_written_out(plain):
        return parse_date(text), "dag"
    if match := _MONTH.fullmatch(plain):
        month = int(match["m"]) if match["m"] else MONTHS.index(match["month"]) + 1
        return _checked_date(d="1", y=match["y"] or match["year"], m=str(month)), "manad"
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", plain)
    if len(set(years)) != 1:
        return None, "okant"
    return _checked_date(d="1", y=years[0], m="1"), "ar"


def _is_written_out(plain: str) -> bool:
    """Tell if it is a date with the month's name: "18 mars 2015", but not "4 kvartalet 2015"."""
    match = _DATE_FORMS[3].fullmatch(plain)
    return bool(match) and any(name.startswith(match["month"]) for name in MONTHS)


def month_and_year(day: dt.date) -> str:
    """Write mars 2015."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def parse_period(text: str) -> tuple[dt.date, dt.date]:
    """Read "2016-2018", "2016", or two dates with a dash or "till" between; return first and last day.

    Raises ValueError with a Swedish sentence; for a period that is too long it asks what was meant and guesses nothing.
    """
    plain = " ".join(text.split())
    if match := _YEARS.fullmatch(plain):
        return _years(int(match[1]), int(match[2]))
    if re.fullmatch(r"\d{4}", plain):
        return _years(int(plain), int(plain))
    for divider in (" till ", " – ", " - ", " — ", "–", "—"):
        first, found, last = plain.partition(divider)
        if found:
            return check_period(parse_date(first), parse_date(last))
    raise ValueError("Skriv perioden som 2016-2018 eller som två datum: 2016-01-01 till 2018-12-31.")


def _years(first: int, last: int) -> tuple[dt.date, dt.date]:
    if last - first >= MAX_PLAN_YEARS and (meant := _swapped_year(first, last)):
        raise ValueError(
            f"Perioden {first}–{last} är längre än {MAX_PLAN_YEARS} år, menade du {first}–{meant}? Rätta perioden och spara igen."
        )
    for year in (first, last):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"Årtalet {year} ligger utanför {FIRST_YEAR}–{LAST_YEAR}. Kontrollera perioden.")
    return check_period(dt.date(first, 1, 1), dt.date(last, 12, 31))


def _swapped_year(first: int, last: int) -> int | None:
    """Return the year two neighbouring digits of `last` may have been meant as (2108 -> 2018), if it makes a short period."""
    digits = str(last)
    swaps = (int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(3))
    return next((year for year in swaps if 0 <= year - first < MAX_PLAN_YEARS), None)


def check_period(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days if they make a plan period: right order and at most ten years; else raise ValueError in Swedish."""
    if last < first:
        raise ValueError(f"Slutet {last} är före starten {first}. Byt plats på dem eller rätta dem.")
    if last >= years_after(first, MAX_PLAN_YEARS):
        meant = _swapped_year(first.year, last.year)
        hint = f" Menade du {first.year}–{meant}?" if meant else " Kontrollera årtalen."
        raise ValueError(f"Perioden är längre än {MAX_PLAN_YEARS} år.{hint}")
    return first, last


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 28 February for a leap day where there is none."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def long_date(day: dt.date) -> str:
    """Write a date in running text: 4 december 2015."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date, on: dt.date) -> str:
    """Write a date in a narrow column: "5 sep", with the year when it is not the year of `on`."""
    name = MONTHS[day.month - 1]
    month = name if len(name) <= 4 else name[:3]
    return f"{day.day} {month}" if day.year == on.year else f"{day.day} {month} {day.year}"


def week(day: dt.date) -> str:
    """Write the ISO week, with the week's own year when it differs: 2018-12-31 is "v. 1 2019"."""
    year, number, _ = day.isocalendar()
    return f"v. {number} {year}"


def decimal(number: Decimal) -> str:
    """Write a number with decimal comma and without needless zeros: 42,5."""
    return f"{number.normalize():f}".replace(".", ",")


def counted(number: int, one: str, many: str) -> str:
    """Write how many of something: "1 aktivitet", "3 aktiviteter"."""
    return f"{number} {one if number == 1 else many}"


def in_words(number: int) -> str:
    """Write a small number of something neuter as running text does: ett, två … tolv, 13."""
    return _NUMBERS[number - 1] if 1 <= number <= len(_NUMBERS) else str(number)


def listed(words: list[str], last: str = "och") -> str:
    """Join words as running text: "a, b och c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def signed(number: int) -> str:
    """Write a change: "+2", "–1" or "0"."""
    return f"+{number}" if number > 0 else f"–{-number}" if number else "0"


def soft_hyphens(name: str) -> str:
    """Let long department names break where a Swede would hyphenate them."""
    return _JOINTS.sub("\N{SOFT HYPHEN}", name)
