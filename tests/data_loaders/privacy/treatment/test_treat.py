"""The whole treatment on tables small enough to follow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import COLUMNS, KEY
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TableError
from data_loaders.privacy.treatment import contributions, derive
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    Base,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Ratio,
    Secondary,
    SecondaryMethod,
    Sum,
)
from tests.support.privacy import made


def published(
    counted: pd.DataFrame, policy: Policy = made.PEOPLE, previous: pd.DataFrame | None = None
) -> pd.DataFrame:
    return treat(counted, policy, [made.CLIENTS], previous, made.BOROUGHS).observations


def test_a_small_cell_is_withheld_with_complements_and_every_cell_keeps_its_row() -> None:
    result = published(made.counted())
    assert list(result.columns) == COLUMNS
    # 5 areas, 2 boroughs and the city, by 3 services and their total.
    assert len(result) == 8 * 4
    small = made.cell(result, "BX01", "work")
    assert small["status"] == "withheld"
    assert np.isnan(small["value"])
    hidden = result[result["status"] == "withheld"]
    assert len(hidden) >= 4
    assert set(hidden["status"]) == {"withheld"}
    assert made.cell(result, "NYC")["value"] == 678


def test_one_unknown_base_among_large_cells_is_withheld() -> None:
    counted = made.counted()
    counted.loc[
        (counted["area_id"] == "BK02") & (counted["industry_id"] == "work"), "contributors"
    ] = np.nan
    result = published(counted)
    assert made.cell(result, "BK02", "work")["status"] == "withheld"
    # Totals above rest on an unknown number of people too.
    assert made.cell(result, "BK")["status"] == "withheld"


def test_a_zero_is_published_as_zero() -> None:
    result = published(made.counted({**made.AREAS, "BK02": (35, 0, 90)}))
    assert made.cell(result, "BK02", "rent")["value"] == 0
    assert made.cell(result, "BK02", "rent")["status"] == "normal"


def test_totals_that_contradict_their_parts_stop_the_source() -> None:
    counted = made.counted()
    total = counted[counted["industry_id"] == "food"].assign(industry_id="all", value=41.0)
    total = total.assign(contributors=41.0)
    with pytest.raises(TableError, match="do not add up"):
        published(pd.concat([counted, total], ignore_index=True))


def test_a_missing_cell_of_the_grid_stops_the_source() -> None:
    with pytest.raises(TreatmentError, match="1 cells of the grid have no row"):
        published(made.counted().iloc[1:])


def test_too_many_small_cells_ask_for_a_coarser_grid() -> None:
    tiny = {area: (3, 4, 50) for area in made.AREAS}
    with pytest.raises(TreatmentError, match="fewer areas or categories"):
        published(made.counted(tiny))


def test_unknown_columns_are_refused_and_excluded_ones_never_read() -> None:
    counted = made.counted().assign(birth_year=1970)
    with pytest.raises(TreatmentError, match="birth_year"):
        published(counted)
    result = published(counted, replace(made.PEOPLE, excluded=("birth_year",)))
    assert "birth_year" not in result.columns


def test_an_area_nobody_knows_is_kept_as_unallocated_inside_the_city() -> None:
    result = published(made.counted({**made.AREAS, "ZZ99": (50, 40, 30)}))
    assert made.cell(result, "unallocated")["value"] == 120
    assert made.cell(result, "NYC")["value"] == 678 + 120


def test_a_second_period_length_is_refused() -> None:
    weekly = replace(made.PEOPLE, publication_grid=Grid(("nta2010",), "week"))
    with pytest.raises(TreatmentError, match="quarter"):
        published(made.counted(), weekly)


def test_a_cell_small_last_quarter_stays_withheld_for_its_block() -> None:
    large = {**made.AREAS, "BX01": (40, 31, 44)}
    policy = replace(
        made.PEOPLE, secondary=Secondary(SecondaryMethod.NETWORK, protection=3, block_periods=4)
    )
    quarters = [made.counted(made.AREAS, "2020-04-01"), made.counted(large, "2020-07-01")]
    result = published(pd.concat(quarters, ignore_index=True), policy)
    later = result[result["period_start"] == "2020-07-01"]
    assert made.cell(later, "BX01", "work")["status"] == "withheld"
    without = published(pd.concat(quarters, ignore_index=True))
    later = without[without["period_start"] == "2020-07-01"]
    assert made.cell(later, "BX01", "work")["status"] == "normal"


def test_a_revision_smaller_than_the_minimum_keeps_the_published_table() -> None:
    first = published(made.counted())
    revised = published(made.counted({**made.AREAS, "BK01": (73, 44, 61)}), previous=first)
    pd.testing.assert_frame_equal(revised, first)


def test_a_revision_of_at_least_the_minimum_replaces_the_table_with_the_same_gaps() -> None:
    first = published(made.counted())
    revised = published(made.counted({**made.AREAS, "BK01": (170, 44, 61)}), previous=first)
    assert made.cell(revised, "NYC")["value"] == 778
    assert (revised["status"] == first["status"]).all()


def test_a_period_that_was_not_reported_is_filled_in() -> None:
    empty = made.counted().assign(value=np.nan, status="not_reported")
    first = published(empty)
    assert set(first["status"]) == {"not_reported"}
    filled = published(made.counted(), previous=first)
    assert made.cell(filled, "NYC")["value"] == 678


def test_a_percent_may_be_revised_by_little_and_is_not_taken_back() -> None:
    def shares(value: float, people: float) -> pd.DataFrame:
        counted = made.counted(indicator_id="share").assign(value=value, contributors=80.0)
        counted.loc[0, "contributors"] = people
        return counted

    def treated(counted: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
        return treat(counted, made.PEOPLE, [made.SHARE], previous, made.BOROUGHS).observations

    first = treated(shares(50.0, 80))
    assert set(treated(shares(50.1, 80), first)["value"]) == {50.1}
    # One share would have to be withheld, and everybody has seen it.
    pd.testing.assert_frame_equal(treated(shares(50.1, 4), first), first)


def test_a_published_cell_that_becomes_small_keeps_the_published_table() -> None:
    first = published(made.counted())
    revised = published(made.counted({**made.AREAS, "BK01": (5, 44, 61)}), previous=first)
    pd.testing.assert_frame_equal(revised, first)


def test_a_percent_is_withheld_with_its_numerator() -> None:
    share = replace(made.SHARE, id="work_share")
    grid = made.counted().assign(indicator_id="work_share", value=50.0, contributors=80.0)
    rows = grid[grid["industry_id"] == "work"].assign(industry_id="work")
    policy = replace(made.PEOPLE, ratios=(Ratio("work_share", "clients", "clients"),))
    both = pd.concat([made.counted(), rows], ignore_index=True)
    result = treat(both, policy, [made.CLIENTS, share], None, made.BOROUGHS).observations
    shares = result[result["indicator_id"] == "work_share"]
    assert made.cell(shares, "BX01", "work")["status"] == "withheld"
    assert (shares["status"] == "normal").any()


def test_a_share_is_withheld_with_the_count_it_rests_on() -> None:
    shares = made.counted().assign(indicator_id="share", value=50.0)
    shares.loc[shares["area_id"] == "BX03", ["value", "status"]] = [np.nan, "not_reported"]
    policy = replace(made.PEOPLE, bases=(Base("share", "clients"),))
    both = pd.concat([made.counted(), shares], ignore_index=True)
    result = treat(both, policy, [made.CLIENTS, made.SHARE], None, made.BOROUGHS).observations
    place = ["geography", "area_id", "industry_id"]
    by_indicator = dict(iter(result.set_index(place).groupby("indicator_id")["status"]))
    beside = by_indicator["share"].to_frame().assign(status_of_count=by_indicator["clients"])
    is_hidden = beside["status_of_count"] == "withheld"
    # More than the small count alone: complements, of shares that are blank as well.
    assert is_hidden.sum() >= 4
    assert set(beside.loc[is_hidden, "status"]) == {"withheld"}
    assert set(beside.loc[~is_hidden, "status"]) <= {"normal", "not_reported"}


def test_an_index_is_computed_from_published_levels_and_rounded() -> None:
    policy = replace(
        made.PEOPLE,
        primary=Primary(30, minimum_in_base_period=30),
        index=IndexRule("2020-04", minimum_base=30, rounding=5),
    )
    base = made.counted({"BX01": (40,), "BX02": (33,), "BX03": (29,)}, indicator_id="visits")
    later = made.counted(
        {"BX01": (61,), "BX02": (20,), "BX03": (90,)}, "2020-07-01", indicator_id="visits"
    )
    both = pd.concat([base, later]).assign(industry_id="all")
    # Two of six cells are small: more than a quarter, but only one base and one current period.
    more = [
        made.counted({f"BK0{n}": (60,)}, s, "visits")
        for n in (1, 2)
        for s in ("2020-04-01", "2020-07-01")
    ]
    whole = pd.concat([both, *(one.assign(industry_id="all") for one in more)], ignore_index=True)
    whole = whole[whole["area_id"] != "BX03"]
    result = treat(whole, policy, [made.VISITS], None, made.BOROUGHS).observations
    later = result[result["period_start"] == "2020-07-01"]
    # 61 / 40 is 152.5 %: the nearest multiple of 5 is 150 (ties go to the even one).
    assert made.cell(later, "BX01")["value"] == 150
    assert made.cell(later, "BX02")["status"] == "withheld"


def test_a_low_index_is_hidden_with_the_gap_it_would_fill() -> None:
    rule = IndexRule("2020-04", minimum_base=30, rounding=5, floor=10)
    policy = replace(made.PEOPLE, primary=Primary(30, minimum_in_base_period=30), index=rule)
    # BX01 falls to 4 % with a gap beside it; BX02 falls as low and has no gap.
    counts = {"2020-04-01": (900, 900), "2020-07-01": (12, 36), "2020-10-01": (36, 36)}
    more = {f"BK0{number}": (500,) for number in (1, 2)} | {"BX03": (500,)}
    parts = [
        made.counted({"BX01": (one,), "BX02": (other,), **more}, start, "visits")
        for start, (one, other) in counts.items()
    ]
    whole = pd.concat(parts, ignore_index=True).assign(industry_id="all")
    result = treat(whole, policy, [made.VISITS], None, made.BOROUGHS).observations
    last = result[result["period_start"] == "2020-10-01"]
    assert made.cell(last, "BX01")["status"] == "withheld"
    assert made.cell(last, "BX02")["value"] == 5


def test_linked_margins_protect_each_other() -> None:
    # Two age bands make up everyone. The young of BX are few; the old would give them away.
    young = replace(made.CLIENTS, id="young")
    old = replace(made.CLIENTS, id="old")
    numbers = {"young": (4, 60, 50, 40, 30), "old": (50, 55, 65, 70, 45)}
    parts = []
    for name, values in numbers.items():
        one = made.counted({"BX01": (1,)}, indicator_id=name)
        for borough, value in zip(("BX", "BK", "MN", "QN", "SI"), values, strict=True):
            parts.append(
                one.assign(
                    area_id=borough,
                    geography="borough",
                    industry_id="all",
                    value=float(value),
                    contributors=float(value),
                )
            )
    total = pd.concat(parts).groupby("area_id")["value"].sum()
    everyone = pd.concat(parts[:5]).assign(indicator_id="clients")
    everyone["value"] = everyone["contributors"] = everyone["area_id"].map(total)
    policy = replace(
        made.PEOPLE,
        publication_grid=Grid(("borough", "city"), "quarter"),
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
        sums=(Sum("clients", ("young", "old")),),
    )
    whole = pd.concat([*parts, everyone], ignore_index=True)
    result = treat(whole, policy, [made.CLIENTS, young, old], None, made.BOROUGHS).observations
    hidden = result[result["status"] == "withheld"]
    assert "BX" in set(hidden.loc[hidden["indicator_id"] == "young", "area_id"])
    # Neither the sum over boroughs nor the sum over ages may have one gap alone.
    assert (hidden.groupby("indicator_id").size() >= 2).all()
    bronx = hidden[hidden["area_id"] == "BX"]
    assert len(bronx) >= 2


def test_linked_tables_are_revised_together_or_not_at_all() -> None:
    def treated(young: float, old: float, previous: pd.DataFrame | None = None) -> pd.DataFrame:
        base = made.counted({"BX01": (1,)}).assign(
            area_id="NYC", geography="city", industry_id="all"
        )
        numbers = {"young": young, "old": old, "clients": young + old}
        rows = [
            base.assign(indicator_id=name, value=value, contributors=value)
            for name, value in numbers.items()
        ]
        policy = replace(
            made.PEOPLE,
            publication_grid=Grid(("city",), "quarter"),
            sums=(Sum("clients", ("young", "old")),),
        )
        indicators = [replace(made.CLIENTS, id=name, family=name) for name in numbers]
        return treat(pd.concat(rows, ignore_index=True), policy, indicators, previous).observations

    first = treated(60, 80)
    # The old grew by 20 and may be revised; the young by 3 may not, and hold both others back.
    pd.testing.assert_frame_equal(treated(63, 100, first), first)
    assert set(treated(72, 100, first)["value"]) == {72, 100, 172}


def test_a_chain_counts_once_and_a_person_in_two_places_once_in_the_total() -> None:
    keys = made.counted().loc[[0, 0, 0, 0], [*KEY, "period_end"]].reset_index(drop=True)
    records = keys.assign(
        contributor_id=["ann", "ann", "bob", "cyn"],
        holding_id=["chain", "chain", "chain", "cyn"],
        amount=[5.0, 6.0, 7.0, 4.0],
    )
    counted = contributions.count(records).iloc[0]
    assert counted["contributors"] == 3
    assert counted["establishments"] == 2
    assert (counted["largest"], counted["second"], counted["value"]) == (18, 4, 22)
    assert counted["status"] == "normal"


def test_beside_a_lone_owner_the_second_largest_amounts_to_nothing() -> None:
    keys = made.counted().loc[[0, 0], [*KEY, "period_end"]].reset_index(drop=True)
    records = keys.assign(contributor_id=["ann", "bob"], holding_id="chain", amount=[5.0, 6.0])
    counted = contributions.count(records).iloc[0]
    assert (counted["largest"], counted["second"], counted["value"]) == (11, 0, 11)


def test_no_error_names_a_value() -> None:
    counted = made.counted({**made.AREAS, "BX01": (4177, 31, 4)})
    counted.loc[0, "value"] = 4177.5
    with pytest.raises(TreatmentError) as refused:
        published(counted)
    assert "4177" not in str(refused.value)


def test_a_change_that_is_rounded_to_nothing_does_not_say_from_which_side() -> None:
    table = pd.DataFrame({"value": [-0.4, 0.4, -0.0, -0.6, np.nan]})
    rounded = derive.rounded(table, np.ones(5, dtype=bool), 1.0)["value"].to_numpy()
    assert not np.signbit(rounded[:3]).any()
    assert (rounded[3], np.isnan(rounded[4])) == (-1.0, True)
