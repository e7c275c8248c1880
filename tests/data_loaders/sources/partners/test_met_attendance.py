"""The museum's file: Latin-1, without a header, `Unknown` for missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS
from data_loaders.simulated.deliveries.met_attendance import write
from data_loaders.sources.partners import met_attendance
from tests.support.handed_over import observed

DELIVERY = """\
2019-01-30,The Met Fifth Avenue,900,General,Onsite,NY,United States
2019-01-30,The Met Fifth Avenue,90,Member,Online,Unknown,México
2019-01-31,The Met Cloisters,10,General,Onsite,Unknown,Unknown
2019-02-01,The Met Fifth Avenue,5,General,Onsite,Unknown,España
2019-02-28,The Met Fifth Avenue,400,General,Onsite,NJ,USA
2019-03-02,The Met Fifth Avenue,7,General,Onsite,NY,USA
"""


def delivered(folder: Path, text: str, encoding: str = "latin-1") -> Path:
    path = folder / "met_attendance_2021-06-30.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_visitors_are_added_up_by_whole_month_and_by_where_they_come_from(tmp_path: Path) -> None:
    kept, report = read_delivery(met_attendance, [delivered(tmp_path, DELIVERY)])
    assert kept is not None, report.findings
    assert sorted(kept.columns) == ["day", "from_abroad", "visitors"]
    table = observed(met_attendance, kept)
    found = {
        (row.indicator_id, f"{row.period_start:%Y-%m}"): (row.value, row.status)
        for row in table.itertuples()
    }
    assert found[("museum_visitors", "2019-01")] == (1000, "normal")
    assert found[("museum_visitors_from_abroad", "2019-01")] == (90, "normal")
    assert found[("museum_visitors", "2019-02")] == (405, "normal")
    assert found[("museum_visitors_from_abroad", "2019-02")][1] == "withheld"
    assert ("museum_visitors", "2019-03") not in found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("The Met Cloisters", "The Cloisters", "unknown text of 13 letters"),
        ("2019-01-31", "1989-01-31", "a date that cannot be"),
        (",10,General", ",ten,General", "count: no number"),
        (",10,General", ",-10,General", "count: below 0"),
        (",Unknown,Unknown", ",Unknown", "row 3: rows without 7 cells"),
    ],
)
def test_a_damaged_attendance_file_is_refused_with_its_fault(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    kept, report = read_delivery(met_attendance, [delivered(tmp_path, DELIVERY.replace(old, new))])
    assert kept is None
    assert any(message in finding.sentence for finding in report.findings), report.findings


def test_the_simulated_museum_closes_and_its_visitors_from_abroad_stay_away(
    tmp_path: Path,
) -> None:
    kept, _ = read_delivery(met_attendance, write(tmp_path, City(), None, HANDOVERS[1], 1.0))
    assert kept is not None
    table = observed(met_attendance, kept).set_index(["indicator_id", "period_start"])["value"]
    visitors = table["museum_visitors"]
    assert visitors["2020-05-01"] == 0
    assert visitors["2021-06-01"] < 0.7 * visitors["2019-06-01"]
    assert visitors["2022-06-01":].empty or visitors.iloc[-1] > visitors["2021-06-01"]
    abroad = table["museum_visitors_from_abroad"]
    assert abroad["2020-12-01"] < 0.5 * abroad["2019-12-01"]
