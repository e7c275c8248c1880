"""Words of Industries: the title, what stands out, and why there is no rank where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures import sentences
from components.industries.ranks import (
    BASES,
    LEAST_SHARE,
    MOST_UNCLASSIFIED,
    IndustryComparison,
    IndustryRow,
)
from components.text import formats
from components.text.care import titled
from components.text.words import _, ngettext
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Measure, Reason, Status

FEW = 3


def title(comparison: IndustryComparison) -> str:
    """What, where, when, and against when."""
    named = titled(comparison.release, comparison.indicator, comparison.area.geography)
    blanks = {"what": named, "when": when(comparison)}
    if comparison.is_change:
        blanks["when"] = _(
            "{when} against {base}", when=when(comparison), base=base_words(comparison)
        )
    if comparison.area.name in comparison.indicator.title:
        return _("{what}, {when}", **blanks)
    return _("{what} in {where}, {when}", where=place(comparison), **blanks)


def place(comparison: IndustryComparison) -> str:
    """The area as it stands in a sentence."""
    name = formats.area(comparison.area)
    return {"United States": _("the United States")}.get(name, sentences.in_sentence(name))


def when(comparison: IndustryComparison) -> str:
    """The period in words."""
    return formats.period_of(*comparison.periods[comparison.position], comparison.indicator)


def _within(comparison: IndustryComparison) -> str:
    """The period as it follows "in"."""
    return formats.the_period(*comparison.periods[comparison.position], comparison.indicator)


def base_words(comparison: IndustryComparison) -> str:
    """What is compared with, in words; empty where there is no such period."""
    if comparison.base_position is None:
        return comparison.baseline
    return formats.period_of(*comparison.periods[comparison.base_position], comparison.indicator)


def no_figures(places: str, comparison: IndustryComparison) -> str:
    """The first line where the chosen area has no figures by industry."""
    if comparison.release.manifest.is_simulated:
        return _(
            "No simulated figure was made for {places}. {where} is shown.",
            places=places,
            where=formats.first_upper(place(comparison)),
        )
    if len(next(iter(comparison.frames.values())).areas) > 1:
        return _(
            "No real figure exists here for {places}: what is read of {partner} is by {area} only. "
            "{where} is shown.",
            places=places,
            partner=comparison.source.partner,
            area=formats.area_noun(comparison.area.geography),
            where=formats.first_upper(place(comparison)),
        )
    return _(
        "No real figure exists here for {places}: what is read of {partner} is for {where} alone, "
        "which is what is shown.",
        places=places,
        partner=comparison.source.partner,
        where=place(comparison),
    )


def none_exists(comparison: IndustryComparison) -> str:
    """What stands where no industry has a figure in the period."""
    if comparison.release.manifest.is_simulated:
        return _("No simulated figure was made for this period.")
    return _("No real figure exists here for this period.")


def sentence(comparison: IndustryComparison) -> str:
    """What the page says first: all industries together, then the ends of the ranking."""
    parts = [text for text in (_whole(comparison), _ends(comparison)) if text]
    return " ".join(parts) or _("No industry has a figure to compare for this period.")


def _whole(comparison: IndustryComparison) -> str:
    row = next((row for row in comparison.apart if row.industry_id == ALL_INDUSTRIES), None)
    if row is None or row.value is None or row.cell.value is None:
        return ""
    if not comparison.is_change:
        blanks = {
            "name": _(row.name),
            "value": formats.with_unit(row.value, comparison.drawn),
            "when": _within(comparison),
        }
        if not comparison.baseline:
            return _("{name}: {value} in {when}.", **blanks)
        return _("{name}: {value} in {when}, against {base}.", base=comparison.baseline, **blanks)
    if not formats.rounded(row.value, comparison.drawn.decimals):
        return _(
            "{name}: {value} in {when}, about as in {base}.",
            name=_(row.name),
            value=formats.with_unit(row.cell.value, comparison.indicator),
            when=_within(comparison),
            base=base_words(comparison),
        )
    return _(
        "{name}: {value} in {when}, {change} against {base}.",
        name=_(row.name),
        value=formats.with_unit(row.cell.value, comparison.indicator),
        when=_within(comparison),
        change=formats.number(row.value, comparison.drawn),
        base=base_words(comparison),
    )


def _ends(comparison: IndustryComparison) -> str:
    """The ends of the ranking, of figures that may be relied on, and what is left out of it."""
    if len(comparison.bands) < 2:
        return _("No industry stands out: all are within rounding.") if comparison.bands else ""
    firm = [each for band in comparison.bands if (each := _firm(band))]
    if len(firm) < 2:
        return _("Nearly every figure here is to be read with care.")
    ends = _(
        "Highest: {top}. Lowest: {bottom}.",
        top=_band(firm[0], comparison),
        bottom=_band(firm[-1], comparison),
    )
    doubtful = sum(len(each) for each in comparison.bands) - sum(map(len, firm))
    left_out = ngettext(
        "{number} industry to be read with care is left out.",
        "{number} industries to be read with care are left out.",
        doubtful,
    )
    is_hidden = any(_is_hidden(row) for row in comparison.hidden)
    beyond = [sentences.beyond()] if is_hidden else []
    return " ".join([ends, *([left_out] if doubtful else []), *beyond])


def _firm(band: Sequence[IndustryRow]) -> list[IndustryRow]:
    """Those of a band whose figures are not to be read with care."""
    return [row for row in band if not any(_is_doubtful(each) for each in (row.cell, row.before))]


def _is_doubtful(cell: Cell | None) -> bool:
    return cell is not None and cell.status is Status.LOW_RELIABILITY


def _is_hidden(row: IndustryRow) -> bool:
    return any(each is not None and each.status.is_hidden for each in (row.cell, row.before))


def _band(band: Sequence[IndustryRow], comparison: IndustryComparison) -> str:
    named = [
        _(
            "{name} ({value})",
            name=_(row.name),
            value=formats.number(row.value or 0.0, comparison.drawn),
        )
        for row in band
    ]
    if len(band) <= FEW:
        return formats.listed(named)
    blanks: dict[str, object] = {"count": len(band), "first": named[0], "last": named[-1]}
    if len({formats.number(row.value or 0.0, comparison.drawn) for row in band}) == 1:
        blanks["value"] = formats.number(band[0].value or 0.0, comparison.drawn)
        return _("{count} industries too close to tell apart, each at {value}", **blanks)
    return _("{count} industries too close to tell apart, from {first} to {last}", **blanks)


def ranking_rule(comparison: IndustryComparison) -> str:
    """Why there are ranks or none, with the share that has no industry."""
    share = comparison.unclassified_share
    if share is None:
        is_counted = comparison.indicator.measure is Measure.COUNT
        said = _("The source says nothing of figures that could not be sorted.")
        return said if is_counted else ""
    blanks = {
        "share": formats.share(share),
        "limit": formats.integer(round(MOST_UNCLASSIFIED)),
    }
    if comparison.may_rank:
        return _(
            "The industry is not known for {share} of all; above {limit}% there are no ranks.",
            **blanks,
        )
    return _(
        "Not ranked: the industry is not known for {share} of all, over the limit of {limit}%. "
        "Each industry's figure is too low by an amount that is not known here, so they stand by "
        "name.",
        **blanks,
    )


def left_out(comparison: IndustryComparison) -> str:
    """How many industries have no figure to compare; empty where all have one."""
    rows = comparison.hidden
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


def small_note(comparison: IndustryComparison) -> str:
    """Which industries are too small to rank; empty where none is, or there are no ranks."""
    rows = comparison.small
    if not rows or not comparison.may_rank:
        return ""
    return ngettext(
        "{number} industry is under {least} of all, where a few more or less are a large change, "
        "and is not ranked: {names}.",
        "{number} industries are under {least} of all, where a few more or less are a large "
        "change, and are not ranked: {names}.",
        len(rows),
        least=formats.share(LEAST_SHARE),
        names=formats.listed([_(row.name) for row in rows]),
    )


def base_note(comparison: IndustryComparison) -> str:
    """Why figures are not compared with the last year before the pandemic; empty where they
    are, or where nothing is compared."""
    year, last = comparison.base_year, BASES[0]
    if year is None or year >= last:
        return ""
    return _(
        "Figures of {last} are not held here by industry for {where}, so the year compared with "
        "is {year}.",
        last=str(last),
        where=place(comparison),
        year=str(year),
    )


def _lacks(row: IndustryRow) -> bool:
    return row.cell.value is None or (row.before is not None and row.before.value is None)


def rounding_note(comparison: IndustryComparison) -> str:
    """How to read a band; empty where there are no ranks or none is shared."""
    if all(len(band) == 1 for band in comparison.bands):
        return ""
    if any(row.cell.reason is Reason.NOISY for row in comparison.rows):
        return _(
            "Industries share a rank where noise may have put one before the other, or where "
            "their numbers here are the same."
        )
    return _(
        "Industries share a rank where rounding may have put one before the other, or where "
        "their numbers here are the same."
    )


def groups_note(comparison: IndustryComparison) -> str:
    """That sums of other categories are not ranked; empty where there are none."""
    if not any(row.is_group for row in comparison.apart):
        return ""
    return _("Groups add up some of the categories again, so they are only in the table.")


def rank(bands: Sequence[Sequence[IndustryRow]], position: int) -> str:
    """The rank of a band: "3", or "4 to 6" where several share it."""
    first = sum(len(band) for band in bands[:position]) + 1
    last = first + len(bands[position]) - 1
    return str(first) if first == last else _("{first} to {last}", first=first, last=last)


def figure_title(comparison: IndustryComparison) -> str:
    """The title of the ranked bars."""
    if comparison.is_change:
        return _(
            "Change from {base} to {when}, in percent",
            base=base_words(comparison),
            when=when(comparison),
        )
    return _(
        "{unit}, {when}", unit=formats.first_upper(_shown_unit(comparison)), when=when(comparison)
    )


def heat_title(comparison: IndustryComparison) -> str:
    """The title of the heatmap."""
    if comparison.is_change:
        return _(
            "Change against the same {period} of {year}, in percent, over time",
            period=formats.one_period_word(comparison.indicator.frequency),
            year=comparison.baseline,
        )
    return _("{unit}, over time", unit=formats.first_upper(_shown_unit(comparison)))


def _shown_unit(comparison: IndustryComparison) -> str:
    unit = formats.unit(comparison.drawn)
    if comparison.is_change:
        return unit
    if comparison.drawn.measure is Measure.PERCENT_CHANGE:
        return _("percent against {base}", base=comparison.baseline)
    return _("index {base}", base=unit) if unit.startswith("(") else unit
