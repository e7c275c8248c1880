"""The environment and the folders of this installation are read in one module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_loaders.vocabulary import installation
from tests.test_layers import ROOT, modules

OWN = "data_loaders.vocabulary.installation"
# Programs of their own, started with settings of their own.
APART = ("benchmarks", "frontend", "tests")
READS_ENVIRONMENT = re.compile(r"\bos\.(?:environ|getenv)\b|import (?:environ|getenv)\b")
NAMES_ROOT = re.compile(r"Path\(__file__\)(?:\.resolve\(\))?(?:\.parents\[\d\]|(?:\.parent){3})")


def faults(text: str) -> list[str]:
    return [*READS_ENVIRONMENT.findall(text), *NAMES_ROOT.findall(text)]


def test_only_one_module_reads_the_environment_and_knows_the_root() -> None:
    others = [name for name in modules() if name != OWN and name.split(".")[0] not in APART]
    assert len(others) > 500
    assert {
        name: said for name in others if (said := faults(modules()[name].read_text("utf-8")))
    } == {}


@pytest.mark.parametrize(
    "line",
    [
        'os.environ.get("PUBLIC_URL", "")',
        'os.getenv("OPERATOR")',
        "from os import environ",
        "ROOT = Path(__file__).resolve().parent.parent.parent",
        "ROOT = Path(__file__).parents[2]",
    ],
)
def test_a_second_reader_is_found(line: str) -> None:
    assert faults(line)


def test_the_root_is_that_of_the_project() -> None:
    assert installation.ROOT == ROOT
    assert (installation.ROOT / "app.py").is_file()


def test_settings_are_read_when_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://a.example/")
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "received"))
    assert installation.public_url() == "https://a.example"
    assert installation.deliveries(is_simulated=True) == tmp_path / "received-simulated"
    monkeypatch.delenv("PUBLIC_URL")
    assert installation.public_url() == ""
