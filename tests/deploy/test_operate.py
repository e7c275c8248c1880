"""What the document for operators says to type is there to be typed."""

from __future__ import annotations

import re

import typer
import yaml

from data_loaders.__main__ import app
from data_loaders.vocabulary import settings
from tests.test_layers import ROOT

TEXT = (ROOT / "docs" / "operate.md").read_text("utf-8")
HEADINGS = re.findall(r"^## (.+)$", TEXT, re.M)


def test_every_command_of_the_document_is_one() -> None:
    group = typer.main.get_command(app)
    named = set(re.findall(r"python -m data_loaders ([a-z-]+)", TEXT))
    assert len(named) > 12
    assert named <= set(group.commands)  # pyright: ignore[reportAttributeAccessIssue]


def test_every_option_of_a_command_is_one() -> None:
    group = typer.main.get_command(app)
    for name, rest in re.findall(r"python -m data_loaders ([a-z-]+)([^`\n]*)", TEXT):
        command = group.commands[name]  # pyright: ignore[reportAttributeAccessIssue]
        known = {option for each in command.params for option in each.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def test_every_setting_of_the_document_is_one() -> None:
    words = set(re.findall(r"`([A-Z]+_?[A-Z_]*[A-Z])`", TEXT))
    known = {each.name for each in settings.SETTINGS} | {"CURRENT"}
    assert words <= known


def test_every_file_of_the_project_it_names_is_there() -> None:
    for name in re.findall(r"`((?:deploy|docs|data)/[\w./-]+)`", TEXT):
        assert (ROOT / name).exists(), name


def test_every_alert_leads_to_a_heading() -> None:
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text("utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            heading = re.search(r'"(.+)"', rule["annotations"]["what_to_do"])
            assert heading is not None
            assert heading[1] in HEADINGS, rule["alert"]
