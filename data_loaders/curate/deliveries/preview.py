"""A partner's own files as pages, on its own computer, with nothing kept.

The files go the way of a real delivery: checked, treated, attacked, released. Only the permission
to display them is put in here, for a release that lies in a folder which is deleted at the end.
"""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType

import msgspec

from data_loaders.curate.deliveries.deliveries import no_feed
from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.deliveries.partner import Partner, read_delivery
from data_loaders.curate.deliveries.staging import stage
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.geography.outlines import outlines, tiles
from data_loaders.curate.geography.places import places
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.last_good import Curated
from data_loaders.delivery.findings import RefusedError, Report
from data_loaders.records.previewed import REPORT, Preview, Remark
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.policy import DisplayPermission
from data_loaders.vocabulary.progress import Progress

LOOPBACK = "127.0.0.1"
SCOPE = "a preview on this computer, shown to nobody else"


def make_preview(
    module: Partner, paths: Sequence[Path], folder: Path, on: date, progress: Progress
) -> list[Report]:
    """Check and treat the files, and release what may be shown below `folder`.

    Returns the reports; nothing is released where any of them refuses its files.
    """
    intake = Intake(folder / "deliveries", module)
    deliveries = intake.deliveries(paths)
    if not deliveries:
        raise FeedError(f"there are no files in {', '.join(path.name for path in paths)}")
    reports = [_received(intake, files, on) for files in deliveries]
    if not any(report.is_refused for report in reports):
        curated = stage(folder / "deliveries", module, on, {}, secrets.token_hex(32))
        build(_plan(folder / "releases", curated, on, progress), progress)
    _write_report(module, deliveries, reports, folder)
    return reports


def _received(intake: Intake, files: Sequence[Path], on: date) -> Report:
    """Everything found in one delivery, whether it is kept or refused."""
    try:
        intake.receive(files, on)
    except RefusedError as error:
        return error.report
    return read_delivery(intake.module, files)[1]


def _plan(root: Path, curated: Curated, on: date, progress: Progress) -> Plan:
    allowed = replace(curated, source=_permitted(curated.source, on))
    return Plan(
        root=root,
        modules=(),
        files_of=no_feed,
        published_on=on,
        shapes=outlines(None, progress),
        tiles=tiles(progress),
        places=places(),
        staged={curated.source.id: allowed},
    )


def _permitted(source: Source, on: date) -> Source:
    permission = DisplayPermission("the command that made this preview", on, SCOPE)
    return replace(source, policy=replace(source.policy, display_permission=permission))


def _write_report(
    module: Partner, deliveries: Sequence[Sequence[Path]], reports: Sequence[Report], folder: Path
) -> None:
    remarks = tuple(
        Remark(finding.severity == "stops", finding.sentence)
        for report in reports
        for finding in report.findings
    )
    files = tuple(file.name for each in deliveries for file in each)
    preview = Preview(module.SOURCE.id, files, remarks)
    (folder / REPORT).write_bytes(msgspec.json.encode(preview))


def serve(folder: Path, port: int) -> int:
    """Serve the preview on loopback until it is stopped; returns the server's exit code."""
    environment = installation.environment(
        RELEASES=str(folder / "releases"),
        DEMO_RELEASES=str(folder / "none"),
        PREVIEW=str(folder / REPORT),
        PUBLIC_URL="",
        WEB_CONCURRENCY="1",
    )
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{LOOPBACK}:{port}", "app:server"]
    server = subprocess.Popen(command, cwd=installation.ROOT, env=environment)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.terminate()

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        return server.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        if server.poll() is None:
            server.kill()


def free_port() -> int:
    """A port of this computer that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
