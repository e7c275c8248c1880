"""The vocabulary in words: categories, directions, measures, shares and named periods."""

from __future__ import annotations

from babel.dates import get_day_names
from babel.numbers import format_decimal

from components.text import formats
from components.text.words import LANGUAGE, _
from data_loaders.released.view import parse_day
from data_loaders.vocabulary.model import Category, Direction, Indicator, Measure


def plain(value: float) -> str:
    """A number with as many decimals as it needs, and no more."""
    return format_decimal(value, format="#,##0.########", locale=LANGUAGE)


def share(part: float, whole: float) -> str:
    """A part of a whole in percent: "none", "under 1%", "14%", "all"; empty of nothing."""
    if not whole:
        return ""
    if part <= 0 or part >= whole:
        return _("all") if part > 0 else _("none")
    percent = 100 * part / whole
    if percent < 1:
        return _("under 1%")
    return _("over 99%") if percent > 99 else _("{number}%", number=round(percent))


def named_period(written: str) -> str:
    """A `YYYY[-MM[-DD]]` in words: "2019", "February 2020", "February 3, 2020"."""
    first = parse_day(written, start=True)
    if first is None or len(written) == len("2020"):
        return written
    return formats.month(first) if len(written) == len("2020-02") else formats.day(first)


def how_often(indicator: Indicator) -> str:
    """How often there is a figure, and the day a week ends on."""
    often = formats.frequency_word(indicator.frequency)
    if indicator.week_ends_on is None:
        return often
    day = get_day_names("wide", locale=LANGUAGE)[indicator.week_ends_on - 1]
    return _("{often}, weeks end on {day}", often=often, day=day)


def category(topic: Category) -> str:
    """A category of need, as a heading."""
    return {
        Category.HEALTH: _("Health"),
        Category.CHILDREN: _("Children"),
        Category.OLDER_ADULTS: _("Older adults"),
        Category.EMPLOYMENT: _("Jobs and unemployment"),
        Category.HOUSING: _("Housing"),
        Category.FINANCIAL_DISTRESS: _("Money trouble"),
        Category.SPENDING: _("Spending and businesses"),
        Category.FOOT_TRAFFIC: _("Foot traffic"),
        Category.FOOD: _("Restaurants and food"),
        Category.TRANSPORTATION: _("Getting around"),
        Category.COMMUNITY: _("The city and its communities"),
        Category.PUBLIC_SAFETY: _("Public safety"),
    }[topic]


def direction(of_change: Direction) -> str:
    """What would be better, in a sentence."""
    return {
        Direction.LOWER_IS_BETTER: _("Lower is better."),
        Direction.HIGHER_IS_BETTER: _("Higher is better."),
        Direction.BACK_TO_BASELINE: _("Back to the baseline counts as recovery."),
        Direction.NONE: _("Neither: higher is called neither better nor worse here."),
    }[of_change]


def measure(kind: Measure) -> str:
    """The kind of number."""
    return {
        Measure.COUNT: _("a count"),
        Measure.PERCENT: _("a percentage"),
        Measure.RATE: _("a rate"),
        Measure.MONEY: _("an amount of money"),
        Measure.INDEX: _("an index"),
        Measure.PERCENT_CHANGE: _("a change in percent"),
        Measure.POINTS: _("a difference in points"),
        Measure.DAYS: _("a number of days"),
        Measure.SCORE: _("a score"),
    }[kind]
