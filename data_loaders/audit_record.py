"""The audit of a release as it is published: what was checked and how it ended, never a cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_loaders.privacy.policy import Treatment


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check or attack. `failures` counts cells; `worst_width` the narrowest interval left."""

    id: str
    title: str
    passed: bool
    failures: int = 0
    worst_width: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceAudit:
    source_id: str
    treatment: Treatment
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """`observations` maps every audited file to its sha256: the audit holds for those bytes."""

    release_id: str
    code_version: str
    passed: bool
    ran_on: date
    run_seconds: float
    observations: dict[str, str]
    sources: tuple[SourceAudit, ...]
