"""Readers notice nothing of a publication, a rollback or a broken release but newer figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import msgspec
import pyarrow.parquet as pq
import pytest

from components.site import routing
from data_loaders.curate.publication.publish import rollback
from data_loaders.curate.publication.release_files import MANIFEST, write_json
from data_loaders.released.release import Manifest, file_entry
from data_loaders.vocabulary.audit_record import Audit
from tests.support import literal
from tests.support.browser.serving import served
from tests.support.readers import NEW, OLD, ONLY_NEW, Readers, wait_until
from tests.support.sites import serving_from


def serves(address: str, release_id: str) -> bool:
    """Whether every worker answers from a release: asked often enough to meet each."""
    ids = {httpx.get(f"{address}/readyz").json()["release"] for _ in range(12)}
    return ids == {release_id}


def test_publication_and_rollback_cost_no_reader_an_error(tmp_path: Path) -> None:
    literal.release(tmp_path)
    with served(environment={"RELEASES": str(tmp_path)}, path="/readyz") as site:
        readers = Readers(site.address)
        try:
            literal.release(tmp_path, literal.readers(leaks=True), date(2026, 11, 23))
            wait_until(lambda: serves(site.address, NEW))
            wait_until(lambda: NEW in readers.releases)
            rollback(tmp_path)
            wait_until(lambda: serves(site.address, OLD))
            pinned = httpx.get(f"{site.address}/map?release={NEW}")
            assert ONLY_NEW in pinned.text
            assert ONLY_NEW not in httpx.get(f"{site.address}/map").text
        finally:
            readers.finish()
    assert set(readers.statuses) == {200}
    assert sum(readers.statuses.values()) > 40
    assert readers.releases == {OLD, NEW}
    assert readers.mixed == []


def one_byte_of_parquet(folder: Path) -> None:
    path = folder / "observations" / "cases.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def a_status_with_the_manifest_mended(folder: Path) -> None:
    path = folder / "observations" / "cases.parquet"
    table = pq.read_table(path).to_pandas()
    table.loc[table["status"] == "withheld", ["status", "value"]] = ["normal", 1.0]
    table.to_parquet(path)
    _mend_manifest(folder, "observations/cases.parquet")


def no_audit(folder: Path) -> None:
    (folder / "audit.json").unlink()


def no_audit_and_none_in_the_manifest(folder: Path) -> None:
    (folder / "audit.json").unlink()
    manifest = _manifest(folder)
    del manifest.files["audit.json"]
    write_json(folder / MANIFEST, manifest)


def an_audit_that_failed(folder: Path) -> None:
    path = folder / "audit.json"
    path.write_bytes(path.read_bytes().replace(b'"passed": true', b'"passed": false', 1))
    _mend_manifest(folder, "audit.json")


def an_audit_without_a_source(folder: Path) -> None:
    path = folder / "audit.json"
    audit = msgspec.json.decode(path.read_bytes(), type=Audit)
    write_json(path, replace(audit, sources=audit.sources[1:]))
    _mend_manifest(folder, "audit.json")


def _manifest(folder: Path) -> Manifest:
    return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)


def _mend_manifest(folder: Path, name: str) -> None:
    manifest = _manifest(folder)
    manifest.files[name] = file_entry(folder / name)
    write_json(folder / MANIFEST, manifest)


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (one_byte_of_parquet, "cases.parquet differs from its manifest"),
        (a_status_with_the_manifest_mended, "the audit was run on other observation files"),
        (no_audit, "audit.json is missing"),
        (no_audit_and_none_in_the_manifest, "audit.json is missing"),
        (an_audit_that_failed, "the audit did not pass"),
        (an_audit_without_a_source, "not audited"),
    ],
)
def test_a_tampered_release_is_never_served(
    tmp_path: Path, tamper: Callable[[Path], None], reason: str
) -> None:
    literal.release(tmp_path)
    with serving_from(tmp_path) as client:
        assert client.get("/readyz").get_json()["release"] == OLD
        literal.release(tmp_path, literal.readers(leaks=True), date(2026, 11, 23))
        tamper(tmp_path / NEW)
        said = client.get("/readyz").get_json()
        assert (said["release"], said["status"]) == (OLD, "refused a newer release")
        assert reason in said["problem"]
        for path in ("/map", f"/map?release={NEW}"):
            assert ONLY_NEW not in client.get(path).get_data(as_text=True)
        address = f"/releases/{NEW}/{MANIFEST}"
        assert client.get(address).status_code == 404


def test_a_page_is_of_the_release_it_was_asked_of_though_another_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = literal.release(tmp_path)
    with serving_from(tmp_path) as client:
        new = literal.release(tmp_path, literal.readers(leaks=True), date(2026, 11, 23))
        for path in ("/map", "/parts/map"):
            swapped = iter([(old, None), *[(new, None)] * 9])
            monkeypatch.setattr(routing, "asked_release", lambda *_, turn=swapped, **__: next(turn))
            assert ONLY_NEW not in client.get(path).get_data(as_text=True)
            monkeypatch.setattr(routing, "asked_release", lambda *_, **__: (new, None))
            assert ONLY_NEW in client.get(path).get_data(as_text=True)
            monkeypatch.setattr(routing, "asked_release", lambda *_, **__: (old, None))
            assert ONLY_NEW not in client.get(path).get_data(as_text=True)
