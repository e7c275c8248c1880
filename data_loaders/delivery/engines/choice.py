"""Which engine works through the big cubes: DuckDB on this machine, or Spark anywhere.

Both run the same Ibis expressions. `use` chooses for a while, ENGINE for the whole process; without
either it is DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from data_loaders.delivery.engines.contract import EngineError, Runner
from data_loaders.vocabulary import installation

VARIABLE = installation.ENGINE


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


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
    name = installation.engine() or Engine.DUCKDB
    if name not in list(Engine):
        raise EngineError(f"{VARIABLE}={name} is no engine; choose one of {', '.join(Engine)}")
    return Engine(name)


def runner() -> Runner:
    """The engine in use, started where it is not; EngineError where it cannot run here."""
    match chosen():
        case Engine.DUCKDB:
            from data_loaders.delivery.engines.duckdb_runner import running
        case Engine.SPARK:
            from data_loaders.delivery.engines.spark_runner import running
    return running()
