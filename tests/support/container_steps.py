"""Runs the steps of `deploy/Containerfile` without a container engine, each stage in a bare folder.

A stage's root is a folder; absolute paths of the file lead into it. Python and what it installs are
a virtual environment at its `/usr/local`. What only an engine, or root, can do (users, owners) is
left out, and said in `Stage.left_out`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data_loaders.vocabulary import settings
from tests.test_layers import ROOT

FILE = ROOT / "deploy" / "Containerfile"
INTO_ROOT = re.compile(r"(?<![\w./:-])/(app|srv|packages|root)\b")
NEEDS_AN_ENGINE = re.compile(r"^(useradd|chown)\b")
SECONDS = 1800


@dataclass
class Stage:
    """What a stage has come to: its folder, its environment, what it starts with."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: str = "root"
    left_out: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.root / "app"

    @property
    def python(self) -> Path:
        return self.root / "usr" / "local" / "bin" / "python"

    @property
    def packages(self) -> Path:
        return next((self.root / "usr" / "local" / "lib").glob("python3*/site-packages"))

    def inside(self, text: str) -> str:
        """Text of the file with its absolute paths below this stage's root."""
        return INTO_ROOT.sub(lambda found: f"{self.root}/{found[1]}", text)

    def process_environment(self) -> dict[str, str]:
        programs = f"{self.python.parent}:/usr/local/bin:/usr/bin:/bin"
        home = {
            "HOME": str(self.root),
            "PATH": programs,
            "VIRTUAL_ENV": str(self.root / "usr/local"),
        }
        # How the registries are reached is the machine's; how the site is set is not.
        settings_of_site = {each.name for each in settings.SETTINGS} | {
            "PYTHONPATH",
            "CI",
            "PREVIEW",
        }
        machine = {n: value for n, value in os.environ.items() if n not in settings_of_site}
        own = {name: self.inside(value) for name, value in self.environment.items()}
        return {**machine, **home, **own}


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Instruction and argument of each step, comments left out and lines joined."""
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in plain.replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, argument = line.strip().partition(" ")
            yield name, re.sub(r"\s+", " ", argument)


def run(folder: Path, text: str) -> dict[str, Stage]:
    """Every stage by its name, after all its steps."""
    stages: dict[str, Stage] = {}
    context = _context(folder / "context")
    stage = Stage(folder)
    for name, argument in instructions(text):
        if name == "FROM":
            image, _, own = argument.partition(" AS ")
            stage = stages[own] = _begun(folder / own, stages.get(image))
        elif name == "COPY":
            _copy(argument, stage, stages, context)
        elif name == "RUN":
            _run(argument, stage)
        else:
            _note(name, argument, stage)
    return stages


def _context(folder: Path) -> Path:
    """What an engine is given: the files of the project, as they are committed."""
    folder.mkdir(parents=True)
    archive = subprocess.run(
        ["git", "archive", "--format=tar", "HEAD"], cwd=ROOT, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def _begun(root: Path, before: Stage | None) -> Stage:
    shutil.copytree(before.root, root, ignore=shutil.ignore_patterns("usr")) if before else None
    subprocess.run([sys.executable, "-m", "venv", str(root / "usr" / "local")], check=True)
    (root / "app").mkdir(parents=True, exist_ok=True)
    return Stage(root, dict(before.environment) if before else {})


def _copy(argument: str, stage: Stage, stages: dict[str, Stage], context: Path) -> None:
    words = argument.split()
    options = dict(word[2:].split("=") for word in words if word.startswith("--"))
    *sources, target = [word for word in words if not word.startswith("--")]
    base = stages[options["from"]].root if "from" in options else context
    into = stage.root / target.lstrip("/") if target.startswith("/") else stage.folder / target
    for source in sources:
        path = base / source.lstrip("/")
        if path.is_dir():
            shutil.copytree(path, into, dirs_exist_ok=True)
        else:
            shutil.copy(path, into / path.name if into.is_dir() else into)


def _run(argument: str, stage: Stage) -> None:
    """Commands one after another, those left out that need an engine."""
    kept = []
    for command in argument.split(" && "):
        if NEEDS_AN_ENGINE.search(command.strip()):
            stage.left_out.append(command.strip())
        else:
            kept.append(command.strip())
    script = " && ".join(["set -e", *kept])
    ended = subprocess.run(
        ["sh", "-c", stage.inside(script)],
        cwd=stage.folder,
        env=stage.process_environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, f"{script}\n{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"


def _note(name: str, argument: str, stage: Stage) -> None:
    if name == "ENV":
        stage.environment |= dict(word.split("=", 1) for word in argument.split())
    elif name == "CMD":
        stage.command = json.loads(argument)
    elif name == "HEALTHCHECK":
        stage.health = json.loads(argument.removeprefix("CMD "))
    elif name == "USER":
        stage.user = argument
    elif name == "WORKDIR":
        assert argument == "/app", "the folders of a stage are those named here"


def megabytes(folder: Path) -> float:
    """What the files of a folder weigh, those that Python compiled left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sum(path.stat().st_size for path in files) / 1e6
