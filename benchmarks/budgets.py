"""What the site may cost: promises, and the judge that holds what was measured against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks import lighthouse
from benchmarks.browsing import DESKTOP, MOBILE
from benchmarks.contenders import BY_HAND, OURS
from benchmarks.journal import Outcome
from data_loaders.vocabulary.naming import BASE

HELLO, FIRST_RESPONSE, FRAME, TABLE = "hello world", "first response", "a frame", "a CSV"
BARE = "{} by a bare server"
DISTINCT, CROWD, MEMORY = "distinct addresses", "a crowd", "memory"
PHONE = MOBILE.name
WITH_CHARTS = frozenset({"/trends", "/industries"})
OF_A_FIGURE = frozenset({"/map", *WITH_CHARTS})
MOST_KB, MOST_KB_OF_MAP, MOST_KB_WITH_CHARTS = 120.0, 250.0, 650.0
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Promise:
    """`figure` is at most, or with `at_least` no less than, `limit`; as a share of `against`, where
    that is named. A figure is "step: name"."""

    what: str
    figure: str
    limit: float
    unit: str
    at_least: bool = False
    against: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """A promise and what was measured; None where nothing was, which misses it."""

    what: str
    measured: float | None
    limit: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def medians(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """The median of each figure over the runs of its step."""
    values: dict[str, list[float]] = {}
    for outcome in outcomes:
        for name, value in outcome.figures.items():
            values.setdefault(f"{outcome.step}: {name}", []).append(value)
    return {figure: median(each) for figure, each in values.items()}


def judged(promises: Sequence[Promise], values: Values) -> list[Budget]:
    """Every promise with what was measured."""
    return [
        Budget(each.what, _measured(each, values), each.limit, each.unit, each.at_least)
        for each in promises
    ]


def _measured(promise: Promise, values: Values) -> float | None:
    measured = values.get(promise.figure)
    if measured is None or not promise.against:
        return measured
    whole = values.get(promise.against)
    return measured / whole if whole else None


def is_kept(budgets: Sequence[Budget], outcomes: Sequence[Outcome]) -> bool:
    """Whether a run passes: something was promised, all of it kept, and no step failed."""
    failed = any(outcome.problem for outcome in outcomes)
    return bool(budgets) and not failed and all(budget.is_met for budget in budgets)


def page_step(path: str, device: str) -> str:
    return f"{path} on a {device}"


def page_promises(paths: Iterable[str]) -> list[Promise]:
    """Of every page on both devices."""
    return [each for path in paths for each in (*_anywhere(path), *_desktop(path), *_phone(path))]


def is_light(path: str) -> bool:
    """Whether a page is one of those that weigh least: Home, places, and all that is text, on
    either side of the site."""
    return path.removeprefix(BASE) not in OF_A_FIGURE


def _anywhere(path: str) -> list[Promise]:
    promises = []
    for device in (DESKTOP.name, PHONE):
        step = page_step(path, device)
        promises += [
            Promise(f"{step}: largest paint", f"{step}: largest", 2000, "ms"),
            Promise(f"{step}: layout shift", f"{step}: shift", 0.02, ""),
        ]
    most = MOST_KB_WITH_CHARTS if path in WITH_CHARTS else MOST_KB_OF_MAP
    most = MOST_KB if is_light(path) else most
    step = page_step(path, DESKTOP.name)
    return [*promises, Promise(f"{path}: on the wire", f"{step}: kilobytes", most, "KB")]


def _desktop(path: str) -> list[Promise]:
    step = page_step(path, DESKTOP.name)
    return [
        Promise(f"{step}: longest task after paint", f"{step}: longest", 50, "ms"),
        Promise(f"{step}: live after first paint", f"{step}: live", 600, "ms"),
    ]


def _phone(path: str) -> list[Promise]:
    step = page_step(path, PHONE)
    return [
        Promise(f"{step}: longest task after paint", f"{step}: longest", 200, "ms"),
        Promise(f"{step}: blocked", f"{step}: blocking", 200, "ms"),
        Promise(f"{step}: live after first paint", f"{step}: live", 2500, "ms"),
    ]


def hand_step(path: str) -> str:
    return f"{path} by hand on a {PHONE}"


def hand_promises(paths: Iterable[str]) -> list[Promise]:
    """Of every control of some pages, on a phone: from a hand until the screen shows it."""
    return [
        Promise(
            f"{hand_step(path)}: longest wait",
            f"{hand_step(path)}: longest_interaction",
            200,
            "ms",
        )
        for path in paths
    ]


def lighthouse_step(path: str) -> str:
    return f"{path} by Lighthouse"


def lighthouse_promises(paths: Iterable[str]) -> list[Promise]:
    """Of the scores that Lighthouse gives, out of 100."""
    promises = []
    for path in paths:
        least = 90 if path in WITH_CHARTS else 95
        for name in lighthouse.CATEGORIES:
            step, most = lighthouse_step(path), least if name == "performance" else 100
            promises.append(Promise(f"{step}: {name}", f"{step}: {name}", most, "of 100", True))
    return promises


def map_promises() -> list[Promise]:
    """Of the map, against the same map by hand on the same device in the same run."""
    ours, by_hand = page_step(OURS, PHONE), page_step(BY_HAND, PHONE)
    compared = [("painted", 1.0), ("change", 2.0), ("step", 1.5)]
    return [
        *(
            Promise(
                f"Map, phone: {name}",
                f"{ours}: {name}",
                most,
                "x by hand",
                False,
                f"{by_hand}: {name}",
            )
            for name, most in compared
        ),
        Promise("Map: before it is painted", f"{ours}: before_paint_kilobytes", 60, "KB"),
        Promise("Map: a new frame", f"{ours}: change_kilobytes", 90, "KB"),
        Promise("Map: a frame seen before", f"{ours}: seen_kilobytes", 0, "KB"),
    ]


def server_promises() -> list[Promise]:
    """Of the server, against hello world, and of files against a bare server of the same bytes, in
    the same run."""
    hello, rate = f"{HELLO}: a_second", "a_second"
    first = f"{FIRST_RESPONSE}: {rate}"
    return [
        Promise(f"Server: {FIRST_RESPONSE}", first, 0.5, "of hello world", True, hello),
        *(
            Promise(
                f"Server: {name}",
                f"{name}: {rate}",
                0.8,
                "of a bare server's",
                True,
                f"{BARE.format(name)}: {rate}",
            )
            for name in (FRAME, TABLE)
        ),
        Promise("Server: a distinct address", f"{DISTINCT}: processor_ms", 25, "ms of processor"),
        Promise("Server: distinct addresses", f"{CROWD}: a_second", 70, "a second", True),
        Promise("Server: distinct addresses, 99 of 100", f"{CROWD}: latency_99", 400, "ms"),
        Promise("Server: a worker's memory", f"{MEMORY}: megabytes", 90, "MB"),
        Promise("Server: its growth over as many again", f"{MEMORY}: growth", 1.05, "x"),
        Promise("Server: ready after", f"{MEMORY}: ready_seconds", 1.5, "s"),
    ]
