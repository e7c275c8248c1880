"""What is wrong with a delivery: every fault, each with rows, what was expected and how to mend it.

A finding names files, rows and columns. It never quotes what a file holds, as any cell, header or
name may hold a person's name or number: what is not a word of the format is said by its `shape`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

ROWS_NAMED = 5


class Severity(StrEnum):
    """STOPS: the delivery is refused whole. NOTED: it is taken, and this is kept with it."""

    STOPS = "stops"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one file.

    `rows` are the first few rows concerned, as numbered in the file (its first row is 1), and
    `count` how many there are; both empty for a fault of the whole file.
    """

    severity: Severity
    file: str
    found: str
    expected: str
    mend: str
    rows: tuple[int, ...] = ()
    count: int = 0

    @property
    def sentence(self) -> str:
        """The finding on one line."""
        where = f"{self.file}{self._rows()}"
        return f"{where}: {self.found}. Expected: {self.expected}. {self.mend}"

    def _rows(self) -> str:
        if not self.rows:
            return ""
        named = ", ".join(str(row) for row in self.rows)
        more = f" and {self.count - len(self.rows):,} more" if self.count > len(self.rows) else ""
        return f", {'rows' if self.count > 1 else 'row'} {named}{more}"


def shape(text: str) -> str:
    """What a text is without a letter of it: "text of 27 letters", "a number of 10 digits"."""
    digits = sum(letter.isdigit() for letter in text)
    letters = len(text.strip()) - digits
    if not letters:
        return f"a number of {digits} digits" if digits else "an empty cell"
    return f"text of {letters} letters" + (f" and {digits} digits" if digits else "")


@dataclass
class Report:
    """Everything found in one delivery while it is read; `rows_read` counts what was read."""

    source_id: str
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0

    def stop(
        self,
        file: str,
        problem: str,
        expected: str,
        mend: str,
        rows: Iterable[int] = (),
        count: int = 0,
    ) -> None:
        """A fault for which the delivery is refused; `count` where `rows` are only the first."""
        self._add(Severity.STOPS, file, problem, expected, mend, list(rows), count)

    def note(
        self,
        file: str,
        problem: str,
        expected: str,
        mend: str,
        rows: Iterable[int] = (),
        count: int = 0,
    ) -> None:
        """Something to know that does not stop the delivery: nothing is lost by it."""
        self._add(Severity.NOTED, file, problem, expected, mend, list(rows), count)

    @property
    def is_refused(self) -> bool:
        """Whether anything found stops the delivery."""
        return any(finding.severity is Severity.STOPS for finding in self.findings)

    def _add(
        self,
        severity: Severity,
        file: str,
        problem: str,
        expected: str,
        mend: str,
        rows: list[int],
        count: int,
    ) -> None:
        first, count = tuple(rows[:ROWS_NAMED]), max(count, len(rows))
        self.findings.append(Finding(severity, file, problem, expected, mend, first, count))


class RefusedError(ValueError):
    """A delivery that must not be curated; `report` holds every reason."""

    def __init__(self, report: Report) -> None:
        self.report = report
        stops = [
            finding.sentence for finding in report.findings if finding.severity is Severity.STOPS
        ]
        super().__init__("\n".join(stops))
