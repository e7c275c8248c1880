"""Why a value is missing, hidden or unreliable, as readers see it: every surface asks here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from components.text import formats
from components.text.words import _, ngettext
from data_loaders.vocabulary.frames import Cell, cell_of
from data_loaders.vocabulary.model import STATUS_OF_CODE, Indicator, Reason, Status
from data_loaders.vocabulary.noise import COVERED
from data_loaders.vocabulary.reason_words import because


def label(cell: Cell) -> str:
    """Why a cell has no number, or what is to be known of it: in tables, tooltips and legends."""
    return of(cell.status, cell.reason)


def of(status: Status, reason: Reason | None) -> str:
    """The same for a status and its reason."""
    words = _(because(status, reason)) if because(status, reason) else ""
    match status:
        case Status.LOW_RELIABILITY if reason is None:
            return formats.first_upper(words)
        case Status.LOW_RELIABILITY:
            return _("{reason}: read with care", reason=formats.first_upper(words))
        case Status.NOT_REPORTED:
            return _("No figure: {reason}", reason=words)
        case _:
            return formats.first_upper(words) if words else formats.status(status)


def cell(observation: Cell, indicator: Indicator) -> str:
    """An observation in a table: its number, or the reason there is none."""
    if observation.value is None:
        return label(observation)
    return formats.number(observation.value, indicator)


def told(observation: Cell, indicator: Indicator) -> str:
    """An observation that stands alone: its number with what is to be known of it, or the reason
    there is none. A tooltip of the map says the same."""
    if observation.value is None:
        return label(observation)
    number = formats.with_unit(observation.value, indicator)
    if observation.status is Status.NORMAL and observation.reason is None:
        return number
    if observation.range is None:
        return _("{number} ({known})", number=number, known=label(observation))
    lower, upper = (formats.integer(round(end)) for end in observation.range)
    return _(
        "{number} ({known}; {lower}–{upper})",
        number=number,
        known=label(observation),
        lower=lower,
        upper=upper,
    )


def by_code() -> dict[str, str]:
    """The words of every letter of a frame, for the page's script."""
    return {code: label(cell_of(None, code)) for code in STATUS_OF_CODE}


def mark(cell: Cell) -> str:
    """A short word beside a number that is not simply final; empty for one that is."""
    if cell.is_cut_off:
        is_doubtful = cell.status is Status.LOW_RELIABILITY
        return _(" or more, read with care") if is_doubtful else _(" or more")
    if cell.reason is Reason.NOISY:
        return _noisy(cell)
    return formats.mark(cell.status)


def _noisy(cell: Cell) -> str:
    """That a number is noisy, and where the true count lies."""
    if cell.range is None:
        return _(" noisy")
    lower, upper = (formats.integer(round(end)) for end in cell.range)
    return _(" noisy, {lower} to {upper}", lower=lower, upper=upper)


def shown(number: str, cells: Iterable[Cell]) -> str:
    """A number in a sentence, and that it may be more where one of its cells is cut off there; of
    a noisy one where the true count lies."""
    every = tuple(cells)
    if any(cell.is_cut_off for cell in every):
        return _("{number} or more", number=number)
    return number + next((aside(cell) for cell in every if cell.reason is Reason.NOISY), "")


def aside(cell: Cell) -> str:
    """The mark of a number in a sentence that lists several: a range holds a comma of its own."""
    if cell.reason is Reason.NOISY:
        return _(" ({mark})", mark=_noisy(cell).strip())
    return mark(cell)


def noisy_bars() -> str:
    """What the bars at the points of a line of noisy figures mean."""
    return _(
        "Small bars: figures are moved at random to protect people, and the true count lies in the "
        "bar in {share} of cases or more.",
        share=_("{number}%", number=round(100 * COVERED)),
    )


def counted(cells: Iterable[Cell]) -> str:
    """The reasons of cells without a number, each with how many it holds for, most first; the
    reason alone where it is that of all."""
    counts = Counter((cell.status, cell.reason) for cell in cells)
    if len(counts) == 1:
        return _(because(*next(iter(counts))))
    return formats.listed(
        [
            _("in {number}, {reason}", number=formats.integer(count), reason=_(because(*why)))
            for why, count in sorted(
                counts.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1] or "")
            )
        ]
    )


def sentence(status: Status, reason: Reason | None, count: int, total: int, where: str = "") -> str:
    """How many of an area's figures are not there for a reason; `where` says which they mostly
    are, and may be empty."""
    blanks = {
        "total": formats.integer(total),
        "reason": _(because(status, reason)),
        "where": where,
    }
    if where:
        return ngettext(
            "{number} of {total} areas has no figure: {reason}, {where}.",
            "{number} of {total} areas have no figure: {reason}, {where}.",
            count,
            **blanks,
        )
    return ngettext(
        "{number} of {total} areas has no figure: {reason}.",
        "{number} of {total} areas have no figure: {reason}.",
        count,
        **blanks,
    )
