"""Disclosure control of one source, in its fixed order: counted observations to observations.

Format, excluded fields, areas, totals, primary rules, sticky blocks, complementary suppression,
ratios, indexes and rounding from what is left, statuses, vintages. Any step that cannot be done
as the policy says stops the source: nothing is published by default.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.privacy.tables import bases, flat, low_figures, shared_bases, undeclared
from data_loaders.privacy.tables.counted import (
    BoroughOf,
    TreatmentError,
    borough_of,
    check_format,
    place_areas,
)
from data_loaders.privacy.tables.network import Mask
from data_loaders.privacy.treatment import (
    changes,
    counted_once,
    derive,
    judged,
    margins,
    noise,
    order,
    primary,
    vintages,
)
from data_loaders.privacy.treatment.complement import withheld_cells
from data_loaders.privacy.treatment.judged import Judgement
from data_loaders.privacy.treatment.noised import noised
from data_loaders.vocabulary import geography, guess_rates
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.model import Indicator, Measure, Status
from data_loaders.vocabulary.policy import (
    KEPT_PRIVATE,
    MAXIMUM_PRIMARY_SHARE,
    Grid,
    Policy,
    Treatment,
)

ROUNDS = 12
MAXIMUM_EMPTY_REMAINDER = 0.25
ENOUGH_PERIODS = 4


@dataclass(frozen=True)
class Treated:
    """Observations that may be published, and what may be told of guesses at hidden ones."""

    observations: pd.DataFrame
    guessed: GuessRates | None


def treat(
    counted: pd.DataFrame,
    policy: Policy,
    indicators: Iterable[Indicator],
    previous: pd.DataFrame | None = None,
    boroughs: BoroughOf | None = None,
    key: str = order.PUBLIC,
    earlier: Sequence[pd.DataFrame] = (),
) -> Treated:
    """Observations that may be published, from counted observations.

    `previous` are the observations of this source in the last release, `earlier` those of the
    releases before it; `boroughs` the area tables, the shipped ones by default; `key` is that of
    the order among complements. Raises TreatmentError or TableError.
    """
    known = tuple(indicators)
    areas = borough_of(geography.areas()) if boroughs is None else boroughs
    if policy.noise is not None:
        return _with_noise(counted, policy, known, areas, [previous, *earlier])
    _require_own_rules(policy, known)
    whole = prepared(counted, policy, known, areas)
    small = primary.is_primary(whole, policy, known)
    _require_fine_enough(whole, small)
    additive = _additive(known, policy)
    adding = vintages.additive(additive, known, areas)
    forced = vintages.withheld_before(whole, previous)
    for _ in range(ROUNDS):
        hidden = small | withheld_cells(whole, small, policy, additive, areas, forced, key)
        published = _publish(whole, hidden, policy, known, areas)
        final = vintages.keep_or_revise(published, previous, whole, policy, adding, earlier)
        judgement = judged.too_well_guessed(final, whole, small, previous, policy, adding)
        if not judgement.more.any():
            return _finished(final, judgement, policy, known)
        # What a reader guesses rightly from the figures around it takes these with it.
        forced = forced | judgement.more
    raise TreatmentError(
        "withheld cells are guessed too often from the figures around them, whatever is hidden "
        "beside them; use longer periods, fewer areas or fewer categories"
    )


def _finished(
    final: pd.DataFrame,
    judgement: Judgement,
    policy: Policy,
    indicators: tuple[Indicator, ...],
) -> Treated:
    _require_named_parts(final, policy, indicators)
    beside = judgement.beside
    return Treated(final, guess_rates.told(beside.cells, beside.exact, beside.close))


def _require_named_parts(
    final: pd.DataFrame, policy: Policy, indicators: tuple[Indicator, ...]
) -> None:
    """Stop where a count seems to be a part of another, leaves a few of it, and no link says so."""
    counts = [one.id for one in indicators if one.measure is Measure.COUNT]
    least = policy.primary.minimum_contributors if policy.primary else 1
    suspects = undeclared.few_left(final, policy, counts, least)
    if suspects:
        raise TreatmentError(
            f"{undeclared.in_words(suspects)}: never above it, and a few are left in some place; "
            "name one count in the policy's `at_most`, and several that add up, with what is "
            "left, in `sums`; or in `apart` where they are no part of it"
        )


def _with_noise(
    counted: pd.DataFrame,
    policy: Policy,
    indicators: tuple[Indicator, ...],
    areas: BoroughOf,
    released: Sequence[pd.DataFrame | None],
) -> Treated:
    """Observations of a source that noise protects: nothing is hidden, so nothing guessed."""
    before = [table for table in released if table is not None]
    return Treated(noised(counted, policy, indicators, before, areas, noise.drawn), None)


def prepared(
    counted: pd.DataFrame, policy: Policy, indicators: tuple[Indicator, ...], areas: BoroughOf
) -> pd.DataFrame:
    """The counted table in the publication grid, with every total."""
    given = check_format(counted, policy.excluded)
    flat.require_flat(given, areas, _additive(indicators, policy))
    counted_once.require_counted_once(given, policy, indicators)
    checked = place_areas(given, areas)
    grid = policy.publication_grid
    if grid is None:
        raise TreatmentError("a source we treat needs one `publication_grid`")
    _require_one_frequency(indicators, grid)
    _require_grid(checked, grid)
    checked = _without_remainders(checked, policy)
    additive = checked["indicator_id"].isin(_additive(indicators, policy))
    cells = checked[additive]
    _require_full_remainders(cells, policy)
    if not cells.empty:
        cells = margins.completed(cells, grid, areas)
    return derive.sorted_by_key(pd.concat([cells, checked[~additive]], ignore_index=True))


def _require_own_rules(policy: Policy, indicators: tuple[Indicator, ...]) -> None:
    """Stop where a policy is not one to treat by, or links figures that are not the source's."""
    if policy.treatment is not Treatment.OURS or policy.primary is None:
        raise TreatmentError("only a source with treatment `ours` is treated")
    if policy.primary.p_percent == KEPT_PRIVATE:
        raise TreatmentError("p % is that of a published catalog; treat with the source's policy")
    try:
        policy.require_known_links(one.id for one in indicators)
    except ValueError as error:
        raise TreatmentError(str(error)) from error
    alone = bases.without_a_base(indicators, policy)
    if alone:
        raise TreatmentError(
            f"{', '.join(alone)} stand beside counts of this source, and no link says which of "
            "them they rest on; name it in the policy's `bases` or `ratios`, or they would be "
            "shown where it is hidden"
        )


def _without_remainders(counted: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rows without what lies in no area, for the indicators whose figures leave it out."""
    outside = counted["area_id"] == geography.UNALLOCATED
    return counted[~(outside & counted["indicator_id"].isin(policy.remainder_left_out))]


def _require_full_remainders(cells: pd.DataFrame, policy: Policy) -> None:
    """Stop where what lies in no area is nearly always next to nothing: its gaps say 1."""
    outside = cells[cells["area_id"] == geography.UNALLOCATED]
    least = policy.primary.minimum_contributors if policy.primary else 1
    values = outside.groupby("indicator_id")["value"]
    is_empty = values.agg(lambda each: each.eq(0).mean() > MAXIMUM_EMPTY_REMAINDER)
    is_few = values.agg(lambda each: each.between(1, least - 1).sum() > each.ge(least).sum())
    is_known = values.count() >= ENOUGH_PERIODS
    empty = sorted(is_empty.index[is_empty & is_few & is_known])
    if empty:
        raise TreatmentError(
            f"what lies in no area is often 0 in {', '.join(empty)}, so that a gap there says 1; "
            "name it in the policy's `remainder_left_out`"
        )


def _require_one_frequency(indicators: tuple[Indicator, ...], grid: Grid) -> None:
    others = sorted({str(one.frequency) for one in indicators} - {grid.frequency})
    if others:
        raise TreatmentError(
            f"the grid is by {grid.frequency} and indicators come by {', '.join(others)} too; "
            "two period lengths of one source give withheld cells away"
        )


def _require_grid(checked: pd.DataFrame, grid: Grid) -> None:
    unknown = sorted(set(checked["geography"]) - set(grid.geographies))
    if unknown:
        raise TreatmentError(f"counted by {unknown}, outside the grid {grid.geographies}")


def _additive(indicators: tuple[Indicator, ...], policy: Policy) -> list[str]:
    """Counts always add up; money only where the policy says it is a sum, not a median."""
    counts = [one.id for one in indicators if one.measure is Measure.COUNT]
    return [*counts, *policy.additive]


def _require_fine_enough(whole: pd.DataFrame, small: Mask) -> None:
    """Stop where too many of the cells below the margins are primary: the grid is too fine."""
    leaf = ~whole["geography"].isin(["borough", "city"]).to_numpy()
    leaf = leaf if leaf.any() else np.ones(len(whole), dtype=bool)
    share = float(small[leaf].mean()) if leaf.any() else 0.0
    if share > MAXIMUM_PRIMARY_SHARE:
        raise TreatmentError(
            f"{share:.0%} of the cells are too small to publish, more than "
            f"{MAXIMUM_PRIMARY_SHARE:.0%}; use fewer areas or categories, or longer periods"
        )


def _publish(
    whole: pd.DataFrame,
    hidden: Mask,
    policy: Policy,
    indicators: tuple[Indicator, ...],
    areas: BoroughOf,
) -> pd.DataFrame:
    """Withheld cells emptied, then every number that is computed, from what is left."""
    observations = _withhold(whole, hidden)
    if policy.index is not None:
        levels = derive.is_measure(observations, indicators, Measure.INDEX)
        observations = derive.indexed(observations, levels, policy.index)
    observations = _withhold(observations, derive.hidden_by_ratio(observations, policy))
    observations = _withhold(observations, derive.hidden_by_base(observations, policy))
    since = changes.of_hidden_before(observations, whole, policy, indicators)
    observations = _withhold(observations, since)
    if policy.rounding is not None:
        chosen = ~observations["indicator_id"].isin(_additive(indicators, policy)).to_numpy()
        observations = derive.rounded(observations, chosen, policy.rounding)
    gaps = observations["status"].eq(str(Status.WITHHELD)).to_numpy()
    low = low_figures.beside_gaps(observations, gaps, policy, indicators)
    observations = _withhold(observations, low)
    return tidy([_without_telling_wholes(observations, policy, indicators, areas)])


def _without_telling_wholes(
    observations: pd.DataFrame,
    policy: Policy,
    indicators: tuple[Indicator, ...],
    areas: BoroughOf,
) -> pd.DataFrame:
    """Indexes of a whole are withheld where they and those of its other parts tell a gap.

    A whole may be a part of another, a borough of the city: until none tells anything.
    """
    ordered = observations.reset_index(drop=True)
    while True:
        hidden = ordered["status"].eq(str(Status.WITHHELD)).to_numpy()
        told = shared_bases.told_by_wholes(ordered, hidden, policy, indicators, areas)
        if not len(told.wholes):
            return ordered
        telling = np.zeros(len(ordered), dtype=bool)
        telling[told.wholes] = True
        ordered = _withhold(ordered, telling)


def _withhold(observations: pd.DataFrame, hidden: Mask) -> pd.DataFrame:
    return observations.assign(
        value=observations["value"].where(~hidden),
        status=observations["status"].where(~hidden, str(Status.WITHHELD)),
    )
