"""The audit of a folder: what it reads of a release, of those before it and of those gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pandas as pd
import pytest

from data_loaders.code_version import code_version
from data_loaders.observations.parquet import write_observations
from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import controls, publisher_checks, run
from data_loaders.privacy.audit.run import audit_release, draws_of, rescanned
from data_loaders.privacy.audit.table_attack import Findings
from data_loaders.privacy.tables.noisy import with_range
from data_loaders.privacy.treatment.noised import noised
from data_loaders.released.release import FileEntry, Manifest, ReleaseError
from data_loaders.vocabulary.audit_record import GATE, GATE_OF_NOISE, Audit, SourceAudit
from data_loaders.vocabulary.draws import Drawn
from data_loaders.vocabulary.frames import Index
from data_loaders.vocabulary.model import Publication
from data_loaders.vocabulary.policy import Grid, Treatment
from data_loaders.vocabulary.progress import SILENT, Silent
from tests.data_loaders.privacy.audit.test_joint import POLICY, cube_of, rows_of
from tests.data_loaders.privacy.tables.test_shared_bases import BIG, NESTED, standing
from tests.support.privacy import made, released

NUMBERS = cube_of({})[:1]
GAPS = np.zeros(NUMBERS.shape, dtype=bool)
GAPS[:, :2, :3] = True
TABLE = rows_of(NUMBERS, GAPS)
SOURCE = released.source(POLICY, made.CLIENTS)
# The same people, counted by a second source that hides none of them.
HELPED = replace(made.CLIENTS, id="helped", family="helped")
OTHER = replace(released.source(POLICY, HELPED), id="helped")
OTHERS = rows_of(NUMBERS, np.zeros_like(GAPS), "helped")
ONLY_SHOWN = replace(SOURCE, publication=Publication.SHOW)
OF_FILE = Path("observations") / "clients.parquet"


AT_NIGHT = pytest.mark.nightly


class Heard(Silent):
    """A listener that remembers."""

    def __init__(self) -> None:
        self.counts: list[tuple[str, int, int]] = []

    def count(self, task: str, done: int, total: int) -> None:
        self.counts.append((task, done, total))


def test_an_audit_says_what_it_is_of_when_it_ran_and_for_how_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = released.write(tmp_path / "r", SOURCE, TABLE)
    (folder / "observations" / "notes.txt").write_text("")
    clock = iter((100.0, 103.26))
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    now = datetime.now(UTC)
    audit = released.audit(folder)
    assert (audit.release_id, audit.code_version) == ("2020-10-01", code_version())
    assert (audit.passed, audit.run_seconds) == (True, 3.3)
    assert (audit.ran_on.tzinfo, audit.ran_on.microsecond) == (UTC, 0)
    assert abs(audit.ran_on - now) < timedelta(minutes=1)
    content = (folder / OF_FILE).read_bytes()
    assert audit.observations == {str(OF_FILE): hashlib.sha256(content).hexdigest()}


def test_a_source_we_treat_goes_through_every_attack_of_the_gate(tmp_path: Path) -> None:
    audit = released.audit(released.write(tmp_path / "r", SOURCE, TABLE))
    [one] = audit.sources
    assert (one.source_id, one.treatment) == ("clients", Treatment.OURS)
    assert (one.cells, one.withheld, one.draws) == (30, 6, ())
    assert {check.id for check in one.checks} == GATE
    assert len(one.checks) == len(GATE)
    note = "no earlier release of this source"
    assert released.result(audit, "A6").note == note


def test_one_source_that_fails_fails_the_audit_and_every_source_is_heard_of(tmp_path: Path) -> None:
    folder = released.write_all(tmp_path / "r", [(SOURCE, TABLE), (OTHER, OTHERS)])
    heard = Heard()
    audit = audit_release(folder, None, heard, workers=1)
    assert heard.counts == [("auditing", 1, 2), ("attacking clients", 1, 1), ("auditing", 2, 2)]
    assert [one.passed for one in audit.sources] == [False, True]
    assert not audit.passed
    assert released.failed(audit) == {"A7"}
    assert "6 hidden figures told by helped" in released.result(audit, "A7").note


def test_a_release_is_held_against_the_one_before_and_all_that_readers_kept(
    tmp_path: Path,
) -> None:
    """The one before is the newest. Those that had no such source are passed over."""
    now, same = (released.write(tmp_path / name, SOURCE, TABLE) for name in ("now", "same"))
    doubled = released.write(tmp_path / "old", SOURCE, TABLE.assign(value=TABLE["value"] * 2))
    (tmp_path / "without").mkdir()
    nothing = msgspec.json.encode(Index((), {}, {}))
    (tmp_path / "without" / "index.json").write_bytes(nothing)
    for previous, earlier, note in (
        (None, (doubled,), "24 figures revised"),
        (doubled, (tmp_path / "without", same), "24 figures revised beside 2 releases"),
    ):
        audit = released.audit(now, previous, *earlier)
        assert released.result(audit, "A6").note == note
        assert audit.passed


def as_neighborhoods(table: pd.DataFrame) -> pd.DataFrame:
    """The same figures of five neighborhoods in place of five boroughs."""
    areas = dict(zip(("BX", "BK", "MN", "QN", "SI"), made.BOROUGHS["nta2010"], strict=True))
    geographies = table["geography"].replace("borough", "nta2010")
    moved = table.assign(area_id=table["area_id"].replace(areas), geography=geographies)
    return moved.sort_values(KEY, ignore_index=True)


def test_a_gap_that_the_oldest_release_showed_fails_two_attacks(tmp_path: Path) -> None:
    tables = [as_neighborhoods(rows_of(NUMBERS, gaps)) for gaps in (GAPS, np.zeros_like(GAPS))]
    policy = replace(POLICY, publication_grid=Grid(("nta2010", "city"), "quarter", "service"))
    source = released.source(policy, made.CLIENTS)
    now, same = (released.write(tmp_path / name, source, tables[0]) for name in ("now", "same"))
    shown = released.write(tmp_path / "old", source, tables[1])
    assert released.failed(released.audit(now, same)) == set()
    assert released.failed(released.audit(now, same, shown)) == {"A6", "A14"}


def test_a_source_without_a_file_is_read_from_its_frames(tmp_path: Path) -> None:
    """What may be shown and not passed on has no file of observations."""
    folder = released.write_frames(released.write(tmp_path / "r", SOURCE, TABLE), TABLE)
    whole = released.audit(folder)
    (folder / OF_FILE).unlink()
    shown = released.audit(folder)
    assert shown.passed
    assert shown.sources == whole.sources
    assert released.result(shown, "A11").checked == shown.sources[0].cells == 30


def test_a_source_that_is_only_shown_is_held_against_the_frames_readers_saw(
    tmp_path: Path,
) -> None:
    """It has no file of observations in any release, and every page showed its figures."""
    tables = [rows_of(NUMBERS, gaps) for gaps in (GAPS, GAPS, np.zeros_like(GAPS))]
    folders = [
        released.only_shown(released.write(tmp_path / name, ONLY_SHOWN, table), table)
        for name, table in zip(("now", "same", "old"), tables, strict=True)
    ]
    now, same, old = folders
    alone = released.audit(now, same)
    assert (alone.passed, released.result(alone, "A6").note) == (True, "0 figures revised")
    assert released.failed(released.audit(now, same, old)) == {"A6", "A14"}


def _table(folder: Path) -> None:
    (folder / "csv" / "clients_city.csv").write_text("")


def _observations(folder: Path) -> None:
    (folder / OF_FILE).write_bytes((folder.parent / "open" / OF_FILE).read_bytes())


def _listed(folder: Path) -> None:
    (folder / "index.json").write_bytes((folder.parent / "open" / "index.json").read_bytes())


@pytest.mark.parametrize(
    ("breaks", "failures"),
    [
        pytest.param((), 0, marks=AT_NIGHT),
        pytest.param((_table,), 1, marks=AT_NIGHT),
        pytest.param((_observations,), 1, marks=AT_NIGHT),
        # Two tables, and five frames of each.
        ((_listed,), 2 + 10),
        pytest.param((_table, _observations), 2, marks=AT_NIGHT),
    ],
)
def test_what_is_only_shown_and_may_be_taken_is_a_leak_whoever_treats_it(
    tmp_path: Path, breaks: tuple[Callable[[Path], None], ...], failures: int
) -> None:
    released.write_frames(released.write(tmp_path / "open", SOURCE, TABLE), TABLE)
    by_publisher = {"treatment": Treatment.PUBLISHER, "publisher_rule": "None is known."}
    for name, policy in (("ours", POLICY), ("theirs", replace(POLICY, **by_publisher))):
        source = replace(ONLY_SHOWN, policy=policy)
        folder = released.only_shown(released.write(tmp_path / name, source, TABLE), TABLE)
        sound = released.audit(folder)
        assert sound.passed
        for leak in breaks:
            leak(folder)
        found = rescanned(folder, sound, SILENT)
        assert released.result(found, "A11").failures == failures
        assert found.passed == (not failures)


def test_an_index_that_its_borough_tells_fails_the_audit(tmp_path: Path) -> None:
    """Areas of a borough are known by the catalog of the folder."""
    series = {cell: values.tolist() for cell, values in standing("areas of a borough")}
    days = pd.date_range("2000-01-01", periods=len(BIG.whole), freq="QS").astype("datetime64[ms]")
    names = ["indicator_id", "geography", "area_id", "industry_id"]
    rows = [pd.DataFrame({"period_start": days, "value": values}) for values in series.values()]
    tables = [
        table.assign(**dict(zip(names, cell, strict=True)))
        for cell, table in zip(series, rows, strict=True)
    ]
    table = pd.concat(tables, ignore_index=True).sort_values(KEY)
    ends = (table["period_start"] + pd.offsets.QuarterEnd(0)).astype("datetime64[ms]")
    status = table["value"].notna().map({True: "normal", False: "withheld"})
    source = released.source(NESTED, made.VISITS)
    folder = released.write(tmp_path / "r", source, table.assign(period_end=ends, status=status))
    audit = released.audit(folder)
    assert released.failed(audit) == {"A8"}
    assert released.result(audit, "A8").failures == 1


def test_a_publishers_source_is_scanned_and_not_attacked(tmp_path: Path) -> None:
    policy = replace(POLICY, treatment=Treatment.PUBLISHER, publisher_rule="None is known.")
    folder = released.write(tmp_path / "r", released.source(policy, made.CLIENTS), TABLE)
    [one] = released.audit(folder).sources
    assert [check.id for check in one.checks] == ["promises", "terms", "A11", "A12"]


def test_a_source_that_is_only_shown_passes_its_terms_without_any_file(tmp_path: Path) -> None:
    policy = replace(POLICY, treatment=Treatment.PUBLISHER, publisher_rule="None is known.")
    shown = released.source(policy, made.CLIENTS)
    folder = released.write(tmp_path / "r", replace(shown, publication=Publication.SHOW), TABLE)
    assert released.failed(released.audit(folder)) == {"terms"}
    (folder / OF_FILE).unlink()
    assert released.failed(released.audit(folder)) == set()


def _in_a_table(folder: Path) -> None:
    path = folder / "csv" / "clients_city.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("NYC", "nyc", 1), "utf-8")


def _in_observations(folder: Path) -> None:
    released.write(folder / "more", SOURCE, TABLE.assign(contributors=4))
    (folder / "more" / OF_FILE).rename(folder / OF_FILE)


def _beside(folder: Path) -> None:
    entry = FileEntry("", 0)
    named = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    day = date(2020, 10, 1)
    manifest = Manifest("2020-10-01", day, True, "1", "feeds", dict.fromkeys(named, entry))
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    (folder / "curation.log").write_text("")


@pytest.mark.parametrize(
    ("breaks", "failures"),
    [
        ((), 0),
        pytest.param((_in_a_table,), 2, marks=AT_NIGHT),
        pytest.param((_in_observations,), 1, marks=AT_NIGHT),
        pytest.param((_beside,), 1, marks=AT_NIGHT),
        ((_in_a_table, _in_observations, _beside), 4),
    ],
)
def test_leaks_of_all_kinds_are_added_up_when_a_release_is_scanned_anew(
    tmp_path: Path, breaks: tuple[Callable[[Path], None], ...], failures: int
) -> None:
    folder = released.write(tmp_path / "r", SOURCE, TABLE)
    audit = released.audit(folder)
    released.write_frames(folder, TABLE)
    for leak in breaks:
        leak(folder)
    found = rescanned(folder, audit, SILENT)
    scan = released.result(found, "A11")
    assert (scan.failures, scan.passed, scan.checked) == (failures, not failures, 30)
    assert found.passed == found.sources[0].passed == (not failures)
    others = [[one for one in each.sources[0].checks if one.id != "A11"] for each in (audit, found)]
    assert others[0] == others[1]
    assert audit.passed
    assert replace(found, sources=audit.sources, passed=True) == audit


def test_a_release_scanned_anew_passes_where_it_did_and_each_source_does(tmp_path: Path) -> None:
    other = OTHERS.assign(value=OTHERS["value"] * 3)
    folder = released.write_all(tmp_path / "r", [(SOURCE, TABLE), (OTHER, other)])
    audit = released.audit(folder)
    released.write_frames(folder, TABLE, other)
    heard = Heard()
    assert rescanned(folder, audit, heard) == replace(
        audit,
        sources=tuple(
            replace(
                one,
                checks=tuple(
                    replace(check, checked=30) if check.id == "A11" else check
                    for check in one.checks
                ),
            )
            for one in audit.sources
        ),
    )
    assert heard.counts == [("scanning", 1, 2), ("scanning", 2, 2)]
    assert not rescanned(folder, replace(audit, passed=False), SILENT).passed
    _in_a_table(folder)
    found = rescanned(folder, audit, SILENT)
    assert [one.passed for one in found.sources] == [False, True]
    assert not found.passed


@pytest.mark.parametrize(
    ("is_blind", "is_scan_blind"),
    [
        pytest.param(False, False, marks=AT_NIGHT),
        pytest.param(True, False, marks=AT_NIGHT),
        pytest.param(False, True, marks=AT_NIGHT),
        (True, True),
    ],
)
def test_controls_of_attacks_and_of_the_scan_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_blind: bool, is_scan_blind: bool
) -> None:
    folder = released.write_frames(released.write(tmp_path / "r", SOURCE, TABLE), TABLE)
    if is_blind:
        monkeypatch.setattr(controls, "attack", lambda *_: Findings())
    if is_scan_blind:
        monkeypatch.setattr(publisher_checks, "table_differences", lambda *_: 0)
    tried = released.result(released.audit(folder), "A12")
    # Three breaks of a table made for it and of the one with gaps, a revision, two of files.
    assert tried.checked == 3 + 3 + 1 + 2
    assert tried.failures == 2 * is_blind + is_scan_blind
    assert tried.passed == (not tried.failures)


GRID = Grid(("nta2010", "borough"), "quarter")
OF_NOISE = replace(made.NOISY, publication_grid=GRID)
NOISY = released.source(OF_NOISE, made.CLIENTS)
DRAWN = Drawn(date(2019, 1, 1), date(2019, 3, 31), "2019-05-01-2", 1.0, 15, "")


def noisy() -> pd.DataFrame:
    """Counts of three areas and their borough in one quarter, with noise."""
    counts = made.counted({"BX01": (40,), "BX02": (70,), "BX03": (20,)})
    leaves = counts.assign(industry_id="all")
    return noised(leaves, OF_NOISE, [made.CLIENTS], [], made.BOROUGHS, made.steps)


def left(folder: Path, *draws: Drawn, source_id: str = "clients") -> Path:
    """What a withdrawn release leaves of a source with noise: its audit."""
    others = SourceAudit("others", Treatment.OURS, (), draws=(replace(DRAWN, release_id="other"),))
    one = SourceAudit(source_id, Treatment.OURS, (), draws=draws)
    day = datetime(2019, 5, 1, tzinfo=UTC)
    audit = Audit(folder.name, "1", True, day, 0.0, {}, (others, one))
    folder.mkdir(exist_ok=True)
    (folder / "audit.json").write_bytes(msgspec.json.encode(audit))
    return folder


def test_the_ledger_is_that_of_the_source_in_the_audit_the_manifest_names(tmp_path: Path) -> None:
    assert draws_of(tmp_path, "clients") == ()
    folder = left(tmp_path / "2019-05-01-2", DRAWN)
    assert draws_of(folder, "clients") == (DRAWN,)
    assert draws_of(folder, "nobody") == ()
    content = (folder / "audit.json").read_bytes()
    right = FileEntry(hashlib.sha256(content).hexdigest(), len(content))
    day = date(2019, 5, 1)
    for files, is_named in (
        ({"audit.json": right}, True),
        ({"audit.json": replace(right, sha256="")}, False),
        ({"index.json": right}, False),
    ):
        manifest = Manifest(folder.name, day, True, "1", "feeds", files)
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
        if is_named:
            assert draws_of(folder, "clients") == (DRAWN,)
            continue
        with pytest.raises(ReleaseError) as refused:
            draws_of(folder, "clients")
        told = "2019-05-01-2: its audit is not the one its manifest names"
        assert str(refused.value) == told


def attacked(path: Path, *before: Path) -> run._Folder:
    """A release folder under attack, with what was released before it."""
    return run._Folder(path, before, made.BOROUGHS, SILENT, 1)


def test_a_source_with_noise_has_its_own_gate_and_a_ledger_of_draws(tmp_path: Path) -> None:
    table = noisy()
    folder = released.write_frames(released.write(tmp_path / "now", NOISY, table), table)
    audit = released.audit(folder)
    assert audit.passed
    [one] = audit.sources
    assert {check.id for check in one.checks} == GATE_OF_NOISE
    assert (one.source_id, one.treatment) == ("clients", Treatment.OURS)
    assert (one.cells, one.withheld) == (len(table), 0) == (4, 0)
    assert [each.release_id for each in one.draws] == ["now"]
    # Five breaks of noise, one of a total, two of files.
    assert released.result(audit, "A12").checked == 5 + 1 + 2
    assert released.result(audit, "A11").checked == 4
    ranged = with_range(table, made.NOISE, GRID, made.BOROUGHS)
    write_observations(folder / OF_FILE, ranged)
    assert rescanned(folder, audit, SILENT).passed


def test_a_source_with_noise_is_held_against_every_release_and_every_draw_that_is_gone(
    tmp_path: Path,
) -> None:
    """The tenth release of a day comes after its second, whatever their names say."""
    later = replace(DRAWN, release_id="2019-05-01-10", sha256="b")
    gone = [left(tmp_path / "2019-05-01-10", later), left(tmp_path / "2019-05-01-2", DRAWN)]
    now, same = (released.write(tmp_path / name, NOISY, noisy()) for name in ("now", "same"))
    again = noisy().assign(value=noisy()["value"] + 1)
    other = released.write(tmp_path / "other", NOISY, again)
    audit = audit_release(now, same, SILENT, workers=1, earlier=[other], gone=gone)
    note = released.result(audit, "A15").note
    assert "4 figures drawn a second time" in note
    [first, second] = audit.sources[0].draws
    # Of all that told the quarter, the oldest.
    assert (first, second.release_id) == (DRAWN, "other")


def test_ranges_drawn_closer_than_their_rule_are_a_leak(tmp_path: Path) -> None:
    ranged = with_range(noisy(), made.NOISE, GRID, made.BOROUGHS)
    folder = released.write(tmp_path / "r", NOISY, noisy())
    for by, failures in ((0.0, 0), (-1.0, 1)):
        told = ranged.assign(upper=ranged["upper"] + by * (ranged.index == 3))
        write_observations(folder / OF_FILE, told)
        assert attacked(folder).leaks(NOISY).failures == failures


def test_releases_before_tell_of_noise_by_figures_or_by_the_ledger_of_what_is_gone(
    tmp_path: Path,
) -> None:
    """What had no such source tells nothing, nor stops those before it."""
    rule = replace(made.NOISE, epsilon=0.5)
    other = released.source(replace(OF_NOISE, noise=rule), made.CLIENTS)
    empty = released.write(tmp_path / "empty", NOISY, noisy())
    (empty / OF_FILE).unlink()
    first = released.write(tmp_path / "first", other, noisy())
    second = left(released.write(tmp_path / "second", NOISY, noisy()), DRAWN)
    alone = left(released.write(tmp_path / "alone", other, noisy()), DRAWN)
    (alone / OF_FILE).unlink()
    told = attacked(tmp_path, empty, first, second, alone)._told_earlier(NOISY)
    assert [(each.release_id, each.noise, each.draws) for each in told] == [
        ("first", rule, ()),
        ("second", made.NOISE, (DRAWN,)),
        ("alone", rule, (DRAWN,)),
    ]
    assert [len(each.observations) for each in told] == [4, 4, 0]
    assert list(told[2].observations.columns) == list(told[0].observations.columns)


def test_a_release_before_that_had_a_source_without_noise_had_no_rule(tmp_path: Path) -> None:
    plain = released.write(tmp_path / "first", SOURCE, TABLE)
    assert [each.noise for each in attacked(tmp_path, plain)._told_earlier(NOISY)] == [None]
