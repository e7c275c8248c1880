"""`python -m benchmarks.cubes`: a full day of the ZIP cube, and twenty, on each engine and pandas.

Every contender runs in a process of its own, from the packed file to the same table of ZIP, group,
part of the day and age, so that seconds and memory are its own. What is compared is in one run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import msgspec
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from data_loaders.delivery.archives import unpacked_tar
from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.choice import VARIABLE, Engine
from data_loaders.sources.partners.foursquare_zip_cube.files import CELLS, COLUMNS
from tests.support.spark import java_version, missing

FIRST_DAY = date(2021, 5, 3)
DAYS = 20
ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "benchmarks" / "cubes"
PANDAS = "pandas"
KILOBYTES_A_MEGABYTE = 1024
USED = ["dt", "state", "county", "zip", "categoryid", "categoryname", "hour", "demo", "visits"]
MOST_SECONDS, LEAST_TIMES, MOST_MEMORY_SHARE = 10.0, 2.0, 0.25
MOST_GROWTH = 1.5  # of memory, from one day to twenty: more would not be out of core


@dataclass(frozen=True)
class Run:
    """One contender's work: `unpacking` is part of `seconds`; `cpu` are those of this
    process on all cores, without Java's; `megabytes` the peak, with Java's."""

    contender: str
    days: int
    rows: int
    visits: float
    seconds: float
    unpacking: float
    cpu: float
    megabytes: float


def main(
    days: Annotated[int, typer.Option(help="How many days the large run has.")] = DAYS,
    repeat: Annotated[int, typer.Option(help="Runs of one day; the fastest counts.")] = 3,
    contender: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Write the days where they are not there, measure, print; status 1 over a budget."""
    files = [FOLDER / f"{FIRST_DAY + timedelta(days=step)}.tar.gz" for step in range(days)]
    if contender:
        print(msgspec.json.encode(asdict(_worked(contender, files))).decode())
        return
    console = Console()
    console.print(f"{written(files):.0f} s to write the days that were missing")
    names = [str(Engine.DUCKDB), PANDAS, *([] if missing() else [str(Engine.SPARK)])]
    runs = [min(_measured(name, 1, repeat), key=lambda run: run.seconds) for name in names]
    runs += _measured(str(Engine.DUCKDB), days, 1)
    _show(console, runs)
    console.print(missing() or f"Spark on Java {java_version()}")
    raise typer.Exit(0 if all(list(_budgets(console, runs))) else 1)


def written(files: Sequence[Path]) -> float:
    """Write full days of the simulated cube where they are not there; returns the seconds."""
    from data_loaders.simulated.city import City
    from data_loaders.simulated.deliveries.foursquare_zip_cube import SimulatedCube

    FOLDER.mkdir(parents=True, exist_ok=True)
    start, cube = time.perf_counter(), SimulatedCube(City(), 1.0)
    for file in files:
        if not file.exists():
            with TemporaryDirectory(dir=FOLDER) as aside:
                day = date.fromisoformat(file.name.removesuffix(".tar.gz"))
                cube.write(Path(aside), day).rename(file)
    return time.perf_counter() - start


def _measured(contender: str, days: int, repeat: int) -> list[Run]:
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
    if contender != PANDAS:
        environment[VARIABLE] = contender
    command = [sys.executable, "-m", "benchmarks.cubes"]
    options = ["--contender", contender, "--days", str(days)]
    runs = []
    for _ in range(repeat):
        said = subprocess.run(
            [*command, *options], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
        runs.append(msgspec.json.decode(said.stdout.splitlines()[-1], type=Run))
    return runs


def _worked(contender: str, files: Sequence[Path]) -> Run:
    """What this process takes for the files, one after the other, as they are delivered."""
    start, unpacking, rows, visits = time.perf_counter(), 0.0, 0, 0.0
    for file in files:
        with TemporaryDirectory() as folder:
            before = time.perf_counter()
            parts = unpacked_tar(file, Path(folder))
            unpacking += time.perf_counter() - before
            cells = _in_pandas(parts) if contender == PANDAS else _on_engine(parts)
        rows += int(cells["rows"].sum())
        visits += float(cells["visits"].sum())
    seconds = time.perf_counter() - start
    own, java = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Run(
        contender,
        len(files),
        rows,
        visits,
        seconds,
        unpacking,
        own.ru_utime + own.ru_stime + java.ru_utime + java.ru_stime,
        max(_peak(), java.ru_maxrss / KILOBYTES_A_MEGABYTE),
    )


def _peak() -> float:
    """Peak memory in megabytes of this process and those it started.

    Spark's Java machine runs on until this process ends; and what the system calls the usage of a
    process begins with that of the one it was started from. Both are in /proc.
    """
    peaks, parents = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(fields["Pid"])] = int(fields["PPid"])
        peaks[int(fields["Pid"])] = float(fields.get("VmHWM", "0 kB").split()[0])
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(peaks.get(pid, 0.0) for pid in family) / KILOBYTES_A_MEGABYTE


def _on_engine(parts: Sequence[Path]) -> pd.DataFrame:
    return cubes.aggregated(CELLS, parts, COLUMNS)


def _in_pandas(parts: Sequence[Path]) -> pd.DataFrame:
    """The same work as one writes it in pandas: the day in memory, the needed columns alone."""
    texts = dict.fromkeys(USED, "str") | {"visits": "float64"}
    table = pd.concat(
        pd.read_csv(part, header=None, names=list(COLUMNS), usecols=USED, dtype=texts)
        for part in parts
    )
    is_group = table["categoryid"] == "Group"
    for name in ("state", "county", "zip", "categoryname", "visits"):
        table[name] = table[name].where(is_group)
    keys = ["dt", "hour", "demo", "state", "county", "zip", "categoryname"]
    by_key = table.groupby(keys, dropna=False)
    return by_key["visits"].agg(rows="size", visits="sum").reset_index()


def _show(console: Console, runs: Sequence[Run]) -> None:
    table = Table("", "days", "rows", "seconds", "of it unpacking", "CPU, Python", "peak MB")
    for run in runs:
        numbers = (run.seconds, run.unpacking, run.cpu, run.megabytes)
        named = (run.contender, str(run.days), f"{run.rows:,}")
        table.add_row(*named, *(f"{number:.1f}" for number in numbers))
    console.print(table)


def _budgets(console: Console, runs: Sequence[Run]) -> Iterator[bool]:
    duck, other, *_, many = runs
    ours, theirs = duck.seconds - duck.unpacking, other.seconds - other.unpacking
    for words, figure, is_met in (
        ("seconds for a day, unpacking included", duck.seconds, duck.seconds <= MOST_SECONDS),
        ("times as fast as pandas, unpacked", theirs / ours, theirs / ours >= LEAST_TIMES),
        (
            "of the memory of pandas",
            duck.megabytes / other.megabytes,
            duck.megabytes / other.megabytes <= MOST_MEMORY_SHARE,
        ),
        (
            f"times the memory for {many.days} days",
            many.megabytes / duck.megabytes,
            many.megabytes / duck.megabytes <= MOST_GROWTH,
        ),
        (
            "rows and visits alike everywhere (1 is yes)",
            float(_agree(runs)),
            _agree(runs),
        ),
    ):
        console.print(f"{'met' if is_met else 'EXCEEDED'}: {figure:.2f} {words}")
        yield is_met


def _agree(runs: Sequence[Run]) -> bool:
    return len({(run.rows, run.visits) for run in runs if run.days == 1}) == 1


if __name__ == "__main__":
    typer.run(main)
