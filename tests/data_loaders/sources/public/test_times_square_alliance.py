"""People walking in Times Square, by month."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public import times_square_alliance

DELIVERY = """\
date.1,Value,SPID,PseudoBaseline,Baseline Perc Chg
5/1/2026,200,35,400,0.5
3/1/2026,240,35,300,0.8
2/1/2026,150,35,300.5,0.4992
"""


def read(tmp_path: Path, old: str = "", new: str = "") -> pd.DataFrame:
    assert old in DELIVERY
    text = DELIVERY.replace(old, new) if old else DELIVERY
    (tmp_path / times_square_alliance.FILE).write_text(text, encoding="utf-8")
    return times_square_alliance.read(tmp_path)


def row(table: pd.DataFrame, indicator_id: str, month: str) -> pd.Series:
    chosen = table["indicator_id"].eq(indicator_id) & table["period_start"].eq(month)
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_the_ratio_is_a_share_and_not_a_change(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert row(table, "times_square_pedestrians_vs_2019", "2026-05-01")["value"] == 50
    assert row(table, "times_square_pedestrians", "2026-05-01")["value"] == 200
    assert str(row(table, "times_square_pedestrians", "2026-02-01")["period_end"].date()) == (
        "2026-02-28"
    )


def test_march_is_doubted_because_its_baseline_had_collapsed(tmp_path: Path) -> None:
    table = read(tmp_path)
    march = row(table, "times_square_pedestrians_vs_2019", "2026-03-01")
    assert (march["value"], march["status"]) == (80, "low_reliability")
    assert row(table, "times_square_pedestrians", "2026-03-01")["status"] == "normal"


def test_an_absent_month_is_not_reported(tmp_path: Path) -> None:
    april = row(read(tmp_path), "times_square_pedestrians", "2026-04-01")
    assert april["status"] == "not_reported"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("PseudoBaseline", "Baseline", "PseudoBaseline"),
        ("5/1/2026", "5/2/2026", "first day of a month"),
        ("5/1/2026", "May 2026", "rows of date.1 unreadable"),
        ("400,0.5", "400,-0.5", "Value ÷ PseudoBaseline"),
        ("3/1/2026", "2/1/2026", "each key once"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path, old, new)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return times_square_alliance.read(mirror / times_square_alliance.SOURCE.feed.folder)


def test_the_published_file_keeps_the_promises_of_its_indicators(published: pd.DataFrame) -> None:
    observations.check(published, times_square_alliance.SOURCE.indicators)


def test_the_published_file_is_read_whole(published: pd.DataFrame) -> None:
    assert len(published) == 2 * 41
    assert published["value"].notna().all()
    assert row(published, "times_square_pedestrians", "2026-05-01")["value"] == 218_227
    assert row(published, "times_square_pedestrians_vs_2019", "2023-01-01")["value"] == 53.22


def test_every_march_value_of_the_published_file_is_marked_doubtful(
    published: pd.DataFrame,
) -> None:
    doubted = published[published["status"].eq("low_reliability")]
    assert doubted["period_start"].dt.strftime("%Y-%m").tolist() == [
        "2023-03",
        "2024-03",
        "2025-03",
        "2026-03",
    ]
    assert set(doubted["indicator_id"]) == {"times_square_pedestrians_vs_2019"}
