"""Parts of a whole that no policy names: one count that is never above another, and what it leaves.

Figures alone cannot tell a part from a smaller count of others. Where a count, or several parts
together, is never above another and leaves a few of it somewhere, the policy has to say so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import permutations

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.policy import Policy

ENOUGH = 8
# Others that are mostly fewer than this may be under a count in every period by chance: homes
# whose sale was agreed are 0.7 of those listed anew, and no part of them.
MOST_OF_IT = 0.75
Suspect = tuple[tuple[str, ...], str]


def few_left(
    observations: pd.DataFrame, policy: Policy, counts: Collection[str], minimum: float
) -> list[Suspect]:
    """Counts, and the one that they seem to be parts of, where they leave a few of it somewhere.

    `value` is NaN where a figure is hidden.
    """
    shown = observations[observations["indicator_id"].isin(list(counts))]
    wide = shown.pivot_table(index=REST, columns="indicator_id", values="value")
    values = {str(name): wide[name].to_numpy("float64") for name in wide.columns}
    return [
        (parts, whole)
        for parts, whole in _suspects(list(values), policy)
        if not are_apart(parts, whole, policy)
        and leaves_few(np.sum([values[part] for part in parts], axis=0), values[whole], minimum)
    ]


def _suspects(names: list[str], policy: Policy) -> Iterator[Suspect]:
    """Each count beside each that no link ties it to, and two or all parts of a whole that may
    overlap."""
    tied = {name: policy.tied_to(name) for name in names}
    for part, whole in permutations(names, 2):
        if whole not in tied[part]:
            yield (part,), whole
    summed = {name for link in policy.sums for name in link.parts}
    for whole in sorted({link.whole for link in policy.at_most} & set(names)):
        parts = [link.part for link in policy.at_most if link.whole == whole]
        parts = sorted({part for part in parts if part in tied} - summed)
        yield from (((one, other), whole) for one, other in permutations(parts, 2) if one < other)
        if len(parts) > 2:
            yield tuple(parts), whole


def are_apart(parts: tuple[str, ...], whole: str, *policies: Policy) -> bool:
    """Whether a policy says that counts are together no part of another."""
    named = {(frozenset(one.parts), one.whole) for each in policies for one in each.apart}
    return (frozenset(parts), whole) in named


def leaves_few(part: Floats, whole: Floats, minimum: float) -> bool:
    """Whether numbers are never above others, are most of them, and leave a few somewhere."""
    both = np.isfinite(part) & np.isfinite(whole) & (whole > 0)
    if both.sum() < ENOUGH:
        return False
    part, whole = part[both], whole[both]
    is_most = np.median(part / whole) >= MOST_OF_IT
    return bool((part <= whole).all() and is_most and counts_few(part, whole, minimum))


def counts_few(part: Floats, whole: Floats, minimum: float) -> bool:
    """Whether a few are somewhere in a whole and not in its part."""
    rest = whole - part
    return bool(((rest > 0) & (rest < minimum)).any())


def in_words(suspects: list[Suspect]) -> str:
    """Which counts seem to be parts of which."""
    return "; ".join(f"{' and '.join(parts)} of {whole}" for parts, whole in suspects)
