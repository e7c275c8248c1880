"""Indicators that equal the sum of others, found in the figures themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.policy import Sum

ENOUGH = 4
SAME = 0.5
PLACES = [name for name in KEY if name != "indicator_id"]


def found_sums(table: pd.DataFrame, family_of: Mapping[str, str]) -> list[Sum]:
    """Sums that hold wherever all their figures have a value, in `ENOUGH` places or more: one of a
    family and all others of it, one of all and two others, and one and any others where only one
    choice of these fits.

    `family_of` names the indicators to look at.
    """
    rows = table[table["indicator_id"].isin(list(family_of))]
    wide = rows.pivot_table(index=PLACES, columns="indicator_id", values="value")
    return sorted(
        {*_of_families(wide, family_of), *_of_two(wide), *_of_any(wide)},
        key=lambda link: (link.total, link.parts),
    )


def _of_families(wide: pd.DataFrame, family_of: Mapping[str, str]) -> Iterator[Sum]:
    named = sorted(family_of, key=lambda name: (family_of[name], name))
    for _, members in groupby(named, key=lambda name: family_of[name]):
        ids = tuple(members)
        if len(ids) > 2 and set(ids) <= set(wide.columns):
            every = (Sum(total, tuple(one for one in ids if one != total)) for total in ids)
            yield from (link for link in every if _holds(wide, link))


def _holds(wide: pd.DataFrame, link: Sum) -> bool:
    known = wide[[link.total, *link.parts]].dropna()
    known = known[known[link.total] > 0]
    off = (known[link.total] - known[list(link.parts)].sum(axis=1)).abs()
    return len(known) >= ENOUGH and bool((off < SAME).all())


def _of_two(wide: pd.DataFrame) -> Iterator[Sum]:
    """Totals of two parts, both of which count somebody in enough places."""
    ids, values = [str(name) for name in wide.columns], wide.to_numpy("float64")
    for first in range(len(ids)):
        for second in range(first + 1, len(ids)):
            both = values[:, first] + values[:, second]
            is_some = (values[:, first] > 0) & (values[:, second] > 0)
            off = np.abs(values - both[:, None])
            fits = ~(off >= SAME).any(axis=0)
            often = (np.isfinite(off) & is_some[:, None]).sum(axis=0) >= ENOUGH
            for total in np.flatnonzero(fits & often):
                if total not in (first, second):
                    yield Sum(ids[int(total)], (ids[first], ids[second]))


def _of_any(wide: pd.DataFrame) -> Iterator[Sum]:
    """Totals of three parts or more, where no other choice of parts fits as well."""
    ids = [str(name) for name in wide.columns]
    known = wide.dropna().to_numpy("float64")
    if len(known) < max(len(ids), ENOUGH):
        return
    for place, total in enumerate(ids):
        others = np.delete(known, place, axis=1)
        share, _, rank, _ = np.linalg.lstsq(others, known[:, place], rcond=None)
        chosen = np.rint(share)
        if rank == len(ids) - 1 and _is_choice(share, chosen):
            parts = tuple(
                name for name, one in zip(_without(ids, total), chosen, strict=True) if one
            )
            if len(parts) > 2 and _holds(wide, Sum(total, parts)):
                yield Sum(total, parts)


def _is_choice(share: Floats, chosen: Floats) -> bool:
    return bool((np.abs(share - chosen) < 1e-6).all() and np.isin(chosen, (0.0, 1.0)).all())


def _without(ids: Iterable[str], name: str) -> list[str]:
    return [one for one in ids if one != name]
