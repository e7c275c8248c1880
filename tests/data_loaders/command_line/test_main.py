from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from data_loaders import __main__ as commands
from data_loaders.__main__ import app
from data_loaders.command_line import failures
from data_loaders.curate import plans
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.seed import pack
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.privacy.challenge import pack as challenge_pack
from data_loaders.released.release import Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.progress import Silent
from tests.support.made.small_challenge import copy_of_small_challenge
from tests.support.tiny import COURTS, LISTINGS, MONTHLY, module, released

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on folders of its own, with two tiny sources and no internet."""
    monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
    monkeypatch.delenv("MIRROR", raising=False)
    monkeypatch.setattr(catalog, "MODULES", (module(COURTS), module(LISTINGS)))
    monkeypatch.setattr(installation, "SHIPPED_SEED", tmp_path / "seed")
    monkeypatch.setenv("DEMO_RELEASES", str(tmp_path / "demo"))
    monkeypatch.setattr(installation, "SHIPPED_DEMO", tmp_path / "no demo")
    monkeypatch.setattr(installation, "SEED", tmp_path / "unpacked")
    monkeypatch.setattr(installation, "FEEDS", tmp_path / "feeds")
    monkeypatch.setattr(plans, "answering", lambda *_: set())
    monkeypatch.setattr(failures.console, "width", 300)

    def invoke(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def seed(tmp_path: Path) -> None:
    contents = digest(released(tmp_path / "elsewhere"))
    pack(contents, tmp_path / "seed", tmp_path / "aside", Silent())


def test_releases_are_listed_verified_audited_and_rolled_back(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        released(tmp_path / "releases")
    assert run("list") == (0, "  2026-11-22\n→ 2026-11-22-2\n")
    code, said = run("verify", "2026-11-22")
    assert (code, "files are as published" in said) == (0, True)
    code, said = run("audit", "2026-11-22")
    assert (code, "Audit of 2026-11-22: passed" in said) == (0, True)
    assert run("rollback")[0] == 0
    assert run("list") == (0, "→ 2026-11-22\n  2026-11-22-2\n")


def test_a_changed_release_is_named_with_its_file_and_no_traceback(
    run: Run, tmp_path: Path
) -> None:
    released(tmp_path / "releases")
    (tmp_path / "releases/2026-11-22/notes.md").write_text("changed")
    for command in ("verify", "audit"):
        code, said = run(command, "2026-11-22")
        assert code == 1
        assert "2026-11-22/notes.md differs from its manifest" in said
        assert "Traceback" not in said


def test_preparing_without_internet_serves_the_seed(run: Run, seed: None, tmp_path: Path) -> None:
    code, said = run("prepare")
    assert code == 0
    assert "No publisher answers" in said
    assert Releases([tmp_path / "releases", tmp_path / "unpacked"]).current().catalog.digest


def test_preparing_offline_does_not_look_for_internet(
    run: Run, seed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(*_: object) -> set[str]:
        raise AssertionError("looked for the internet")

    monkeypatch.setattr(plans, "answering", look)
    assert run("prepare", "--offline")[0] == 0


def test_preparing_keeps_a_good_release(run: Run, tmp_path: Path) -> None:
    released(tmp_path / "releases")
    code, said = run("prepare")
    assert (code, said.splitlines()[-1]) == (0, "Serving release 2026-11-22.")
    assert run("prepare-demonstration") == (0, "Demonstration: none ships here.\n")
    assert not (tmp_path / "unpacked").exists()


def test_preparing_with_nothing_at_all_says_what_is_missing(run: Run) -> None:
    code, said = run("prepare")
    assert code == 1
    assert "seed/manifest.json is missing" in said


def test_a_release_without_internet_fails_in_words_and_changes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "outlines", lambda *_: {})
    monkeypatch.setattr(plans, "tiles", lambda *_: {})
    code, said = run("release")
    assert code == 1
    assert "courts.example does not answer" in said
    assert not list((tmp_path / "releases").glob("*/manifest.json"))


def test_feeds_that_fail_are_named(run: Run) -> None:
    code, said = run("feeds", "courts")
    assert (code, "courts.example does not answer" in said) == (1, True)


def test_a_source_that_is_none_may_lose_nothing(run: Run) -> None:
    """A typing error was taken for a source that had nothing to lose."""
    code, said = run("release", "--accept-shrink", "court")
    assert (code, "no source is called court." in said) == (2, True)


def test_a_source_may_lose_values_only_for_a_reason(run: Run) -> None:
    code, said = run("release", "--accept-shrink", "courts")
    assert (code, "say why with --why" in said) == (2, True)


def test_an_unknown_source_is_answered_with_the_known_ones(run: Run, tmp_path: Path) -> None:
    code, said = run("check", "parks", str(tmp_path))
    assert code == 2
    assert "courts, listings" in said


def test_a_delivery_is_checked_and_described(run: Run, tmp_path: Path) -> None:
    code, said = run("check", "courts", str(tmp_path))
    assert code == 0
    assert "4 observations, all checks passed" in said
    assert "1 withheld" in said


def test_a_delivery_that_breaks_a_promise_is_refused_with_its_rows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = module(COURTS, MONTHLY.replace("BX,2021-01", "XX,2021-01"))
    monkeypatch.setattr(catalog, "MODULES", (broken,))
    code, said = run("check", "courts", str(tmp_path))
    assert code == 1
    assert "name areas that are not in borough" in said
    assert "XX" in said


def test_a_delivery_that_cannot_be_read_is_refused_in_the_readers_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: Path) -> None:
        raise DeliveryError("filings.csv", "column filings missing", "filings", "Map it.")

    unreadable: ModuleType = module(COURTS)
    vars(unreadable).update(read=read)
    monkeypatch.setattr(catalog, "MODULES", (unreadable,))
    code, said = run("check", "courts", str(tmp_path))
    assert (code, "filings.csv: column filings missing. Expected filings. Map it." in said) == (
        1,
        True,
    )


def test_a_challenge_is_written_and_a_guess_is_not_upheld(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    with monkeypatch.context() as patch:
        patch.setattr(commands, "write_challenge", copy_of_small_challenge)
        code, said = run("challenge", str(pack))
    assert code == 0, said
    assert not list(pack.rglob("truth.csv"))
    rows = list(csv.DictReader((pack / "second.csv").read_text("utf-8").splitlines()))
    hidden = [row for row in rows if not row["value"]][:12]
    lines = [",".join([*(row[name] for name in challenge_pack.CELL), "-1"]) for row in hidden]
    claim = tmp_path / "claim.csv"
    claim.write_text("\n".join([",".join([*challenge_pack.CELL, "value"]), *lines]))
    code, said = run("challenge", str(pack), "--claim", str(claim))
    assert "0 of 12 claimed cells are right. not upheld" in said
    code, said = run("challenge", str(pack))
    assert code == 1
    assert "Traceback" not in said
