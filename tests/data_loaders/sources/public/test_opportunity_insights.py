"""The Economic Tracker's files: dates in three columns, dots for missing, fractions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nysdol_ui_claims import source as nysdol_ui_claims
from data_loaders.sources.public.opportunity_insights import source as opportunity_insights
from data_loaders.sources.public.opportunity_insights.indicators import CATEGORIES
from data_loaders.vocabulary.geography import BOROUGH_OF_FIPS

CITY_SPENDING = "Affinity - City - Monthly.csv"
COUNTY_SPENDING = "Affinity - County - Monthly.csv"
CITY_REVENUE = "Womply - City - Weekly.csv"
COUNTY_REVENUE = "Womply - County - Weekly.csv"
EMPLOYMENT = "Employment - City - Weekly.csv"
CLAIMS = "UI Claims - City - Weekly.csv"

SPENDING_COLUMNS = ",".join(f"spend_{code}" for code, _ in CATEGORIES)
FILES = {
    CITY_SPENDING: f"""\
year,month,day_endofmonth,cityid,freq,{SPENDING_COLUMNS},provisional
2020,2,29,1,m,{",".join(["9"] * 18)},0
2020,2,29,2,m,.0431,.5,{",".join(["-.345"] * 16)},0
2020,4,30,2,m,-.2,.,{",".join(["1"] * 16)},1
""",
    COUNTY_SPENDING: "year,month,day_endofmonth,countyfips,freq,spend_all,provisional\n"
    + "".join(f"2020,2,29,{fips},m,-.1,0\n" for fips in (*BOROUGH_OF_FIPS, "6037")),
    CITY_REVENUE: """\
year,month,day_endofweek,cityid,merchants_all,revenue_all
2020,1,12,2,.0192,.0266
""",
    COUNTY_REVENUE: "year,month,day_endofweek,countyfips,merchants_all,revenue_all\n"
    + "".join(f"2020,1,12,{fips},.0311,-.5\n" for fips in BOROUGH_OF_FIPS),
    EMPLOYMENT: """\
year,month,day_endofweek,cityid,emp,emp_incq1,emp_incq2,emp_incq3,emp_incq4
2021,12,31,2,-.151,-.203,-.229,-.147,.
2022,1,7,2,-.161,-.211,-.235,-.157,.
""",
    CLAIMS: """\
year,month,day_endofweek,cityid,initclaims_count_regular,initclaims_rate_regular
2022,12,3,2,6740,.166
2022,12,10,2,5730,.141
""",
}


def read(tmp_path: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> pd.DataFrame:
    """The delivery above, with (old, new) text replaced in the files named."""
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return opportunity_insights.read(tmp_path)


def row(
    table: pd.DataFrame, indicator_id: str, area_id: str, end: str, industry: str = "all"
) -> pd.Series:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_end"].eq(end)
        & table["industry_id"].eq(industry)
    )
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_fractions_become_percents(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert row(table, "card_spending", "NYC", "2020-02-29")["value"] == 4.31
    assert row(table, "card_spending", "NYC", "2020-02-29", "arts_entertainment")["value"] == -34.5
    assert row(table, "employment_q1", "NYC", "2021-12-31")["value"] == -20.3
    assert row(table, "small_business_revenue", "BX", "2020-01-12")["value"] == -50


def test_claims_are_counts_of_a_week_that_ends_on_saturday(tmp_path: Path) -> None:
    week = row(read(tmp_path), "ui_claims_recent", "NYC", "2022-12-10")
    assert week["value"] == 5730
    assert str(week["period_start"].date()) == "2022-12-04"


def test_a_dot_and_an_absent_month_are_not_reported(tmp_path: Path) -> None:
    table = read(tmp_path)
    for end, industry in (("2020-04-30", "accommodation_food"), ("2020-03-31", "all")):
        missing = row(table, "card_spending", "NYC", end, industry)
        assert missing["status"] == "not_reported"
        assert pd.isna(missing["value"])


def test_the_publishers_provisional_months_are_marked(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert row(table, "card_spending", "NYC", "2020-04-30")["status"] == "provisional"
    assert row(table, "card_spending", "NYC", "2020-02-29")["status"] == "normal"


def test_other_cities_and_counties_are_left_out(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert set(table["area_id"]) == {"NYC", "BX", "BK", "MN", "QN", "SI"}
    assert row(table, "card_spending_borough", "SI", "2020-02-29")["value"] == -10


def test_employment_ends_with_2021(tmp_path: Path) -> None:
    table = read(tmp_path)
    weeks = table[table["indicator_id"].str.startswith("employment")]
    assert weeks["period_end"].max() == pd.Timestamp(2021, 12, 31)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (CITY_SPENDING, "spend_acf", "spend_food", "spend_acf"),
        (CITY_SPENDING, "2,m", "2,w", "m, for monthly"),
        (CITY_SPENDING, "1,1\n", "1,2\n", "0 or 1"),
        (CITY_SPENDING, "2020,4,30", "2020,4,29", "the last day of a month"),
        (CITY_SPENDING, "-.2,.", "-.2,x", "a number"),
        (COUNTY_SPENDING, "36085", "36087", r"no row for \['SI'\]"),
        (CITY_REVENUE, "2020,1,12,2", "2020,1,12,3", r"no row for \['NYC'\]"),
        (COUNTY_REVENUE, "2020,1,12,36005", "2020,1,11,36005", "the last day of a week"),
        (EMPLOYMENT, "emp_incq4", "emp_q4", "emp_incq4"),
        (EMPLOYMENT, "2021,12,31", "2021,13,31", "a year, a month and a day"),
        (CLAIMS, "2022,12,10", "2022,12,3", "each key once"),
    ],
)
def test_a_damaged_file_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message) as raised:
        read(tmp_path, {name: (old, new)})
    assert name in str(raised.value)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return opportunity_insights.read(mirror / opportunity_insights.SOURCE.feed.folder)


def test_the_published_files_keep_the_promises_of_their_indicators(
    published: pd.DataFrame,
) -> None:
    observations.check(published, opportunity_insights.SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "end", "industry", "value"),
    [
        ("card_spending", "NYC", "2020-03-31", "all", -14.6),
        ("card_spending", "NYC", "2020-03-31", "arts_entertainment", -46.9),
        ("card_spending", "NYC", "2020-03-31", "retail-without-grocery", -22.5),
        ("card_spending_borough", "BK", "2025-08-31", "all", 46.9),
        ("small_business_revenue", "NYC", "2022-02-06", "all", 15.6),
        ("small_business_revenue", "SI", "2022-02-06", "all", 44.8),
        ("small_businesses_open", "QN", "2022-02-06", "all", 17.4),
        ("employment", "NYC", "2021-12-31", "all", -15.1),
        ("employment_q1", "NYC", "2021-12-31", "all", -20.3),
        ("employment_q4", "NYC", "2021-12-31", "all", -7.31),
        ("ui_claims_recent", "NYC", "2026-08-15", "all", 6300),
    ],
)
def test_figures_are_the_publishers(
    published: pd.DataFrame,
    indicator_id: str,
    area_id: str,
    end: str,
    industry: str,
    value: float,
) -> None:
    assert row(published, indicator_id, area_id, end, industry)["value"] == value


def test_only_flagged_months_of_the_published_files_are_provisional(
    published: pd.DataFrame,
) -> None:
    early = published[published["status"].eq("provisional")]
    ends = early.groupby("indicator_id")["period_end"].unique()
    assert [str(day.date()) for day in ends["card_spending"]] == ["2026-07-31"]
    assert [str(day.date()) for day in ends["card_spending_borough"]] == ["2025-08-31"]


def test_later_employment_is_named_as_a_known_error(published: pd.DataFrame, mirror: Path) -> None:
    text = (mirror / "opportunity-insights" / EMPLOYMENT).read_text(encoding="utf-8")
    assert "2025,5,2,2,-.248,-.239,-.284,-.211,.," in text
    said = opportunity_insights.SOURCE.known_errors[0]
    assert "For May 2, 2025 the file reads 24.8 percent below January 2020" in said
    assert len(published[published["indicator_id"].eq("employment_q4")]) == 103


def test_city_claims_equal_the_states_in_every_week_both_have(
    published: pd.DataFrame, mirror: Path
) -> None:
    state = nysdol_ui_claims.read(mirror / nysdol_ui_claims.SOURCE.feed.folder)
    is_city = state["indicator_id"].eq("ui_claims") & state["geography"].eq("city")
    theirs = state[is_city].set_index("period_end")["value"]
    recent = published[published["indicator_id"].eq("ui_claims_recent")]
    ours = recent.set_index("period_end")["value"]
    shared = theirs.index.intersection(ours.index)
    assert len(shared) == 152
    assert shared.max() == pd.Timestamp(2022, 12, 3)
    assert theirs[shared].tolist() == ours[shared].tolist()
