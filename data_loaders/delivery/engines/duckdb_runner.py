"""DuckDB, on this machine and out of core: what outgrows its memory goes to a temporary folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.types import Table

from data_loaders.delivery.engines.contract import IS_WHOLE, PART, VIEW, TooLargeError
from data_loaders.delivery.opening import LONGEST_LINE

MEMORY_LIMIT = "200MB"
BUFFER_BYTES = 4 * LONGEST_LINE  # of each thread; must hold the longest line
# Rows that cannot be read are set aside with their place, not guessed at.
READ = """
    SELECT *, parse_filename(filename) AS {part}, TRUE AS {is_whole}
    FROM read_csv({paths}, columns = {columns}, filename = TRUE,
        header = FALSE, auto_detect = FALSE, delim = ',', quote = '"', escape = '"',
        strict_mode = TRUE, store_rejects = TRUE, rejects_limit = 0,
        buffer_size = {buffer}, max_line_size = {longest})
"""
REJECTED = """
    SELECT parse_filename(file_path), count(DISTINCT line) FROM reject_errors
    JOIN reject_scans USING (scan_id, file_id) GROUP BY ALL
"""


@cache
def running() -> DuckDB:
    """One connection a process: to open one takes longer than to read a small day."""
    settings = {
        "threads": os.cpu_count() or 1,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(Path(tempfile.gettempdir()) / f"cubes-{os.getpid()}"),
        "preserve_insertion_order": False,
    }
    return DuckDB(duckdb.connect(config=settings))


class DuckDB:
    """See `engine.Runner`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._broken: dict[str, int] = {}

    def run(self, expression: Table, parts: Sequence[Path], columns: Sequence[str]) -> pa.Table:
        read = READ.format(
            part=PART,
            is_whole=IS_WHOLE,
            paths=_list([str(part) for part in parts]),
            columns="{" + ", ".join(f"{_text(name)}: 'VARCHAR'" for name in columns) + "}",
            buffer=BUFFER_BYTES,
            longest=LONGEST_LINE + 1,
        )
        try:
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {VIEW} AS {read}")
            table = self.connection.execute(_sql(expression)).to_arrow_table()
            self._broken = dict(self.connection.execute(REJECTED).fetchall())
        except duckdb.OutOfMemoryException as error:
            raise TooLargeError(str(error)) from error
        finally:
            self.connection.execute("DROP TABLE IF EXISTS reject_errors")
            self.connection.execute("DROP TABLE IF EXISTS reject_scans")
        return table

    def broken(self) -> dict[str, int]:
        return self._broken


@lru_cache
def _sql(expression: Table) -> str:
    return ibis.to_sql(expression, dialect="duckdb")


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_text, texts)) + "]"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
