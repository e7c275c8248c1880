"""An audit in words, for the person who publishes. Never a cell, never a value."""

from __future__ import annotations

from collections.abc import Iterator

from data_loaders.vocabulary.audit_record import Audit, SourceAudit
from data_loaders.vocabulary.guess_rates import BOUNDS


def problems(audit: Audit) -> list[str]:
    """A line for every failed check."""
    return [
        f"{source.source_id}: {result.id} {result.title}: {result.failures} failures. "
        f"{result.note}".strip()
        for source in audit.sources
        for result in source.checks
        if not result.passed
    ]


def report(audit: Audit) -> str:
    """The whole audit as text, a source after the other."""
    verdict = "passed" if audit.passed else "FAILED"
    head = f"Audit of {audit.release_id}: {verdict} in {audit.run_seconds:.1f} s"
    return "\n".join(
        [head, f"code {audit.code_version}", *(_lines(source) for source in audit.sources)]
    )


def _lines(source: SourceAudit) -> str:
    share = source.withheld / source.cells if source.cells else 0.0
    head = (
        f"\n{source.source_id}, treated by {_whose(source)}: "
        f"{source.withheld:,} of {source.cells:,} cells withheld ({share:.1%})"
    )
    return "\n".join([head, *_checks(source), *_guessed(source)])


def _guessed(source: SourceAudit) -> Iterator[str]:
    """What treatment measured, where it may be told."""
    if source.guessed is not None:
        exact, close = (_rate(bound) for bound in (source.guessed.exact, source.guessed.close))
        yield f"  guesses at cells hidden for others: {exact} exact, {close} within a tenth"


def _rate(bound: int | None) -> str:
    return f"over {max(BOUNDS)} %" if bound is None else f"at most {bound} %"


def _whose(source: SourceAudit) -> str:
    return "its publisher" if source.treatment == "publisher" else "us"


def _checks(source: SourceAudit) -> Iterator[str]:
    for check in source.checks:
        mark = "ok  " if check.passed else "FAIL"
        width = "" if check.worst_width is None else f"; narrowest range {check.worst_width:g}"
        note = f"; {check.note}" if check.note else ""
        failures = "" if check.passed else f"{check.failures:,} failures, "
        ours = source.treatment == "ours"
        counts = f"{failures}{check.checked:,} checked"
        covered = f", {check.covered:,} of {source.withheld:,} withheld cells" if ours else ""
        yield f"  {mark} {check.id:>8}  {check.title}: {counts}{covered}{width}{note}"
