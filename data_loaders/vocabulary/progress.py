"""How long work says where it stands, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told what happens; `done` of `total` steps of `task` are finished."""

    def say(self, text: str) -> None: ...

    def count(self, task: str, done: int, total: int) -> None: ...


class Silent:
    """A listener that does not listen."""

    def say(self, text: str) -> None:
        pass

    def count(self, task: str, done: int, total: int) -> None:
        pass


SILENT = Silent()
