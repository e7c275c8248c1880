"""The page's scripts as plain functions, run by Node; and one vocabulary for both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import msgspec

from components.figures import ramps
from data_loaders.vocabulary.model import Status

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
IMPORT = re.compile(r'^(?:import|export) .*?from "([^"]+)";', re.MULTILINE | re.DOTALL)


def test_the_unit_tests_of_the_scripts_pass() -> None:
    vocabulary = {
        "NYC_MARKS": msgspec.json.encode(ramps.marks()).decode(),
        "NYC_LETTERS": json.dumps([status.code for status in Status]),
    }
    files = sorted(str(path) for path in (ROOT / "tests" / "scripts").glob("*.test.mjs"))
    ran = subprocess.run(
        ["node", "--test", *files],
        cwd=ROOT,
        env={**os.environ, **vocabulary},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"tests {_written_tests()}" in ran.stdout


def _written_tests() -> int:
    files = (ROOT / "tests" / "scripts").glob("*.test.mjs")
    return sum(len(re.findall(r"^test\(", file.read_text("utf-8"), re.MULTILINE)) for file in files)


def test_a_module_imports_only_modules_beside_it() -> None:
    imported = {
        name for path in ASSETS.glob("*.js") for name in IMPORT.findall(path.read_text("utf-8"))
    }
    assert imported
    assert imported <= {f"./{path.name}" for path in ASSETS.glob("*.js")}


def test_no_script_types_the_status_letters_or_colors_again() -> None:
    scripts = [
        path.name
        for path in ASSETS.glob("*.js")
        if re.search(r'"(?:womx|wo|hid|mis|[npelwom])"', path.read_text("utf-8"))
    ]
    assert scripts == []


def test_marks_say_which_letters_have_no_value() -> None:
    marks = ramps.marks()
    for status in Status:
        assert (status.code in str(marks["valueless"])) is not status.has_value
        assert (status.code in str(marks["hidden"])) is status.is_hidden
    assert marks["steps"] == ramps.STEPS
