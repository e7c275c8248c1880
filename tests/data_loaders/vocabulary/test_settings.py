from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.vocabulary import installation, settings
from tests.test_layers import ROOT

BAD = {
    "PORT": ("0", "65536", "-1", "http", "80 80", "٨٠"),
    "WEB_CONCURRENCY": ("0", "-2", "2.5", "two", "9999"),
    "PUBLIC_URL": ("recovery.example", "ftp://recovery.example", "https://", "http://[x"),
    "CONTACT": ("the front desk", "@", "a@b", "javascript:alert(1)"),
    "RELEASES": (__file__,),
    "RECORDS": ("/nowhere/at/all", __file__),
    "RELEASE_KEY": ("/nowhere/at/all",),
    "RELEASE_PUBLIC_KEY": ("abc", "g" * 64),
    "FRAME_KEY": ("short",),
    "ENGINE": ("pandas",),
    "DELIVERY_KEY": ("/nowhere/at/all",),
    "ALERT": ("the desk",),
    "MAIL_SERVER": ("mail server", "host:port", ":25"),
}
GOOD = {
    "PORT": "8050",
    "WEB_CONCURRENCY": "2",
    "PUBLIC_URL": "https://recovery.example/",
    "CONTACT": "desk@city.example",
    "RELEASES": "/not/there/yet",
    "RECORDS": str(Path(__file__).parent),
    "RELEASE_KEY": __file__,
    "RELEASE_PUBLIC_KEY": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "FRAME_KEY": "x" * 32,
    "ENGINE": "spark",
    "DELIVERY_KEY": __file__,
    "ALERT": "https://chat.example/hooks/secret?key=1",
    "MAIL_SERVER": "mail.example:587",
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, many in BAD.items() for v in many])
def test_a_setting_that_makes_no_sense_is_named_and_mended_in_words(name: str, value: str) -> None:
    (fault,) = settings.faults({**GOOD, name: value})
    assert fault.startswith(f"{name} must ")
    assert (value in fault) == (name not in ("FRAME_KEY", "ALERT"))


def test_good_settings_and_empty_ones_are_taken() -> None:
    assert settings.faults(GOOD) == []
    assert settings.faults(dict.fromkeys(GOOD, "")) == []


def test_every_setting_that_is_read_is_described() -> None:
    tree = ast.parse(Path(installation.__file__).read_text("utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    read = {word for word in words if isinstance(word, str) and word.isupper() and " " not in word}
    # Handed to a process by what starts it.
    own = {"PREVIEW", "PROMETHEUS_MULTIPROC_DIR"}
    assert read - own <= {each.name for each in settings.SETTINGS}


def test_the_table_of_the_documents_is_the_one_written_here() -> None:
    assert settings.table() in (ROOT / "docs" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("processes", ["-1", "abc", "2.5", " "])
def test_the_site_says_in_words_that_a_number_of_processes_is_none(processes: str) -> None:
    ended = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "WEB_CONCURRENCY": processes},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Not started.\nWEB_CONCURRENCY must be a whole number from 1 to")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "command", [["gunicorn"], ["data_loaders", "list"]], ids=lambda words: words[0]
)
def test_nothing_starts_with_a_setting_that_makes_no_sense(command: list[str]) -> None:
    environment = {**os.environ, "WEB_CONCURRENCY": "0", "PORT": "nonsense"}
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert "PORT must be a whole number from 1 to 65535" in said
    assert "WEB_CONCURRENCY must be a whole number from 1 to 64" in said
    assert "Traceback" not in said
