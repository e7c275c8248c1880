"""Words of projects: criteria, phases, and how a figure moved."""

from __future__ import annotations

from components.impact.analysis import Followed, Moved
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.records.model import Phase, Standing
from data_loaders.vocabulary.model import Indicator


def criterion_names() -> dict[str, str]:
    """The five criteria by their field."""
    return {
        "benefit": _("Solving it clearly and directly helps residents"),
        "aware": _("The City knows of it and wants to solve it"),
        "enough_data": _("There is enough good data"),
        "attempts": _("Earlier attempts lacked time or skills"),
        "fits": _("A solution fits into what is done already"),
    }


def standing_word(standing: Standing) -> str:
    """How far a criterion is established."""
    return {
        Standing.SHOWN: _("Shown by a public document"),
        Standing.ARGUED: _("Argued by us"),
        Standing.NOT_ESTABLISHED: _("Not established"),
    }[standing]


def phase_word(phase: Phase) -> str:
    """Where a project stands."""
    return {
        Phase.NOT_BEGUN: _("Not begun"),
        Phase.SCOPING: _("Scoping"),
        Phase.ANALYSIS: _("Weekly analysis"),
        Phase.ACTION: _("Testing and action"),
        Phase.CLOSED: _("Closed"),
    }[phase]


def phases() -> tuple[tuple[Phase, str, str], ...]:
    """The phases of a project's year, with when each is and what is done in it."""
    return (
        (Phase.SCOPING, _("From April"), _("Scope the problem, find the data, build the team.")),
        (Phase.ANALYSIS, _("Mid-May to mid-August"), _("Meet weekly and analyze.")),
        (Phase.ACTION, _("Mid-August to December"), _("Meet monthly, test, and act.")),
    )


def when(figure: Followed, *, is_now: bool) -> str:
    """The month in which a period of the figure ends."""
    return formats.month((figure.now if is_now else figure.then)[1])


def city(figure: Followed) -> str:
    """The city then and now; empty where it has no value."""
    if figure.city_then is None or figure.city_now is None:
        return ""
    return _(
        "{title}: the city stood at {then} in {before}, and at {now} in {after}.",
        title=_(figure.indicator.title),
        then=formats.with_unit(figure.city_then, figure.indicator),
        now=formats.with_unit(figure.city_now, figure.indicator),
        before=when(figure, is_now=False),
        after=when(figure, is_now=True),
    )


def moved(figure: Followed, counts: Moved) -> str:
    """How many areas are higher and lower, and where the middle half of them moved."""
    told = _(
        "From {before} to {after}, {lower} of {all} areas went down and {higher} went up. The "
        "other {same} stayed in place, give or take the last digit shown.",
        all=formats.integer(counts.lower + counts.higher + counts.same),
        before=when(figure, is_now=False),
        after=when(figure, is_now=True),
        lower=formats.integer(counts.lower),
        higher=formats.integer(counts.higher),
        same=formats.integer(counts.same),
    )
    if counts.middle is not None:
        low, high = counts.middle
        told += " " + _(
            "The middle half of them changed by {low} to {high} {unit}.",
            low=_signed(low, figure.indicator),
            high=_signed(high, figure.indicator),
            unit=_("points") if figure.indicator.unit == "%" else _(figure.indicator.unit),
        )
    if counts.left_out:
        told += " " + ngettext(
            "{number} area is left out: it has no reliable figure in one of the two periods.",
            "{number} areas are left out: they have no reliable figure in one of the two periods.",
            counts.left_out,
        )
    return told


def _signed(value: float, indicator: Indicator) -> str:
    """A change with its sign, without its unit."""
    number = formats.number(abs(value), indicator).removesuffix("%").removeprefix("+")
    is_nothing = not formats.rounded(value, indicator.decimals)
    sign = "" if is_nothing else "+" if value > 0 else formats.MINUS
    return f"{sign}{number}"
