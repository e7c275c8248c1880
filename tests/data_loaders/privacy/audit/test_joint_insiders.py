"""Who is alone in a gap learns no other, whatever periods, tables and releases tell together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.treatment import linked_insiders
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Grid, Secondary, SecondaryMethod, Sum
from tests.data_loaders.privacy.audit.test_joint import (
    ENDS,
    HALF_YEARS,
    ROLLING,
    cube_of,
    rows_of,
    square,
)
from tests.support.privacy import made, released

# No two gaps of a quarter come within ten of each other by any table that fits.
FAR_APART = {
    **{(2, 0, 0): 1.0, (2, 0, 1): 60.0, (2, 1, 0): 30.0, (2, 1, 1): 40.0},
    **{(3, 0, 0): 50.0, (3, 0, 1): 4.0, (3, 1, 0): 40.0, (3, 1, 1): 60.0},
}


def with_sums(told: dict[tuple[int, int, int], float]) -> pd.DataFrame:
    """Two quarters with four gaps each, and the sums of half a year beside them."""
    numbers = cube_of({**FAR_APART, **told})
    later = np.concatenate([numbers[:1], numbers[1:] + numbers[:-1]])
    sums = rows_of(later, square(()), HALF_YEARS.id)
    both = pd.concat([rows_of(numbers, square((2, 3))), sums[sums["period_start"].isin(ENDS)]])
    return both.sort_values(KEY, ignore_index=True)


def test_a_lone_person_of_one_quarter_works_out_a_few_of_the_next(tmp_path: Path) -> None:
    """In each quarter its gaps may be anything up to 30 and more; the half year ties them."""
    lone = with_sums({})
    audit = released.audit(released.write(tmp_path / "r", ROLLING, lone))
    assert released.failed(audit) == {"A14"}
    told = released.result(audit, "A14")
    # The four are told to the one, and the one to nobody: no other gap may be of a lone person.
    assert (told.failures, told.covered) == (1, 8)


def test_many_of_the_next_quarter_may_be_worked_out(tmp_path: Path) -> None:
    lone = with_sums({(3, 0, 1): 14.0})
    audit = released.audit(released.write(tmp_path / "r", ROLLING, lone))
    assert released.failed(audit) == set()
    note = released.result(audit, "A14").note
    assert "8 ranges shown by whole numbers that fit, 0 by relaxation" in note
    assert "0 are worked out by a lone contributor" in note


MEN, WOMEN = (replace(made.CLIENTS, id=name, family=name) for name in ("men", "women"))
TOGETHER = replace(
    made.PEOPLE,
    publication_grid=Grid(("borough", "city"), "quarter", "service"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    sums=(Sum("clients", ("men", "women")),),
)
ADDING = released.source(TOGETHER, made.CLIENTS, MEN, WOMEN)
# By food, rent, work and care.
MEN_BY_SERVICE = {
    "BX": (50, 48, 115, 93),
    "BK": (109, 60, 66, 23),
    "MN": (74, 55, 86, 127),
    "QN": (58, 75, 115, 63),
    "SI": (30, 69, 50, 60),
}
WOMEN_BY_SERVICE = {
    "BX": (22, 22, 22, 40),
    "BK": (22, 100, 4, 24),
    "MN": (28, 28, 28, 28),
    "QN": (100, 60, 60, 40),
    "SI": (8, 22, 100, 24),
}


def men_and_women() -> pd.DataFrame:
    """Both by borough and service, and all clients."""
    men, women = MEN_BY_SERVICE, WOMEN_BY_SERVICE
    of_each = {
        "men": men,
        "women": women,
        "clients": {
            name: tuple(a + b for a, b in zip(men[name], women[name], strict=True)) for name in men
        },
    }
    parts = [made.counted(areas, indicator_id=name) for name, areas in of_each.items()]
    return pd.concat(parts, ignore_index=True).assign(geography="borough")


def adding_treated() -> pd.DataFrame:
    return treat(men_and_women(), TOGETHER, ADDING.indicators, None, made.BOROUGHS).observations


def test_a_lone_person_among_men_does_not_work_out_a_few_women(tmp_path: Path) -> None:
    audit = released.audit(released.write(tmp_path / "r", ADDING, adding_treated()))
    assert released.failed(audit) == set()


def test_the_same_without_the_figures_hidden_for_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What treatment gave before: every other attack passes."""
    monkeypatch.setattr(
        linked_insiders, "cells_to_add", lambda part, *_: np.zeros(len(part), dtype=bool)
    )
    audit = released.audit(released.write(tmp_path / "r", ADDING, adding_treated()))
    assert released.failed(audit) == {"A14"}
    assert released.result(audit, "A14").failures == 1
