"""The site behind `deploy/nginx.conf`, as a launch day would have it, on ports of this machine."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving_load import workers as children
from data_loaders.vocabulary import installation

CONFIGURATION = installation.ROOT / "deploy" / "nginx.conf"
SITE, LISTEN = "127.0.0.1:8050", "listen 8080;"
NEVER_LEFT_OUT = "max_fails=0"
STOPS_WITHIN_SECONDS = 10


def is_installed() -> bool:
    """Whether nginx is on this machine."""
    return shutil.which("nginx") is not None


@contextmanager
def in_front_of(site: str, port: int, folder: Path, *others: str) -> Iterator[int]:
    """nginx with the project's configuration before the site at `site` and its other replicas;
    its process id.

    `folder` takes its cache, and `nginx.log`: what it said.
    """
    configured = written(site, port, folder, *others)
    command = ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(configured)]
    with (folder / "nginx.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def workers(process_id: int) -> list[int]:
    """Processes of this nginx that answer; its keeper of the cache's index ends after a minute."""
    return [each for each in children(process_id) if _is_worker(each)]


def _is_worker(process_id: int) -> bool:
    return "worker process" in Path(f"/proc/{process_id}/cmdline").read_text()


def written(site: str, port: int, folder: Path, *others: str) -> Path:
    """The configuration with these addresses in place of its own, and nothing else changed."""
    text = CONFIGURATION.read_text("utf-8")
    replica = f"server {SITE} {NEVER_LEFT_OUT};"
    if text.count(replica) != 1 or text.count(LISTEN) != 1:
        wanted = f"`{replica}` and `{LISTEN}`"
        raise ValueError(f"{CONFIGURATION} no longer says {wanted} once each")
    addresses = [each.removeprefix("http://") for each in (site, *others)]
    replicas = [f"server {each} {NEVER_LEFT_OUT};" for each in addresses]
    text = text.replace(replica, " ".join(replicas))
    text = text.replace(LISTEN, f"listen 127.0.0.1:{port};")
    (folder / "var").mkdir(parents=True, exist_ok=True)
    path = folder / "nginx.conf"
    # Its workers must write into `folder`, which may be open to nobody but who started it.
    owner = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
    path.write_text(f"daemon off;\n{owner}{text}", "utf-8")
    return path
