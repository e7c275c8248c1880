from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.publication.build import build
from data_loaders.observations.table import ObservationError
from data_loaders.released.release import Release
from data_loaders.vocabulary.progress import Silent
from tests.support.tiny import COURTS, FILINGS, LISTINGS, module, observed, plan

GOES_ON = """\
area_id,period_start,period_end,value,status
BX,2021-03-01,2021-03-31,7,break
BK,2021-03-01,2021-03-31,,not_reported
"""


def continuing() -> ModuleType:
    """A source of filings that goes on with a month of its own making once rents are read."""
    goes_on = replace(FILINGS, continued_with=("listings:rent",))
    made = module(replace(COURTS, ended_on=date(2021, 2, 28), indicators=(goes_on,)))

    def extend(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
        assert set(others["indicator_id"]) == {"rent"}
        return pd.concat([own, observed(GOES_ON, "filings")], ignore_index=True)

    vars(made).update(extend=extend, own_end=lambda _own: date(2021, 2, 28))
    return made


def test_a_source_goes_on_in_figures_read_after_it(tmp_path: Path) -> None:
    build(plan(tmp_path, [continuing(), module(LISTINGS)]), Silent())
    release = Release.open(tmp_path / "2026-11-22")
    frame = release.frame("filings", FILINGS.geographies[0])
    assert frame.periods[-1][1] == date(2021, 3, 31)
    assert frame.series("BX")[-1].value == 7
    assert release.indicators["filings"].continued_from == date(2021, 3, 1)
    assert release.indicators["rent"].continued_from is None


def test_the_delivery_stays_that_of_the_sources_own_files(tmp_path: Path) -> None:
    contents = build(plan(tmp_path, [continuing(), module(LISTINGS)]), Silent())
    assert contents.catalog.deliveries[0].vintage == date(2021, 2, 28)
    assert contents.catalog.sources[0].ended_on == date(2021, 2, 28)


def test_a_computed_source_sees_the_continued_figures(tmp_path: Path) -> None:
    change = replace(FILINGS, id="change", family="change", derived_from=("courts:filings",))
    seen: list[int] = []

    def derive(observations: pd.DataFrame) -> pd.DataFrame:
        seen.append(int(observations["value"].eq(7).sum()))
        return observed(GOES_ON, "change")

    computed = ModuleType("changes")
    source = replace(COURTS, id="changes", feed=None, indicators=(change,))
    vars(computed).update(SOURCE=source, derive=derive)
    build(plan(tmp_path, [continuing(), computed, module(LISTINGS)]), Silent())
    assert seen == [1]


def test_without_the_source_to_go_on_with_figures_end_and_that_is_said(tmp_path: Path) -> None:
    contents = build(plan(tmp_path, [continuing()]), Silent())
    assert "goes on in listings, which this release lacks" in contents.catalog.notes
    assert contents.observations["courts"]["value"].max() == 13


def test_a_refusal_to_go_on_stops_a_strict_build(tmp_path: Path) -> None:
    made = continuing()

    def refuse(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
        raise ObservationError("a shared month differs")

    vars(made).update(extend=refuse)
    strict = replace(plan(tmp_path, [made, module(LISTINGS)]), is_strict=True)
    with pytest.raises(FeedError, match="a shared month differs"):
        build(strict, Silent())
