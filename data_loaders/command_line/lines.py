"""Progress as JSON lines, for logs: what is said, and how far work has come."""

from __future__ import annotations

from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

import msgspec

STEPS = 10  # at most so many lines a task


class JsonLines:
    """A line for what is said, and one each tenth of a task."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._told: dict[str, int] = {}

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._out.flush()

    def say(self, text: str) -> None:
        self._write({"said": text})

    def count(self, task: str, done: int, total: int) -> None:
        tenth = STEPS * done // max(total, 1)
        if tenth != self._told.get(task, 0) or done == total:
            self._told[task] = tenth
            self._write({"task": task, "done": done, "of": total})

    def _write(self, line: dict[str, str | int]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._out.write(msgspec.json.encode({"at": now, **line}).decode() + "\n")
        self._out.flush()
