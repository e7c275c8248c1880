"""Numbers as headlines and sentences say them: a share, a difference of points, a word."""

from __future__ import annotations

from babel.numbers import format_decimal

from components.text import formats
from components.text.words import LANGUAGE, _


def share(value: float) -> str:
    """A share of one as a whole percent: "22%"."""
    return f"{formats.integer(round(100 * value))}%"


def points(value: float) -> str:
    """The size of a difference of two percents, without a sign: "2.2"."""
    return format_decimal(abs(value), format="#,##0.0", locale=LANGUAGE)


def spelled(value: int) -> str:
    """A small whole number as a word, as it stands in a headline; a larger one in digits."""
    words = (
        _("no"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
    )
    return words[value] if 0 <= value < len(words) else formats.integer(value)
