"""Words of Industries: the title, what stands out, and why there is no rank where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures import sentences
from components.industries.ranks import (
    MOST_UNCLASSIFIED,
    UNCLASSIFIED,
    IndustryComparison,
    IndustryRow,
)
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Measure

FEW = 3


def title(found: IndustryComparison) -> str:
    """What, where, when."""
    if found.area.name in found.indicator.title:
        return _("{what}, {when}", what=_(found.indicator.title), when=when(found))
    return _(
        "{what} in {where}, {when}",
        what=_(found.indicator.title),
        where=place(found),
        when=when(found),
    )


def place(found: IndustryComparison) -> str:
    """The area as it stands in a sentence."""
    name = formats.area(found.area)
    return {"United States": _("the United States")}.get(name, sentences.in_sentence(name))


def when(found: IndustryComparison) -> str:
    """The period in words."""
    return formats.period(*found.periods[found.position], found.indicator.frequency)


def base_words(found: IndustryComparison) -> str:
    """What is compared with, in words; empty where there is no such period."""
    if found.base_position is None:
        return found.baseline
    return formats.period(*found.periods[found.base_position], found.indicator.frequency)


def no_figures(places: str, found: IndustryComparison) -> str:
    """The first line where the chosen area has no figures by industry."""
    if found.release.manifest.is_simulated:
        return _(
            "No simulated figure was made for {places}. {where} is shown.",
            places=places,
            where=formats.first_upper(place(found)),
        )
    if len(next(iter(found.frames.values())).areas) > 1:
        return _(
            "No real figure exists for {places}: {partner} publishes these by {area} only. "
            "{where} is shown.",
            places=places,
            partner=found.source.partner,
            area=formats.area_noun(found.area.geography),
            where=formats.first_upper(place(found)),
        )
    return _(
        "No real figure exists for {places}: {partner} publishes these only for {where}, which is "
        "what is shown.",
        places=places,
        partner=found.source.partner,
        where=place(found),
    )


def none_exists(found: IndustryComparison) -> str:
    """What stands where no industry has a figure in the period."""
    if found.release.manifest.is_simulated:
        return _("No simulated figure was made for this period.")
    return _("No real figure exists for this period.")


def sentence(found: IndustryComparison) -> str:
    """What the page says first: all industries together, then the ends of the ranking."""
    parts = [text for text in (_whole(found), _ends(found)) if text]
    return " ".join(parts) or _("No industry has a figure to compare for this period.")


def _whole(found: IndustryComparison) -> str:
    row = next((row for row in found.apart if row.industry_id == ALL_INDUSTRIES), None)
    if row is None or row.value is None or row.cell.value is None:
        return ""
    if not found.is_change:
        return _(
            "{name}: {value} in {when}, against {base}.",
            name=_(row.name),
            value=formats.number(row.value, found.drawn),
            when=when(found),
            base=found.baseline,
        )
    return _(
        "{name}: {value} in {when}, {change} against {base}.",
        name=_(row.name),
        value=formats.with_unit(row.cell.value, found.indicator),
        when=when(found),
        change=formats.number(row.value, found.drawn),
        base=base_words(found),
    )


def _ends(found: IndustryComparison) -> str:
    if len(found.bands) < 2:
        return _("No industry stands out: all are within rounding.") if found.bands else ""
    return _(
        "Highest: {top}. Lowest: {bottom}.",
        top=_band(found.bands[0], found),
        bottom=_band(found.bands[-1], found),
    )


def _band(band: Sequence[IndustryRow], found: IndustryComparison) -> str:
    named = [
        _("{name} ({value})", name=_(row.name), value=formats.number(row.value or 0.0, found.drawn))
        for row in band[:FEW]
    ]
    if len(band) > FEW:
        return _("{count} industries too close to tell apart", count=len(band))
    return formats.listed(named)


def ranking_rule(found: IndustryComparison) -> str:
    """Why there are ranks or none, with the share that has no industry."""
    share = found.unclassified_share
    if share is None:
        return _("The source says nothing of figures that could not be sorted.")
    blanks = {
        "share": formats.share(share),
        "limit": formats.integer(round(MOST_UNCLASSIFIED)),
    }
    if found.bands:
        return _(
            "The industry is not known for {share} of all; above {limit}% there are no ranks.",
            **blanks,
        )
    return _(
        "Not ranked: the industry is not known for {share} of all, over the limit of {limit}%. "
        "Each industry's figure is too low by an amount nobody knows, so they stand by name.",
        **blanks,
    )


def left_out(found: IndustryComparison) -> str:
    """How many industries have no figure to compare; empty where all have one."""
    rows = found.hidden
    if not rows:
        return ""
    names = formats.listed([_(row.name) for row in rows])
    if any(_lacks(row) for row in rows):
        return ngettext(
            "{number} industry has no figure, or a hidden one, and is left out: {names}.",
            "{number} industries have no figure, or a hidden one, and are left out: {names}.",
            len(rows),
            names=names,
        )
    return ngettext(
        "{number} industry has nothing to be compared with and is left out: {names}.",
        "{number} industries have nothing to be compared with and are left out: {names}.",
        len(rows),
        names=names,
    )


def _lacks(row: IndustryRow) -> bool:
    return row.cell.value is None or (row.before is not None and row.before.value is None)


def rounding_note(found: IndustryComparison) -> str:
    """How to read a band; empty where there are no ranks or none is shared."""
    if all(len(band) == 1 for band in found.bands):
        return ""
    return _(
        "Industries that share a rank are closer together than their figures are rounded, so "
        "neither can be called higher."
    )


def groups_note(found: IndustryComparison) -> str:
    """That sums of other categories are not ranked; empty where there are none."""
    if not any(row.is_group for row in found.apart):
        return ""
    return _("Groups add up some of the categories again, so they are only in the table.")


def rank(bands: Sequence[Sequence[IndustryRow]], position: int) -> str:
    """The rank of a band: "3", or "4 to 6" where several share it."""
    first = sum(len(band) for band in bands[:position]) + 1
    last = first + len(bands[position]) - 1
    return str(first) if first == last else _("{first} to {last}", first=first, last=last)


def figure_title(found: IndustryComparison) -> str:
    """The title of the ranked bars."""
    return _("{unit}, {when}", unit=formats.first_upper(_shown_unit(found)), when=when(found))


def heat_title(found: IndustryComparison) -> str:
    """The title of the heatmap."""
    return _("{unit}, over time", unit=formats.first_upper(_shown_unit(found)))


def _shown_unit(found: IndustryComparison) -> str:
    unit = formats.unit(found.drawn)
    if found.is_change:
        return unit
    if found.drawn.measure is Measure.PERCENT_CHANGE:
        return _("percent against {base}", base=found.baseline)
    return _("index {base}", base=unit) if unit.startswith("(") else unit


def is_unsorted(row: IndustryRow) -> bool:
    """Whether a row stands for what has no industry."""
    return row.industry_id == UNCLASSIFIED
