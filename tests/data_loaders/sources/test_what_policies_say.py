"""What the policy of a public source says of its figures is so in the figures that ship."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Measure, Reason, Source

OF_ITS_PUBLISHER = (Reason.PUBLISHER_HID, Reason.PUBLISHER_MINIMUM, Reason.HIDDEN_OR_NONE)
HIDES_NOTHING = ("hides none", "hides nothing", "hides no cell", "No minimum.")
WE_HIDE = ("we hide", "We hide", "we show no number")
WHOLE = (Geography.CITY, Geography.BOROUGH)
# Words that say that nothing smaller than a borough is there.
ONLY_WHOLE = (
    "whole boroughs",
    "the whole city",
    "to boroughs, so no small area",
    "whole transit systems",
    "thousands of people",
    "three large boroughs",
)


@cache
def observations(source_id: str) -> pd.DataFrame:
    """The shipped figures of a source; none of one that is shown and not passed on."""
    path = installation.SHIPPED_SEED / "observations" / f"{source_id}.parquet"
    return pd.read_parquet(path) if path.exists() else pd.DataFrame()


def saying(words: tuple[str, ...]) -> list[Source]:
    """Sources whose policy has one of these words, with figures that ship."""
    return [
        each
        for each in SOURCES
        if any(one in f"{each.policy.plain} {each.policy.publisher_rule}" for one in words)
        and not observations(each.id).empty
    ]


def reasons(source_id: str) -> set[str]:
    table = observations(source_id)
    return set(table["reason"].dropna()) if "reason" in table else set()


def values(source_id: str, indicators: str = "", geography: str = "") -> pd.Series:
    table = observations(source_id)
    is_of = table["indicator_id"].str.match(indicators) & table["geography"].str.match(geography)
    return table[is_of]["value"].dropna()


@pytest.mark.parametrize("source", saying(HIDES_NOTHING), ids=lambda each: each.id)
def test_a_publisher_that_hides_nothing_has_no_figure_it_hid(source: Source) -> None:
    assert not reasons(source.id) & set(OF_ITS_PUBLISHER)


def test_what_is_said_not_to_be_hidden_is_not() -> None:
    for source_id, indicators, geography in (
        ("nychealth_coronavirus", "covid_(cases|deaths|hospitalizations)$", "borough"),
        ("bls_qcew", "employers", ""),
        ("opportunity_insights", "ui_claims", ""),
    ):
        table = observations(source_id)
        rows = table[
            table["indicator_id"].str.match(indicators) & table["geography"].str.match(geography)
        ]
        assert len(rows), source_id
        assert not rows["status"].isin(["withheld", "withheld_or_none"]).any(), source_id


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.id)
def test_a_figure_is_hidden_by_our_rule_only_where_the_policy_says_so(source: Source) -> None:
    if Reason.SITE_RULE in reasons(source.id):
        assert any(words in source.policy.plain for words in WE_HIDE)


def test_there_are_figures_hidden_by_our_rule() -> None:
    assert Reason.SITE_RULE in reasons("oca_evictions")


@pytest.mark.parametrize("source", saying(ONLY_WHOLE), ids=lambda each: each.id)
def test_figures_of_whole_areas_are_of_no_smaller_ones(source: Source) -> None:
    held = {name for each in source.indicators for name in each.geographies}
    assert held <= set(WHOLE)
    assert set(observations(source.id)["geography"]) <= set(map(str, WHOLE))


def test_numbers_are_rounded_as_the_policy_says() -> None:
    claims = values("nysdol_ui_claims", "ui_claims_")  # by month, so as in the workbook
    assert (claims % 10 == 0).all()
    assert (claims > 0).all()
    assert (values("nysdol_ces") % 100 == 0).all()
    assert values("hra_benefits", ".*(recipients|households|cases)$", "cd").min() >= 100


COUNTED = ("jobs_by_sector", "jobs_by_sector_monthly", "employers_by_sector")


@pytest.mark.parametrize("source_id", ["census_cbp", "bls_qcew", "nysdol_qcew"])
def test_no_total_of_private_employers_gives_a_hidden_sector_away(source_id: str) -> None:
    """What is called all industries holds public employers, which no sector shows."""
    table = observations(source_id)
    counts = table[table["indicator_id"].isin(COUNTED) & table["value"].notna()]
    is_total = counts["industry_id"] == ALL_INDUSTRIES
    place = ["indicator_id", "area_id", "period_end"]
    totals = counts[is_total].set_index(place)["value"]
    parts = counts[~is_total].groupby(place)["value"].sum().reindex(totals.index)
    assert (totals > parts).all()
    jobs = totals.index.get_level_values(0).str.startswith("jobs")
    assert (totals[jobs] > 1.05 * parts[jobs]).all()
    assert not table["industry_id"].str.contains("government|public").any()
    assert (source_id == "census_cbp") == totals.empty


def test_of_children_only_percentages_are_shown() -> None:
    source = next(each for each in SOURCES if each.id == "nychealth_immunization")
    assert {each.measure for each in source.indicators} == {Measure.PERCENT}
