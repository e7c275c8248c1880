from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ibis import _

from data_loaders.delivery.engines import choice, cubes, duckdb_runner
from data_loaders.delivery.engines.choice import Engine
from data_loaders.delivery.engines.contract import EngineError
from data_loaders.delivery.opening import DamagedError
from tests.support import spark
from tests.support.cubes import archive, row
from tests.support.spark import java, java_version, missing

COLUMNS = ("area", "group", "visits")
CELLS = cubes.grouped(
    COLUMNS, {"area": _.area, "group": _.group}, {"visits": _.visits.cast("float64").sum()}
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["10001", "10002", ""]),
        st.sampled_from(["Food", "Shops, all", 'The "Hotel"', ""]),
        st.one_of(st.none(), st.integers(0, 10**9)),
    ),
    max_size=40,
)


def part(folder: Path, number: int, text: str) -> Path:
    path = folder / f"part-{number:05d}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def as_csv(lines: list[tuple[str, str, int | None]]) -> str:
    table = pd.DataFrame(lines, columns=list(COLUMNS), dtype="object")
    return table.to_csv(header=False, index=False)


@given(first=LINES, second=LINES)
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_duckdb_adds_up_what_plain_python_does(
    tmp_path: Path,
    first: list[tuple[str, str, int | None]],
    second: list[tuple[str, str, int | None]],
) -> None:
    parts = [part(tmp_path, number, as_csv(lines)) for number, lines in enumerate([first, second])]
    count: Counter[tuple[str, str]] = Counter()
    visits: Counter[tuple[str, str]] = Counter()
    for area, group, number in [*first, *second]:
        count[area, group] += 1
        visits[area, group] += number or 0
    found = cubes.aggregated(CELLS, parts, COLUMNS).fillna({"area": "", "group": ""})
    sums = found.groupby(["area", "group"])[["rows", "visits"]].sum()
    assert sums["rows"].to_dict() == count
    assert sums["visits"].to_dict() == visits


def test_rows_that_are_not_whole_are_counted_by_part_and_found(tmp_path: Path) -> None:
    good = "10001,Food,5\n"
    parts = [
        part(tmp_path, 1, good * 3),
        part(tmp_path, 2, good + "10001,Food\n" + good + "10001,Food,5,9\n" + good),
    ]
    cube = cubes.aggregated(CELLS, parts, COLUMNS)
    broken = cube[~cube["is_whole"]].set_index("part")["rows"].to_dict()
    assert broken == {"part-00002.csv": 2}
    assert cube["visits"].sum() == 30
    assert cubes.first_rows(parts[1], len(COLUMNS)) == [2, 4]


def test_an_open_quotation_mark_swallows_no_row_in_silence(tmp_path: Path) -> None:
    parts = [part(tmp_path, 1, '10001,Food,5\n10001,"Food,5\n10001,Food,5\n')]
    cube = cubes.aggregated(CELLS, parts, COLUMNS)
    assert (~cube["is_whole"]).any()


def test_a_second_run_does_not_remember_the_faults_of_the_first(tmp_path: Path) -> None:
    cubes.aggregated(CELLS, [part(tmp_path, 1, "10001\n")], COLUMNS)
    cube = cubes.aggregated(CELLS, [part(tmp_path, 2, "10001,Food,5\n")], COLUMNS)
    assert cube["is_whole"].all()


def test_codes_that_never_repeat_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cubes, "MOST_GROUPS", 10)
    made = cubes.grouped(COLUMNS, {"area": _.area}, {"visits": _.visits.count()})
    lines = "".join(f"{number},Food,5\n" for number in range(50))
    with pytest.raises(DamagedError, match="more than 10 combinations"):
        cubes.aggregated(made, [part(tmp_path, 1, lines)], COLUMNS)


def test_what_no_memory_holds_is_refused_too(tmp_path: Path) -> None:
    lines = part(tmp_path, 1, "".join(f"{n:0>90},{n:0>90},1\n" for n in range(200_000)))
    running = duckdb_runner.running().connection
    running.execute("SET memory_limit = '40MB'")
    try:
        with pytest.raises(DamagedError, match="combinations of codes"):
            cubes.aggregated(CELLS, [lines], COLUMNS)
    finally:
        running.execute(f"SET memory_limit = '{duckdb_runner.MEMORY_LIMIT}'")


def test_more_groups_than_its_memory_holds_go_to_disk(tmp_path: Path) -> None:
    names = ("area", "group")
    made = cubes.grouped(names, {"area": _.area, "group": _.group}, {})
    lines = part(tmp_path, 1, "".join(f"{n:0>90},{n:0>90}\n" for n in range(800_000)))
    running = duckdb_runner.running()
    running.connection.execute("SET memory_limit = '120MB'")
    try:
        found = running.run(made.aggregate(groups=made.count()), [lines], names)
    finally:
        running.connection.execute(f"SET memory_limit = '{duckdb_runner.MEMORY_LIMIT}'")
    assert lines.stat().st_size > 140_000_000
    assert found["groups"].to_pylist() == [800_000]


def test_the_engine_is_duckdb_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(choice.VARIABLE, raising=False)
    assert choice.chosen() is Engine.DUCKDB
    monkeypatch.setenv(choice.VARIABLE, "spark")
    assert choice.chosen() is Engine.SPARK
    with choice.use(Engine.DUCKDB):
        assert choice.chosen() is Engine.DUCKDB
    monkeypatch.setenv(choice.VARIABLE, "abacus")
    with pytest.raises(EngineError, match="abacus is no engine; choose one of duckdb, spark"):
        choice.chosen()


READ_EACH = """
import json, sys
from pathlib import Path
from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.sources.partners.foursquare_zip_cube import source as foursquare_zip_cube
for name in sys.argv[1:]:
    kept, report = read_delivery(foursquare_zip_cube, [Path(name)])
    if kept is not None:
        kept = kept.fillna({"visits": -1}).astype({"day": "str"}).to_dict("list")
    said = [found.sentence for found in report.findings]
    print(json.dumps({"rows": kept, "read": report.rows_read, "said": said}))
"""


def read_each(engine_name: str, files: list[Path]) -> list[dict[str, object]]:
    """What a process of its own reads of each file; Spark's own is slow to start, and to stop."""
    said = subprocess.run(
        [sys.executable, "-c", READ_EACH, *map(str, files)],
        env=os.environ | {choice.VARIABLE: engine_name, "SPARK_LOCAL_IP": "127.0.0.1"},
        cwd=spark.PROJECT.parent,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]


@pytest.mark.nightly
def test_spark_reads_what_duckdb_reads(
    tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    if missing():
        assert not os.environ.get("CI"), missing()
        pytest.skip(f"{missing()}: run `make spark`")
    record_property("java", f"{java()} {java_version()}")
    last = "2021-05-05"
    good = row(visits=40) + row("10002", visits="") + row("10002", "Food", "7.0")
    single = row(group='"Cafe, small"', category="4bf58dd8", visits=3, hour="Night")
    files = [
        archive(tmp_path, good + single, row("11201", county="Brooklyn"), day="2021-05-03"),
        archive(tmp_path, good, good.replace("\n", ",9\n") + row("10003")[:30], day="2021-05-04"),
        archive(tmp_path, row(visits="many", day=last) + row(hour="Noon", day=last), day=last),
    ]
    observations = read_each("spark", files)
    assert observations == read_each("duckdb", files)
    assert observations[0]["rows"] is not None
    assert observations[1]["rows"] is None
