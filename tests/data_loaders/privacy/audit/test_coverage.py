"""An attack that did not look at every withheld cell has not been one, and says what it saw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.report import report
from data_loaders.privacy.audit.table_attack import Findings
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import AtMost, Grid, Policy, Secondary, SecondaryMethod, Sum
from tests.support.privacy import made, released

BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
MEN, WOMEN, ALL = (replace(made.CLIENTS, id=name) for name in ("men", "women", "clients"))
POLICY: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("borough", "city"), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
)
LINKED: Policy = replace(POLICY, sums=(Sum("clients", ("men", "women")),))
SUBSET: Policy = replace(POLICY, at_most=(AtMost("men", "clients"),))


def quarters(numbers: dict[str, tuple[float, ...]], count: int) -> pd.DataFrame:
    """The same boroughs' counts in each of many quarters."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    parts = []
    for start in pd.date_range("2005-01-01", periods=count, freq="QS"):
        for name, values in numbers.items():
            for borough, value in zip(BOROUGHS, values, strict=True):
                row = base.assign(indicator_id=name, area_id=borough, value=value)
                end = start + pd.offsets.QuarterEnd(0)
                parts.append(row.assign(contributors=value, period_start=start, period_end=end))
    table = pd.concat(parts, ignore_index=True)
    days = {name: "datetime64[ms]" for name in ("period_start", "period_end")}
    return table.astype(days)


def test_a_sum_that_opens_gaps_of_long_ago_is_found(tmp_path: Path) -> None:
    men, women = (4.0, 60.0, 50.0, 40.0, 30.0), (50.0, 55.0, 65.0, 70.0, 45.0)
    both = tuple(a + b for a, b in zip(men, women, strict=True))
    counted = quarters({"men": men, "women": women, "clients": both}, 42)
    # Only the first of 42 quarters has a small count.
    few = counted["area_id"].eq("BX") & counted["indicator_id"].ne("women")
    later = few & (counted["period_start"] > counted["period_start"].min())
    counted.loc[later, ["value", "contributors"]] += 40.0
    table = treat(counted, LINKED, [ALL, MEN, WOMEN], None, made.BOROUGHS).observations
    source = released.source(LINKED, ALL, MEN, WOMEN)
    whole = released.audit(released.write(tmp_path / "whole", source, table))
    assert released.failed(whole) == set()
    # Forty quarters on, nobody looks at the first: the women are shown again.
    old = table["period_start"] < pd.Timestamp("2005-07-01")
    shown = old & table["indicator_id"].eq("women") & table["status"].eq("withheld")
    values = table["area_id"].map(dict(zip(BOROUGHS, women, strict=True)))
    opened = table.assign(
        value=table["value"].mask(shown, values), status=table["status"].mask(shown, "normal")
    )
    audit = released.audit(released.write(tmp_path / "opened", source, opened))
    assert "A7" in released.failed(audit)


def test_each_check_says_how_many_gaps_it_covered(tmp_path: Path) -> None:
    men, women = (4.0, 60.0, 50.0, 40.0, 30.0), (50.0, 55.0, 65.0, 70.0, 45.0)
    both = tuple(a + b for a, b in zip(men, women, strict=True))
    counted = quarters({"men": men, "women": women, "clients": both}, 3)
    table = treat(counted, LINKED, [ALL, MEN, WOMEN], None, made.BOROUGHS).observations
    audit = released.audit(
        released.write(tmp_path / "r", released.source(LINKED, ALL, MEN, WOMEN), table)
    )
    hidden = int((table["status"] == "withheld").sum())
    covered = {check.id: check.covered for check in audit.sources[0].checks}
    assert {covered[name] for name in ("A1", "A2", "A3", "A4", "A5", "A7")} == {hidden}
    assert covered["A8"] == 0
    assert f", {hidden} of {hidden} withheld cells" in report(audit)


def test_tables_left_out_of_an_attack_fail_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    folder = released.write(tmp_path / "r", released.source(made.PEOPLE, made.CLIENTS), table)
    monkeypatch.setattr(tables, "attack", lambda *_: Findings())
    assert {"A1", "A2", "A3", "A4"} <= released.failed(released.audit(folder))


def test_a_gap_that_its_whole_holds_under_the_minimum_is_found(tmp_path: Path) -> None:
    men = (4.0, 60.0, 50.0, 40.0, 30.0)
    counted = quarters({"men": men, "clients": (14.0, 90.0, 80.0, 70.0, 60.0)}, 1)
    table = treat(counted, POLICY, [ALL, MEN], None, made.BOROUGHS).observations
    source = released.source(SUBSET, ALL, MEN)
    low = table["area_id"].isin(["BX", "NYC"]) & table["indicator_id"].eq("clients")
    # Eight clients were published in the Bronx: its hidden men are at most eight.
    told = table.assign(value=table["value"] - 6.0 * low)
    audit = released.audit(released.write(tmp_path / "r", source, told.sort_values(KEY)))
    assert released.failed(audit) == {"A7", "A8", "A14"}


def test_parts_and_wholes_are_treated_together() -> None:
    counted = quarters({"men": (4, 60, 50, 40, 30), "clients": (7, 90, 80, 70, 60)}, 1)
    table = treat(counted, SUBSET, [ALL, MEN], None, made.BOROUGHS).observations
    source = released.source(SUBSET, ALL, MEN)
    hidden = table[table["status"] == "withheld"].groupby("indicator_id")["area_id"].apply(set)
    assert {"BX"} <= hidden["men"] & hidden["clients"]
    assert source.policy.at_most


def test_a_chain_of_three_subsets_is_treated_and_audited_as_one(tmp_path: Path) -> None:
    """Old men are men, and men are clients: what bounds the whole bounds the last part."""
    old = replace(MEN, id="old_men")
    chain = replace(SUBSET, at_most=(AtMost("men", "clients"), AtMost("old_men", "men")))
    counted = quarters(
        {
            "old_men": (4, 50, 40, 30, 20),
            "men": (30, 60, 50, 40, 30),
            "clients": (40, 90, 80, 70, 60),
        },
        1,
    )
    source = released.source(chain, ALL, MEN, old)
    table = treat(counted, chain, source.indicators, None, made.BOROUGHS).observations
    sound = released.audit(released.write(tmp_path / "sound", source, table))
    assert released.failed(sound) == set()
    # Men are hidden where the old are, so that clients alone bound them: eight in the Bronx.
    bronx, city = table["area_id"].eq("BX"), table["area_id"].eq("NYC")
    clients, men = (table["indicator_id"].eq(name) for name in ("clients", "men"))
    beside = (table["indicator_id"].eq("old_men") & table["status"].eq("withheld")).to_numpy()
    areas = set(table.loc[beside, "area_id"])
    gaps = men & table["area_id"].isin(areas)
    told = table.assign(
        value=(table["value"] - 32.0 * (clients & (bronx | city))).mask(gaps),
        status=table["status"].mask(gaps, "withheld"),
    )
    found = released.audit(released.write(tmp_path / "told", source, told.sort_values(KEY)))
    assert "A7" in released.failed(found)
