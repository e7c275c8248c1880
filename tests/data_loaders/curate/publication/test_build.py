from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_loaders.curate.feeds.mirror import FeedError, FeedFiles
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.coverage import CoverageError
from data_loaders.curate.publication.last_good import Curated
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Delivery, Publication, Source, Status
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.terms import as_published
from tests.support.tiny import (
    COURTS,
    DAY,
    FILINGS,
    LISTINGS,
    MONTHLY,
    module,
    observed,
    plan,
    released,
)

SHRUNK = MONTHLY.replace("BK,2021-02-01,2021-02-28,0,normal", "BK,2021-02-01,2021-02-28,,withheld")


def without_feed(plan: Plan, source_id: str) -> Plan:
    """The plan on a day when one feed fails."""
    at_hand = plan.files_of

    def files_of(source: Source) -> FeedFiles:
        if source.id == source_id:
            raise FeedError(f"{source_id} does not answer")
        return at_hand(source)

    return replace(plan, files_of=files_of)


def raising(source: Source, error: Exception) -> ModuleType:
    def read(_: Path) -> pd.DataFrame:
        raise error

    made = module(source)
    vars(made).update(read=read)
    return made


def derived(compute: Callable[[pd.DataFrame], pd.DataFrame]) -> ModuleType:
    """A source of one change computed from a source that may only be shown."""
    change = replace(FILINGS, id="rent_change", family="rent", derived_from=("listings:rent",))
    raw = replace(FILINGS, id="rent_raw", family="rent")
    source = replace(
        COURTS,
        id="changes",
        feed=None,
        publication=Publication.DERIVED,
        indicators=(change, raw),
    )
    made = ModuleType("changes")
    vars(made).update(SOURCE=source, derive=compute)
    return made


def test_a_failing_feed_keeps_the_last_good_figures_and_says_so(tmp_path: Path) -> None:
    released(tmp_path)
    later = without_feed(plan(tmp_path, [module(COURTS), module(LISTINGS)]), "listings")
    contents = build(later, Silent())
    delivery = contents.catalog.deliveries[1]
    assert delivery.note == "The feed failed; figures received on 2026-11-22 stand in."
    first = build(plan(tmp_path, [module(COURTS), module(LISTINGS)]), Silent())
    pd.testing.assert_frame_equal(contents.observations["listings"], first.observations["listings"])
    assert "listings does not answer" in contents.catalog.notes


def test_a_feed_that_cannot_be_read_any_more_keeps_the_last_good_figures(tmp_path: Path) -> None:
    released(tmp_path, module(COURTS), module(LISTINGS))
    renamed = DeliveryError("rent.csv", "column Rent missing", "Rent", "Map the new name.")
    contents = build(plan(tmp_path, [module(COURTS), raising(LISTINGS, renamed)]), Silent())
    assert "column Rent missing" in contents.catalog.notes
    assert contents.observations["listings"]["value"].count() == 3


def test_a_feed_that_never_came_is_left_out_and_so_is_what_is_computed_from_it(
    tmp_path: Path,
) -> None:
    modules = [module(COURTS), module(LISTINGS), derived(lambda table: table)]
    contents = build(without_feed(plan(tmp_path, modules), "listings"), Silent())
    assert list(contents.observations) == ["courts"]
    assert "computed from listings, which this release lacks" in contents.catalog.notes


def test_files_that_cannot_fail_by_chance_stop_the_release(tmp_path: Path) -> None:
    failing = without_feed(plan(tmp_path, [module(COURTS), module(LISTINGS)]), "listings")
    with pytest.raises(FeedError, match="listings does not answer"):
        build(replace(failing, is_strict=True), Silent())
    assert not list(tmp_path.glob("*/manifest.json"))


def test_of_a_derived_source_only_what_was_computed_leaves(tmp_path: Path) -> None:
    def both(table: pd.DataFrame) -> pd.DataFrame:
        rent = table[table["indicator_id"] == "rent"]
        parts = [rent.assign(indicator_id=name) for name in ("rent_change", "rent_raw")]
        return pd.concat(parts, ignore_index=True)

    released(tmp_path, module(COURTS), module(LISTINGS), derived(both))
    release = Release.open(tmp_path / "2026-11-22")
    assert "rent_change" in release.indicators
    assert "rent_raw" not in release.indicators
    assert "rent_change_borough" in release.index.tables
    assert b"rent_raw" not in (release.folder / "observations/changes.parquet").read_bytes()


def test_a_source_that_lost_values_is_refused_until_somebody_accepts_it(tmp_path: Path) -> None:
    released(tmp_path, module(COURTS))
    shrunk = plan(tmp_path, [module(COURTS, SHRUNK)])
    with pytest.raises(CoverageError, match="filings by borough: had 3 values, has 2"):
        build(shrunk, Silent())
    why = "The court closed one office."
    contents = build(replace(shrunk, accept_shrink={"courts": why}), Silent())
    assert [(each.source_id, each.why) for each in contents.catalog.accepted] == [("courts", why)]
    assert "0 values added, 0 revised, 1 withheld, 0 gone" in contents.catalog.notes


def test_a_source_that_disappears_is_refused(tmp_path: Path) -> None:
    released(tmp_path)
    with pytest.raises(CoverageError, match="rent by borough: had 3 values, has 0"):
        build(plan(tmp_path, [module(COURTS)]), Silent())


def test_notes_count_what_was_added_and_revised(tmp_path: Path) -> None:
    released(tmp_path, module(COURTS))
    newer = MONTHLY.replace(",10,", ",11,") + (
        "BX,2021-03-01,2021-03-31,1,normal\nBK,2021-03-01,2021-03-31,,withheld\n"
    )
    contents = released(tmp_path, module(COURTS, newer))
    assert "- Filings: 1 values added, 1 revised, 1 withheld, 0 gone." in contents.catalog.notes


def test_a_grid_with_a_hole_is_refused_with_the_period_that_lacks_a_row(tmp_path: Path) -> None:
    holed = "".join(MONTHLY.splitlines(keepends=True)[:-1])
    with pytest.raises(FeedError, match="lack a row for some of its 2 areas.*2021-02-01"):
        released(tmp_path, module(COURTS, holed))


def test_a_value_that_contradicts_its_status_is_refused(tmp_path: Path) -> None:
    leaking = MONTHLY.replace(",,withheld", ",3,withheld")
    strict = replace(plan(tmp_path, [module(COURTS, leaking)]), is_strict=True)
    with pytest.raises(FeedError, match="contradict their status"):
        build(strict, Silent())


def test_an_indicator_without_a_single_observation_is_refused(tmp_path: Path) -> None:
    silent = replace(COURTS, indicators=(FILINGS, replace(FILINGS, id="sentences")))
    strict = replace(plan(tmp_path, [module(silent)]), is_strict=True)
    with pytest.raises(FeedError, match=r"no observations of \['sentences'\]"):
        build(strict, Silent())


def test_the_vintage_is_the_last_day_with_a_value(tmp_path: Path) -> None:
    late = MONTHLY + "BX,2021-03-01,2021-03-31,,withheld\nBK,2021-03-01,2021-03-31,,withheld\n"
    contents = released(tmp_path, module(COURTS, late))
    assert contents.catalog.deliveries[0].vintage.isoformat() == "2021-02-28"
    assert contents.catalog.deliveries[0].rows == 6


def test_statuses_survive_being_kept(tmp_path: Path) -> None:
    released(tmp_path)
    later = without_feed(plan(tmp_path, [module(COURTS), module(LISTINGS)]), "courts")
    kept = build(later, Silent()).observations["courts"]
    assert set(kept["status"]) == {
        str(Status.NORMAL),
        str(Status.PROVISIONAL),
        str(Status.WITHHELD),
    }


def test_what_is_computed_from_a_source_by_longer_periods_stands_in_too(tmp_path: Path) -> None:
    computing = derived(lambda _: pytest.fail("computed from longer periods"))
    earlier = {
        name: Curated(
            as_published(made.SOURCE),
            observed(MONTHLY, made.SOURCE.indicators[0].id),
            Delivery(name, DAY, DAY, "", 4),
            is_coarser=True,
        )
        for name, made in {"listings": module(LISTINGS), "changes": computing}.items()
    }
    modules = [module(COURTS), module(LISTINGS), computing]
    later = without_feed(plan(tmp_path, modules), "listings")
    contents = build(replace(later, stand_in=earlier.get), Silent())
    assert "computed from listings, at hand only by longer periods" in contents.catalog.notes
    assert len(contents.observations["changes"]) == 4


def test_a_reader_that_trips_over_a_change_does_not_take_the_others_along(tmp_path: Path) -> None:
    modules = [module(COURTS), raising(LISTINGS, KeyError("Rent"))]
    contents = build(plan(tmp_path, modules), Silent())
    assert list(contents.observations) == ["courts"]
    assert "Rents: files in " in contents.catalog.notes
    assert "not to be read (KeyError: 'Rent'). Expected the layout" in contents.catalog.notes
