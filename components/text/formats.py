"""Numbers, dates and statuses as readers see them: the only format strings in the project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from components.text.units import of_one
from components.text.words import LANGUAGE, _, ngettext
from data_loaders.released.view import parse_day
from data_loaders.vocabulary.half_up import half_up
from data_loaders.vocabulary.model import Area, Frequency, Geography, Indicator, Measure, Status
from data_loaders.vocabulary.months_told import told

MINUS = "\N{MINUS SIGN}"
DAYS_TOLD_IN_DAYS = 60
# Numbers and days come again from page to page, and writing one anew takes Babel 80 microseconds.
KEPT_TEXTS = 4096
LOCALE = Locale.parse(LANGUAGE)


def number(value: float, indicator: Indicator) -> str:
    """A value in its indicator's unit, as short as the measure allows: "9.7", "94%", "$4,200"."""
    text = _decimal(abs(value), indicator.decimals)
    is_nothing = not text.strip("0.,")
    sign = MINUS if value < 0 and not is_nothing else ""
    match indicator.measure:
        case Measure.INDEX if is_share_of_before(indicator):
            return f"{sign}{text}%"
        case Measure.COUNT | Measure.RATE | Measure.INDEX | Measure.DAYS | Measure.SCORE:
            return f"{sign}{text}"
        case Measure.PERCENT:
            return f"{sign}{text}%"
        case Measure.MONEY:
            return f"{sign}${text}"
        case Measure.PERCENT_CHANGE:
            # No change is neither a rise nor a fall.
            return f"{text}%" if is_nothing else f"{sign or '+'}{text}%"
        case Measure.POINTS:
            return f"{sign}{text}"


def is_share_of_before(indicator: Indicator) -> bool:
    """Whether a figure is a percent of another time: "70%" of 2017 to 2019."""
    return indicator.measure is Measure.INDEX and indicator.unit.startswith("%")


def with_unit(value: float, indicator: Indicator) -> str:
    """A value and its unit as it reads in a sentence: "9.7 per 100,000 people", "1 claim"."""
    shown = number(value, indicator)
    match indicator.measure:
        case Measure.PERCENT | Measure.MONEY | Measure.PERCENT_CHANGE:
            return shown
        case _ if is_share_of_before(indicator):
            return _("{number}{base}", number=shown, base=_(indicator.unit).removeprefix("%"))
        case _:
            is_one = shown.removeprefix(MINUS) == "1"
            named = of_one(indicator.unit) if is_one else indicator.unit
            return _("{number} {unit}", number=shown, unit=_(named))


def tick(value: float, indicator: Indicator, decimals: int) -> str:
    """A number on an axis: at the step's precision, its unit only where it is one sign."""
    sign = MINUS if value < 0 and rounded(value, decimals) else ""
    text = f"{sign}{_decimal(abs(value), decimals)}"
    match indicator.measure:
        case Measure.PERCENT | Measure.PERCENT_CHANGE:
            return f"{text}%"
        case Measure.INDEX if is_share_of_before(indicator):
            return f"{text}%"
        case Measure.MONEY:
            return f"${text}"
        case _:
            return f"{text}%" if indicator.unit.startswith("%") else text


def bound(value: float, indicator: Indicator) -> str:
    """The bound of a color class, with no more decimals than it has."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return tick(value, indicator, max(0, -exponent) if isinstance(exponent, int) else 0)


def unit(indicator: Indicator) -> str:
    """The unit as a chart or a table names it."""
    if indicator.measure is Measure.MONEY:
        return _("dollars of the day, not adjusted for inflation")
    return {"%": _("percent")}.get(indicator.unit, _(indicator.unit))


def unit_alone(indicator: Indicator) -> str:
    """The unit where no noun stands before it: an index says that it is one."""
    words = unit(indicator)
    if words.startswith("(") and words.endswith(")"):
        return _("index, {base}", base=words[1:-1])
    return words


def in_unit(what: str, indicator: Indicator) -> str:
    """A figure with its unit, unless its name has the words of it: "Jobs", not "Jobs, jobs"."""
    words = unit(indicator)
    if has_unit(what, words):
        return what
    named = _("index {base}", base=words) if words.startswith("(") else words
    return _("{what}, {unit}", what=what, unit=named)


def has_unit(what: str, unit: str) -> bool:
    """Whether a name has the whole words of a unit."""
    return re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", what, re.IGNORECASE) is not None


def quantity(indicator: Indicator) -> str:
    """What the numbers are, as a legend's or a chart's heading: "New cases per 100,000 people"."""
    noun = _(indicator.noun)
    text = noun[:1].upper() + noun[1:]
    match indicator.measure:
        case Measure.INDEX if is_share_of_before(indicator) and has_unit(
            noun, unit(indicator).removeprefix("% of ")
        ):
            return text
        case Measure.INDEX if unit(indicator).startswith("("):
            return _("{noun} {unit}", noun=text, unit=unit(indicator))
        case Measure.INDEX | Measure.SCORE:
            return _("{noun}, {unit}", noun=text, unit=unit(indicator))
        case Measure.RATE:
            return in_unit(text, indicator)
        case _ if unit(indicator).lower() in noun.lower():
            return text
        case _:
            return _("{noun}, in {unit}", noun=text, unit=unit(indicator))


def mark(cell_status: Status) -> str:
    """A short word beside a number that is not simply final; empty for one that is."""
    match cell_status:
        case Status.NORMAL:  # first, as nearly all are
            return ""
        case Status.PROVISIONAL:
            return _(" early")
        case Status.ESTIMATED:
            return _(" estimated")
        case Status.BREAK:
            return _(" method changed")
        case Status.LOW_RELIABILITY:
            return _(" read with care")
        case _:
            return ""


def status(cell_status: Status) -> str:
    """The public word for a status."""
    return {
        Status.NORMAL: _("Published"),
        Status.PROVISIONAL: _("Early figure, no final one here"),
        Status.ESTIMATED: _("Estimated"),
        Status.BREAK: _("Method changed here"),
        Status.LOW_RELIABILITY: _("Read with care"),
        Status.WITHHELD: _("Hidden to protect people"),
        Status.WITHHELD_OR_NONE: _("Hidden by its publisher, or none"),
        Status.NOT_REPORTED: _("No figure reported"),
        Status.NOT_APPLICABLE: _("Does not apply here"),
    }[cell_status]


def period(first: date, last: date, frequency: Frequency) -> str:
    """A period in words: "week ending October 11, 2025", "May 2020", "January to June 2025"."""
    match frequency:
        case Frequency.DAY:
            return day(last)
        case Frequency.WEEK:
            return _("week ending {day}", day=day(last))
        case Frequency.TOTAL if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            if first.year == last.year:
                return _date(last, "y")
            return _("{first} to {last}", first=_date(first, "y"), last=_date(last, "y"))
        case Frequency.TOTAL:
            return _("{first} to {last}", first=day(first), last=day(last))
        case _:
            return short_period(first, last, frequency)


def period_of(first: date, last: date, indicator: Indicator) -> str:
    """The time a figure is of: a quarter's last month, where it is that of one month."""
    return period(*told(first, last, indicator))


def short_period_of(first: date, last: date, indicator: Indicator) -> str:
    """The same as a column shows it."""
    return short_period(*told(first, last, indicator))


def the_period(first: date, last: date, indicator: Indicator) -> str:
    """A period in a sentence: "for the week ending October 11, 2025", "for May 2020"."""
    words = period_of(first, last, indicator)
    return _("the {week}", week=words) if indicator.frequency is Frequency.WEEK else words


def short_period(first: date, last: date, frequency: Frequency) -> str:
    """A period as a column or a slider shows it, without the word for its length."""
    match frequency:
        case Frequency.MONTH:
            return month(last)
        case Frequency.QUARTER | Frequency.HALF_YEAR:
            begin = _date(first, "MMMM") if first.year == last.year else month(first)
            return _("{first} to {last}", first=begin, last=month(last))
        case Frequency.YEAR:
            return _date(last, "y")
        case Frequency.TOTAL:
            return period(first, last, frequency)
        case Frequency.DAY | Frequency.WEEK:
            return day(last)


# Names that begin a figure's title, and keep their capital inside a sentence.
PROPER = frozenset(
    {"Access-A-Ride", "Bronx", "Broadway", "Brooklyn", "Long", "Manhattan", "Medicaid", "Queens"}
    | {"Metro-North", "Staten", "Times"}
)


def within(title: str) -> str:
    """A title as it stands inside a sentence: "new unemployment claims", "COVID-19 cases"."""
    first = title.partition(" ")[0].rstrip(",")
    if first in PROPER or any(letter.isupper() or letter.isdigit() for letter in first[1:]):
        return title
    return f"{title[:1].lower()}{title[1:]}"


def day(value: date) -> str:
    """October 11, 2025"""
    return _date(value, "long")


def month(value: date) -> str:
    """October 2025"""
    return _date(value, "MMMM y")


def months(first: date, last: date) -> str:
    """A stretch of time by its months; one month is named once."""
    if month(first) == month(last):
        return month(first)
    return _("{first} to {last}", first=month(first), last=month(last))


def short_month(value: date) -> str:
    """Oct 2025, for tables."""
    return _date(value, "MMM y")


def duration(days: int) -> str:
    """A length of time as a reader would say it: "9 days", "3 months", "2 years"."""
    if days < DAYS_TOLD_IN_DAYS:
        return ngettext("{number} day", "{number} days", days)
    return format_timedelta(timedelta(days=days), granularity="month", locale=LANGUAGE)


def frequency_word(frequency: Frequency) -> str:
    """How often, in a word."""
    return {
        Frequency.DAY: _("daily"),
        Frequency.WEEK: _("weekly"),
        Frequency.MONTH: _("monthly"),
        Frequency.QUARTER: _("quarterly"),
        Frequency.HALF_YEAR: _("twice a year"),
        Frequency.YEAR: _("yearly"),
        Frequency.TOTAL: _("one total"),
    }[frequency]


def one_period_word(frequency: Frequency) -> str:
    """One period, inside a sentence."""
    return {
        Frequency.DAY: _("day"),
        Frequency.WEEK: _("week"),
        Frequency.MONTH: _("month"),
        Frequency.QUARTER: _("quarter"),
        Frequency.HALF_YEAR: _("half-year"),
        Frequency.YEAR: _("year"),
        Frequency.TOTAL: _("period"),
    }[frequency]


def periods_word(frequency: Frequency) -> str:
    """Several periods, inside a sentence."""
    return {
        Frequency.DAY: _("days"),
        Frequency.WEEK: _("weeks"),
        Frequency.MONTH: _("months"),
        Frequency.QUARTER: _("quarters"),
        Frequency.HALF_YEAR: _("half-years"),
        Frequency.YEAR: _("years"),
        Frequency.TOTAL: _("periods"),
    }[frequency]


def every_word(frequency: Frequency) -> str:
    """Each period of a series, as a file of all of them is named."""
    return {
        Frequency.DAY: _("Every day"),
        Frequency.WEEK: _("Every week"),
        Frequency.MONTH: _("Every month"),
        Frequency.QUARTER: _("Every quarter"),
        Frequency.HALF_YEAR: _("Every half-year"),
        Frequency.YEAR: _("Every year"),
        Frequency.TOTAL: _("The total"),
    }[frequency]


def period_word(frequency: Frequency) -> str:
    """The label of a control that picks one period."""
    return {
        Frequency.DAY: _("Day"),
        Frequency.WEEK: _("Week ending"),
        Frequency.MONTH: _("Month"),
        Frequency.QUARTER: _("Quarter"),
        Frequency.HALF_YEAR: _("Half-year"),
        Frequency.YEAR: _("Year"),
        Frequency.TOTAL: _("Period"),
    }[frequency]


def boundaries(geography: Geography) -> str:
    """What readers call a geography."""
    return {
        Geography.CITY: _("City"),
        Geography.BOROUGH: _("Boroughs"),
        Geography.CD: _("Community districts"),
        Geography.CDTA2020: _("District areas"),
        Geography.PUMA2020: _("Census districts"),
        Geography.NTA2010: _("Neighborhoods (2010)"),
        Geography.NTA2020: _("Neighborhoods"),
        Geography.MODZCTA: _("ZIP areas"),
        Geography.UHF42: _("Health districts"),
        Geography.ZIP: _("ZIP codes"),
        Geography.STREETEASY: _("StreetEasy neighborhoods"),
        Geography.MARKET: _("Media market"),
        Geography.STATE: _("States"),
        Geography.US: _("United States"),
    }[geography]


def by_areas(geographies: Iterable[Geography]) -> str:
    """By which areas a figure is given, each said once: the whole city is no kind of area."""
    nouns = list(dict.fromkeys(map(area_noun, geographies)))
    if nouns == [area_noun(Geography.CITY)]:
        return _("for the whole city")
    return _("by {where}", where=listed(nouns))


def area_noun(geography: Geography) -> str:
    """One area of a geography, in a sentence."""
    return {
        Geography.CITY: _("city"),
        Geography.BOROUGH: _("borough"),
        Geography.CD: _("community district"),
        Geography.CDTA2020: _("district area"),
        Geography.PUMA2020: _("census district"),
        Geography.NTA2010: _("neighborhood"),
        Geography.NTA2020: _("neighborhood"),
        Geography.MODZCTA: _("ZIP area"),
        Geography.UHF42: _("health district"),
        Geography.ZIP: _("ZIP code"),
        Geography.STREETEASY: _("neighborhood"),
        Geography.MARKET: _("media market"),
        Geography.STATE: _("state"),
        Geography.US: _("country"),
    }[geography]


def area(place: Area) -> str:
    """An area as a reader would say it: a ZIP area with its neighborhood."""
    if place.geography in (Geography.MODZCTA, Geography.ZIP) and place.name != place.id:
        return _("{zip} {neighborhood}", zip=place.id, neighborhood=place.name)
    return place.name


def window_title(page: str) -> str:
    """The title of a window: the page first, then the site."""
    return _("{page} | NYC Recovery Data", page=page)


def first_upper(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def baseline(text: str | None) -> str:
    """A baseline as written in an address, in words: "2019", "January 2020"; empty for none."""
    first = parse_day(text or "", start=True)
    if first is None or text is None:
        return ""
    return text if len(text) == 4 else month(first) if len(text) == 7 else day(first)


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: "a, b, and c"."""
    return format_list(words, locale=LANGUAGE)


def share(percent: float) -> str:
    """A share of a whole: "4.7%"."""
    return f"{_decimal(percent, 1)}%"


def one_decimal(value: float) -> str:
    """A number without a unit: "4.7"."""
    return _decimal(value, 1)


def integer(value: int) -> str:
    """A whole number with thousands marks."""
    return _decimal(value, 0)


def rounded(value: float, decimals: int) -> Decimal:
    """A value at the precision shown."""
    return half_up(value, decimals)


@lru_cache(maxsize=KEPT_TEXTS)
def _decimal(value: float, decimals: int) -> str:
    return _digits(rounded(value, decimals), decimals)


@lru_cache(maxsize=KEPT_TEXTS)
def _digits(value: Decimal, decimals: int) -> str:
    # Babel reads a pattern given as text, and a language given as one, anew each time.
    return format_decimal(value, format=_pattern(decimals), locale=LOCALE)


@lru_cache(maxsize=16)
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@lru_cache(maxsize=KEPT_TEXTS)
def _date(value: date, pattern: str) -> str:
    return format_date(value, pattern, locale=LOCALE)
