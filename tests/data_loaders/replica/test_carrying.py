"""A replica's folder holds what was published, whole, or what it held before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.publication.publish import release_ids
from data_loaders.curate.publication.signing import make_key
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.released.chain import chain_problems
from data_loaders.released.release import CURRENT, ReleaseError, Releases
from data_loaders.replica.__main__ import main
from data_loaders.replica.carrying import pull, push
from data_loaders.replica.stores import Store, StoreError, inside
from tests.support.killed import FIRST, SECOND, publish_again
from tests.support.tiny import COURTS, module, released

SAID: list[str] = []
THIRD = f"{FIRST}-3"


class Interrupted(Exception):  # noqa: N818 - no fault of the store
    """The power goes."""


class Failing(Store):
    """A store that is cut off after so many reads."""

    left = 0

    def read(self, name: str) -> bytes | None:
        self.left -= 1
        if self.left < 0:
            raise Interrupted
        return super().read(name)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, and what is nobody else's."""
    root = tmp_path_factory.mktemp("three") / "releases"
    released(root, module(COURTS))
    publish_again(root)
    publish_again(root)
    (root / ".frame-key").write_text("secret")
    return root


@pytest.fixture
def origin(tmp_path: Path, three: Path) -> Path:
    """Where releases are made: two of the three are."""
    root = tmp_path / "origin"
    shutil.copytree(three, root, ignore=shutil.ignore_patterns(THIRD))
    (root / CURRENT).write_text(f"{SECOND}\n")
    return root


@pytest.fixture
def store(tmp_path: Path, origin: Path) -> Store:
    made = Store(f"file://{tmp_path}/bucket/releases")
    assert push(origin, made, SAID.append) == SECOND
    return made


def publish_third(origin: Path, three: Path) -> None:
    shutil.copytree(three / THIRD, origin / THIRD)
    (origin / CURRENT).write_text(f"{THIRD}\n")


def bucket(store: Store) -> Path:
    return Path(store.address.removeprefix("file://"))


def carried(root: Path) -> dict[str, bytes]:
    """Every file of the releases of a folder."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in names.items() if name[0] != "."}


def test_a_replica_has_every_byte_of_every_release_and_nothing_else(
    store: Store, origin: Path, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    assert pull(store, replica, SAID.append) == SECOND
    assert carried(replica) == carried(origin)
    assert Releases([replica]).current().id == SECOND
    everything = {path.name for path in bucket(store).rglob("*")}
    assert not everything & {".frame-key", ".kept", ".lock", ".seal-key", ".refresh"}


def test_a_new_release_is_switched_to_and_the_old_one_stays(
    store: Store, origin: Path, three: Path, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    pull(store, replica, SAID.append)
    publish_third(origin, three)
    push(origin, store, SAID.append)
    SAID.clear()
    assert pull(store, replica, SAID.append) == THIRD
    assert "; ".join(SAID) == f"{THIRD} is here, whole.; {THIRD} is served now."
    assert Releases([replica]).current().id == THIRD
    assert release_ids(replica) == [FIRST, SECOND, THIRD]
    SAID.clear()
    pull(store, replica, SAID.append)
    assert SAID == []


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def hostile(path: Path) -> None:
    manifest = path.parent / "manifest.json"
    said = json.loads(manifest.read_text())
    said["files"]["../../outside"] = {"sha256": "0" * 64, "bytes": 1}
    manifest.write_text(json.dumps(said))


@pytest.mark.parametrize("damage", [changed, Path.unlink, hostile])
def test_what_is_damaged_on_the_way_is_never_served(
    store: Store, origin: Path, three: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    replica = tmp_path / "replica"
    pull(store, replica, SAID.append)
    publish_third(origin, three)
    push(origin, store, SAID.append)
    damage(bucket(store) / THIRD / "catalog.json")
    with pytest.raises(ReleaseError):
        pull(store, replica, SAID.append)
    assert release_ids(replica) == [FIRST, SECOND]
    assert Releases([replica]).current().id == SECOND
    assert not (tmp_path / "outside").exists()
    assert not (replica / "outside").exists()


def test_cut_off_at_any_moment_it_serves_the_old_or_the_new_and_goes_on(
    store: Store, origin: Path, three: Path, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    pull(store, replica, SAID.append)
    publish_third(origin, three)
    push(origin, store, SAID.append)
    failing, served = Failing(store.address), []
    for reads in range(200):
        failing.left = reads
        try:
            pull(failing, replica, SAID.append)
        except Interrupted:
            served.append(Releases([replica]).current().id)
        else:
            break
    assert set(served) <= {SECOND, THIRD}
    assert served == sorted(served)
    assert len(served) > 10
    assert Releases([replica]).current().id == THIRD


def test_a_withdrawal_reaches_a_replica_before_anything_else(
    store: Store, origin: Path, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    pull(store, replica, SAID.append)
    withdraw(origin, SECOND, "A leak.", date(2026, 11, 24))
    push(origin, store, SAID.append)
    (bucket(store) / CURRENT).write_text("nonsense")
    with pytest.raises(StoreError, match="names no release"):
        pull(store, replica, SAID.append)
    serving = Releases([replica])
    assert serving.current().id == FIRST
    reason = serving.withdrawn(SECOND)
    assert reason is not None
    assert reason.why == "A leak."
    push(origin, store, SAID.append)
    assert pull(store, replica, SAID.append) == FIRST
    assert release_ids(replica) == [FIRST]


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    public = make_key(tmp_path / "key.pem")
    monkeypatch.setenv("RELEASE_PUBLIC_KEY", public)
    return public


def test_what_nobody_vouches_for_does_not_stay(store: Store, tmp_path: Path, keyed: str) -> None:
    replica = tmp_path / "replica"
    with pytest.raises(ReleaseError, match="not signed"):
        pull(store, replica, SAID.append)
    assert release_ids(replica) == []
    assert not (replica / CURRENT).exists()


def test_signatures_and_the_chain_are_carried(
    tmp_path: Path, keyed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_KEY", str(tmp_path / "key.pem"))
    origin, replica = tmp_path / "signed", tmp_path / "replica"
    released(origin, module(COURTS))
    publish_again(origin)
    withdraw(origin, FIRST, "A mistake.", date(2026, 11, 24))
    store = Store(f"file://{tmp_path}/signed-bucket")
    push(origin, store, SAID.append)
    assert pull(store, replica, SAID.append) == SECOND
    assert chain_problems(replica, bytes.fromhex(keyed)) == []


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "a\\b"])
def test_a_name_that_leads_out_of_its_folder_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="is no name of a file"):
        inside(name)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "Needs `requirements-replica.txt`"),
        (["pull"], 2, "Needs"),
        (["pull", "file:///nowhere", "0"], 2, "Needs"),
        (["pull", "nosuch://x"], 1, "Nothing is changed. nosuch://x cannot be opened"),
        (["pull", "file:///no/such/folder"], 1, "CURRENT names no release"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str],
    status: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path))
    assert main(arguments) == status
    told = capsys.readouterr()
    assert said in told.out + told.err
