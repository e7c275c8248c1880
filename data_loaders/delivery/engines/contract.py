"""What an engine for big cubes does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

VIEW = "parts_of_a_cube"


PART, IS_WHOLE = "part", "is_whole"


class EngineError(RuntimeError):
    """An engine that cannot run here: says what is missing and how to get it."""


class TooLargeError(RuntimeError):
    """A result that outgrows the engine's memory: far larger than that of any cube."""


class Runner(Protocol):
    """An engine at work."""

    def run(self, expression: Table, parts: Sequence[Path], columns: Sequence[str]) -> pa.Table:
        """An expression on `rows(columns)`, worked out on headerless CSV parts.

        Raises TooLargeError.
        """
        ...

    def broken(self) -> dict[str, int]:
        """How many rows of which part the last run left out because they could not be read."""
        ...


def rows(columns: Sequence[str]) -> Table:
    """The rows of all parts, to write expressions on: cells as text, an empty one missing.

    PART is the name of the row's file. A row with another number of cells, or an open quotation
    mark, is not IS_WHOLE and has no cells, or is left out: the engine then says so in `broken`.
    """
    # Loaded where a cube is read: it takes longer to load than most commands to run.
    import ibis

    schema = dict.fromkeys(columns, "string") | {PART: "string", IS_WHOLE: "boolean"}
    return ibis.table(schema, name=VIEW)
