"""A7 across sources: a count of one that is a part of another's, and leaves a few of it.

Treatment sees one source at a time and cannot hide such a rest: the release is refused until one
of both is published more coarsely. A policy may name the whole in `parts_of_others`, where figures
are too few or too far from it to tell, and in `apart` what is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from data_loaders.privacy.audit.across_parts import CELL
from data_loaders.privacy.audit.figures import Figures
from data_loaders.privacy.tables.network import Floats
from data_loaders.privacy.tables.undeclared import (
    Suspect,
    are_apart,
    counts_few,
    leaves_few,
)
from data_loaders.vocabulary.model import Geography, Indicator, Measure

# Of the 4,674 pairs of counts of invented partners five were never above and near by chance. None
# of these goes up and down with the other as much.
MOVES_WITH_IT = 0.9


def few_left(one: Figures, others: Sequence[Figures]) -> list[Suspect]:
    """Counts of a source, one or all of a whole together, that leave a few of another's."""
    found = []
    for parts, first in _parts(one):
        beside = [
            (other, its)
            for other in others
            for its in _counts(other)
            if its.frequency is first.frequency and _share_cells(first, its)
        ]
        tables = list(_tables(one, parts)) if beside else []
        found += [
            (parts, its.id) for other, its in beside if _leave_few(one, parts, tables, other, its)
        ]
    return found


def _share_cells(part: Indicator, whole: Indicator) -> bool:
    """Whether figures of a part, or sums of them, are of areas that the whole has as well."""
    return bool(set(whole.geographies) & {*part.geographies, Geography.BOROUGH, Geography.CITY})


def _leave_few(
    one: Figures,
    parts: tuple[str, ...],
    tables: list[pd.DataFrame],
    other: Figures,
    its: Indicator,
) -> bool:
    """Whether counts of a source leave a few of one count of another."""
    own, minimum = one.source.policy, max(one.minimum, other.minimum)
    if are_apart(parts, its.id, own, other.source.policy):
        return False
    named = {((link.part,), link.whole) for link in own.parts_of_others}
    tells = counts_few if (parts, its.id) in named else _seems_part
    return any(tells(*pair, minimum) for pair in _beside(tables, other, its))


def _seems_part(part: Floats, whole: Floats, minimum: float) -> bool:
    """Whether numbers leave a few of others, and go up and down with them as parts do."""
    if not leaves_few(part, whole, minimum) or not (np.ptp(part) and np.ptp(whole)):
        return False
    return bool(np.corrcoef(part, whole)[0, 1] >= MOVES_WITH_IT)


def _counts(one: Figures) -> list[Indicator]:
    return [each for each in one.source.indicators if each.measure is Measure.COUNT]


def _parts(one: Figures) -> Iterator[tuple[tuple[str, ...], Indicator]]:
    """Each count of a source, and all together that are parts of one whole, with the first of
    them."""
    counts = {each.id: each for each in _counts(one)}
    yield from (((name,), each) for name, each in counts.items())
    links = one.source.policy.at_most
    for whole in sorted({link.whole for link in links}):
        names = tuple(sorted({link.part for link in links if link.whole == whole} & set(counts)))
        if len(names) > 1:
            yield names, counts[names[0]]


def _tables(one: Figures, parts: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    """Shown figures of counts together, and those of their areas and categories added up."""
    rows = pd.concat([one.series[name][[*CELL, "value"]] for name in parts])
    added = rows.groupby(CELL, as_index=False, sort=False)["value"].agg(["sum", "count"])
    yield added.loc[added["count"] == len(parts), [*CELL, "sum"]].rename(columns={"sum": "value"})
    for sums in one.wholes(parts[0]) if len(parts) == 1 else ():
        shown = sums.loc[sums["gaps"] == 0, [*CELL, "sum"]]
        yield shown.rename(columns={"sum": "value"})


def _beside(
    parts: list[pd.DataFrame], other: Figures, its: Indicator
) -> Iterator[tuple[Floats, Floats]]:
    """Figures of parts and, of the same cells, those of a count of another source."""
    whole = other.series[its.id][[*CELL, "value"]]
    for table in parts:
        both = table.merge(whole, on=CELL, suffixes=("", "_whole")).dropna()
        yield np.asarray(both["value"], dtype=float), np.asarray(both["value_whole"], dtype=float)
