"""What the site may cost, held against the page by hand or hello world of the same run."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.browsing import DESKTOP, MOBILE, Device, Visit, Vitals
from benchmarks.contenders import BY_HAND, OURS
from benchmarks.serving_load import FIRST_RESPONSE, FRAME, HELLO, TABLE, ServerRun

KB = 1000
Visits = dict[tuple[str, Device], Visit]


@dataclass(frozen=True, slots=True)
class Budget:
    """One promise: `measured` is at most, or with `at_least` no less than, `limit`."""

    what: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def map_budgets(visits: Visits) -> list[Budget]:
    """Promises about the Map page."""
    desktop, mobile = visits[OURS, DESKTOP], visits[OURS, MOBILE]
    by_hand = visits[BY_HAND, MOBILE]
    return [
        Budget("Map: before the map is painted", mobile.bytes_before_paint / KB, 60, "KB"),
        Budget("Map: painted, mobile", mobile.painted / by_hand.painted, 1.2, "× static D3"),
        Budget("Map: all on the wire", mobile.bytes / KB, 400, "KB"),
        Budget("Map: blocked, mobile", mobile.blocking, 300, "ms"),
        Budget("Map: one period on, mobile", mobile.step, 60, "ms"),
        Budget("Map: another indicator, desktop", desktop.change, 100, "ms"),
        Budget("Map: another indicator, mobile", mobile.change, 250, "ms"),
        Budget("Map: a new frame", mobile.change_bytes / KB, 90, "KB"),
        Budget("Map: a frame seen before", mobile.seen_bytes / KB, 0, "KB"),
    ]


def page_budgets(vitals: dict[str, Vitals]) -> list[Budget]:
    """Promises about every page on a phone."""
    budgets: list[Budget] = []
    for path, page in vitals.items():
        budgets += [
            Budget(f"{path}: largest paint, mobile", page.largest_paint, 2500, "ms"),
            Budget(f"{path}: layout shift, mobile", page.shift, 0.05, ""),
            Budget(f"{path}: all on the wire", page.bytes / KB, 750, "KB"),
        ]
    return budgets


def server_budgets(run: ServerRun) -> list[Budget]:
    """Promises about the server."""
    hello = run.loads[HELLO].requests_per_second
    budgets: list[Budget] = []
    for name, share in ((FIRST_RESPONSE, 50), (FRAME, 70), (TABLE, 70)):
        load = run.loads[name]
        answered = 100 * load.requests_per_second / hello
        budgets += [
            Budget(f"Server: {name}", answered, share, "% of hello world", at_least=True),
            Budget(f"Server: {name}, 99 of 100 within", load.latency_99, 250, "ms"),
        ]
    return [
        *budgets,
        Budget("Server: a worker's memory", run.worker_megabytes, 90, "MB"),
        Budget("Server: ready after", run.seconds_until_ready, 1.5, "s"),
    ]
