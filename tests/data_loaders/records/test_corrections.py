"""Corrections are read whole or refused with file, line, what and how; what ships is true."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.records.corrections import FILE, corrections, read_corrections
from data_loaders.records.described import described
from data_loaders.vocabulary.installation import SHIPPED_SEED
from data_loaders.vocabulary.model import Frequency

TODAY = date(2026, 11, 29)
ONE = """\
[[corrections]]
id = "metro"
corrected_on = 2026-11-28
noticed_by = "a reader"
title = "The city's rate was another place's"
what_was_wrong = "Its place was not checked."
what_is_right = "It is the city's."
figures = ["unemployment_rate"]

[[corrections.changes]]
figure = "unemployment_rate"
geography = "city"
area = "NYC"
first = 2020-05-01
last = 2020-05-31
old = 17.3
new = 21.5
"""
VALUES = ONE[ONE.index("\n[[corrections.changes]]") :]


def sentence(tmp_path: Path, text: str) -> str:
    path = tmp_path / "corrections.toml"
    path.write_text(text, "utf-8")
    faults = read_corrections(path, described(), TODAY)[1]
    return "\n".join(fault.sentence for fault in faults)


def test_one_correction_is_read_with_its_old_and_new_value(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(ONE, "utf-8")
    (correction,), faults = read_corrections(path, described(), TODAY)
    assert faults == ()
    assert [(each.old, each.new) for each in correction.changes] == [(17.3, 21.5)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('noticed_by = "a reader"', 'noticed_by = "Jo Smith"', "corrections.toml:4: "),
        ("new = 21.5", "new = 17.3", "are the same"),
        ("new = 21.5", "new = nan", "nan is no finite number"),
        ("new = 21.5", 'new = "gone"', "corrections.toml:17: "),
        ("new = 21.5\n", "", "missing required field `new`"),
        ("last = 2020-05-31", "last = 2020-04-30", "ends before it begins"),
        ('geography = "city"', 'geography = "zip"', "has no such boundaries"),
        ('["unemployment_rate"]', '["jobless"]', "no figure is called jobless"),
        ('["unemployment_rate"]', '["unemployment_rate_sa"]', "not among the correction's"),
        ("2026-11-28", "2026-11-30", "a day to come"),
        (VALUES, "", "no old and new value of unemployment_rate"),
        ('title = "', 'email = "a@b.c"\ntitle = "', "unknown field"),
        ("[[corrections]]", "[[corrections", "not readable as TOML"),
        ("figures =", "count = 0\nfigures =", "corrections.toml:8: "),
    ],
)
def test_a_faulty_correction_is_refused_in_words(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in ONE
    assert told in sentence(tmp_path, ONE.replace(old, new))


def test_an_id_is_given_once_and_the_newest_stands_first(tmp_path: Path) -> None:
    assert "metro is there twice" in sentence(tmp_path, ONE + ONE)
    older = ONE.replace("2026-11-28", "2026-11-01").replace('"metro"', '"first"')
    assert "newer than the one above" in sentence(tmp_path, older + ONE)


@pytest.mark.parametrize("figure", ["seated_diners", "recovery_score_restaurants"])
def test_a_figure_that_may_not_be_passed_on_is_not_passed_on_as_a_correction(
    tmp_path: Path, figure: str
) -> None:
    values = VALUES.replace("unemployment_rate", figure)
    text = ONE.replace("unemployment_rate", figure)
    assert f"{figure} may be shown and not passed on" in sentence(tmp_path, text)
    assert sentence(tmp_path, text.replace(values, "")) == ""


def test_the_corrections_that_ship_have_no_fault() -> None:
    assert read_corrections(FILE, described(), TODAY)[1] == ()
    assert "unemployment-of-the-metropolitan-area" in [each.id for each in corrections()]


def test_every_new_value_is_the_one_that_ships() -> None:
    """Of a figure a publisher revised since, write the revision as a correction's value no more.

    Weeks ship as months; their values are held against the release the digest is made of.
    """
    every = {
        each.id: (source, each) for source in described().values() for each in source.indicators
    }
    source_of = {name: source.id for name, (source, _each) in every.items()}
    changed = [each for correction in corrections() for each in correction.changes]
    ship = [one for one in changed if every[one.figure][1].frequency is Frequency.MONTH]
    assert ship
    for value in ship:
        path = SHIPPED_SEED / "observations" / f"{source_of[value.figure]}.parquet"
        keys = {
            "indicator_id": value.figure,
            "geography": value.geography.value,
            "area_id": value.area,
            "period_end": value.last,
            "industry_id": value.industry,
        }
        table = pd.read_parquet(path).astype({name: str for name in keys})
        for name, wanted in keys.items():
            table = table[table[name] == str(wanted)]
        assert table["value"].tolist() == [value.new], value
