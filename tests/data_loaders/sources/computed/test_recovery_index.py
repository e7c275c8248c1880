from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.catalog import INDICATORS, SOURCES
from data_loaders.sources.computed.recovery_index import scores
from data_loaders.sources.computed.recovery_index import source as recovery_index
from data_loaders.sources.computed.recovery_index.indicators import COMPONENTS, FINE_STEP
from data_loaders.sources.computed.recovery_index.source import SOURCE, derive
from data_loaders.sources.public import opentable
from data_loaders.sources.public.mta_ridership import source as mta_ridership
from data_loaders.sources.public.nychealth_coronavirus import source as nychealth_coronavirus
from data_loaders.sources.public.nysdol_ui_claims import source as nysdol_ui_claims
from data_loaders.sources.public.streeteasy_weekly import source as streeteasy_weekly
from data_loaders.vocabulary.model import Publication

FIRST, LAST = "2019-01-01", "2020-03-21"


def days(indicator_id: str, value: float, first: str) -> pd.DataFrame:
    dates = pd.Series(pd.date_range(first, LAST, freq="D"))
    return rows(indicator_id, dates, dates, value)


def weeks(indicator_id: str, value: float, weekday: str) -> pd.DataFrame:
    last_days = pd.Series(pd.date_range(FIRST, "2020-03-22", freq=f"W-{weekday}"))
    return rows(indicator_id, last_days - pd.Timedelta(days=6), last_days, value)


def rows(indicator_id: str, first: pd.Series, last: pd.Series, value: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": "city",
            "area_id": "NYC",
            "period_start": first,
            "period_end": last,
            "industry_id": "all",
            "value": value,
            "status": "normal",
        }
    )


def inputs() -> pd.DataFrame:
    return observations.tidy(
        [
            days("covid_hospitalizations", 9, "2020-02-29"),
            weeks("ui_claims", 5000, "SAT"),
            weeks("pending_home_sales", 300, "SUN"),
            weeks("rental_inventory_weekly", 15632, "SUN"),
            days("subway_ridership_vs_2019", 50, "2020-03-01"),
            days("seated_diners", -40, "2020-02-24"),
        ]
    )


def changed(table: pd.DataFrame, indicator_id: str, last_day: str, value: float) -> pd.DataFrame:
    there = (table["indicator_id"] == indicator_id) & (
        table["period_end"] == pd.Timestamp(last_day)
    )
    assert there.sum() == 1
    status = "not_reported" if math.isnan(value) else "normal"
    return table.assign(
        value=table["value"].mask(there, value), status=table["status"].mask(there, status)
    )


def score(table: pd.DataFrame, name: str, saturday: str) -> tuple[float | None, str]:
    chosen = table[
        table["indicator_id"].isin([name, f"recovery_score_{name}"])
        & (table["period_end"] == pd.Timestamp(saturday))
    ]
    assert len(chosen) == 1
    value = float(chosen["value"].iloc[0])
    return None if math.isnan(value) else value, str(chosen["status"].iloc[0])


def test_each_score_follows_its_formula() -> None:
    table = derive(inputs())

    # 1 − log10(10) ÷ 3.5
    assert score(table, "hospitalizations", "2020-03-14") == (71.4, "normal")
    assert score(table, "claims", "2020-03-14") == (100, "normal")
    assert score(table, "home_sales", "2020-03-14") == (100, "normal")
    assert score(table, "subway", "2020-03-14") == (50, "normal")
    assert score(table, "restaurants", "2020-03-14") == (60, "normal")
    # 15,632 listings in week 1 are .9531 of a January mean, against a usual .9891: 96.5, to five.
    assert score(table, "rental_inventory", "2020-01-04") == (95, "normal")


def test_the_index_is_the_mean_of_six_scores_as_published() -> None:
    table = derive(inputs())

    # In week 11: (15632 − 15632 × .11108297 × 11 ÷ 52.28571429) ÷ 16366.8 = .9328; usual 1.0659.
    assert score(table, "rental_inventory", "2020-03-14") == (90, "normal")
    # (71.4 + 100 + 100 + 90 + 50 + 60) ÷ 6; of 88.9 instead of 90 it would be 78.4.
    assert score(table, "recovery_index", "2020-03-14") == (78.6, "normal")


def test_scores_of_figures_that_are_not_passed_on_are_rounded_to_five() -> None:
    table = derive(changed(inputs(), "seated_diners", "2020-03-14", -37.6214))

    assert score(table, "restaurants", "2020-03-14") == (60, "normal")
    names = [f"recovery_score_{name}" for name in ("home_sales", "rental_inventory", "restaurants")]
    coarse = table.loc[table["indicator_id"].isin(names), "value"].dropna()
    assert len(coarse) > 30
    assert coarse.mod(5).eq(0).all()


def test_claims_a_fifth_above_the_usual_week_score_82_7() -> None:
    table = derive(changed(inputs(), "ui_claims", "2020-03-14", 5000 * 1.209))

    assert score(table, "claims", "2020-03-14") == (82.7, "normal")


def test_scores_are_capped_at_100() -> None:
    table = changed(inputs(), "pending_home_sales", "2020-03-15", 600)
    table = changed(table, "ui_claims", "2020-03-14", 10)

    assert score(derive(table), "home_sales", "2020-03-14") == (100, "normal")
    assert score(derive(table), "claims", "2020-03-14") == (100, "normal")


def test_too_many_homes_for_rent_lower_the_score_like_too_few() -> None:
    table = derive(changed(inputs(), "rental_inventory_weekly", "2020-03-15", 40000))

    assert score(table, "rental_inventory", "2020-03-14")[0] == 45


def test_a_sales_week_ends_on_the_sunday_after_the_index_week() -> None:
    table = derive(changed(inputs(), "pending_home_sales", "2020-03-15", 150))

    assert score(table, "home_sales", "2020-03-14") == (50, "normal")
    assert score(table, "home_sales", "2020-03-21") == (100, "normal")


def test_scores_before_a_late_series_begins_are_estimated_at_100() -> None:
    table = derive(inputs())

    assert score(table, "hospitalizations", "2020-02-29") == (100, "estimated")
    assert score(table, "subway", "2020-02-29") == (100, "estimated")
    assert score(table, "restaurants", "2020-02-22") == (100, "estimated")
    assert score(table, "restaurants", "2020-02-29") == (60, "normal")
    assert score(table, "recovery_index", "2020-02-29")[1] == "estimated"
    assert score(table, "recovery_index", "2020-03-07")[1] == "normal"


def test_a_gap_in_an_input_leaves_no_score_and_no_index() -> None:
    table = derive(changed(inputs(), "subway_ridership_vs_2019", "2020-03-11", math.nan))

    assert score(table, "subway", "2020-03-07") == (50, "normal")
    assert score(table, "subway", "2020-03-14") == (None, "not_reported")
    assert score(table, "recovery_index", "2020-03-14") == (None, "not_reported")


def test_the_index_ends_with_the_shortest_input() -> None:
    whole = inputs()
    short = whole[
        (whole["indicator_id"] != "seated_diners")
        | (whole["period_end"] <= pd.Timestamp("2020-03-16"))
    ]

    assert derive(short)["period_end"].max() == pd.Timestamp("2020-03-14")
    assert derive(whole)["period_end"].min() == pd.Timestamp("2020-01-04")


@pytest.mark.parametrize("indicator_id", ["ui_claims", "seated_diners"])
def test_a_missing_input_is_an_error(indicator_id: str) -> None:
    table = inputs()
    with pytest.raises(DeliveryError, match=f"no values of {indicator_id}"):
        derive(table[table["indicator_id"] != indicator_id])


def test_figures_of_other_areas_and_industries_do_not_count() -> None:
    table = inputs()
    borough = table[table["indicator_id"] == "ui_claims"].assign(
        geography="borough", area_id="BX", value=1
    )
    industry = table[table["indicator_id"] == "ui_claims"].assign(industry_id="retail", value=1)
    crowded = pd.concat([table, borough, industry], ignore_index=True)

    assert derive(crowded).equals(derive(table))


def test_the_usual_week_wraps_within_2019_and_week_53_reaches_into_2020() -> None:
    saturdays = pd.date_range("2019-01-05", "2020-01-04", freq="7D")
    weekly = pd.Series(range(1, 54), index=saturdays, dtype="float64")
    usual = scores.usual_week(weekly)

    assert usual[1] == (52 + 1 + 2) / 3
    assert usual[30] == 30
    assert usual[52] == (51 + 52 + 1) / 3
    assert usual[53] == (52 + 53) / 2


def test_only_rounded_scores_leave() -> None:
    table = derive(inputs())

    assert SOURCE.publication is Publication.DERIVED
    assert table["value"].dropna().mul(10).round(6).mod(1).eq(0).all()


def test_every_input_named_is_in_the_catalog() -> None:
    sources = {source.id: source for source in SOURCES}
    for indicator in SOURCE.indicators:
        assert len(indicator.derived_from) == (6 if indicator.id == "recovery_index" else 1)
        for origin in indicator.derived_from:
            source_id, _, indicator_id = origin.partition(":")
            assert source_id != SOURCE.id
            assert INDICATORS[indicator_id] in sources[source_id].indicators


@pytest.fixture(scope="module")
def delivered(mirror: Path) -> pd.DataFrame:
    modules = (
        nychealth_coronavirus,
        nysdol_ui_claims,
        streeteasy_weekly,
        mta_ridership,
        opentable,
    )
    parts = []
    for module in modules:
        assert module.SOURCE.feed is not None
        parts.append(module.read(mirror / module.SOURCE.feed.folder))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def published(delivered: pd.DataFrame) -> pd.DataFrame:
    return derive(delivered)


@pytest.fixture(scope="module")
def exact(delivered: pd.DataFrame) -> pd.DataFrame:
    """The scores before those of figures not passed on are rounded to five."""
    fine = tuple(replace(part, step=FINE_STEP) for part in COMPONENTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recovery_index, "COMPONENTS", fine)
        return derive(delivered)


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
def test_the_index_of_the_published_files_keeps_every_promise(published: pd.DataFrame) -> None:
    observations.check(published, SOURCE.indicators)

    # 153 Saturdays from January 4, 2020 to December 3, 2022, seven series, no gap.
    assert len(published) == 153 * 7
    assert published["value"].notna().all()
    assert published["period_end"].max() == pd.Timestamp("2022-12-03")


@pytest.mark.parametrize(
    ("saturday", "expected"),
    [
        # Worked out by hand from the publishers' files. Exact, home sales, homes for rent and
        # diners score 24.3, 79.2, 0; 100, 52.1, 12.3; 100, 97.1, 63.4.
        # 1,428.43 hospitalizations a day; 184,530 claims against 5,220; 110 sales against 452.67;
        # 13,421 listings in week 15; subway 55/7 percent; diners -100.
        ("2020-04-11", (9.9, 2.8, 25, 80, 7.9, 0, 20.9)),
        # ISO week 53: 306.57; 21,510 against (5,920 + 16,390) / 2; 366 against (207 + 243) / 2;
        # 35,039 listings, too many; 207/7 percent; -87.7314.
        ("2021-01-02", (28.9, 51.9, 100, 50, 29.6, 10, 45.1)),
        # 202.43; 6,740 against 5,576.67; 374 against 351.33; 16,530; 451/7 percent; -36.6214.
        ("2022-12-03", (34.0, 82.7, 100, 95, 64.4, 65, 73.5)),
    ],
)
def test_three_weeks_worked_out_by_hand(
    published: pd.DataFrame, saturday: str, expected: tuple[float, ...]
) -> None:
    names = (
        "hospitalizations",
        "claims",
        "home_sales",
        "rental_inventory",
        "subway",
        "restaurants",
        "recovery_index",
    )

    assert tuple(score(published, name, saturday)[0] for name in names) == expected


@pytest.mark.parametrize(
    ("name", "file", "week", "column", "differing"),
    [
        ("claims", "nysdol-ui-claims/ny1_nyc_ui.csv", "date", "Unemployment Claims Index", set()),
        (
            "restaurants",
            "opentable-ny1/opentable.csv",
            "date",
            "Restaurant Reservations Index",
            # From July 10 to 18, 2021 the file's score does not follow from its own mean.
            {"2021-07-10", "2021-07-17"},
        ),
        (
            "home_sales",
            "streeteasy-weekly-ny1/streeteasy_home_sales.csv",
            "date",
            "Home Sales Index",
            set(),
        ),
        (
            "rental_inventory",
            "streeteasy-weekly-ny1/streeteasy_rentals.csv",
            "Week Ending",
            "Rental Inventory Index",
            # The publisher took the season of these two weeks from the next month.
            {"2020-02-29", "2020-10-31"},
        ),
    ],
)
def test_exact_scores_are_those_ny1_and_investopedia_published(
    mirror: Path,
    exact: pd.DataFrame,
    name: str,
    file: str,
    week: str,
    column: str,
    differing: set[str],
) -> None:
    theirs = pd.read_csv(mirror / file).set_index(week)[column].dropna()
    ours = exact[
        (exact["indicator_id"] == f"recovery_score_{name}") & (exact["status"] == "normal")
    ]
    ours = pd.Series(
        ours["value"].to_numpy(), index=ours["period_end"].dt.strftime("%Y-%m-%d").to_numpy()
    )
    apart = (ours - theirs.reindex(ours.index)).abs() > 0.1

    assert len(ours) > 140
    assert set(ours.index[apart]) == differing
