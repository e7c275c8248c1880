"""Quarters of another year than the calendar's name their months, also where a chart is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from components.trends.chart import WIDE, drawing
from components.trends.panels import panels
from data_loaders.released.release import Release
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary.model import Frequency
from tests.support import tiny

FISCAL = """\
area_id,period_start,period_end,value,status
BX,2023-12-01,2024-02-29,10,normal
BX,2024-03-01,2024-05-31,12,normal
BX,2024-06-01,2024-08-31,14,normal
"""
CALENDAR = (
    FISCAL.replace("2023-12-01,2024-02-29", "2024-01-01,2024-03-31")
    .replace("2024-03-01,2024-05-31", "2024-04-01,2024-06-30")
    .replace("2024-06-01,2024-08-31", "2024-07-01,2024-09-30")
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FISCAL, "December 2023 to February 2024"),
        (CALENDAR, "January to March 2024"),
    ],
    ids=["fiscal", "calendar"],
)
def test_a_reading_names_the_months_its_quarter_has(tmp_path: Path, text: str, said: str) -> None:
    quarterly = replace(tiny.FILINGS, frequency=Frequency.QUARTER)
    source = replace(tiny.COURTS, indicators=(quarterly,))
    contents = tiny.released(tmp_path, tiny.module(source, text))
    release = Release.open(tmp_path / contents.catalog.release_id)
    asked = {"indicator": "filings", "geography": "borough", "areas": "BX"}
    [panel] = panels(release, read_view(asked, release, "filings").view)
    assert said in drawing(panel, WIDE)
