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
from data_loaders.vocabulary.model import Indicator, Measure

# Of the 4,674 pairs of counts of invented partners five were never above and near by chance. None
# of these goes up and down with the other as much.
MOVES_WITH_IT = 0.9


def few_left(one: Figures, others: Sequence[Figures]) -> list[Suspect]:
    """Counts of a source, one or all of a whole together, that leave a few of another's."""
    counts = [(other, its) for other in others for its in _counts(other)]
    return [
        (parts, its.id)
        for parts, first, tables in (_parts(one) if counts else ())
        for other, its in counts
        if its.frequency is first.frequency
        and set(its.geographies) & set(first.geographies)
        and _leave_few(one, parts, tables, other, its)
    ]


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


def _parts(one: Figures) -> Iterator[tuple[tuple[str, ...], Indicator, list[pd.DataFrame]]]:
    """Each count of a source, and all together that are parts of one whole: their names, the first
    of them, and their shown figures with those of areas and categories added up."""
    counts = {each.id: each for each in _counts(one)}
    for name, each in counts.items():
        sums = [rows.loc[rows["gaps"] == 0, [*CELL, "sum"]] for rows in one.wholes(name)]
        shown = [rows.rename(columns={"sum": "value"}) for rows in sums]
        yield (name,), each, [one.series[name][[*CELL, "value"]], *shown]
    links = one.source.policy.at_most
    for whole in sorted({link.whole for link in links}):
        names = tuple(sorted({link.part for link in links if link.whole == whole} & set(counts)))
        if len(names) > 1:
            rows = pd.concat([one.series[name] for name in names])
            added = rows.groupby(CELL, as_index=False)["value"].agg(["sum", "count"])
            full = added.loc[added["count"] == len(names), [*CELL, "sum"]]
            yield names, counts[names[0]], [full.rename(columns={"sum": "value"})]


def _beside(
    parts: list[pd.DataFrame], other: Figures, its: Indicator
) -> Iterator[tuple[Floats, Floats]]:
    """Figures of parts and, of the same cells, those of a count of another source."""
    whole = other.series[its.id][[*CELL, "value"]]
    for table in parts:
        both = table.merge(whole, on=CELL, suffixes=("", "_whole")).dropna()
        yield np.asarray(both["value"], dtype=float), np.asarray(both["value_whole"], dtype=float)
