"""Whatever is counted: it is refused, or what is published stands every attack on its tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.published import published_source
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TableError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Policy, Primary, Secondary, SecondaryMethod
from tests.support.privacy import made, released
from tests.support.searching import examples

# A whole treatment is too slow to shrink: the first failing table is shown as it is.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
NUMBER = st.one_of(st.integers(0, 14), st.integers(10, 90), st.integers(50, 4000))
BLOCKS: Policy = replace(
    made.PEOPLE, secondary=Secondary(SecondaryMethod.NETWORK, protection=3, block_periods=4)
)


@st.composite
def quarters(draw: st.DrawFn) -> pd.DataFrame:
    """Three quarters of five areas × three services, counts of any size."""
    parts = []
    for start in ("2020-01-01", "2020-04-01", "2020-07-01"):
        areas = {area: tuple(draw(st.lists(NUMBER, min_size=3, max_size=3))) for area in made.AREAS}
        parts.append(made.counted(areas, start))
    return pd.concat(parts, ignore_index=True)


@settings(max_examples=examples(6, nightly=300), deadline=None, phases=UNSHRUNK)
@given(quarters(), st.sampled_from([made.PEOPLE, BLOCKS]))
def test_every_treated_table_of_counts_passes_the_audit(
    counted: pd.DataFrame, policy: Policy
) -> None:
    try:
        result = treat(counted, policy, [made.CLIENTS], None, made.BOROUGHS).observations
    except (TreatmentError, TableError):
        assume(False)
        raise
    shown = result.dropna(subset=["value"])
    assert not shown["value"].between(1, 9).any()
    source = released.source(policy, made.CLIENTS)
    published = published_source(source, result, made.BOROUGHS)
    checks = tables.checks(published, 1, lambda _done, _total: None)
    assert [check.id for check in checks if not check.passed] == []


@settings(max_examples=examples(4, nightly=200), deadline=None, phases=UNSHRUNK)
@given(quarters(), st.integers(1, 10), st.integers(1, 5))
def test_every_treated_table_of_amounts_passes_the_audit(
    counted: pd.DataFrame, largest: int, second: int
) -> None:
    policy = replace(
        made.PEOPLE,
        primary=Primary(10, p_percent=15),
        secondary=Secondary(SecondaryMethod.NETWORK, protection=1),
        additive=("donations",),
    )
    value = counted["value"] * 100
    amounts = counted.assign(
        indicator_id="donations",
        value=value,
        largest=np.floor(value * largest / 12),
        second=np.floor(value * min(second, largest) / 40),
    )
    try:
        result = treat(amounts, policy, [made.DONATIONS], None, made.BOROUGHS).observations
    except (TreatmentError, TableError):
        assume(False)
        raise
    source = released.source(policy, made.DONATIONS)
    published = published_source(source, result, made.BOROUGHS)
    checks = tables.checks(published, 1, lambda _done, _total: None)
    assert [check.id for check in checks if not check.passed] == []
