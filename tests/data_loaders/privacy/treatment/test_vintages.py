"""What lies between two releases is a figure like any other: it rests on enough, or stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Base, Grid, Policy, Primary, Sum
from tests.support.privacy import made, released

GIFTS = replace(made.CLIENTS, id="gifts", family="gifts")
BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
POLICY: Policy = replace(
    made.PEOPLE,
    primary=Primary(10, p_percent=15),
    additive=("donations",),
    bases=(Base("donations", "gifts"),),
    publication_grid=Grid(("borough", "city"), "quarter"),
)
SOURCE = released.source(POLICY, GIFTS, made.DONATIONS)


def counted(gifts: dict[str, float], amount: dict[str, float], largest: float) -> pd.DataFrame:
    """Gifts and money of one quarter by borough; no gift of a borough is above `largest`."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    parts = []
    for borough in BOROUGHS:
        number = gifts.get(borough, 40.0)
        count = base.assign(area_id=borough, value=number, contributors=number)
        parts.append(count.assign(indicator_id="gifts", largest=1.0, second=1.0))
        money = count.assign(value=amount.get(borough, 4000.0))
        parts.append(money.assign(indicator_id="donations", largest=largest, second=largest))
    return pd.concat(parts, ignore_index=True)


def treated(counted: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    return treat(counted, POLICY, [GIFTS, made.DONATIONS], previous, made.BOROUGHS).observations


FIRST = treated(counted({}, {}, 200.0))


@pytest.mark.parametrize(
    ("gifts", "amount", "largest"),
    [
        (41, 4012.0, 200.0),  # one late gift of 12 dollars
        (41, 4052.0, 200.0),  # one of 52
        (40, 4500.0, 200.0),  # a correction, of nobody knows how many
        (52, 5500.0, 1000.0),  # twelve gifts, of which two may be all that was given
        (52, 3500.0, 200.0),  # more gifts and less money
        (44, 4000.0, 200.0),  # the count alone
    ],
)
def test_money_and_its_count_stay_where_the_change_may_be_one_gift(
    gifts: float, amount: float, largest: float
) -> None:
    late = counted({"BX": gifts}, {"BX": amount}, largest)
    pd.testing.assert_frame_equal(treated(late, FIRST), FIRST)


def test_money_and_its_count_are_revised_where_many_gave_the_change() -> None:
    late = treated(counted({"BX": 62}, {"BX": 6200.0}, 200.0), FIRST)
    bronx = late[late["area_id"] == "BX"].set_index("indicator_id")["value"]
    assert bronx.to_dict() == {"gifts": 62.0, "donations": 6200.0}


def test_money_without_a_published_count_is_never_revised() -> None:
    alone = replace(POLICY, bases=())
    late = counted({"BX": 62}, {"BX": 6200.0}, 200.0)
    result = treat(late, alone, [GIFTS, made.DONATIONS], FIRST, made.BOROUGHS).observations
    bronx = result[result["area_id"] == "BX"].set_index("indicator_id")["value"]
    assert bronx["donations"] == 4000.0


@pytest.mark.parametrize(("gifts", "amount"), [(0, 12.0), (1, 12.0), (1, 52.0), (0, 500.0)])
def test_one_gift_between_two_releases_fails_the_audit(
    tmp_path: Path, gifts: float, amount: float
) -> None:
    change = {"gifts": gifts, "donations": amount}
    chosen = FIRST["area_id"].isin(["BX", "NYC"])
    more = FIRST["indicator_id"].map(change).where(chosen, 0.0)
    last = released.write(tmp_path / "last", SOURCE, FIRST)
    now = released.write(tmp_path / "now", SOURCE, FIRST.assign(value=FIRST["value"] + more))
    assert "A6" in released.failed(released.audit(now, last))


def listings(
    number: float, value: float, kind: Indicator, last: pd.DataFrame | None
) -> pd.DataFrame:
    """So many gifts of the Bronx and a figure that rests on them, treated after a release."""
    counts = counted({"BX": number}, {}, 1.0)
    counts = counts[counts["indicator_id"] == "gifts"]
    figures = counts.assign(indicator_id=kind.id, value=40.0)
    figures["value"] = figures["value"].mask(figures["area_id"].eq("BX"), value)
    table = pd.concat([counts, figures], ignore_index=True)
    policy = replace(POLICY, primary=Primary(10), additive=(), bases=(Base(kind.id, "gifts"),))
    return treat(table, policy, [GIFTS, kind], last, made.BOROUGHS).observations


KINDS = [
    replace(made.SHARE, id="figure", measure=measure)
    for measure in (Measure.PERCENT, Measure.MONEY, Measure.DAYS)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.measure)
def test_a_share_or_mean_of_a_shown_count_changes_only_with_enough_of_it(
    kind: Indicator, tmp_path: Path
) -> None:
    """Of a hundred gifts 40 and then 41 percent: one gift is told."""
    first = listings(100, 40, kind, None)
    pd.testing.assert_frame_equal(listings(100, 41, kind, first), first)
    assert not listings(130, 41, kind, first).equals(first)
    policy = replace(POLICY, primary=Primary(10), additive=(), bases=(Base("figure", "gifts"),))
    source = released.source(policy, GIFTS, kind)
    last = released.write(tmp_path / "last", source, first)
    told = {}
    for number in (100, 130):
        late = released.write(tmp_path / str(number), source, listings(number, 41, kind, None))
        told[number] = released.result(released.audit(late, last), "A6").failures
    assert told == {100: 1, 130: 0}


def clients_of(bronx: float, *releases: pd.DataFrame) -> pd.DataFrame:
    """Clients by borough, so many in the Bronx, after the releases so far, newest first."""
    base = counted({"BX": bronx}, {}, 1.0)
    table = base[base["indicator_id"] == "gifts"].assign(indicator_id="clients")
    policy = replace(POLICY, primary=Primary(10), additive=(), bases=())
    previous, earlier = (releases[0] if releases else None), releases[1:]
    return treat(
        table, policy, [made.CLIENTS], previous, made.BOROUGHS, earlier=earlier
    ).observations


def test_two_large_revisions_leave_no_small_one_between_first_and_third() -> None:
    first = clients_of(40)
    second = clients_of(70, first)
    assert not second.equals(first)
    # Beside the second alone, twenty-nine fewer would do; beside the first it is one person.
    assert not clients_of(41, second).equals(second)
    pd.testing.assert_frame_equal(clients_of(41, second, first), second)


@pytest.mark.parametrize("newest_first", [True, False])
def test_one_gift_between_first_and_third_fails_the_audit(
    tmp_path: Path, newest_first: bool
) -> None:
    def grown(by: float) -> pd.DataFrame:
        each = {"gifts": by, "donations": 100 * by}
        chosen = FIRST["area_id"].isin(["BX", "NYC"])
        more = FIRST["indicator_id"].map(each).where(chosen, 0.0)
        return FIRST.assign(value=FIRST["value"] + more)

    first, second, third = (
        released.write(tmp_path / name, SOURCE, grown(by))
        for name, by in (("first", 0.0), ("second", 30.0), ("third", 1.0))
    )
    assert released.failed(released.audit(third, second)) == set()
    # Gone back to, the served release may be the older one: readers still have both.
    others = (second, first) if newest_first else (first, second)
    assert "A6" in released.failed(released.audit(third, *others))


def test_a_gap_filled_in_does_not_count_as_unchanged(tmp_path: Path) -> None:
    """Three gaps grew together by one; in the third release one of them is shown."""
    policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
    table = FIRST[FIRST["indicator_id"] == "gifts"].assign(indicator_id="clients")
    table = table.sort_values(KEY, ignore_index=True)

    def shown(gaps: list[str], more: dict[str, float]) -> pd.DataFrame:
        hidden = table["area_id"].isin(gaps)
        value = table["value"] + table["area_id"].map(more).fillna(0.0)
        return table.assign(
            value=value.mask(hidden), status=table["status"].mask(hidden, "withheld")
        )

    source = released.source(policy, made.CLIENTS)
    last = released.write(tmp_path / "last", source, shown(["SI", "QN", "BX"], {}))
    late = shown(["SI", "QN"], {"BK": 20, "NYC": 24, "BX": 3})
    now = released.write(tmp_path / "now", source, late)
    # Of the four more in the three gaps of then, three came to the one that is shown now.
    assert "A6" in released.failed(released.audit(now, last))


def test_parts_of_a_total_that_changed_by_few_together_fail_the_audit(tmp_path: Path) -> None:
    in_, out = (replace(made.CLIENTS, id=name, family="clients") for name in ("in", "out"))
    policy = replace(
        made.PEOPLE,
        publication_grid=Grid(("city",), "quarter"),
        sums=(Sum("clients", ("in", "out")),),
    )
    base = made.counted({"BX01": (1,)}).assign(
        geography="city", area_id="NYC", industry_id="all", status="normal"
    )
    rows = pd.concat([base.assign(indicator_id=name) for name in ("clients", "in", "out")])
    rows = rows.sort_values(KEY, ignore_index=True)[[*KEY, "period_end", "value", "status"]]
    gaps = rows["indicator_id"].ne("clients")

    def written(name: str, total: float) -> Path:
        table = rows.assign(value=total).assign(
            value=lambda all_: all_["value"].mask(gaps),
            status=rows["status"].mask(gaps, "withheld"),
        )
        source = released.source(policy, made.CLIENTS, in_, out)
        return released.write(tmp_path / name, source, table)

    now, alike, one_more = written("now", 90), written("alike", 90), written("more", 91)
    assert "A6" not in released.failed(released.audit(now, alike))
    # The total itself changed by one, and so did both gaps together: two failures.
    assert released.result(released.audit(now, one_more), "A6").failures == 2


def test_a_group_of_gaps_that_changes_by_few_keeps_its_table() -> None:
    def clients(few: float, many: float) -> pd.DataFrame:
        base = counted({"SI": few, "QN": many}, {}, 1.0)
        return base[base["indicator_id"] == "gifts"].assign(indicator_id="clients")

    def shown(table: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
        policy = replace(POLICY, primary=Primary(10), additive=(), bases=())
        return treat(table, policy, [made.CLIENTS], previous, made.BOROUGHS).observations

    first = shown(clients(4, 40))
    hidden = set(first.loc[first["status"] == "withheld", "area_id"])
    assert hidden >= {"SI"}
    # One more of the few, twelve more elsewhere: the city minus the rest tells of the one.
    late = clients(5, 40)
    grown = late["area_id"].isin({*BOROUGHS} - hidden)
    late.loc[grown, ["value", "contributors"]] += 12
    pd.testing.assert_frame_equal(shown(late, first), first)


def test_a_group_of_gaps_that_changed_by_few_fails_the_audit(tmp_path: Path) -> None:
    policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
    table = FIRST[FIRST["indicator_id"] == "gifts"].assign(indicator_id="clients")
    gaps = table["area_id"].isin(["SI", "QN", "BX"])
    table = table.assign(
        value=table["value"].mask(gaps), status=table["status"].mask(gaps, "withheld")
    )
    city = table["area_id"].eq("NYC")
    source = released.source(policy, made.CLIENTS)
    last = released.write(tmp_path / "last", source, table.sort_values(KEY))
    shown = table["area_id"].isin(["BK", "MN"])
    # Two boroughs grew by twenty each, the city by forty-one: one came to the three hidden.
    late = table.assign(value=table["value"] + 20.0 * shown + 41.0 * city)
    now = released.write(tmp_path / "now", source, late.sort_values(KEY))
    assert released.failed(released.audit(now, last)) == {"A6", "A14"}
