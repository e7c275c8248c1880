"""Which engine works through the big cubes: DuckDB on this machine, or Spark anywhere.

Both run the same Ibis expressions. `use` chooses for a while, ENGINE for the whole process; without
either it is DuckDB.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import ibis
import pyarrow as pa
from ibis.expr.types import Table

VARIABLE = "ENGINE"
VIEW = "parts_of_a_cube"
PART, IS_WHOLE = "part", "is_whole"


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


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
    schema = dict.fromkeys(columns, "string") | {PART: "string", IS_WHOLE: "boolean"}
    return ibis.table(schema, name=VIEW)


_chosen: ContextVar[Engine | None] = ContextVar("engine", default=None)


@contextmanager
def use(engine: Engine) -> Iterator[None]:
    """Work through cubes with `engine` meanwhile."""
    token = _chosen.set(engine)
    try:
        yield
    finally:
        _chosen.reset(token)


def chosen() -> Engine:
    """The engine in use; EngineError where ENGINE names none."""
    found = _chosen.get()
    if found is not None:
        return found
    name = os.environ.get(VARIABLE) or Engine.DUCKDB
    if name not in list(Engine):
        raise EngineError(f"{VARIABLE}={name} is no engine; choose one of {', '.join(Engine)}")
    return Engine(name)


def runner() -> Runner:
    """The engine in use, started where it is not; EngineError where it cannot run here."""
    match chosen():
        case Engine.DUCKDB:
            from data_loaders.delivery.duckdb_runner import running
        case Engine.SPARK:
            from data_loaders.delivery.spark_runner import running
    return running()
