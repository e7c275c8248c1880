"""Signed manifests: who vouches for a release, and what is refused."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.curate.publication import pinning, pins
from data_loaders.curate.publication.publish import next_id, release_ids, rollback
from data_loaders.curate.publication.release_files import file_entry
from data_loaders.curate.publication.signing import make_key
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.privacy.audit.run import observation_hashes
from data_loaders.released import release as read_side
from data_loaders.released.chain import chain_problems, has_signature, site_key
from data_loaders.released.release import Manifest, Release, ReleaseError, Releases
from data_loaders.released.seal import seal
from data_loaders.vocabulary.audit_record import Audit, CheckResult
from data_loaders.vocabulary.model import Geography
from tests.support import literal

APRIL, JULY, OCTOBER = date(2026, 4, 5), date(2026, 7, 5), date(2026, 10, 5)
SECOND, NOVEMBER = date(2026, 10, 6), date(2026, 11, 5)


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A key's public half, and a folder with the key and the releases of April and July it signed.

    Made once: every test gets a copy to tamper with.
    """
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        public = use_key(folder, patch)
        for day in (APRIL, JULY):
            literal.release(folder / "releases", day=day)
    return folder, public


def use_key(folder: Path, patch: pytest.MonkeyPatch, public: str = "") -> str:
    """Sign with the key of a folder, made if it is not there; returns its public half."""
    private = folder / "keys" / "release.pem"
    public = public or make_key(private)
    patch.setenv("RELEASE_KEY", str(private))
    patch.setenv("RELEASE_PUBLIC_KEY", public)
    return public


@pytest.fixture
def keyed(signed: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """An installation with a key; returns the public half."""
    folder, public = signed
    shutil.copytree(folder / "keys", tmp_path / "keys")
    return bytes.fromhex(use_key(tmp_path, monkeypatch, public))


@pytest.fixture
def root(signed: tuple[Path, str], keyed: bytes, tmp_path: Path) -> Path:
    """The signed releases of April and July."""
    assert keyed
    shutil.copytree(signed[0] / "releases", tmp_path / "releases", symlinks=True)
    return tmp_path / "releases"


def opened(root: Path) -> Releases:
    return Releases([root], key=site_key())


def remanifested(folder: Path) -> None:
    """Whoever can write files writes the manifest too, with every hash as it is now."""
    path = folder / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    files = {name: file_entry(folder / name) for name in manifest.files}
    path.write_bytes(msgspec.json.encode(replace(manifest, files=files)))


def csv_and_manifest(folder: Path) -> None:
    table = folder / "csv" / "filings_borough.csv"
    table.write_text(table.read_text().replace(",30,", ",31,"))
    remanifested(folder)


def parquet_audit_and_manifest(folder: Path) -> None:
    (folder / "observations" / "cases.parquet").write_bytes(b"other figures")
    audit = msgspec.json.decode((folder / "audit.json").read_bytes(), type=Audit)
    changed = replace(audit, observations=observation_hashes(folder))
    (folder / "audit.json").write_bytes(msgspec.json.encode(changed))
    remanifested(folder)


def failures_edited(folder: Path) -> None:
    audit = msgspec.json.decode((folder / "audit.json").read_bytes(), type=Audit)
    first, *others = audit.sources
    checks = (replace(first.checks[0], failures=3), *first.checks[1:])
    changed = replace(audit, sources=(replace(first, checks=checks), *others))
    assert changed.passed
    (folder / "audit.json").write_bytes(msgspec.json.encode(changed))
    remanifested(folder)


def april_as_july(folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(folder.parent / APRIL.isoformat(), folder)


def april_as_july_and_renamed(folder: Path) -> None:
    april_as_july(folder)
    for name in ("manifest.json", "catalog.json", "audit.json"):
        path = folder / name
        path.write_text(path.read_text().replace(APRIL.isoformat(), JULY.isoformat()))
    remanifested(folder)


def signature_of_another(folder: Path) -> None:
    csv_and_manifest(folder)
    shutil.copy(folder.parent / APRIL.isoformat() / "manifest.json.sig", folder)


def no_signature(folder: Path) -> None:
    csv_and_manifest(folder)
    (folder / "manifest.json.sig").unlink()


def with_checks(folder: Path, change: Callable[[CheckResult], CheckResult | None]) -> None:
    """The audit with each check of its first source as `change` makes it, or without it."""
    audit = msgspec.json.decode((folder / "audit.json").read_bytes(), type=Audit)
    first, *others = audit.sources
    checks = tuple(one for one in map(change, first.checks) if one is not None)
    changed = replace(audit, passed=True, sources=(replace(first, checks=checks), *others))
    (folder / "audit.json").write_bytes(msgspec.json.encode(changed))
    remanifested(folder)


def failed_check_under_passed(folder: Path) -> None:
    with_checks(folder, lambda check: replace(check, passed=check.id != "A11", failures=2))


def check_left_out(folder: Path) -> None:
    with_checks(folder, lambda check: None if check.id == "A11" else check)


def with_one_file_more(folder: Path) -> None:
    """A file of its own that the manifest names, with the right hash."""
    (folder / "csv" / "more.csv").write_text("area_id,value\nBX,3\n")
    path = folder / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    more = {**manifest.files, "csv/more.csv": file_entry(folder / "csv" / "more.csv")}
    path.write_bytes(msgspec.json.encode(replace(manifest, files=more)))


def with_a_file_outside(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text("area_id,value\nBX,3\n")
    path = folder / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    more = {**manifest.files, "../outside.csv": file_entry(outside)}
    path.write_bytes(msgspec.json.encode(replace(manifest, files=more)))


def file_behind_a_link(folder: Path) -> None:
    table = folder / "csv" / "filings_borough.csv"
    table.symlink_to(table.rename(folder.parent / "elsewhere.csv"))


def folder_behind_a_link(folder: Path) -> None:
    tables = folder / "csv"
    tables.symlink_to(tables.rename(folder.parent / "elsewhere"))


def release_behind_a_link(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.parent / APRIL.isoformat())


TAMPERED: dict[Callable[[Path], None], str] = {
    csv_and_manifest: "the signature of its manifest is not by this site's key",
    parquet_audit_and_manifest: "the signature of its manifest is not by this site's key",
    failures_edited: "says it passed with 3 failures",
    april_as_july: f"its manifest is of release {APRIL}",
    april_as_july_and_renamed: "the signature of its manifest is not by this site's key",
    signature_of_another: "the signature of its manifest is not by this site's key",
    no_signature: "its manifest is not signed",
    failed_check_under_passed: "the audit did not pass",
    check_left_out: "no pass on A11",
    with_one_file_more: "the signature of its manifest is not by this site's key",
    with_a_file_outside: "its manifest names ../outside.csv, outside of its folder",
    file_behind_a_link: "csv/filings_borough.csv is a link",
    folder_behind_a_link: "is a link; a release holds its files itself",
    release_behind_a_link: f"its manifest is of release {APRIL}",
}


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_a_release_that_was_changed_with_its_manifest_is_refused(
    root: Path, tamper: Callable[[Path], None]
) -> None:
    assert opened(root).current().id == JULY.isoformat()
    tamper(root / JULY.isoformat())
    opened_release = opened(root)
    assert opened_release.current().id == APRIL.isoformat()
    assert TAMPERED[tamper] in (opened_release.problem or "")
    assert opened_release.pinned(JULY.isoformat()) is None


@pytest.mark.parametrize("name", ["frames", "shown", "csv", "observations", "shapes"])
def test_a_file_swapped_after_opening_is_not_read(root: Path, name: str) -> None:
    current = opened(root).current()
    path = next(p for p in sorted((current.folder / name).rglob("*")) if p.suffix != ".gz")
    file = path.relative_to(current.folder).as_posix()
    good = path.read_bytes()
    current.files.check(file)
    swapped = path.with_name("swapped")
    swapped.write_bytes(good[:-1] + b" ")
    swapped.replace(path)
    with pytest.raises(ReleaseError, match=f"{path.name} differs from its manifest"):
        current.files.read(file)
    assert [path.name in said for said in current.files.damaged()] == [True]
    path.write_bytes(good)
    assert current.files.read(file) == good
    assert current.files.damaged() == []


def test_a_frame_swapped_after_opening_is_not_shown(root: Path) -> None:
    current = opened(root).current()
    entry = current.entry("filings", Geography.BOROUGH)
    assert entry is not None
    path = current.folder / entry.file
    path.write_bytes(path.read_bytes().replace(b"BX", b"MN"))
    with pytest.raises(ReleaseError, match="differs from its manifest"):
        current.frame("filings", Geography.BOROUGH)


def test_there_is_no_going_back_to_a_release_that_was_changed(root: Path) -> None:
    csv_and_manifest(root / APRIL.isoformat())
    with pytest.raises(ReleaseError, match="is not by this site's key"):
        rollback(root, APRIL.isoformat())
    assert opened(root).current().id == JULY.isoformat()


def test_each_manifest_names_the_one_before_it(root: Path, keyed: bytes) -> None:
    april, july = (root / day.isoformat() / "manifest.json" for day in (APRIL, JULY))
    links = [msgspec.json.decode(path.read_bytes(), type=Manifest) for path in (april, july)]
    assert links[0].previous is None
    assert links[1].previous == hashlib.sha256(april.read_bytes()).hexdigest()
    assert has_signature(april, keyed)
    assert has_signature(july, keyed)
    assert chain_problems(root, keyed) == []


def test_a_release_that_is_simply_deleted_breaks_the_chain(root: Path, keyed: bytes) -> None:
    shutil.rmtree(root / APRIL.isoformat())
    (problem,) = chain_problems(root, keyed)
    assert problem.startswith(f"{JULY}: the release before it is gone")
    said = CliRunner().invoke(app, ["verify", JULY.isoformat()], env={"RELEASES": str(root)})
    assert said.exit_code == 1
    assert "the chain of manifests is broken" in " ".join(said.output.split())


@pytest.fixture
def forked(root: Path, tmp_path: Path) -> Path:
    """October after July, and beside it another October after July, both signed; and November
    after the second, which is to be served."""
    other = tmp_path / "other"
    shutil.copytree(root, other, symlinks=True)
    literal.release(root, day=OCTOBER)
    for day in (SECOND, NOVEMBER):
        literal.release(other, day=day)
        shutil.copytree(other / str(day), root / str(day))
    (root / "CURRENT").write_text(f"{NOVEMBER}\n")
    return root


def test_where_the_chain_parts_neither_side_is_served(forked: Path, keyed: bytes) -> None:
    """Two releases say that they follow July. Readers of each would take it for the only one."""
    said = f"{OCTOBER} and {SECOND} both say that {JULY} was before them"
    assert [problem for problem in chain_problems(forked, keyed) if said in problem]
    releases = opened(forked)
    assert releases.current().id == str(JULY)
    assert said in (releases.problem or "")
    assert [releases.pinned(str(day)) for day in (OCTOBER, SECOND, NOVEMBER)] == [None] * 3


def test_one_side_withdrawn_leaves_the_other(forked: Path, keyed: bytes) -> None:
    withdraw(forked, str(OCTOBER), "Made twice.", NOVEMBER)
    assert chain_problems(forked, keyed) == []
    assert opened(forked).current().id == str(NOVEMBER)


def test_nobody_without_the_key_parts_the_chain(root: Path, keyed: bytes) -> None:
    """A manifest that is not signed, or a withdrawal that is not, changes nothing."""
    literal.release(root, day=OCTOBER)
    shutil.copytree(root / str(OCTOBER), root / str(SECOND))
    path = root / str(SECOND) / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert opened(root).current().id == str(OCTOBER)
    assert chain_problems(root, keyed) == []


def test_a_reason_that_is_not_signed_takes_no_side_away(forked: Path, keyed: bytes) -> None:
    withdraw(forked, str(OCTOBER), "Made twice.", NOVEMBER)
    (forked / "withdrawn" / str(OCTOBER) / "withdrawal.json.sig").unlink()
    assert len(chain_problems(forked, keyed)) == 2
    assert opened(forked).current().id == str(JULY)


def test_a_withdrawn_release_leaves_its_manifest_and_a_signed_reason(
    root: Path, keyed: bytes
) -> None:
    serving = opened(root)
    assert serving.current().id == JULY.isoformat()
    assert withdraw(root, JULY.isoformat(), "One area was published by mistake.", OCTOBER) == (
        APRIL.isoformat()
    )
    assert serving.current().id == APRIL.isoformat()
    assert serving.pinned(JULY.isoformat()) is None
    assert serving.ids() == [APRIL.isoformat()]
    reason = serving.withdrawn(JULY.isoformat())
    assert reason is not None
    assert (reason.why, reason.withdrawn_on) == ("One area was published by mistake.", OCTOBER)
    left = sorted(path.name for path in (root / "withdrawn" / JULY.isoformat()).iterdir())
    assert left == [
        "audit.json",
        "manifest.json",
        "manifest.json.sig",
        "withdrawal.json",
        "withdrawal.json.sig",
    ]
    assert not (root / JULY.isoformat()).exists()
    assert chain_problems(root, keyed) == []
    literal.release(root, day=OCTOBER)
    assert chain_problems(root, keyed) == []
    assert opened(root).current().id == OCTOBER.isoformat()
    assert next_id(JULY, root) == f"{JULY}-2"


def test_a_reason_that_was_changed_or_removed_is_noticed(root: Path, keyed: bytes) -> None:
    withdraw(root, APRIL.isoformat(), "A mistake.", OCTOBER)
    path = root / "withdrawn" / APRIL.isoformat() / "withdrawal.json"
    path.write_text(path.read_text().replace("A mistake.", "No mistake."))
    assert chain_problems(root, keyed) == [
        f"{APRIL}: the reason it was withdrawn for is not signed"
    ]
    shutil.rmtree(root / "withdrawn")
    assert len(chain_problems(root, keyed)) == 1


def test_the_last_release_withdrawn_is_served_no_longer(root: Path) -> None:
    serving = opened(root)
    withdraw(root, APRIL.isoformat(), "A mistake.", OCTOBER)
    assert serving.current().id == JULY.isoformat()
    assert withdraw(root, JULY.isoformat(), "A mistake.", OCTOBER) is None
    with pytest.raises(ReleaseError, match="no release found"):
        serving.current()
    assert release_ids(root) == []


def test_a_withdrawal_that_was_interrupted_is_done_when_run_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = opened(root)
    with monkeypatch.context() as patch:
        patch.setattr(f"{withdraw.__module__}._serve_another", _killed)
        with pytest.raises(KeyboardInterrupt):
            withdraw(root, JULY.isoformat(), "A mistake.", OCTOBER)
    assert serving.current().id == APRIL.isoformat()
    assert serving.pinned(JULY.isoformat()) is None
    assert withdraw(root, JULY.isoformat(), "A mistake.", OCTOBER) == APRIL.isoformat()
    assert not (root / JULY.isoformat()).exists()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_releases_made_before_the_key_are_vouched_for_by_the_first_signed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "releases"
    literal.release(root, day=APRIL)
    public = make_key(tmp_path / "release.pem")
    monkeypatch.setenv("RELEASE_PUBLIC_KEY", public)
    with pytest.raises(ReleaseError, match="its manifest is not signed"):
        opened(root).current()
    monkeypatch.setenv("RELEASE_KEY", str(tmp_path / "release.pem"))
    literal.release(root, day=JULY)
    assert opened(root).pinned(APRIL.isoformat()) is not None
    csv_and_manifest(root / APRIL.isoformat())
    assert opened(root).pinned(APRIL.isoformat()) is None


def test_without_a_key_releases_are_unsigned_and_open(tmp_path: Path) -> None:
    made = literal.release(tmp_path, day=APRIL)
    assert not (made.folder / "manifest.json.sig").exists()
    assert Releases([tmp_path], key=None).current().id == APRIL.isoformat()


def test_nothing_is_published_unsigned_into_an_installation_that_takes_signed_ones_only(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RELEASE_KEY")
    with pytest.raises(ReleaseError, match="Set RELEASE_KEY to the path of the private key"):
        literal.release(root, day=OCTOBER)
    make_key(tmp_path / "other.pem")
    monkeypatch.setenv("RELEASE_KEY", str(tmp_path / "other.pem"))
    with pytest.raises(ReleaseError, match="is not the key whose public half"):
        literal.release(root, day=OCTOBER)
    with pytest.raises(ReleaseError, match="is not the key whose public half"):
        withdraw(root, JULY.isoformat(), "A mistake.", OCTOBER)
    assert opened(root).current().id == JULY.isoformat()


def test_a_key_is_made_outside_the_repository_for_its_owner_alone(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["key", str(tmp_path / "k" / "release.pem")])
    assert said.exit_code == 0
    path = tmp_path / "k" / "release.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    private = load_pem_private_key(path.read_bytes(), None)
    public = private.public_key().public_bytes_raw().hex()  # pyright: ignore
    assert f"RELEASE_PUBLIC_KEY={public}" in said.output
    again = CliRunner().invoke(app, ["key", str(path)])
    assert again.exit_code == 1
    assert "is there already" in " ".join(again.output.split())
    inside = CliRunner().invoke(app, ["key", str(pinning.DATA / "release.pem")])
    assert inside.exit_code == 1
    assert "lies in the repository" in " ".join(inside.output.split())
    assert not (pinning.DATA / "release.pem").exists()


@pytest.mark.parametrize("text", ["abc", "zz" * 32, "00" * 31])
def test_a_setting_that_is_no_key_is_refused_at_start(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_PUBLIC_KEY", text)
    with pytest.raises(ValueError, match="is not 64 hexadecimal letters"):
        site_key()


def test_what_was_unpacked_here_is_held_to_its_seal(tmp_path: Path) -> None:
    made = literal.release(tmp_path, day=APRIL)
    seal(tmp_path, [made.id])
    assert Releases([tmp_path], sealed=(tmp_path,)).current().id == made.id
    csv_and_manifest(made.folder)
    with pytest.raises(ReleaseError, match="is not the one that was unpacked here"):
        Releases([tmp_path], sealed=(tmp_path,)).current()
    (tmp_path / ".sealed").write_bytes(b"x\n{}")
    with pytest.raises(ReleaseError, match="is not the one that was unpacked here"):
        Releases([tmp_path], sealed=(tmp_path,)).current()


def test_what_ships_is_pinned_in_the_code() -> None:
    assert pinning.shipped_hashes() == pins.PINS
    assert "seed" in pins.PINS


def test_what_ships_and_has_another_manifest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pinning.require_pinned(pinning.DATA / "seed")
    monkeypatch.setitem(pins.PINS, "seed", "0" * 64)
    with pytest.raises(ReleaseError, match="is not the one this code was written with"):
        pinning.require_pinned(pinning.DATA / "seed")


def test_current_is_deleted_and_the_newest_good_release_is_served(root: Path) -> None:
    literal.release(root, day=OCTOBER)
    table = root / OCTOBER.isoformat() / "notes.md"
    table.write_text("damaged")
    (root / "CURRENT").unlink()
    other = root.with_name("seed")
    found = Releases([root, other], key=site_key())
    assert found.current().id == JULY.isoformat()
    assert found.problem == f"releases/CURRENT is gone; serving {JULY}"


def test_current_is_deleted_while_a_release_is_served(root: Path) -> None:
    opened_release = opened(root)
    assert opened_release.current().id == JULY.isoformat()
    (root / "CURRENT").write_text(APRIL.isoformat())
    assert opened_release.current().id == APRIL.isoformat()
    (root / "CURRENT").unlink()
    assert opened_release.current().id == APRIL.isoformat()
    assert opened_release.problem == "releases/CURRENT is gone"
    (root / "CURRENT").write_text(APRIL.isoformat())
    assert opened_release.current().id == APRIL.isoformat()
    assert opened_release.problem is None


def test_a_release_is_opened_from_the_folder_of_its_own_name_only(tmp_path: Path) -> None:
    made = literal.release(tmp_path, day=APRIL)
    shutil.copytree(made.folder, tmp_path / "2026-04-06")
    with pytest.raises(ReleaseError, match="from the folder of its own name only"):
        Release.open(tmp_path / "2026-04-06")
