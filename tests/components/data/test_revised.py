"""The chart of a figure's files: each as far as it reaches, the newest strongest and whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from components.data.revised import OLDER, fan, to_newest
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography
from data_loaders.vocabulary.vintages import RevisionHistory, RevisionUnit, Vintage

FIGURE, AREA = "covid_case_rate", "BX"
SHOWN, MISSED = 8, 2
TEXT = re.compile(r'<text x="([\d.]+)" y="[\d.]+" class="([^"]+)">([^<]+)</text>')
LINE = re.compile(r'<path d="(m[^"]+)" class="([^"]+)"')


@pytest.fixture
def history(literal_release: Release) -> RevisionHistory:
    """Three files of a figure: each ends a period later, and the newest two before the frame."""
    frame = literal_release.frame(FIGURE, Geography.BOROUGH)
    values = tuple(frame.values_of(AREA))[-SHOWN - MISSED : -MISSED]
    files = tuple(
        Vintage(date(2025, 6, day), values[: SHOWN - short] + (None,) * short)
        for day, short in ((5, 3), (12, 1), (19, 0))
    )
    return RevisionHistory(
        FIGURE,
        literal_release.indicators[FIGURE].frequency,
        Geography.BOROUGH,
        AREA,
        ALL_INDUSTRIES,
        tuple(frame.periods[-SHOWN - MISSED : -MISSED]),
        files,
        3,
        RevisionUnit.PERCENT,
        (),
    )


def test_the_newest_file_is_drawn_last_and_the_oldest_named_where_it_ends(
    literal_release: Release, history: RevisionHistory
) -> None:
    """The oldest file's name stood at the end of July, with a line to it from mid May."""
    drawn = str(fan(literal_release.indicators[FIGURE], history))
    styles = [style for _d, style in LINE.findall(drawn)]
    assert styles == [OLDER, OLDER, "first"]
    steps = re.findall(r"-?[\d.]+", LINE.findall(drawn)[0][0])
    end = sum(float(step) for step in steps[::2])
    ((left, _style, _words),) = [each for each in TEXT.findall(drawn) if each[2] == "oldest file"]
    assert 0 < float(left) - end < 6
    assert "leader" not in drawn


def test_the_chart_of_files_reaches_to_the_newest_figure(
    literal_release: Release, history: RevisionHistory
) -> None:
    """It ended a week before the page's own newest figure."""
    frame = literal_release.frame(FIGURE, Geography.BOROUGH)
    whole = to_newest(literal_release, history)
    assert whole.periods[-1] == frame.periods[-1]
    assert list(whole.vintages[-1].values[-MISSED:]) == list(frame.values_of(AREA)[-MISSED:])
    assert {each.values[-MISSED:] for each in whole.vintages[:-1]} == {(None,) * MISSED}
    other = replace(history.vintages[-1], values=(*history.vintages[-1].values[:-1], -1.0))
    unlike = replace(history, vintages=(*history.vintages[:-1], other))
    assert to_newest(literal_release, unlike) == unlike
