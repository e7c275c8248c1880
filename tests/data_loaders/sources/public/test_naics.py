"""An industry is one thing in every source: one code, one id, one name; ids it had before work."""

from __future__ import annotations

from collections import defaultdict

import pytest

from data_loaders.sources import catalog
from data_loaders.sources.public.naics import INDUSTRY_OF_SECTOR
from data_loaders.vocabulary.model import Indicator, Industry

SPLIT = [
    indicator
    for module in catalog.MODULES
    for indicator in module.SOURCE.indicators
    if len(indicator.industries) > 1
]


def industry(indicator_id: str, industry_id: str) -> Industry:
    [indicator] = [each for each in SPLIT if each.id == indicator_id]
    [found] = [each for each in indicator.industries if each.id == industry_id]
    return found


def test_one_code_has_one_id_and_one_name_in_every_source() -> None:
    known: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for indicator in SPLIT:
        for each in indicator.industries:
            if each.naics:
                known[each.naics].add((each.id, each.name))
    assert {code: named for code, named in known.items() if len(named) > 1} == {}
    assert ("retail", "Retail trade") in known["44-45"]


def test_claims_jobs_pay_and_spending_of_one_sector_share_its_code() -> None:
    for indicator_id in (
        "ui_claims_by_industry",
        "jobs",
        "jobs_by_sector",
        "weekly_pay_by_sector",
        "businesses",
        "card_spending",
    ):
        assert industry(indicator_id, "arts_entertainment").naics == "71"


def test_detailed_industries_have_the_codes_their_series_hold() -> None:
    assert industry("jobs_detailed", "department_stores").naics == "4551"
    assert industry("jobs_detailed", "full_service_restaurants").naics == "722511"
    assert industry("jobs_detailed", "durable_goods").naics == ""
    assert industry("jobs_detailed", "federal_government").naics == ""


@pytest.mark.parametrize("indicator", SPLIT, ids=lambda each: each.id)
def test_a_former_id_leads_to_one_industry_and_is_no_present_one(indicator: Indicator) -> None:
    former = [old for each in indicator.industries for old in each.formerly]
    assert len(former) == len(set(former))
    assert not set(former) & {each.id for each in indicator.industries}


def test_sectors_have_the_first_spelling_of_their_code() -> None:
    assert INDUSTRY_OF_SECTOR["manufacturing"].naics == "31-33"
    assert INDUSTRY_OF_SECTOR["unclassified"].naics == ""
