"""Every attack finds a release broken in its own way, and passes the one that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import controls, report
from data_loaders.privacy.audit.table_attack import Findings
from data_loaders.privacy.tables import linear
from data_loaders.privacy.treatment.treat import treat
from data_loaders.released.release import FileEntry, Manifest
from data_loaders.vocabulary.audit_record import GATE
from data_loaders.vocabulary.model import Frequency, Measure
from data_loaders.vocabulary.policy import (
    Base,
    Contributors,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Ratio,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
    Treatment,
)
from tests.support.privacy import made, released

SOURCE = released.source(made.PEOPLE, made.CLIENTS)
STARTS = pd.date_range("2018-01-01", periods=14, freq="QS")


@pytest.fixture(scope="module")
def treated() -> pd.DataFrame:
    """Fourteen quarters, each a little different, as they may be published."""
    random = np.random.default_rng(5)
    parts = []
    for start in STARTS:
        areas = {
            area: tuple(int(number * random.uniform(0.8, 1.3)) for number in numbers)
            for area, numbers in made.AREAS.items()
        }
        parts.append(made.counted(areas, str(start.date())))
    counted = pd.concat(parts, ignore_index=True)
    return treat(counted, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations


def with_value(table: pd.DataFrame, rows: pd.Series, value: float) -> pd.DataFrame:
    """The table with the chosen rows published."""
    shown = table.copy()
    shown.loc[rows, "value"] = value
    shown.loc[rows, "status"] = "normal"
    return shown


def test_a_release_we_treated_passes_every_attack(tmp_path: Path, treated: pd.DataFrame) -> None:
    audit = released.audit(released.write(tmp_path / "r", SOURCE, treated))
    assert released.failed(audit) == set()
    assert audit.passed
    assert {check.id for check in audit.sources[0].checks} >= GATE
    assert audit.sources[0].withheld == (treated["status"] == "withheld").sum()
    assert (released.result(audit, "A3").worst_width or 0) >= 3


@pytest.mark.parametrize(("value", "found"), [(1.0, 1), (9.0, 1), (10.0, 0), (0.0, 0)])
def test_a_count_under_the_minimum_that_is_shown_fails(
    tmp_path: Path, value: float, found: int
) -> None:
    """With no gap in its table nothing is left to work out: the figure itself tells."""
    quarter = made.counted({**made.AREAS, "BX01": (40, 31, 12)})
    table = treat(quarter, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    assert table["value"].notna().all()
    less = {"BX01": "work", "BX": "work", "NYC": "work"}
    cells = table["industry_id"].isin(["work", "all"]) & table["area_id"].isin(list(less))
    shown = table.assign(value=table["value"] - (12.0 - value) * cells)
    audit = released.audit(released.write(tmp_path / "r", SOURCE, shown))
    assert released.failed(audit) == ({"A8"} if found else set())
    assert released.result(audit, "A8").failures == found


def test_primary_cells_alone_are_recovered(tmp_path: Path) -> None:
    bare = replace(made.PEOPLE, secondary=Secondary(SecondaryMethod.NONE, protection=3))
    table = treat(_with_margins(), bare, [made.CLIENTS], None, made.BOROUGHS).observations
    audit = released.audit(released.write(tmp_path / "r", SOURCE, table))
    assert released.result(audit, "A1").failures == 1
    assert {"A1", "A2", "A3"} <= released.failed(audit)


def _with_margins() -> pd.DataFrame:
    """One quarter with the single small cell of `made.AREAS`."""
    return made.counted()


def test_two_small_cells_that_only_hide_each_other_are_found(tmp_path: Path) -> None:
    # 4 and 3 withheld in one row: their sum, 7, stays known and holds both under 10.
    table = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    pair = table["area_id"].eq("BX01") & table["industry_id"].isin(["food", "work"])
    shown = table.assign(value=table["value"].fillna(0.0).where(~pair), status="normal")
    shown.loc[pair, "status"] = "withheld"
    shown.loc[shown["area_id"].eq("BX01") & shown["industry_id"].eq("all"), "value"] = 38.0
    shown.loc[shown["area_id"].eq("BX01") & shown["industry_id"].eq("rent"), "value"] = 31.0
    row = shown[shown["area_id"].eq("BX01")]
    only = released.source(
        replace(made.PEOPLE, publication_grid=Grid(("nta2010",), "quarter")), made.CLIENTS
    )
    audit = released.audit(released.write(tmp_path / "r", only, row))
    assert released.result(audit, "A1").failures == 0
    assert released.result(audit, "A2").failures == 2


def test_figures_that_contradict_each_other_fail(tmp_path: Path, treated: pd.DataFrame) -> None:
    city = treated["geography"].eq("city") & treated["industry_id"].eq("all")
    broken = treated.assign(value=treated["value"].where(~city | treated["value"].isna(), 7e5))
    broken.loc[broken["period_start"] != STARTS[0], "value"] = treated["value"]
    audit = released.audit(released.write(tmp_path / "r", SOURCE, broken))
    assert "A1" in released.failed(audit)
    assert "contradict" in released.result(audit, "A1").note


def test_a_lone_donor_who_learns_the_other_gap_of_its_row_is_found(tmp_path: Path) -> None:
    policy = replace(
        made.PEOPLE,
        primary=Primary(10, p_percent=15),
        additive=("donations",),
        publication_grid=Grid(("nta2010",), "quarter"),
    )
    row = made.counted({"BX01": (400, 300, 200), "BX02": (500, 800, 900)}, indicator_id="donations")
    total = row.groupby("area_id")["value"].transform("sum")
    table = pd.concat([row, row.assign(industry_id="all", value=total).drop_duplicates("area_id")])
    hidden = table["area_id"].eq("BX01") & table["industry_id"].isin(["food", "rent"])
    table = table.assign(value=table["value"].where(~hidden))
    table.loc[hidden, "status"] = "withheld"
    columns = [*KEY, "period_end", "value", "status"]
    money = released.source(policy, made.DONATIONS)
    folder = released.write(tmp_path / "r", money, table[columns].sort_values(KEY))
    audit = released.audit(folder)
    assert released.failed(audit) == {"A4"}
    assert released.result(audit, "A4").failures == 2


def test_rolling_sums_beside_the_values_are_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    rolling = replace(made.CLIENTS, id="clients_year", family="clients_year")
    sums = _rolling(treated, 4)
    both = pd.concat([treated, sums]).sort_values(KEY)
    source = released.source(made.PEOPLE, made.CLIENTS, rolling)
    audit = released.audit(released.write(tmp_path / "r", source, both))
    assert released.result(audit, "A5").failures > 0


def _rolling(treated: pd.DataFrame, window: int) -> pd.DataFrame:
    """Sums over the last quarters as if the truth were 5 wherever a value is withheld."""
    series = ["geography", "area_id", "industry_id"]
    whole = treated.assign(value=treated["value"].fillna(5.0))
    sums = whole.groupby(series)["value"].rolling(window).sum().reset_index(level=series)["value"]
    table = whole.assign(value=sums, indicator_id="clients_year", status="normal")
    table.loc[table["value"].isna(), "status"] = "not_reported"
    return table


def test_a_change_beside_its_levels_is_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    change = replace(
        made.CLIENTS, id="growth", family="growth", measure=Measure.PERCENT_CHANGE, decimals=4
    )
    series = ["geography", "area_id", "industry_id"]
    whole = treated.assign(value=treated["value"].fillna(5.0))
    growth = whole.groupby(series)["value"].pct_change() * 100
    table = whole.assign(value=growth.round(4), indicator_id="growth", status="normal")
    table.loc[table["value"].isna(), "status"] = "not_reported"
    both = pd.concat([treated, table]).sort_values(KEY)
    source = released.source(made.PEOPLE, made.CLIENTS, change)
    audit = released.audit(released.write(tmp_path / "r", source, both))
    assert released.result(audit, "A5").failures > 0


def test_a_running_total_beside_the_values_is_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    running = replace(made.CLIENTS, id="clients_so_far", family="clients_so_far")
    series = ["geography", "area_id", "industry_id"]
    whole = treated.assign(value=treated["value"].fillna(5.0))
    table = whole.assign(
        value=whole.groupby(series)["value"].cumsum(),
        indicator_id="clients_so_far",
        status="normal",
    )
    both = pd.concat([treated, table]).sort_values(KEY)
    source = released.source(made.PEOPLE, made.CLIENTS, running)
    audit = released.audit(released.write(tmp_path / "r", source, both))
    assert released.result(audit, "A5").failures > 0


def test_a_second_period_length_is_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    yearly = replace(made.CLIENTS, id="clients_by_year", frequency=Frequency.YEAR)
    source = released.source(made.PEOPLE, made.CLIENTS, yearly)
    audit = released.audit(released.write(tmp_path / "r", source, treated))
    assert released.result(audit, "A5").failures == 3


def test_the_same_release_again_tells_nothing(tmp_path: Path, treated: pd.DataFrame) -> None:
    last = released.write(tmp_path / "last", SOURCE, treated)
    audit = released.audit(released.write(tmp_path / "now", SOURCE, treated), last)
    assert released.failed(audit) == set()


@pytest.mark.parametrize("change", [1, 9])
def test_a_small_revision_is_found(tmp_path: Path, treated: pd.DataFrame, change: int) -> None:
    row = treated["area_id"].eq("NYC") & treated["industry_id"].eq("food")
    before = treated.assign(value=treated["value"].where(~row, treated["value"] + change))
    last = released.write(tmp_path / "last", SOURCE, before)
    audit = released.audit(released.write(tmp_path / "now", SOURCE, treated), last)
    assert released.result(audit, "A6").failures > 0


def test_a_cell_shown_in_the_last_release_and_withheld_in_this_is_found(
    tmp_path: Path, treated: pd.DataFrame
) -> None:
    first = treated.index[treated["status"] == "withheld"][0]
    last = released.write(
        tmp_path / "last", SOURCE, with_value(treated, treated.index == first, 4.0)
    )
    audit = released.audit(released.write(tmp_path / "now", SOURCE, treated), last)
    assert released.result(audit, "A6").failures >= 1


def test_two_patterns_that_are_safe_alone_and_open_a_cell_together_are_found(
    tmp_path: Path,
) -> None:
    # This release hides food and work of an area, the last one rent and work: overlaid, work.
    policy = replace(made.PEOPLE, publication_grid=Grid(("nta2010",), "quarter"))
    row = made.counted({"BX01": (40, 31, 14), "BX02": (50, 61, 70)})
    total = row.groupby("area_id")["value"].transform("sum")
    whole = pd.concat([row, row.assign(industry_id="all", value=total).drop_duplicates("area_id")])
    whole = whole[[*KEY, "period_end", "value", "status"]].sort_values(KEY, ignore_index=True)
    source = released.source(policy, made.CLIENTS)

    def hiding(*services: str) -> pd.DataFrame:
        gaps = whole["area_id"].eq("BX01") & whole["industry_id"].isin(services)
        return whole.assign(
            value=whole["value"].mask(gaps), status=whole["status"].mask(gaps, "withheld")
        )

    last = released.write(tmp_path / "last", source, hiding("rent", "work"))
    audit = released.audit(released.write(tmp_path / "now", source, hiding("food", "work")), last)
    assert "A1" not in released.failed(audit)
    # One cell was shown before; one more is exact, and so too narrow, once both are overlaid.
    assert released.result(audit, "A6").failures >= 3


def linked(policy: Policy) -> tuple[pd.DataFrame, Policy]:
    """Men and women that make up all clients, by borough; the men of the Bronx are few."""
    numbers = {"men": (4, 60, 50, 40, 30), "women": (50, 55, 65, 70, 45)}
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    parts = []
    for name, values in {
        **numbers,
        "clients": tuple(map(sum, zip(*numbers.values(), strict=True))),
    }.items():
        for borough, value in zip(("BX", "BK", "MN", "QN", "SI"), values, strict=True):
            parts.append(
                base.assign(
                    indicator_id=name,
                    area_id=borough,
                    value=float(value),
                    contributors=float(value),
                )
            )
    return pd.concat(parts, ignore_index=True), replace(
        policy, publication_grid=Grid(("borough", "city"), "quarter")
    )


MEN = replace(made.CLIENTS, id="men")
WOMEN = replace(made.CLIENTS, id="women")


def test_everyone_minus_a_part_is_found_though_nobody_declared_the_link(tmp_path: Path) -> None:
    counted, policy = linked(made.PEOPLE)
    table = treat(counted, policy, [made.CLIENTS, MEN, WOMEN], None, made.BOROUGHS).observations
    source = released.source(policy, made.CLIENTS, MEN, WOMEN)
    audit = released.audit(released.write(tmp_path / "r", source, table))
    assert "A7" in released.failed(audit)
    assert "A1" not in released.failed(audit)


def test_linked_tables_treated_together_pass(tmp_path: Path) -> None:
    counted, policy = linked(
        replace(
            made.PEOPLE,
            secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
            sums=(Sum("clients", ("men", "women")),),
        )
    )
    table = treat(counted, policy, [made.CLIENTS, MEN, WOMEN], None, made.BOROUGHS).observations
    source = released.source(policy, made.CLIENTS, MEN, WOMEN)
    audit = released.audit(released.write(tmp_path / "r", source, table))
    assert released.failed(audit) == set()
    assert released.result(audit, "A7").checked >= 4


def test_two_sets_of_small_areas_in_one_source_are_found(
    tmp_path: Path, treated: pd.DataFrame
) -> None:
    zips = treated[treated["geography"] == "nta2010"].assign(geography="zip")
    audit = released.audit(
        released.write(tmp_path / "r", SOURCE, pd.concat([treated, zips]).sort_values(KEY))
    )
    assert "A7" in released.failed(audit)
    assert "overlap" in released.result(audit, "A7").note


@pytest.mark.parametrize("value", [1.4, 98.6])
def test_a_percent_that_gives_a_small_number_or_rest_is_found(tmp_path: Path, value: float) -> None:
    table = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    percent = replace(made.SHARE, id="share", decimals=1)
    policy = replace(made.PEOPLE, ratios=(Ratio("share", "clients", "clients"),))
    city = table[(table["area_id"] == "NYC") & (table["industry_id"] == "food")]
    # 222 people in the city; 1.4 % of them are 3, and 98.6 % leave 3.
    both = pd.concat([table, city.assign(indicator_id="share", value=value)]).sort_values(KEY)
    source = released.source(policy, made.CLIENTS, percent)
    audit = released.audit(released.write(tmp_path / "r", source, both))
    assert released.result(audit, "A8").failures == 1


def test_a_share_beside_its_withheld_count_is_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    policy = replace(SOURCE.policy, bases=(Base("share", "clients"),))
    source = released.source(policy, made.CLIENTS, made.SHARE)
    for shown, failures in ((treated["status"] != "withheld", 0), (treated["value"] != -1, 1)):
        shares = treated.assign(
            indicator_id="share",
            value=np.where(shown, 50.0, np.nan),
            status=np.where(shown, "normal", "withheld"),
        )
        both = pd.concat([treated, shares]).sort_values(KEY, ignore_index=True)
        audit = released.audit(released.write(tmp_path / str(failures), source, both))
        assert (released.result(audit, "A8").failures > 0) == bool(failures)


FINE, COARSE = IndexRule("2018", 30, 0.1), IndexRule("2018", 30, 5.0)


@pytest.mark.parametrize(
    ("contributors", "rule", "gives_up"),
    [
        (Contributors.COUNTED, FINE, True),
        (Contributors.COUNTED, COARSE, False),
        (Contributors.ATTESTED, FINE, True),
        (Contributors.ATTESTED, None, False),
    ],
)
def test_an_index_we_made_of_small_counts_gives_them_up_unless_rounded_coarsely(
    tmp_path: Path, contributors: Contributors, rule: IndexRule | None, gives_up: bool
) -> None:
    policy = replace(made.PEOPLE, contributors=contributors, index=rule)
    rounding = rule.rounding if rule else 0.1
    counts = np.array([37, 41, 52, 33, 48, 61, 39, 44, 57, 35])
    base = made.counted({"BX01": (1,)}, indicator_id="visits").assign(industry_id="all")
    rows = []
    for start, count in zip(STARTS, counts, strict=False):
        value = round(count / 37 * 100 / rounding) * rounding
        rows.append(base.assign(period_start=start, value=value))
    table = pd.concat(rows)[[*KEY, "period_end", "value", "status"]].sort_values(KEY)
    index = replace(made.VISITS, decimals=1)
    audit = released.audit(released.write(tmp_path / "r", released.source(policy, index), table))
    assert (released.result(audit, "A8").failures == 1) == gives_up


def gap_beside(lowest: float) -> pd.DataFrame:
    """An index of one area: 100, the lowest one shown, a gap, and two more."""
    base = made.counted({"BX01": (1,)}, indicator_id="visits").assign(industry_id="all")
    shown = [100.0, lowest, np.nan, 95.0, 120.0]
    rows = [
        base.assign(
            period_start=start, value=value, status="normal" if np.isfinite(value) else "withheld"
        )
        for start, value in zip(STARTS, shown, strict=False)
    ]
    return pd.concat(rows)[[*KEY, "period_end", "value", "status"]].sort_values(KEY)


@pytest.mark.parametrize(("lowest", "told"), [(0.0, 1), (5.0, 1), (10.0, 0)])
def test_a_gap_under_a_shown_low_index_is_found(tmp_path: Path, lowest: float, told: int) -> None:
    """Whoever reads 0, in steps of 5, knows that the smaller count of a gap makes 0 too."""
    policy = replace(made.PEOPLE, index=IndexRule("2018", 30, 5.0))
    table = gap_beside(lowest)
    audit = released.audit(
        released.write(tmp_path / "r", released.source(policy, made.VISITS), table)
    )
    assert released.result(audit, "A8").failures == told


@pytest.mark.parametrize(
    ("decimals", "rounding", "lowest", "told"),
    [(0, 0.0, 1.0, 1), (0, 0.0, 40.0, 0), (1, 0.0, 0.1, 1), (0, 0.1, 1.0, 1)],
)
def test_a_gap_under_a_shown_low_index_is_found_without_a_step_of_its_own(
    tmp_path: Path, decimals: int, rounding: float, lowest: float, told: int
) -> None:
    """An index without decimals is rounded to whole numbers, whatever its rule says."""
    policy = replace(made.PEOPLE, index=IndexRule("2018", 1000, rounding))
    table = gap_beside(lowest)
    source = released.source(policy, replace(made.VISITS, decimals=decimals))
    audit = released.audit(released.write(tmp_path / "r", source, table))
    assert (released.result(audit, "A8").failures > 0) == bool(told)


def test_rows_in_order_of_value_are_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    ranked = treated.sort_values("value")
    audit = released.audit(released.write(tmp_path / "r", SOURCE, ranked))
    assert released.failed(audit) == {"A8"}


def test_all_or_none_rows_are_refused_where_the_subject_is_health(tmp_path: Path) -> None:
    one_sided = {**made.AREAS, "BX02": (0, 60, 0)}
    for sensitivity, fails in ((Sensitivity.HEALTH, True), (Sensitivity.PERSONAL_AGGREGATE, False)):
        policy = replace(made.PEOPLE, sensitivity=sensitivity, primary=Primary(11))
        table = treat(
            made.counted(one_sided), policy, [made.CLIENTS], None, made.BOROUGHS
        ).observations
        source = released.source(policy, made.CLIENTS)
        audit = released.audit(released.write(tmp_path / str(sensitivity), source, table))
        assert ("A9" in released.failed(audit)) == fails
        assert released.result(audit, "A9").note.startswith("1 all-or-none")


def test_a_value_beside_the_word_withheld_and_a_column_too_many_are_found(
    tmp_path: Path, treated: pd.DataFrame
) -> None:
    leaking = treated.copy()
    leaking.loc[leaking["status"] == "withheld", "value"] = 4.0
    audit = released.audit(released.write(tmp_path / "values", SOURCE, leaking))
    assert "A11" in released.failed(audit)
    based = treated.assign(contributors=12)
    audit = released.audit(released.write(tmp_path / "bases", SOURCE, based))
    assert released.failed(audit) == {"A11"}


def test_a_file_the_manifest_does_not_name_is_found(tmp_path: Path, treated: pd.DataFrame) -> None:
    folder = released.write(tmp_path / "r", SOURCE, treated)
    manifest = Manifest("2020-10-01", date(2020, 10, 1), True, "1", "feeds", {})
    named = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    files = {name: FileEntry("", 0) for name in named}
    (folder / "manifest.json").write_bytes(msgspec.json.encode(replace(manifest, files=files)))
    assert released.failed(released.audit(folder)) == set()
    (folder / "curation.log").write_text("BX01 work 4", "utf-8")
    assert released.failed(released.audit(folder)) == {"A11"}


def test_a_number_hidden_in_the_bits_of_a_missing_value_is_found(
    tmp_path: Path, treated: pd.DataFrame
) -> None:
    marked = treated.copy()
    value = marked["value"].to_numpy(copy=True)
    missing = np.flatnonzero(np.isnan(value))
    value.view(np.int64)[missing[0]] |= 4
    folder = released.write(tmp_path / "r", SOURCE, treated)
    table = pa.Table.from_pandas(marked, preserve_index=False)
    place = table.schema.get_field_index("value")
    table = table.set_column(place, "value", pa.array(value, from_pandas=False))
    pq.write_table(table, folder / "observations" / "clients.parquet")
    assert released.failed(released.audit(folder)) == {"A11"}


def test_negative_controls_fail_an_audit_that_sees_nothing(
    tmp_path: Path, treated: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controls, "attack", lambda *_: Findings())
    audit = released.audit(released.write(tmp_path / "r", SOURCE, treated))
    assert released.failed(audit) == {"A12"}
    assert "unsuppressed cell" in released.result(audit, "A12").note


def test_a_linear_program_that_disagrees_with_flow_is_found(
    tmp_path: Path, treated: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = linear.extreme

    def wide(system: linear.LinearSystem, cell: int, highest: bool) -> tuple[float, object, object]:
        bound, table, binding = honest(system, cell, highest)
        return bound + (1 if highest else 0), table, binding

    monkeypatch.setattr(linear, "extreme", wide)
    audit = released.audit(released.write(tmp_path / "r", SOURCE, treated))
    assert "A13" in released.failed(audit)


def test_a_publishers_source_keeps_its_treatment_and_is_scanned_for_leaks(
    tmp_path: Path, treated: pd.DataFrame
) -> None:
    policy = replace(made.PEOPLE, treatment=Treatment.PUBLISHER, publisher_rule="None is known.")
    source = released.source(policy, made.CLIENTS)
    audit = released.audit(released.write(tmp_path / "r", source, treated))
    assert audit.sources[0].treatment == "publisher"
    assert {"A11", "A12"} <= {check.id for check in audit.sources[0].checks}


def test_the_report_and_the_record_hold_no_value(tmp_path: Path, treated: pd.DataFrame) -> None:
    audit = released.audit(released.write(tmp_path / "r", SOURCE, treated))
    text = report.report(audit)
    assert "Audit of 2020-10-01: passed" in text
    assert "BX01" not in text
    assert "A13" in text
