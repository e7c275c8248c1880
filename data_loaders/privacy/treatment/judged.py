"""Guesses at withheld cells, judged by the truth while it is held, and hiding against them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import guess
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.tables.guess import SERIES, Score
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment.vintages import Additive
from data_loaders.vocabulary.model import Status
from data_loaders.vocabulary.policy import Policy


@dataclass(frozen=True)
class Judgement:
    """Rows to withhold as well, and the score of guesses at those withheld for others."""

    more: Mask
    beside: Score


# One number below the minimum is right now and then, whoever guesses and whatever is shown.
BY_CHANCE = 1


def too_well_guessed(
    published: pd.DataFrame,
    whole: pd.DataFrame,
    small: Mask,
    previous: pd.DataFrame | None,
    policy: Policy,
    adding: Additive,
) -> Judgement:
    """Rows of `whole` to withhold as well, where more guesses come true than the policy allows.

    For each cell under the minimum that is guessed within 10 %: the nearest value its series
    shows, of those no earlier release has shown. None where the limits hold. Raises
    TreatmentError where nothing is left to withhold and more than one guess is right, where too
    many of the cells hidden beside them are guessed, and where gaps after zeros say they are 1.
    """
    none = np.zeros(len(whole), dtype=bool)
    rows = published["indicator_id"].isin(adding.counts | adding.money)
    part = published[rows].sort_values(KEY, ignore_index=True)
    hidden = part["status"].eq(str(Status.WITHHELD)).to_numpy()
    if not hidden.any():
        return Judgement(none, Score(0, 0, 0))
    _require_no_told_zeros(part, policy)
    ways = guess.guesses(part, list(cubes(part, adding.boroughs)), policy)
    known = whole[KEY].assign(_value=whole["value"], _small=small)
    truth = part[KEY].merge(known, on=KEY, how="left")
    value, under = truth["_value"].to_numpy("float64"), truth["_small"].eq(True).to_numpy() & hidden
    score = guess.best(ways, value, under)
    beside = np.isfinite(ways[0]) & ~under
    if score.within(policy.guessing_limits):
        _require_few_beside(ways, value, beside, policy)
        return Judgement(none, guess.best(ways, value, beside))
    right = under & np.any([guess.came_true(way, value)[1] for way in ways], axis=0)
    wanted = _nearest_shown(part, right, previous)
    if not len(wanted) and score.close > BY_CHANCE:
        raise _guessed(score)
    more = pd.MultiIndex.from_frame(whole[KEY]).isin(wanted)
    return Judgement(more, guess.best(ways, value, beside))


def _guessed(score: Score) -> TreatmentError:
    return TreatmentError(
        f"of {score.cells} cells under the minimum {score.exact} can be guessed from history "
        f"and {score.close} within 10 %, more than the policy allows, and nothing beside them "
        "is left to withhold; use longer periods, fewer areas or fewer categories"
    )


def _require_no_told_zeros(part: pd.DataFrame, policy: Policy) -> None:
    hidden = part["status"].eq(str(Status.WITHHELD)).to_numpy()
    told = guess.told_by_zeros(part, hidden, policy)
    if told.any():
        rows = part.loc[told, ["indicator_id", "industry_id"]].drop_duplicates()
        names = ", ".join(f"{one} ({category})" for one, category in rows.to_numpy().tolist())
        raise TreatmentError(
            f"{int(told.sum())} gaps follow zeros in places that are mostly empty, so that each "
            f"says 1: {names}; leave such a category out, or join it with another"
        )


def _require_few_beside(ways: list[Floats], value: Floats, beside: Mask, policy: Policy) -> None:
    """Stop where too many of the cells withheld for others are guessed."""
    score = guess.best(ways, value, beside)
    limits = policy.guessing_beside
    if limits is not None and not score.within(limits) and score.close > BY_CHANCE:
        raise TreatmentError(
            f"of {score.cells} cells hidden to protect others {score.exact} can be guessed from "
            f"history and {score.close} within 10 %, more than the policy allows; use longer "
            "periods, fewer areas or fewer categories"
        )


def _nearest_shown(part: pd.DataFrame, right: Mask, previous: pd.DataFrame | None) -> pd.MultiIndex:
    """For each chosen row the key of the value nearest in time that may still be withheld."""
    keys = pd.MultiIndex.from_frame(part[KEY])
    free = (part["value"] > 0).to_numpy()
    if previous is not None:
        shown = previous.loc[previous["status"] != str(Status.WITHHELD), KEY]
        free = free & ~keys.isin(pd.MultiIndex.from_frame(shown))
    series = part.groupby(SERIES, sort=False).ngroup().to_numpy()
    ordinal = part["period_start"].rank(method="dense").to_numpy()
    nearest = set()
    for row in np.flatnonzero(right):
        mates = np.flatnonzero(free & (series == series[row]))
        if len(mates):
            nearest.add(int(mates[np.argmin(np.abs(ordinal[mates] - ordinal[row]))]))
    return keys[sorted(nearest)]
