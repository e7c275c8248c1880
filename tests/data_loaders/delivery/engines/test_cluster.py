"""A cube worked through by a Spark master and two workers says what DuckDB says here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from data_loaders.delivery.engines import choice
from tests.support.spark import missing
from tests.support.spark_cluster import cluster
from tests.test_layers import ROOT

AREAS, GROUPS, ROWS, PARTS = 40, 12, 5_000, 6
MOST_APART = 1e-9
# A sum a count, and a quotient of the two, by area and group, over all parts.
WORKED = """
import json, sys
from pathlib import Path
from ibis import _
from data_loaders.delivery.engines import choice, cubes
columns = ("area", "group", "visits")
made = cubes.grouped(
    columns,
    {"area": _.area, "group": _.group},
    {"visits": _.visits.cast("float64").sum(), "mean": _.visits.cast("float64").mean()},
)
found = cubes.aggregated(made, [Path(name) for name in sys.argv[1:]], columns)
found = found.groupby(["area", "group", "part"])[["rows", "visits", "mean"]].sum().reset_index()
executors = 0
if choice.chosen() is choice.Engine.SPARK:
    from data_loaders.delivery.engines.spark_runner import running
    context = running().session.sparkContext
    executors = context._jsc.sc().getExecutorMemoryStatus().size() - 1
print(json.dumps({"rows": found.sort_values(["area", "group", "part"]).values.tolist(),
                  "executors": executors}))
"""


def parts(folder: Path) -> list[Path]:
    """Lines of a cube with decimals, blanks and names with a comma, in several files."""
    random, made = Random(17), []
    for number in range(PARTS):
        path = folder / f"part-{number:05d}.csv"
        lines = (
            f'{10001 + random.randrange(AREAS)},"Shops, {random.randrange(GROUPS)}",'
            f"{random.choice(['', random.randrange(10**6), random.random() * 1000])}"
            for _ in range(ROWS)
        )
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made.append(path)
    return made


def worked(files: list[Path], **environment: str) -> dict[str, list]:
    ended = subprocess.run(
        [sys.executable, "-c", WORKED, *map(str, files)],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(next(line for line in ended.stdout.splitlines() if line.startswith("{")))


@pytest.mark.nightly
def test_a_master_and_two_workers_count_what_duckdb_counts(tmp_path: Path) -> None:
    if missing():
        assert not os.environ.get("CI"), missing()
        pytest.skip(f"{missing()}: run `make spark`")
    files = parts(tmp_path)
    here = worked(files, **{choice.VARIABLE: "duckdb"})
    with cluster(tmp_path) as master:
        there = worked(files, **{choice.VARIABLE: "spark", "SPARK_MASTER": master})
    assert there["executors"] == 2
    assert len(here["rows"]) == len(there["rows"]) > AREAS
    for ours, theirs in zip(here["rows"], there["rows"], strict=True):
        *key, rows, visits, mean = ours
        assert (key, rows) == (theirs[:3], theirs[3])
        assert theirs[4] == pytest.approx(visits, rel=MOST_APART)
        assert theirs[5] == pytest.approx(mean, rel=MOST_APART)
    assert sum(row[3] for row in here["rows"]) == ROWS * PARTS
