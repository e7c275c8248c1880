"""What must be known to read a figure: that its series ended and what goes on, and its caveats.

They follow the figure to every page, table, picture, file, quotation and answer, from here.
"""

from __future__ import annotations

from collections.abc import Iterable

from components.text import formats
from components.text.words import _
from data_loaders.released.endings import Ending, ending
from data_loaders.released.release import Release
from data_loaders.vocabulary.going_on import ENDED, ENDED_ALONE, STOPS_HERE
from data_loaders.vocabulary.model import Geography, Indicator


def care(
    release: Release,
    indicator: Indicator,
    geography: Geography | None = None,
    industry_id: str | None = None,
) -> list[str]:
    """Every sentence that belongs to a figure; what its series is first."""
    end = ending(release, indicator.id, geography, industry_id)
    said = [_ended(end)] if end else []
    return [*said, *(_(caveat) for caveat in indicator.caveats)]


def of_all(each: Iterable[list[str]]) -> list[str]:
    """The sentences of several figures, each once."""
    return list(dict.fromkeys(sentence for sentences in each for sentence in sentences))


def described(
    sentence: str,
    release: Release,
    figures: Iterable[tuple[Indicator, Geography | None, str | None]],
) -> str:
    """A sentence that travels without its page, as under a link to it, and what must be known."""
    return " ".join([sentence, *of_all(care(release, *each) for each in figures)])


def titled(
    release: Release,
    indicator: Indicator,
    geography: Geography | None = None,
    industry_id: str | None = None,
) -> str:
    """A figure's title; that of a series that ended says so."""
    title = _(indicator.title)
    end = ending(release, indicator.id, geography, industry_id)
    if end is None:
        return title
    month = formats.month(end.on)
    if end.is_final:
        return _("{title} (ended {month})", title=title, month=month)
    return _("{title} (to {month})", title=title, month=month)


def _ended(end: Ending) -> str:
    blanks = {
        "month": formats.month(end.on),
        "living": formats.listed([_(each.title) for each in end.goes_on_as]),
    }
    if not end.is_final:
        return _(STOPS_HERE, **blanks)
    return _(ENDED if end.goes_on_as else ENDED_ALONE, **blanks)
