"""The audit of a release folder: every source, every attack that applies to it.

It reads the files a release publishes, and those of the release before; no delivery, no counted
table, no object of the curation that made them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pandas as pd

from data_loaders.code_version import code_version
from data_loaders.observations.parquet import read_observations
from data_loaders.privacy.audit import (
    across,
    arithmetic,
    controls,
    files,
    joint,
    links,
    noisy_check,
    over_time,
    publisher_checks,
    tables,
    versions,
    zeros,
)
from data_loaders.privacy.audit.ledger import Told
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.tables.counted import BoroughOf, borough_of
from data_loaders.released.release import (
    AUDIT,
    INDEX,
    MANIFEST,
    Manifest,
    ReleaseError,
    file_entry,
    release_order,
    whole_index,
)
from data_loaders.vocabulary.audit_record import Audit, CheckResult, SourceAudit
from data_loaders.vocabulary.draws import Drawn
from data_loaders.vocabulary.frames import Frame, Index
from data_loaders.vocabulary.model import Catalog, Source
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.progress import Progress


def audit_release(
    path: Path,
    previous: Path | None,
    progress: Progress,
    workers: int | None = None,
    earlier: Sequence[Path] = (),
    gone: Sequence[Path] = (),
) -> Audit:
    """Attack every source of a release folder (its manifest and audit may be still to come).

    `previous` is the folder of the release before, None where there is none, `earlier` are those
    of others that readers may have kept, and `gone` what withdrawn ones left. Never raises for a
    failed attack: the result says so. `workers` are processes, one a core by default.
    """
    started = time.monotonic()
    catalog = msgspec.json.decode((path / "catalog.json").read_bytes(), type=Catalog)
    before = (*([previous] if previous else []), *earlier)
    folder = _Folder(
        path, before, borough_of(catalog.areas), progress, workers, gone, catalog.sources
    )
    audits: list[SourceAudit] = []
    for done, source in enumerate(catalog.sources, start=1):
        progress.count("auditing", done, len(catalog.sources))
        audits.append(folder.audit(source))
    return Audit(
        release_id=catalog.release_id,
        code_version=code_version(),
        passed=all(audit.passed for audit in audits),
        ran_on=datetime.now(UTC).replace(microsecond=0),
        run_seconds=round(time.monotonic() - started, 1),
        observations=observation_hashes(path),
        sources=tuple(audits),
    )


def observation_hashes(path: Path) -> dict[str, str]:
    """The sha256 of every file of observations of a release folder, by its name there."""
    files = sorted((path / "observations").glob("*.parquet"))
    return {f"observations/{file.name}": file_entry(file).sha256 for file in files}


def rescanned(path: Path, audit: Audit, progress: Progress) -> Audit:
    """The audit of the same observations, with every file made of them scanned anew.

    For a release that ships without its frames and tables: the attacks on observations hold for
    as long as these are the same, which `refusals` checks; what is made of them may leak.
    """
    catalog = msgspec.json.decode((path / "catalog.json").read_bytes(), type=Catalog)
    folder = _Folder(path, (), borough_of(catalog.areas), progress, None)
    sources = {source.id: source for source in catalog.sources}
    audits = []
    for done, one in enumerate(audit.sources, start=1):
        progress.count("scanning", done, len(audit.sources))
        leaks = folder.leaks(sources[one.source_id])
        checks = [leaks if check.id == leaks.id else check for check in one.checks]
        audits.append(replace(one, checks=tuple(checks)))
    return replace(
        audit, sources=tuple(audits), passed=audit.passed and all(one.passed for one in audits)
    )


def released_figures(folder: Path, source: Source) -> pd.DataFrame | None:
    """What a release tells of a source, None where that is nothing.

    Its file of observations, or the frames readers saw where figures are shown and not passed on.
    """
    file = folder / "observations" / f"{source.id}.parquet"
    if file.is_file():
        return read_observations(file)
    if not (folder / INDEX).is_file():
        return None
    frames = publisher_checks.frames_of(folder, whole_index(folder), source)
    return files.from_frames(frames) if frames else None


def draws_of(folder: Path, source_id: str) -> tuple[Drawn, ...]:
    """The ledger of draws in the audit of a release, or of what a withdrawn one left.

    None where it has no such audit. Raises ReleaseError where it is not the one of its manifest.
    """
    path = folder / AUDIT
    if not path.is_file():
        return ()
    manifest = folder / MANIFEST
    if manifest.is_file():
        named = msgspec.json.decode(manifest.read_bytes(), type=Manifest).files.get(AUDIT)
        if named is None or named.sha256 != file_entry(path).sha256:
            raise ReleaseError(f"{folder.name}: its audit is not the one its manifest names")
    audit = msgspec.json.decode(path.read_bytes(), type=Audit)
    return tuple(
        drawn for each in audit.sources if each.source_id == source_id for drawn in each.draws
    )


class _Folder:
    """A release folder under attack."""

    def __init__(
        self,
        path: Path,
        before: Sequence[Path],
        boroughs: BoroughOf,
        progress: Progress,
        workers: int | None,
        gone: Sequence[Path] = (),
        sources: Sequence[Source] = (),
    ) -> None:
        self.path, self.before, self.boroughs, self.gone = path, before, boroughs, gone
        self.progress, self.workers = progress, workers
        self.treated = [one for one in sources if one.policy.hides]
        self._told: dict[str, across.Figures] = {}
        empty = Index(frames=(), shapes={}, tables={})
        self.index = whole_index(path) if (path / INDEX).is_file() else empty

    def audit(self, source: Source) -> SourceAudit:
        """All checks of one source, by whose treatment it went through."""
        if source.policy.treatment is Treatment.PUBLISHER:
            return publisher_checks.source_audit(self.path, self.index, source)
        frames = publisher_checks.frames_of(self.path, self.index, source)
        written = self._observations(self.path, source, frames)
        if source.policy.noise is not None:
            return self._audit_of_noise(source, frames, written)
        published = published_source(source, written, self.boroughs)
        released = self._released(source)
        checks = (
            *tables.checks(published, self.workers, self._counting(source)),
            over_time.time_check(published),
            versions.version_check(published, released),
            across.beside_others(links.link_check(published), *self._all_told(source)),
            arithmetic.arithmetic_check(published, written, self.boroughs),
            zeros.zero_check(published),
            over_time.prediction_check(published),
            self.leaks(source),
            self._controls(source, frames, published),
            tables.cross_check(published),
            joint.joint_check(published, released, self.boroughs),
        )
        hidden = int(published.hidden.sum())
        return SourceAudit(source.id, Treatment.OURS, checks, len(written), hidden)

    def _audit_of_noise(
        self, source: Source, frames: list[Frame], written: pd.DataFrame
    ) -> SourceAudit:
        """All checks of a source published with noise: nothing of it is hidden."""
        published = noisy_check.NoisySource(
            source,
            written,
            self._told_earlier(source),
            self.boroughs,
            self.path.name,
            self._told_and_gone(source),
        )
        checks = (
            noisy_check.noise_check(published),
            self.leaks(source),
            self._with_scan(source, frames, noisy_check.control_check(published)),
        )
        return SourceAudit(source.id, Treatment.OURS, checks, len(written), draws=published.draws)

    def _all_told(self, source: Source) -> tuple[across.Figures, list[across.Figures]]:
        """What the release tells of a source, and of every other whose figures are hidden."""
        return self._told_of(source), [self._told_of(each) for each in self.treated]

    def _told_of(self, source: Source) -> across.Figures:
        if source.id not in self._told:
            frames = publisher_checks.frames_of(self.path, self.index, source)
            written = self._observations(self.path, source, frames)
            self._told[source.id] = across.Figures(source, written, self.boroughs)
        return self._told[source.id]

    def _told_earlier(self, source: Source) -> list[Told]:
        """What each earlier release tells of a source, and by which rule, newest first."""
        told = []
        for folder in self.before:
            figures, draws = released_figures(folder, source), draws_of(folder, source.id)
            if figures is not None or draws:
                content = (folder / "catalog.json").read_bytes()
                catalog = msgspec.json.decode(content, type=Catalog)
                rules = {each.id: each.policy.noise for each in catalog.sources}
                table = files.from_frames([]) if figures is None else figures
                told.append(Told(folder.name, rules.get(source.id), table, draws))
        return told

    def _told_and_gone(self, source: Source) -> tuple[Drawn, ...]:
        """Draws that withdrawn releases told, oldest first."""
        gone = sorted(self.gone, key=lambda folder: release_order(folder.name))
        return tuple(drawn for folder in gone for drawn in draws_of(folder, source.id))

    def _counting(self, source: Source) -> Callable[[int, int], None]:
        return lambda done, total: self.progress.count(f"attacking {source.id}", done, total)

    def _observations(self, path: Path, source: Source, frames: list[Frame]) -> pd.DataFrame:
        file = path / "observations" / f"{source.id}.parquet"
        return files.written_order(file) if file.is_file() else files.from_frames(frames)

    def _released(self, source: Source) -> list[pd.DataFrame]:
        """The source's observations in every earlier release that has any, newest first."""
        told = [released_figures(folder, source) for folder in self.before]
        return [figures for figures in told if figures is not None]

    def leaks(self, source: Source) -> CheckResult:
        """A11 on every file of a source, and whether its terms allow that they are there."""
        frames = publisher_checks.frames_of(self.path, self.index, source)
        cells = sum(len(codes) for frame in frames for codes in frame.statuses)
        scanned = publisher_checks.leak_scan(self.path, self.index, source, frames, cells)
        file = self.path / "observations" / f"{source.id}.parquet"
        leaked_values = self._leaked_by_file(source, file) if file.is_file() else 0
        failures = scanned.failures + leaked_values + files.stray_files(self.path)
        failures += publisher_checks.against_terms(self.path, self.index, source)
        return replace(scanned, passed=failures == 0, failures=failures)

    def _leaked_by_file(self, source: Source, file: Path) -> int:
        is_noisy = source.policy.noise is not None
        leaked = files.parquet_leaks(file, is_noisy=is_noisy)
        return leaked + files.other_ranges(file, source, self.boroughs)

    def _controls(
        self, source: Source, frames: list[Frame], published: PublishedSource
    ) -> CheckResult:
        return self._with_scan(source, frames, controls.control_check(published))

    def _with_scan(self, source: Source, frames: list[Frame], tried: CheckResult) -> CheckResult:
        """Controls of the attacks on figures, with those of the scan of files."""
        scanned = publisher_checks.scan_controls(self.path, self.index, source, frames)
        return replace(
            tried,
            passed=tried.passed and scanned.passed,
            failures=tried.failures + scanned.failures,
            checked=tried.checked + scanned.checked,
        )
