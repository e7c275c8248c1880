"""A source whose figures are implausible is stopped; the others go on, and a person may accept."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from data_loaders.command_line.partner_commands import reasons_of
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.publish import Contents
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import Silent
from tests.support.tiny import COURTS, DAY, LISTINGS, module, plan

WHY = "The courts restated the year; their notice says so."


def monthly(times: float = 1.0, months: int = 24) -> str:
    """Filings of two boroughs by month."""
    lines = ["area_id,period_start,period_end,value,status"]
    for month in range(months):
        first = f"{2020 + month // 12}-{month % 12 + 1:02d}"
        last = monthrange(2020 + month // 12, month % 12 + 1)[1]
        for area, level in (("BX", 500), ("BK", 300)):
            value = times * (level + 7 * month)
            lines.append(f"{area},{first}-01,{first}-{last},{value:g},normal")
    return "\n".join([*lines, ""])


def of_files(root: Path, modules: Sequence[ModuleType], files: str) -> Plan:
    """A plan whose feeds hold other files whenever `files` is another."""

    def files_of(source: Source) -> FeedFiles:
        return FeedFiles(root, f"{source.id} {files}", DAY)

    return replace(plan(root, modules), files_of=files_of)


def first(root: Path) -> Contents:
    return build(of_files(root, [module(COURTS, monthly()), module(LISTINGS)], "first"), Silent())


def damaged(root: Path) -> Plan:
    modules = [module(COURTS, monthly(100)), module(LISTINGS)]
    return of_files(root, modules, "second")


def ids(notes: str) -> list[str]:
    return [word.rstrip(":") for word in notes.split() if word.startswith("courts-")]


def test_an_implausible_source_stops_and_its_last_good_figures_stay(tmp_path: Path) -> None:
    before = first(tmp_path).observations["courts"]
    contents = build(damaged(tmp_path), Silent())
    assert contents.stopped == ("courts",)
    assert contents.observations["courts"].equals(before)
    assert "another unit (100 times)" in contents.catalog.notes
    note = contents.catalog.deliveries[0].note
    assert note == "The feed failed; figures received on 2026-11-22 stand in."
    assert contents.catalog.deliveries[1].note == ""


def test_an_accepted_finding_is_published_and_recorded_with_its_reason(tmp_path: Path) -> None:
    first(tmp_path)
    noted = ids(build(damaged(tmp_path), Silent()).catalog.notes)
    accept = dict.fromkeys(noted, WHY)
    contents = build(replace(damaged(tmp_path), accept=accept), Silent())
    assert contents.stopped == ()
    assert contents.observations["courts"]["value"].max() > 50_000
    release = Release.open(tmp_path / contents.catalog.release_id)
    assert [(each.id, each.why) for each in release.catalog.accepted] == list(accept.items())
    assert f"Accepted: {WHY}" in release.catalog.notes
    later = build(of_files(tmp_path, damaged(tmp_path).modules, "third"), Silent())
    assert [each.id for each in later.catalog.accepted] == noted


def test_an_id_that_no_finding_has_is_refused_before_anything_is_published(tmp_path: Path) -> None:
    first(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ReleaseError, match=r"no finding has the id courts-far-00000000; .*courts-"):
        build(replace(damaged(tmp_path), accept={"courts-far-00000000": WHY}), Silent())
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_same_files_are_not_judged_again(tmp_path: Path) -> None:
    first(tmp_path)
    read_otherwise = replace(damaged(tmp_path), files_of=of_files(tmp_path, (), "first").files_of)
    assert build(read_otherwise, Silent()).stopped == ()


def test_a_strict_plan_goes_on_with_what_stands_in_and_stops_without(tmp_path: Path) -> None:
    lone_zero = monthly(months=72).replace(
        "BX,2023-05-01,2023-05-31,780", "BX,2023-05-01,2023-05-31,0"
    )
    assert ",0,normal" in lone_zero
    at_first = of_files(tmp_path, [module(COURTS, lone_zero), module(LISTINGS)], "first")
    with pytest.raises(FeedError, match="courts-spike-"):
        build(replace(at_first, is_strict=True), Silent())
    assert not list(tmp_path.glob("*/manifest.json"))
    first(tmp_path)
    assert build(replace(damaged(tmp_path), is_strict=True), Silent()).stopped == ("courts",)


def test_a_source_in_periods_to_come_is_stopped(tmp_path: Path) -> None:
    first(tmp_path)
    to_come = monthly().replace("2021-12-", "2027-12-")
    later = of_files(tmp_path, [module(COURTS, to_come), module(LISTINGS)], "second")
    contents = build(later, Silent())
    assert contents.stopped == ("courts",)
    assert "of periods after 2026-11-22, when received" in contents.catalog.notes


def test_every_accepted_finding_needs_a_reason() -> None:
    assert reasons_of(["a", "b"], ["as told"]) == {"a": "as told", "b": "as told"}
    assert reasons_of(["a", "b"], ["one", "two"]) == {"a": "one", "b": "two"}
    for given, why in ((["a"], []), (["a", "b", "c"], ["x", "y"]), ([], ["x"]), (["a"], [" "])):
        with pytest.raises(Exception, match=r"--why"):
            reasons_of(given, why)


def test_who_accepts_another_unit_accepts_no_loss(tmp_path: Path) -> None:
    first(tmp_path)
    hidden = re.sub(r"(BX,2020-\d\d-01,[^,]+),\d+,normal", r"\1,,withheld", monthly(100))
    planned = of_files(tmp_path, [module(COURTS, hidden), module(LISTINGS)], "second")
    noted = ids(build(planned, Silent()).catalog.notes)
    others = [each for each in noted if "-gone-" not in each]
    assert 0 < len(others) < len(noted)
    accept = dict.fromkeys(others, WHY)
    assert build(replace(planned, accept=accept), Silent()).stopped == ("courts",)
    shrinking = replace(planned, accept=accept, accept_shrink={"courts": WHY})
    assert build(shrinking, Silent()).stopped == ()


def test_a_source_may_lose_for_a_reason_that_readers_are_told(tmp_path: Path) -> None:
    first(tmp_path)
    planned = of_files(tmp_path, [module(COURTS, monthly(months=18)), module(LISTINGS)], "second")
    assert build(planned, Silent()).stopped == ("courts",)
    contents = build(replace(planned, accept_shrink={"courts": WHY}), Silent())
    assert contents.stopped == ()
    assert {each.why for each in contents.catalog.accepted} == {WHY}
    assert f"Accepted: {WHY}" in contents.catalog.notes
