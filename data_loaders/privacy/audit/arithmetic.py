"""A8: counts worked out from percents and indexes, and what the order of rows says."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.over_time import SeriesTable, panels, spans_of
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.tables import bases, growth, low_figures, shared_bases
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.model import Measure
from data_loaders.vocabulary.policy import Contributors

CANDIDATES = 10


def arithmetic_check(
    published: PublishedSource, order_as_written: pd.DataFrame, boroughs: BoroughOf
) -> CheckResult:
    """Small counts shown, or derivable from percents × counts or from indexes; rows out of key
    order; shares that stand beside a withheld base.
    """
    table_of_indicator = panels(published)
    of_measure = {one.id: one.measure for one in published.source.indicators}
    counts = [
        panel for name, panel in table_of_indicator.items() if of_measure[name] is Measure.COUNT
    ]
    percents = [
        panel for name, panel in table_of_indicator.items() if of_measure[name] is Measure.PERCENT
    ]
    indexes = [
        panel for name, panel in table_of_indicator.items() if of_measure[name] is Measure.INDEX
    ]
    failures = checked = 0
    for percent in percents:
        for count in counts:
            if _are_related(published, percent.indicator_id, count.indicator_id):
                failures += _small_numerators(published, percent, count)
                checked += int(np.isfinite(percent.shown).sum())
    for index in indexes if published.has_indexes_of_counts else ():
        failures += _series_with_few_bases(published, index)
        checked += len(index.shown)
    if published.has_indexes_of_counts:
        failures += _told_by_wholes(published, boroughs)
        failures += sum(
            _gaps_with_few_values(published, panel)
            for name, panel in table_of_indicator.items()
            if of_measure[name] in low_figures.LOWEST
        )
    failures += _changes_that_tell_a_few(published, table_of_indicator)
    failures += _shown_beside_their_hidden_base(published, table_of_indicator)
    failures += _small_counts(published)
    failures += int(not order_as_written[KEY].equals(published.observations[KEY]))
    covered = int(published.hidden_beside_a_base.sum())
    return result("A8", failures, checked, covered=covered)


def _small_counts(published: PublishedSource) -> int:
    """Counts shown that rest on too few for certain: nobody is counted twice in one.

    Who attests its own minimum may count something of which a single one rests on many.
    """
    if published.policy.contributors is Contributors.ATTESTED:
        return 0
    counts = {one.id for one in published.source.indicators if one.measure is Measure.COUNT}
    shown = published.observations.loc[
        published.observations["indicator_id"].isin(counts) & ~published.hidden, "value"
    ]
    return int(((shown > 0) & (shown < published.minimum)).sum())


def _shown_beside_their_hidden_base(
    published: PublishedSource, table_of_indicator: dict[str, SeriesTable]
) -> int:
    """Shares and medians that say a withheld count is not a small one: they would be hidden.

    One that declares no count may rest on any of its source.
    """
    links = {(one.result, one.count) for one in published.policy.bases}
    counts = [one.id for one in published.source.indicators if one.measure is Measure.COUNT]
    undeclared = bases.without_a_base(published.source.indicators, published.policy)
    links |= {(name, count) for name in undeclared for count in counts}
    shown = [
        np.isfinite(table_of_indicator[name].shown) & table_of_indicator[count].hidden
        for name, count in sorted(links)
        if {name, count} <= set(table_of_indicator)
    ]
    return sum(int(told.sum()) for told in shown)


def _are_related(published: PublishedSource, percent: str, count: str) -> bool:
    """Whether the policy links them, or they stand in one family."""
    declared = any(
        ratio.result == percent and count in (ratio.numerator, ratio.denominator)
        for ratio in published.policy.ratios
    )
    return declared or published.indicator(percent).family == published.indicator(count).family


def _small_numerators(published: PublishedSource, percent: SeriesTable, count: SeriesTable) -> int:
    """Percents of a published count whose numerator or rest must be in 1 … minimum - 1."""
    step = max(percent.half_step, (published.policy.rounding or 0.0) / 2)
    both = np.isfinite(percent.shown) & np.isfinite(count.shown)
    share, base = percent.shown[both], count.shown[both]
    low = np.ceil(np.maximum(share - step, 0) / 100 * base - 1e-9)
    high = np.floor(np.minimum(share + step, 100) / 100 * base + 1e-9)
    rest_low, rest_high = base - high, base - low
    top = published.minimum - 1
    small = (low >= 1) & (high <= top) & (low <= high)
    small_rest = (rest_low >= 1) & (rest_high <= top) & (rest_low <= rest_high)
    return int((small | small_rest).sum())


def _series_with_few_bases(published: PublishedSource, index: SeriesTable) -> int:
    """Index series that only a few whole-number bases can have made: they give up their counts.

    Every base up to ten times the minimum is tried against every published period.
    """
    rounding = published.policy.index.rounding if published.policy.index else 0.0
    half = max(index.half_step, rounding / 2)
    bases = np.arange(1, 10 * max(published.minimum, 10) + 1, dtype=np.float64)
    told = 0
    for series in index.shown:
        known = series[np.isfinite(series)]
        if len(known) > 1:
            told += int(_fitting_bases(known, bases, half) < CANDIDATES)
    return told


def _gaps_with_few_values(published: PublishedSource, index: SeriesTable) -> int:
    """Gaps of an index, or of a change, that can have next to no values."""
    kind = published.indicator(index.indicator_id)
    lowest, step = low_figures.LOWEST[kind.measure], low_figures.step_of(published.policy, kind)
    shown = np.where(np.isfinite(index.shown), index.shown, np.inf).min(axis=1)
    few = low_figures.leave_few(shown - lowest, step)
    return int(index.hidden[few].sum())


def _changes_that_tell_a_few(
    published: PublishedSource, table_of_indicator: dict[str, SeriesTable]
) -> int:
    """Changes that beside a shown count say of a period without any that it was a few."""
    links = {(one.result, one.count) for one in published.policy.bases}
    told = 0
    for name, count in sorted(links & set(permutations(table_of_indicator, 2))):
        change, level = table_of_indicator[name], table_of_indicator[count]
        if not change.is_change:
            continue
        known = list(spans_of(level, change))
        spans = known or growth.possible_spans(level.shown, change.shown, change.half_step)
        few = growth.tells_a_few(
            level.shown, level.hidden, change.shown, change.half_step, published.minimum, spans
        )
        told += int(few.sum())
    return told


def _told_by_wholes(published: PublishedSource, boroughs: BoroughOf) -> int:
    """Gaps of an index that those of the whole and of its other parts leave next to no values."""
    table, kinds = published.observations, published.source.indicators
    told = shared_bases.told_by_wholes(table, published.hidden, published.policy, kinds, boroughs)
    return len(np.unique(told.gaps))


def _fitting_bases(series: Floats, bases: Floats, half: float) -> int:
    level = series[None, :] * bases[:, None] / 100
    reach = half * bases[:, None] / 100
    nearest = np.abs(level - np.rint(level))
    return int((nearest <= reach + 1e-9).all(axis=1).sum())
