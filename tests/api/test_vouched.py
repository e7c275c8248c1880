"""What readers are told of damaged, withdrawn, signed and unsigned releases."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask.testing import FlaskClient
from markupsafe import escape

from data_loaders.curate.publication.signing import make_key
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from tests.support import literal
from tests.support.described import in_one
from tests.support.sites import serving_from

OLD, NEW = date(2026, 11, 22), date(2026, 11, 23)
WORDS = "These figures are not available right now. Try again in a few minutes.\n"


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return literal.release(tmp_path / "releases", day=OLD)


@pytest.fixture
def client(release: Release) -> Iterator[FlaskClient]:
    with serving_from(release.folder.parent) as made:
        yield made


def one_of_each(release: Release) -> list[str]:
    """A file of every folder and suffix that is served at a plain address."""
    found: dict[tuple[str, str], str] = {}
    for name in release.manifest.files:
        found.setdefault((name.partition("/")[0], Path(name).suffix), name)
    return sorted(found.values())


def test_a_damaged_file_of_any_kind_answers_503_in_words(
    client: FlaskClient, release: Release
) -> None:
    names = one_of_each(release)
    assert {Path(name).suffix for name in names} == {
        ".json",
        ".csv",
        ".md",
        ".geojson",
        ".parquet",
        ".gz",
        ".br",
    }
    for name in names:
        address, path = f"/releases/{release.id}/{name}", release.folder / name
        good = path.read_bytes()
        assert client.get(address, buffered=True).data == good
        for damage in (good[:-1] + b"!", good[: len(good) // 2], b""):
            path.write_bytes(damage)
            for asked in ({}, {"Range": "bytes=0-3"}):
                answer = client.get(address, headers=asked, buffered=True)
                assert (answer.status_code, answer.get_data(as_text=True)) == (503, WORDS), name
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert client.head(address).status_code == 503
        path.unlink()
        assert client.get(address, buffered=True).status_code == 503
        path.write_bytes(good)
        assert client.get(address, buffered=True).data == good


def test_a_damaged_compressed_copy_is_not_sent_for_its_file(
    client: FlaskClient, release: Release
) -> None:
    name = "csv/filings_borough.csv"
    assert client.get("/readyz").status_code == 200
    (release.folder / f"{name}.gz").write_bytes(b"x")
    packed = {"Accept-Encoding": "gzip"}
    address = f"/releases/{release.id}/{name}"
    assert client.get(address, headers=packed, buffered=True).status_code == 503
    assert client.get(address, buffered=True).status_code == 200


def test_a_page_whose_figures_are_damaged_says_so(client: FlaskClient, release: Release) -> None:
    entry = release.entry("filings", Geography.BOROUGH)
    assert entry is not None
    assert client.get("/readyz").status_code == 200
    (release.folder / entry.file).write_bytes(b"{}")
    for path in ("/map?indicator=filings", "/download.csv?indicator=filings"):
        answer = client.get(path)
        assert (answer.status_code, answer.get_data(as_text=True)) == (503, WORDS)
    assert client.get("/map?indicator=covid_case_rate").status_code == 200


@pytest.mark.parametrize("change", ["changed", "missing"])
def test_the_site_is_not_ready_while_a_file_is_changed_or_missing(
    client: FlaskClient, release: Release, change: str
) -> None:
    assert client.get("/readyz").get_json()["status"] == "ok"
    every = [
        *release.manifest.files,
        *(
            p.relative_to(release.folder).as_posix()
            for p in sorted(release.folder.glob("shown*/*"))
        ),
    ]
    for name in (*one_of_each(release), every[-1], "manifest.json"):
        path = release.folder / name
        good = path.read_bytes()
        path.unlink() if change == "missing" else path.write_bytes(good + b" ")
        answer = client.get("/readyz")
        assert answer.status_code == 503, name
        assert answer.get_json()["status"] == "damaged"
        assert f"{release.id}/{name}" in answer.get_json()["problem"]
        path.write_bytes(good)
        assert client.get("/readyz").get_json()["status"] == "ok", name


def test_a_deleted_current_is_reported(client: FlaskClient, release: Release) -> None:
    (release.folder.parent / "CURRENT").unlink()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "CURRENT is gone")
    assert answer.get_json()["release"] == release.id


PINNED = (
    "/?",
    "/map?indicator=filings&",
    "/trends?areas=BX&indicator=filings&",
    "/data?",
    "/data/filings?",
    "/methodology?",
    "/privacy?",
    "/search?q=Fordham&",
)


def says_it_was_withdrawn(client: FlaskClient, address: str, words: str) -> None:
    """Hold a page of the old release to saying why it is gone, and to leading to the newest."""
    page = client.get(f"{address}release={OLD}")
    assert page.status_code == 410, address
    assert page.headers["X-Robots-Tag"] == "noindex"
    text = in_one(page.get_data(as_text=True))
    assert words in text
    assert f"Release {OLD} was withdrawn</h1>" in text
    assert "<svg" not in text.partition("<main")[2].partition("</main>")[0]
    newest = address.rstrip("?&")
    assert f'href="{escape(newest)}"' in text
    assert client.get(newest).status_code == 200


def test_every_address_of_a_withdrawn_release_says_why(
    client: FlaskClient, release: Release
) -> None:
    root = release.folder.parent
    literal.release(root, day=NEW)
    old = [
        f"/releases/{OLD}/{name}"
        for name in (
            "manifest.json",
            "csv/filings_borough.csv",
            "places.json",
            "areas/borough.json",
        )
    ]
    for address in old:
        assert client.get(address, buffered=True).status_code == 200
    frame = client.get(f"/parts/map?indicator=asking_rent&release={OLD}").get_json()["state"]
    assert client.get(frame["frame"]).status_code == 200
    withdraw(root, OLD.isoformat(), "It held one figure too many.", NEW)
    words = f"Release {OLD} was withdrawn: “It held one figure too many.”"
    for address in (
        *old,
        f"/download.csv?indicator=filings&release={OLD}",
        f"/parts/map?release={OLD}",
        f"/_island/map%3Findicator%3Dfilings%26release%3D{OLD}/_dash-layout",
    ):
        answer = client.get(address, buffered=True)
        assert (answer.status_code, answer.get_data(as_text=True)) == (410, f"{words}\n"), address
    for address in PINNED:
        says_it_was_withdrawn(client, address, words)
    assert client.get(f"/no-such-page?release={OLD}").status_code == 404
    assert client.get(frame["frame"]).status_code == 404
    assert client.get("/releases/2020-01-01/manifest.json").status_code == 404


def test_an_unsigned_installation_says_so(client: FlaskClient) -> None:
    page = client.get("/privacy").get_data(as_text=True)
    assert "This installation does not sign its releases." in page
    assert "public key" not in page


def test_a_signed_installation_shows_its_key_and_serves_the_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = make_key(tmp_path / "release.pem")
    monkeypatch.setenv("RELEASE_KEY", str(tmp_path / "release.pem"))
    monkeypatch.setenv("RELEASE_PUBLIC_KEY", public)
    release = literal.release(tmp_path / "signed", day=OLD)
    with serving_from(release.folder.parent) as client:
        page = client.get("/privacy").get_data(as_text=True)
        assert public in page
        assert "The manifest is signed." in page
        base = f"/releases/{release.id}/manifest.json"
        manifest = client.get(base, buffered=True).data
        signature = client.get(f"{base}.sig", buffered=True)
        assert signature.headers["Content-Type"] == "text/plain; charset=utf-8"
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(b64decode(signature.data), manifest)
