"""Spark: in this process's own Java machine, or on the cluster SPARK_MASTER or SPARK_REMOTE names.

Parts are unpacked into the temporary folder (TMPDIR), which every worker must see under the same
path.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from data_loaders.delivery.engines.contract import IS_WHOLE, PART, VIEW, EngineError
from data_loaders.delivery.opening import LONGEST_LINE
from data_loaders.vocabulary import installation

if TYPE_CHECKING:
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

BROKEN = "_broken"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    # With it, only the columns asked for are parsed, and a row that is cut off passes unseen.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
}
INSTALL = "install the extra `spark` (pyproject.toml), and Java 17 or newer"


@cache
def running() -> Spark:
    """One session a process; EngineError without pyspark or without Java."""
    if find_spec("pyspark") is None:
        raise EngineError(f"Spark is not installed: {INSTALL}")
    from pyspark.errors import PySparkRuntimeError  # pyright: ignore[reportMissingImports]
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

    builder = SparkSession.Builder().appName("cubes")
    if installation.spark_remote() is None:
        builder = builder.master(installation.spark_master())
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return Spark(builder.getOrCreate())
    except (PySparkRuntimeError, FileNotFoundError) as error:
        raise EngineError(f"Spark does not start ({error}): {INSTALL}") from error


class Spark:
    """See `engine.Runner`."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session

    def run(self, expression: Table, parts: Sequence[Path], columns: Sequence[str]) -> pa.Table:
        schema = ", ".join(f"`{name}` STRING" for name in (*columns, BROKEN))
        # A row that cannot be read is kept, and marked; what was read of it is nothing to count.
        cells = [f"IF({BROKEN} IS NULL, `{name}`, NULL) AS `{name}`" for name in columns]
        self.session.read.csv(
            [part.as_uri() for part in parts],
            schema=schema,
            sep=",",
            quote='"',
            escape='"',
            mode="PERMISSIVE",
            columnNameOfCorruptRecord=BROKEN,
            maxCharsPerColumn=LONGEST_LINE,
        ).selectExpr(
            *cells,
            f"regexp_extract(input_file_name(), '[^/]*$', 0) AS {PART}",
            f"{BROKEN} IS NULL AS {IS_WHOLE}",
        ).createOrReplaceTempView(VIEW)
        return self.session.sql(_sql(expression)).toArrow()

    def broken(self) -> dict[str, int]:
        return {}


@lru_cache
def _sql(expression: Table) -> str:
    return ibis.to_sql(expression, dialect="pyspark")
