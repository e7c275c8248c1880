"""Pages kept ready are the pages that would be made, and no visitor makes more of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import brotli
import gevent
import pytest
from flask.testing import FlaskClient

from api import answers, first_response, ready_pages
from api.ready_pages import MOST_EDITIONS, READY, ReadyPages
from api.worker import SiteWorker
from components.markup.addresses import DATA, PLACES, PRIVACY
from components.site.page import Asked, Page
from components.site.routing import Routing
from data_loaders.records import described, held
from data_loaders.records.held import records
from data_loaders.released.release import Release
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation
from tests.support import literal
from tests.support.browser.paths import PATHS
from tests.support.sites import serving_from


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of ready pages that is used for one test."""
    ready_pages.use(tmp_path / "ready")
    first_response._body.cache_clear()
    yield tmp_path / "ready"
    ready_pages.use(None)
    first_response._body.cache_clear()


@pytest.fixture
def place(release: Release, client: FlaskClient) -> str:  # noqa: ARG001 - the site must be there
    """The address of a place that has a page."""
    ready = ready_pages.addresses_of(_routing(client), release, "")
    return min(address for address in ready if address.startswith(f"{PLACES}/"))


def _routing(client: FlaskClient) -> Routing:
    return client.application.extensions[READY].__self__.routing


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"*{ready_pages.ENDING}"))


def _asked_anew(client: FlaskClient, address: str) -> tuple[int, bytes, str]:
    first_response._body.cache_clear()
    answer = client.get(address)
    return answer.status_code, answer.data, answer.headers["ETag"]


def _refuse(*_args: object) -> Page:
    raise AssertionError("a page that was ready is made again")


def test_a_ready_page_is_the_page_itself_and_is_made_once(
    client: FlaskClient, place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_pages.use(None)
    made = _asked_anew(client, place)
    ready_pages.use(folder)
    assert _asked_anew(client, place) == made
    (kept,) = _kept(folder)
    assert kept.stat().st_size < len(made[1])  # as it is sent, not as it reads
    monkeypatch.setattr(Routing, "page", _refuse)
    assert _asked_anew(client, place) == made
    assert _asked_anew(client, f"{place}/") == made
    assert _asked_anew(client, f"{place}?utm_source=a") == made


@pytest.mark.parametrize(
    "ending", ["?by=covid_case_rate", "?sort=name", "?release={id}", "?release=2001-01-01", "x"]
)
def test_what_a_visitor_makes_up_is_never_kept(
    client: FlaskClient, place: str, folder: Path, release: Release, ending: str
) -> None:
    _asked_anew(client, place + ending.format(id=release.id))
    for other in ("/", "/map", "/places/nowhere", "/data", f"{place}/x"):
        _asked_anew(client, other)
    assert _kept(folder) == []


@pytest.mark.parametrize("where", [0, 40, -1])
def test_a_changed_file_is_never_sent(
    client: FlaskClient, place: str, folder: Path, where: int
) -> None:
    made = _asked_anew(client, place)
    (kept,) = _kept(folder)
    whole = bytearray(kept.read_bytes())
    whole[where] ^= 1
    for damaged in (bytes(whole), bytes(whole[:20]), b""):
        kept.write_bytes(damaged)
        assert _asked_anew(client, place) == made
    assert ReadyPages(folder).read(kept) is not None  # written anew


@pytest.mark.parametrize("name", ["PUBLIC_URL", "OPERATOR", "CONTACT"])
def test_another_setting_is_another_page(
    client: FlaskClient,
    place: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    before = _asked_anew(client, place)
    monkeypatch.setenv(name, "https://recovery.example.org")
    after = _asked_anew(client, place)
    assert before[1] != after[1]
    assert len(_kept(folder)) == 2


def test_another_release_of_the_same_id_is_another_page(
    client: FlaskClient, place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asked_anew(client, place)
    monkeypatch.setattr(ready_pages, "_manifest", lambda _release: "another")
    _asked_anew(client, place)
    assert len({path.parent for path in _kept(folder)}) == 2


SHIPPED = [
    *(path for path in vars(installation).values() if isinstance(path, Path) and path.is_file()),
    described.CONTRACTS / described.FILE,
    *installation.GEOGRAPHY.glob("*.*s*"),
]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_another_text_that_ships_with_the_code_is_another_page(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / file.relative_to(installation.ROOT)
    shipped.parent.mkdir(parents=True)
    monkeypatch.setattr(installation, "ROOT", tmp_path)
    tags = []
    for text in ("as it was", "as it is"):
        shipped.write_text(text)
        answers.content_tag.cache_clear()
        tags.append(answers.tag_of("a page"))
    answers.content_tag.cache_clear()
    assert tags[0] != tags[1]


def test_only_the_newest_editions_stay(folder: Path) -> None:
    pages = ReadyPages(folder)
    body = answers.Body(b"page", "text/html")
    for i in range(MOST_EDITIONS + 2):
        path = folder / f"edition-{i}" / f"a{ready_pages.ENDING}"
        pages.write(path, body)
        os.utime(path.parent, ns=(i, i))
    pages.write(folder / "newest" / f"a{ready_pages.ENDING}", body)
    left = {path.parent.name for path in _kept(folder)}
    assert len(left) == MOST_EDITIONS
    assert {"newest", f"edition-{MOST_EDITIONS + 1}"} <= left


def test_a_large_page_is_made_as_small_as_it_gets(
    client: FlaskClient, place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "LARGE", 0)
    packed = {"Accept-Encoding": "br"}
    content = client.get(place).data
    fast = answers.Body(content, "text/html").in_encoding("br")
    slow = client.get(place, headers=packed).data
    assert len(slow) < len(fast)
    assert brotli.decompress(slow) == content
    (kept,) = _kept(folder)
    assert slow in kept.read_bytes()


def test_numbers_that_grow_by_slow_compression_stay_as_they_are() -> None:
    content = b" ".join(str(number * 7919).encode() for number in range(30_000))
    body = answers.Body(content, "text/html")
    before = body.weight
    body.shrink()
    assert body.weight <= before
    assert body.in_encoding("identity") == content


def test_a_page_is_sent_where_none_can_be_kept(
    client: FlaskClient, place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ready_pages, "NamedTemporaryFile", full)
    assert _asked_anew(client, place)[0] == 200
    assert _kept(folder) == []
    blocked = folder / "file"
    blocked.write_text("")
    assert ready_pages.use(blocked / "below") is None


def test_a_ready_page_knows_no_day_but_its_releases(
    client: FlaskClient, place: str, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Asked] = []
    build = Routing.page

    def heard(routing: Routing, asked: Asked) -> Page:
        told.append(asked)
        return build(routing, asked)

    monkeypatch.setattr(Routing, "page", heard)
    _asked_anew(client, place)
    assert release.manifest.published_on < datetime.now(UTC).date()
    assert [asked.today for asked in told] == [release.manifest.published_on]


def test_the_command_makes_every_page_and_no_page_twice(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READY_PAGES", str(tmp_path / "ready"))
    with serving_from(Path(release.folder).parent) as client:
        runner = client.application.test_cli_runner()
        first, again = runner.invoke(args=[READY]), runner.invoke(args=[READY])
        every = ready_pages.addresses_of(_routing(client), release, "")
    ready_pages.use(None)
    assert first.output == f"{len(every)} pages made ready.\n"
    assert again.output == "0 pages made ready.\n"
    assert len(_kept(tmp_path / "ready")) == len(every) > 0


def test_a_worker_makes_pages_ready_in_its_pauses(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = SiteWorker.__new__(SiteWorker)
    worker.wsgi = client.application  # pyright: ignore[reportAttributeAccessIssue]
    worker.alive = True
    worker.log = SimpleNamespace(exception=_refuse)  # pyright: ignore[reportAttributeAccessIssue]
    clock = SimpleNamespace(now=0.0)
    worker._asked_at = clock.now

    def rest(seconds: float) -> None:
        clock.now += seconds
        worker.alive = seconds < 10

    monkeypatch.setattr("api.worker.time.monotonic", lambda: clock.now)
    monkeypatch.setattr(gevent, "sleep", rest)
    worker._make_ready(ReadyPages(folder))
    assert clock.now > 2  # it waited until nobody had asked for a while
    assert len(_kept(folder)) == len(list(_every(client)))


def test_a_worker_makes_what_is_asked_for_most_as_small_as_it_gets_before_anyone_asks(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed, paths = {"Accept-Encoding": "br"}, ("/", "/map", "/trends", "/industries", "/data")
    first_response._body.cache_clear()
    before = [client.get(path, headers=packed).data for path in paths]
    again = client.get("/", headers=packed).data  # from the door, from now on
    assert again == before[0]
    first_response._body.cache_clear()
    records.cache_clear()
    _warmed(client, monkeypatch)
    monkeypatch.setattr(Routing, "page", _refuse)
    monkeypatch.setattr(held, "read_and_checked", _refuse)
    for path, large in zip(paths, before, strict=True):
        answer = client.get(path, headers=packed)
        assert len(brotli.decompress(answer.data)) == len(brotli.decompress(large))
        assert len(answer.data) == answer.content_length < 0.96 * len(large), path


def test_a_page_that_is_made_smaller_after_it_was_sent_is_sent_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = {"Accept-Encoding": "br"}
    first_response._body.cache_clear()
    sent = [client.get("/map", headers=packed) for _ in range(2)]
    _warmed(client, monkeypatch)
    sent += [client.get("/map", headers=packed) for _ in range(2)]
    assert len({brotli.decompress(each.data) for each in sent}) == 1
    assert [len(each.data) for each in sent] == [each.content_length for each in sent]
    assert len(sent[-1].data) < len(sent[0].data)


def _warmed(client: FlaskClient, patch: pytest.MonkeyPatch) -> None:
    """Have a worker do what it does unasked, once."""
    worker = SiteWorker.__new__(SiteWorker)
    worker.wsgi = client.application  # pyright: ignore[reportAttributeAccessIssue]
    worker.alive, worker._asked_at = True, 0.0
    worker.log = SimpleNamespace(exception=_refuse)  # pyright: ignore[reportAttributeAccessIssue]
    patch.setattr(gevent, "sleep", lambda seconds: setattr(worker, "alive", not seconds))
    worker._keep_warm()


def test_a_look_for_pages_that_are_missing_works_out_their_folder_once(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, routing = ReadyPages(folder), _routing(client)
    body = answers.Body(b"page", "text/html")
    addresses = sorted(_every(client))
    assert len(addresses) > 1
    for make in ready_pages.unmade(routing, pages, lambda _asked: body):
        make()
    _kept(folder)[0].unlink()
    worked_out: list[str] = []
    edition = ready_pages._edition

    def heard(routing: Routing, asked: Asked) -> str:
        worked_out.append(asked.address)
        return edition(routing, asked)

    monkeypatch.setattr(ready_pages, "_edition", heard)
    (missing,) = ready_pages.unmade(routing, pages, lambda _asked: body)
    assert worked_out == addresses[:1]
    missing()
    assert len(_kept(folder)) == len(addresses)


# It tells of the site's own key and of a challenge made here, which are no part of a release; of
# another release it reads what opening reads. The list of figures says what is due today; what it
# reads of all figures it reads once a release, in a twentieth of a second.
NOT_OF_A_RELEASE_ALONE = {DATA, PRIVACY}


def test_a_page_that_reads_other_releases_or_all_of_one_is_made_before_anyone_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in (10, 11):
        literal.release(tmp_path, day=date(2026, month, 22))
    heavy: set[str] = set()
    with serving_from(tmp_path) as client:
        routing = _routing(client)
        release = routing.asked("/", {}).release
        for path in PATHS:
            read = _read_by(routing, path, monkeypatch)
            if len(read) == len(release.index.frames) or "another release" in read:
                heavy.add(path)
        ready = ready_pages.addresses_of(routing, release, "")
    assert {"/coverage", "/changes"} < heavy
    assert heavy - ready == NOT_OF_A_RELEASE_ALONE


def _read_by(routing: Routing, path: str, patch: pytest.MonkeyPatch) -> set[object]:
    """The frames a page reads, and whether it opens another release."""
    read: set[object] = set()
    frame, open_ = Release.frame, Release.open

    def read_frame(release: Release, *named: str) -> object:
        read.add(named)
        return frame(release, *named)  # pyright: ignore[reportArgumentType]

    def opened(folder: Path, *, is_whole: bool = True) -> Release:
        read.add("another release")
        return open_(folder, is_whole=is_whole)

    with patch.context() as heard:
        heard.setattr(Release, "frame", read_frame)
        heard.setattr(Release, "open", opened)
        asked = routing.asked(path, {})
        asked.release._figured.clear()
        releases()._opened.cache_clear()
        routing.page(asked)
    return read


def _every(client: FlaskClient) -> Iterator[str]:
    routing = _routing(client)
    yield from ready_pages.addresses_of(routing, routing.asked("/", {}).release, "")
