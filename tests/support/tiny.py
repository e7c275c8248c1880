"""Sources small enough to read in a test, and releases made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.publish import Contents
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment
from data_loaders.vocabulary.progress import Silent
from tests.support import begun

NAME = "tiny"
DAY = date(2026, 11, 22)
MONTHLY = """\
area_id,period_start,period_end,value,status
BX,2021-01-01,2021-01-31,10,normal
BX,2021-02-01,2021-02-28,13,provisional
BK,2021-01-01,2021-01-31,,withheld
BK,2021-02-01,2021-02-28,0,normal
"""

PUBLIC = Policy(
    sensitivity=Sensitivity.PUBLIC,
    unit_of_observation="a filing",
    treatment=Treatment.PUBLISHER,
    contributors=Contributors.NONE,
    plain="As published.",
    publisher_rule="Cells under 10 are left out.",
    revision="None.",
    retention="None.",
)

FILINGS = Indicator(
    id="filings",
    family="filings",
    title="Filings",
    noun="filings",
    description="Cases filed.",
    processing="As published.",
    unit="filings",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.BOROUGH,),
    direction=Direction.NONE,
    category=Category.HOUSING,
)

COURTS = Source(
    id="courts",
    name="Filings",
    partner="The courts",
    publisher_url="https://courts.example",
    feed=Feed("courts", (FeedFile("filings.csv", "https://courts.example/filings.csv"),)),
    terms_of_use=Terms(Grant.LICENSE, stated="Open", stated_in="its page"),
    publication=Publication.OPEN,
    citation="The courts.",
    description="Filings.",
    covers="Everyone.",
    category=Category.HOUSING,
    cadence=Cadence.MONTH,
    policy=PUBLIC,
    indicators=(FILINGS,),
    reasons=(
        Reason.FEW_CASES,
        Reason.PUBLISHER_MINIMUM,
        Reason.HIDDEN_OR_NONE,
        Reason.NOTHING_TO_COUNT,
    ),
)

RENT = replace(FILINGS, id="rent", family="rent", title="Rent", unit="dollars")
LISTINGS = replace(
    COURTS, id="listings", name="Rents", publication=Publication.SHOW, indicators=(RENT,)
)


def observed(text: str, indicator_id: str, geography: str = "borough") -> pd.DataFrame:
    """Observations of one indicator from lines of CSV."""
    table = pd.read_csv(io.StringIO(text), parse_dates=["period_start", "period_end"])
    return tidy([table.assign(indicator_id=indicator_id, geography=geography, industry_id="all")])


def module(source: Source, text: str = MONTHLY) -> ModuleType:
    """A reader module whose delivery is `text`."""
    made = ModuleType(source.id)
    indicator_id = source.indicators[0].id
    geography = str(source.indicators[0].geographies[0])
    vars(made).update(SOURCE=source, read=lambda _: observed(text, indicator_id, geography))
    return made


def plan(root: Path, modules: Sequence[ModuleType], day: date = DAY) -> Plan:
    """A plan whose feeds are always at hand."""
    return Plan(
        root=root,
        modules=modules,
        files_of=lambda source: FeedFiles(root, source.id, day, asked_on=day),
        published_on=day,
        shapes={},
        places=(),
    )


def released(root: Path, *modules: ModuleType) -> Contents:
    """Publish a release of tiny sources; of `COURTS` and `LISTINGS` unless others are given."""
    if not modules:
        return begun.copied(NAME, root) or published(root)
    return build(plan(root, modules), Silent())


def published(root: Path) -> Contents:
    """Publish the release of `COURTS` and `LISTINGS`."""
    return build(plan(root, [module(COURTS), module(LISTINGS)]), Silent())
