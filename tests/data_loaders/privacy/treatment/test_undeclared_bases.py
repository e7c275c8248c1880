"""Figures that add up to nothing say what count they rest on, or stand beside no count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import bases
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Base, Contributors, IndexRule, Policy, Primary, Ratio
from tests.support.privacy import made, released

# A census counts them: whoever sees how many in a thousand came knows how many came.
RESIDENTS = {"BX01": 5000, "BX02": 6000, "BX03": 7000, "BK01": 8000, "BK02": 4000}
OTHERS = (Measure.RATE, Measure.PERCENT, Measure.DAYS, Measure.SCORE, Measure.MONEY)


def beside(measure: Measure) -> tuple[Indicator, pd.DataFrame]:
    """Clients, and one more figure of each of their cells."""
    other = replace(made.CLIENTS, id="beside", measure=measure, decimals=1)
    clients = made.counted()
    rate = 1000 * clients["value"] / clients["area_id"].map(RESIDENTS)
    return other, pd.concat([clients, clients.assign(indicator_id="beside", value=rate.round(1))])


def observed(policy: Policy, other: Indicator, table: pd.DataFrame) -> pd.DataFrame:
    indicators = [made.CLIENTS, other]
    table = table.reset_index(drop=True)
    return treat(table, policy, indicators, None, made.BOROUGHS).observations


@pytest.mark.parametrize("measure", OTHERS)
def test_a_figure_beside_counts_that_declares_none_is_not_treated(measure: Measure) -> None:
    other, table = beside(measure)
    with pytest.raises(TreatmentError, match="beside stand beside counts .* `bases`"):
        observed(made.PEOPLE, other, table)


@pytest.mark.parametrize("measure", [Measure.RATE, Measure.DAYS])
def test_shown_beside_a_hidden_count_it_fails_the_audit(tmp_path: Path, measure: Measure) -> None:
    """Hidden with its count it passes; the same figures without the link and the gaps do not."""
    other, table = beside(measure)
    linked = replace(made.PEOPLE, bases=(Base("beside", "clients"),))
    shown = observed(linked, other, table)
    sound = released.write(tmp_path / "sound", released.source(linked, made.CLIENTS, other), shown)
    assert released.failed(released.audit(sound)) == set()
    figures = table[table["indicator_id"].eq("beside")].set_index(KEY)["value"]
    keys = pd.MultiIndex.from_frame(shown[KEY])
    told = shown.assign(
        value=shown["value"].fillna(pd.Series(figures.reindex(keys).to_numpy(), shown.index)),
        status=shown["status"].mask(keys.isin(figures.index), "normal"),
    )
    source = released.source(made.PEOPLE, made.CLIENTS, other)
    audit = released.audit(released.write(tmp_path / "told", source, told))
    assert released.failed(audit) == {"A8"}
    gaps = shown["status"].eq("withheld") & shown["indicator_id"].eq("clients")
    leaves = gaps & shown["geography"].eq("nta2010") & shown["industry_id"].ne("all")
    assert released.result(audit, "A8").failures == leaves.sum() > 1


def test_an_index_of_the_same_counts_is_not_treated_without_its_link() -> None:
    """Where both are shown once, the base is known, and with it the count of every index."""
    other, table = beside(Measure.INDEX)
    table = table.assign(value=table["contributors"])
    policy = replace(
        made.PEOPLE,
        primary=Primary(minimum_contributors=10, minimum_in_base_period=10),
        index=IndexRule("2020-04", 10, 1.0),
    )
    with pytest.raises(TreatmentError, match="beside stand beside counts"):
        observed(policy, other, table)
    linked = observed(replace(policy, bases=(Base("beside", "clients"),)), other, table)
    gaps = linked[linked["status"].eq("withheld")].groupby("indicator_id")["area_id"].agg(set)
    assert gaps["clients"] - {"BX", "BK", "NYC"} <= gaps["beside"]


def test_who_declares_a_base_attests_a_minimum_or_counts_nothing_is_let_be() -> None:
    share = made.SHARE
    both = (made.CLIENTS, share)
    assert bases.without_a_base(both, made.PEOPLE) == ["share"]
    assert bases.without_a_base((share,), made.PEOPLE) == []
    declared = (
        {"bases": (Base("share", "clients"),)},
        {"ratios": (Ratio("share", "clients", "visits"),)},
        {"additive": ("share",)},
        {"contributors": Contributors.ATTESTED},
    )
    for link in declared:
        assert bases.without_a_base(both, replace(made.PEOPLE, **link)) == []
