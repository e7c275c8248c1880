"""A Spark cluster of this machine: a standalone master and two workers, as `docs/cubes.md` says."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import httpx

from tests.support.browser.serving import free_port

HERE = "127.0.0.1"
WORKERS = 2
SECONDS = 120.0


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a master with two workers that are ready, until the block ends."""
    port, page = free_port(), free_port()
    master = f"spark://{HERE}:{port}"
    with ExitStack() as running:
        _started(running, folder / "master", "master.Master", "--port", str(port), page=page)
        _wait_for(page, workers=0)
        for number in range(WORKERS):
            name = folder / f"worker-{number}"
            own = ("--cores", "1", "--memory", "1g", "--work-dir", str(name), master)
            _started(running, name, "worker.Worker", *own, page=free_port())
        _wait_for(page, workers=WORKERS)
        yield master


def _started(running: ExitStack, folder: Path, name: str, *given: str, page: int) -> None:
    folder.mkdir(parents=True)
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    program = Path(spec.origin).parent / "bin" / "spark-class"
    command = [str(program), f"org.apache.spark.deploy.{name}", "--host", HERE]
    log = running.enter_context((folder / "log").open("w"))
    process = subprocess.Popen(
        [*command, "--webui-port", str(page), *given],
        env={**os.environ, "SPARK_LOCAL_IP": HERE},
        stdout=log,
        stderr=log,
    )
    running.callback(_ended, process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(page: int, workers: int) -> None:
    """Return once the master's page counts so many workers; TimeoutError otherwise."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError, ValueError):
            if httpx.get(f"http://{HERE}:{page}/json/").json()["aliveworkers"] >= workers:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Spark master with {workers} workers within {SECONDS:.0f} s")
