"""A9: rows where everybody is in one category, and categories that are empty throughout."""

from __future__ import annotations

import numpy as np

from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.tables.cube import ABSENT, Cube
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.policy import Sensitivity

NEVER = (Sensitivity.HEALTH, Sensitivity.FINANCIAL_DISTRESS)
JUSTIFIED = "a published zero says nobody was there, never who"
FORBIDDEN = "says the same of everybody in an area, and the subject is sensitive: no such crosses"


def zero_check(published: PublishedSource) -> CheckResult:
    """All-or-none rows are flagged everywhere and refused where the subject is sensitive.

    A row is all-or-none when a single category is not a published zero: its share is known
    whether or not its size is.
    """
    rows = all_or_none = zeros = 0
    for cube in published.cubes:
        if len(cube.industries) < 2:
            continue
        values = cube.take(published.values)
        shape = (len(cube.periods), cube.network.rows, cube.network.columns)
        looked_at, single_rows, empty = _rows(values.reshape(shape)[:, :, :-1])
        rows, all_or_none, zeros = rows + looked_at, all_or_none + single_rows, zeros + empty
    forbidden = published.policy.sensitivity in NEVER
    failures = all_or_none if forbidden else 0
    reason = FORBIDDEN if failures else JUSTIFIED
    note = f"{all_or_none} all-or-none rows and {zeros} published zeros: {reason}"
    seen = sum(int(_gaps(published, cube).sum()) for cube in published.cubes)
    return result("A9", failures, rows, note=note, covered=seen)


def _gaps(published: PublishedSource, cube: Cube) -> Mask:
    """Withheld cells of a table with several categories."""
    hidden = published.hidden[cube.places] & (cube.places != ABSENT)
    return hidden if len(cube.industries) > 1 else np.zeros_like(hidden)


def _rows(categories: Floats) -> tuple[int, int, int]:
    """Rows, all-or-none rows, and published zeros, of periods × rows × categories."""
    zero = categories == 0
    inhabited = ~zero.all(axis=2)
    single = (~zero).sum(axis=2) == 1
    return int(inhabited.sum()), int((single & inhabited).sum()), int(np.count_nonzero(zero))
