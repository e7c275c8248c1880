"""Figures about the site for whoever runs it, in Prometheus' format: nothing about visitors.

Requests are counted by kind of address and status alone. What is told of releases and feeds is
read when asked for; each source's age and the last refresh are among it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from secrets import token_hex
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.logs import REQUEST_ID
from data_loaders.released.freshness import of_sources
from data_loaders.released.refreshed import FeedOutcome, Outcome, last_refresh
from data_loaders.released.release import Release, ReleaseError
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# The first part of an address that has a kind of its own; the rest are pages.
KINDS = {
    "": "home",
    "releases": "file",
    "static": "file",
    "assets": "file",
    "_dash-component-suites": "file",
    "frames": "frame",
    "parts": "parts",
    "feeds": "feed",
    "api": "api",
    "download.csv": "download",
    "healthz": "watch",
    "readyz": "watch",
    "metrics": "watch",
}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
OWN = CollectorRegistry()
REQUESTS = Counter(
    "site_requests", "Answers, by kind of address and status.", ["kind", "status"], registry=OWN
)
TIMES = Histogram(
    "site_request_seconds",
    "Seconds until an answer began.",
    ["kind"],
    registry=OWN,
    buckets=SECONDS,
)


class Watched:
    """Counts what an application answers, and gives each request a number for the logs."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind, started = kind_of(environ.get("PATH_INFO", "")), time.perf_counter()
        request_id = token_hex(8)
        REQUEST_ID.set(request_id)

        def counted(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            REQUESTS.labels(kind, status[:3]).inc()
            TIMES.labels(kind).observe(time.perf_counter() - started)
            return start_response(status, [*headers, ("X-Request-Id", request_id)], *more)  # pyright: ignore[reportArgumentType]

        return self.application(environ, counted)  # pyright: ignore[reportArgumentType]


def kind_of(path: str) -> str:
    """The kind of an address, of a few: never the address itself."""
    return KINDS.get(path.removeprefix("/demo").strip("/").partition("/")[0], "page")


def metrics() -> Response:
    """Everything, of all processes that serve this site."""
    registry = CollectorRegistry()
    if installation.metrics_folder():
        MultiProcessCollector(registry)
    else:
        registry.register(OWN)  # pyright: ignore[reportArgumentType]
    registry.register(_State())
    answer = Response(generate_latest(registry), content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


class _State(Collector):
    """What is served and how current it is, looked up when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        held = releases()
        try:
            current = held.current()
        except ReleaseError:
            yield _gauge("release_served", "1 while a release is served.", 0)
        else:
            yield _gauge("release_served", "1 while a release is served.", 1)
            refused = held.problem is not None
            yield _gauge("release_refused", "1 while a newer release is refused.", refused)
            yield from _of_release(current)
        yield from _of_refresh()


def _of_release(release: Release) -> Iterator[Metric]:
    published = _seconds(release.manifest.published_on)
    yield _gauge("release_published_seconds", "The day the release was published.", published)
    digest = release.catalog.digest
    yield _gauge("release_is_digest", "1 while the digest that ships is served.", digest)
    audited = release.audit.passed
    yield _gauge("release_audit_passed", "1 where the release's own audit passed.", audited)
    newest = GaugeMetricFamily("source_newest_seconds", "Last day of figures.", labels=["source"])
    received = GaugeMetricFamily("source_received_seconds", "Day of receipt.", labels=["source"])
    for each in release.catalog.deliveries:
        newest.add_metric([each.source_id], _seconds(each.vintage))
        received.add_metric([each.source_id], _seconds(each.received_on))
    yield from (newest, received)
    late = GaugeMetricFamily("source_late_days", "Days figures are overdue.", labels=["source"])
    today = datetime.now(UTC).date()
    for each in of_sources(release.catalog.sources, release.catalog.deliveries, today):
        late.add_metric([each.source.id], each.days_late)
    yield late


def _of_refresh() -> Iterator[Metric]:
    done = last_refresh(installation.releases())
    if done is None:
        return
    yield _gauge("refresh_ended_seconds", "When the last refresh ended.", done.ended_at.timestamp())
    good = done.good_at.timestamp() if done.good_at else 0
    yield _gauge("refresh_good_seconds", "When one last ended without being stopped.", good)
    stopped = done.outcome is Outcome.STOPPED
    yield _gauge("refresh_stopped", "1 while the last refresh was stopped.", stopped)
    seconds = (done.ended_at - done.started_at).total_seconds()
    yield _gauge("refresh_seconds", "How long the last refresh took.", seconds)
    reached = GaugeMetricFamily("feed_reached_seconds", "Day last reached.", labels=["source"])
    failed = GaugeMetricFamily("feed_failed", "1 while it cannot be reached.", labels=["source"])
    held = GaugeMetricFamily("feed_held_back", "1 while figures are refused.", labels=["source"])
    for each in done.feeds:
        reached.add_metric([each.source_id], _seconds(each.reached_on) if each.reached_on else 0)
        failed.add_metric([each.source_id], each.outcome is FeedOutcome.FAILED)
        held.add_metric([each.source_id], each.outcome is FeedOutcome.HELD_BACK)
    yield from (reached, failed, held)


def _gauge(name: str, means: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, means, value=float(value))


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
