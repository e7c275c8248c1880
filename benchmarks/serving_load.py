"""What the server answers under load, how much memory it takes, and how soon it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.load import Load, loaded
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography
from tests.support.browser.serving import served

HELLO = "hello world"
FIRST_RESPONSE, FRAME, TABLE = "first response of the map", "a frame", "a CSV"


@dataclass(frozen=True, slots=True)
class ServerRun:
    """Loads by what was asked for; megabytes of the largest worker; seconds until ready."""

    loads: dict[str, Load]
    worker_megabytes: float
    seconds_until_ready: float


def server_run(ours: Contender, release: Release) -> ServerRun:
    """Load on hello world, then on each kind of answer of the site."""
    with served("benchmarks.hello:server", path="/") as site:
        loads = {HELLO: _warm(f"{site.address}/")}
    with served(ours.application, path=ours.health) as site:
        for name, path in addresses(ours, release).items():
            loads[name] = _warm(site.address + path)
        memory = max(megabytes(worker) for worker in workers(site.process_id))
    return ServerRun(loads, memory, site.seconds_until_ready)


def addresses(ours: Contender, release: Release) -> dict[str, str]:
    """What is asked for under load."""
    indicator_id = ours.path.partition("indicator=")[2].partition("&")[0]
    entry = release.entry(indicator_id, Geography.MODZCTA, ALL_INDUSTRIES)
    table = release.index.tables[f"{indicator_id}_{Geography.MODZCTA}"]
    if entry is None:
        raise LookupError(f"release {release.id} has no frame of {indicator_id}")
    root = f"/releases/{release.id}"
    return {FIRST_RESPONSE: ours.path, FRAME: f"{root}/{entry.file}", TABLE: f"{root}/{table}"}


def workers(process_id: int) -> list[int]:
    """Processes that a gunicorn has started."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(child) for child in children.split()]


def megabytes(process_id: int) -> float:
    """Memory of a process, what it shares with others counted in full."""
    status = Path(f"/proc/{process_id}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def _warm(url: str) -> Load:
    """The second of two loads: the first fills caches."""
    loaded(url)
    return loaded(url)
