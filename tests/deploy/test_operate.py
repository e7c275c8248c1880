"""What the document for operators says to type is there to be typed."""

from __future__ import annotations

import re

import yaml

from data_loaders.vocabulary import settings
from tests.test_layers import ROOT

TEXT = (ROOT / "docs" / "operate.md").read_text("utf-8")
HEADINGS = re.findall(r"^## (.+)$", TEXT, re.M)


def test_every_setting_of_the_document_is_one() -> None:
    words = set(re.findall(r"`([A-Z]+_?[A-Z_]*[A-Z])`", TEXT))
    known = {each.name for each in settings.SETTINGS} | {"CURRENT"}
    assert words <= known


def test_every_alert_leads_to_a_heading() -> None:
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text("utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            heading = re.search(r'"(.+)"', rule["annotations"]["what_to_do"])
            assert heading is not None
            assert heading[1] in HEADINGS, rule["alert"]
