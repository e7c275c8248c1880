"""Numbers, periods and statuses in the words readers see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.impact import words as impact_words
from components.map.view import number_pattern
from components.text import formats, reasons
from data_loaders.sources.catalog import INDICATORS
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Frequency, Geography, Indicator, Measure, Status
from tests.support.tiny import FILINGS

SHOWN = {
    Measure.COUNT: ("1,234.5", "0.0", "−1,234.5"),
    Measure.PERCENT: ("1,234.5%", "0.0%", "−1,234.5%"),
    Measure.RATE: ("1,234.5", "0.0", "−1,234.5"),
    Measure.MONEY: ("$1,234.5", "$0.0", "−$1,234.5"),
    Measure.INDEX: ("1,234.5", "0.0", "−1,234.5"),
    Measure.PERCENT_CHANGE: ("+1,234.5%", "0.0%", "−1,234.5%"),
    Measure.POINTS: ("1,234.5", "0.0", "−1,234.5"),
    Measure.DAYS: ("1,234.5", "0.0", "−1,234.5"),
    Measure.SCORE: ("1,234.5", "0.0", "−1,234.5"),
}
PERIODS = {
    Frequency.DAY: (date(2025, 10, 11), date(2025, 10, 11), "October 11, 2025"),
    Frequency.WEEK: (date(2025, 10, 5), date(2025, 10, 11), "week ending October 11, 2025"),
    Frequency.MONTH: (date(2020, 5, 1), date(2020, 5, 31), "May 2020"),
    Frequency.QUARTER: (date(2020, 4, 1), date(2020, 6, 30), "April to June 2020"),
    Frequency.HALF_YEAR: (date(2025, 1, 1), date(2025, 6, 30), "January to June 2025"),
    Frequency.YEAR: (date(2024, 1, 1), date(2024, 12, 31), "2024"),
    Frequency.TOTAL: (
        date(2020, 2, 29),
        date(2022, 5, 1),
        "February 29, 2020 to May 1, 2022",
    ),
}


def test_a_quarter_over_new_year_names_both_years() -> None:
    over = formats.short_period(date(2023, 12, 1), date(2024, 2, 29), Frequency.QUARTER)
    assert over == "December 2023 to February 2024"


def of(measure: Measure, decimals: int = 1) -> Indicator:
    """An indicator of a measure."""
    return replace(FILINGS, measure=measure, decimals=decimals)


@pytest.mark.parametrize("measure", Measure)
def test_a_number_of_every_measure_has_its_sign_and_its_mark(measure: Measure) -> None:
    above, zero, below = SHOWN[measure]
    shown = [formats.number(value, of(measure)) for value in (1234.5, 0.0, -1234.5)]
    assert shown == [above, zero, below]


@pytest.mark.parametrize("measure", Measure)
def test_what_rounds_to_zero_is_not_below_zero(measure: Measure) -> None:
    assert formats.number(-0.04, of(measure)) == SHOWN[measure][1]


@pytest.mark.parametrize("measure", Measure)
@given(value=st.floats(-2, 2), decimals=st.integers(0, 2))
def test_no_change_has_no_sign_in_any_number_tick_or_change(
    measure: Measure, value: float, decimals: int
) -> None:
    indicator = of(measure, decimals)
    shown = [formats.number(value, indicator), formats.with_unit(value, indicator)]
    shown += [formats.tick(value, indicator, decimals), impact_words._signed(value, indicator)]
    for text in shown:
        assert not re.match(r"[+−-]+\$?0(\.0+)?(?![\d.])", text), text
        assert not re.match(r"[+−-]{2}", text), text


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(2.5, 0, "3"), (3.5, 0, "4"), (0.25, 1, "0.3"), (1.005, 2, "1.01"), (0.05, 1, "0.1")],
)
def test_a_half_is_rounded_up_as_the_browser_rounds_it(
    value: float, decimals: int, words: str
) -> None:
    assert formats.number(value, of(Measure.COUNT, decimals)) == words
    assert formats.number(-value, of(Measure.COUNT, decimals)) == f"−{words}"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.COUNT, "9.0 filings"),
        (Measure.RATE, "9.0 filings"),
        (Measure.MONEY, "$9.0"),
        (Measure.PERCENT, "9.0%"),
        (Measure.PERCENT_CHANGE, "+9.0%"),
    ],
)
def test_a_sentence_names_the_unit_unless_the_number_shows_it(measure: Measure, words: str) -> None:
    assert formats.with_unit(9.0, of(measure)) == words


@pytest.mark.parametrize("measure", Measure)
@given(value=st.floats(-1e6, 1e6))
def test_the_script_is_given_a_pattern_that_writes_the_same_number(
    measure: Measure, value: float
) -> None:
    indicator = of(measure)
    given_pattern = number_pattern(indicator)
    digits = formats.number(abs(value), of(Measure.COUNT))
    is_below = value < 0 and float(digits.replace(",", "")) > 0
    is_above = value > 0 and float(digits.replace(",", "")) > 0
    sign = "−" if is_below else "+" if is_above and given_pattern["signed"] else ""
    written = sign + str(given_pattern["pattern"]).replace("{}", digits)
    assert written == formats.with_unit(value, indicator)


@pytest.mark.parametrize("frequency", Frequency)
def test_a_period_of_every_frequency_is_said_in_words(frequency: Frequency) -> None:
    first, last, words = PERIODS[frequency]
    assert formats.period(first, last, frequency) == words
    assert formats.short_period(first, last, frequency) == words.removeprefix("week ending ")
    assert formats.frequency_word(frequency)
    assert formats.period_word(frequency)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (26.0, "26"),
        (12.5, "12.5"),
        (-12.5, "−12.5"),
        (0.05, "0.05"),
        (0.0012, "0.0012"),
        (0.0, "0"),
    ],
)
def test_the_bound_of_a_class_has_no_more_decimals_than_it_needs(value: float, words: str) -> None:
    assert formats.bound(value, of(Measure.RATE)) == words


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_word_and_only_those_without_a_value_replace_it(status: Status) -> None:
    words = formats.status(status)
    assert words
    if status.has_value:
        assert reasons.cell(Cell(9.0, status), of(Measure.COUNT)) == "9.0"
    else:
        assert reasons.cell(Cell(None, status), of(Measure.COUNT))
        assert not any(letter.isdigit() for letter in words)
        assert formats.mark(status) == ""


@pytest.mark.parametrize("geography", Geography)
def test_every_geography_has_a_readers_word(geography: Geography) -> None:
    assert formats.boundaries(geography)[0].isupper()
    assert formats.area_noun(geography)
    assert geography not in (formats.boundaries(geography), formats.area_noun(geography).upper())


def test_a_zip_area_is_said_with_its_neighborhood() -> None:
    area = next(area for area in areas()[Geography.MODZCTA] if area.id == "10474")
    assert formats.area(area) == "10474 Hunts Point"


@pytest.mark.parametrize(
    ("name", "unit", "words"),
    [
        ("Jobs", "jobs", "Jobs"),
        ("People who get SNAP per 1,000 residents", "per 1,000 residents", None),
        ("Case rate", "per 100,000 people", "Case rate, per 100,000 people"),
        ("Jobs in detail", "job", "Jobs in detail, job"),
        ("Visits", "(2019 = 100)", "Visits, index (2019 = 100)"),
    ],
)
def test_a_name_that_has_the_unit_does_not_say_it_twice(
    name: str, unit: str, words: str | None
) -> None:
    assert formats.in_unit(name, replace(FILINGS, unit=unit)) == (words or name)


def test_no_comma_stands_before_a_base_in_brackets() -> None:
    told = [formats.quantity(each) for each in INDICATORS.values()]
    assert [each for each in told if ", (" in each] == []
