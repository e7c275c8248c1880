"""Releases that say everything about their sources and hold no figures, and their pages' text."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from components.markup.first_view import rendered
from components.site.page import Asked, Page, Route
from data_loaders.released.release import Manifest, Release
from data_loaders.released.watched import WatchedFiles
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.audit_record import Audit, CheckResult, SourceAudit
from data_loaders.vocabulary.frames import Index
from data_loaders.vocabulary.model import Catalog, Delivery, Place, Source
from tests.support.tiny import DAY

ID = "2026-11-22"


def described(
    folder: Path,
    sources: tuple[Source, ...],
    places: tuple[Place, ...] = (),
    notes: str = "",
    deliveries: tuple[Delivery, ...] = (),
) -> Release:
    """A release of these sources without a single frame, as if each had passed its checks."""
    (folder / "index.json").write_bytes(msgspec.json.encode(Index(frames=(), shapes={}, tables={})))
    catalog = Catalog(
        release_id=ID,
        published_on=DAY,
        is_simulated=False,
        digest=False,
        sources=sources,
        deliveries=deliveries,
        areas=geography.areas(),
        places=places,
        notes=notes,
    )
    manifest = Manifest(ID, DAY, False, "1.2.3", "feeds", {})
    return Release(folder, manifest, catalog, audited(sources), WatchedFiles(folder, {}))


def audited(sources: tuple[Source, ...]) -> Audit:
    """An audit in which every source passed its leak scan."""
    scan = CheckResult("A11", "Leak scan", passed=True, failures=0, checked=8)
    return Audit(
        release_id=ID,
        code_version="1.2.3",
        passed=True,
        ran_on=datetime(2026, 11, 22, tzinfo=UTC),
        run_seconds=2.0,
        observations={},
        sources=tuple(
            SourceAudit(source.id, source.policy.treatment, (scan,), cells=8, withheld=2)
            for source in sources
        ),
    )


def opened(route: Route, path: str, held: Release, /, today: date = DAY, **query: str) -> Page:
    """The page a route answers for a path on a day, with its named parts."""
    pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", route.path)
    match = re.fullmatch(pattern, path)
    assert match, f"{path} is no address of {route.path}"
    return route.build(Asked(path, query, held, match.groupdict(), today=today))


def markup(page: Page) -> str:
    """The body of a page as HTML."""
    return str(rendered(page.body))


def words(page: Page) -> str:
    """The body of a page as text, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", in_one(markup(page)))).split())


def in_one(page: str) -> str:
    """HTML whose numbered names, as COVID-19, are plain text again."""
    name = r'<span class="whole">([^<]*)</span>'
    together = rf"<span>((?:[^<]|{name})*)</span>"
    return re.sub(name, r"\1", re.sub(together, r"\1", page))
