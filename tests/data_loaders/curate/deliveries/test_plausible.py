"""At partners' doors: what is implausible is refused until a person accepts it, and recorded."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.intake import Intake, Outcome
from data_loaders.curate.deliveries.plausible import implausible
from data_loaders.curate.plausibility.findings import Kind
from data_loaders.delivery.findings import RefusedError
from data_loaders.sources.partners.kinsa_illness import source as kinsa_illness
from data_loaders.vocabulary.geography import BOROUGHS

ON = date(2022, 4, 5)
HEADER = "region_type,region_name,region_state,region_id,signal_type,created_date,pct_ill"
WHY = "Kinsa changed its model; its letter of April 1 says so."


def percents(times: float = 1.0, newest_times: float = 1.0, until: str = "2022-03-27") -> str:
    """The illness signal of every borough by day, a little higher in winter."""
    lines = [HEADER]
    days = pd.date_range("2021-01-04", until)
    for at, borough in enumerate(BOROUGHS):
        for day in days:
            ill = 2 + 0.1 * at + (0.5 if day.month in (12, 1, 2) else 0)
            ill *= times * (newest_times if day >= pd.Timestamp("2022-03-01") else 1)
            lines.append(
                f"county,{borough.county} County,NY,{borough.fips},gamma,{day:%Y-%m-%d},{ill:.3f}"
            )
    return "\n".join([*lines, ""])


def written(folder: Path, day: str, text: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    path = folder / f"kinsa_gamma_signal_{day}.csv"
    path.write_text(text, "utf-8")
    return [path]


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    made = Intake(tmp_path / "deliveries", kinsa_illness)
    made.receive(written(tmp_path / "first", "2022-03-21", percents(until="2022-03-20")), ON)
    return made


def refusal(intake: Intake, files: list[Path]) -> str:
    with pytest.raises(RefusedError) as error:
        intake.receive(files, ON)
    assert len(intake.held()) == 1
    return str(error.value)


def test_a_plausible_next_delivery_passes(intake: Intake, tmp_path: Path) -> None:
    assert intake.receive(written(tmp_path, "2022-03-28", percents()), ON) is Outcome.RECEIVED
    assert intake.accepted() == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (percents(times=10), "column ill: its values are 10 times as large as before"),
        (percents(times=0), "never as high as"),
        (percents(newest_times=10), "people_ill by borough: .* values are far from what they were"),
        (percents(newest_times=0), "people_ill by borough: .* values are far from what they were"),
        (percents(times=1e9), "above 40"),
        (percents().replace("2022-03-27", "2022-04-27"), "5 rows of days after it was received"),
        (
            percents() + percents().splitlines()[-1] + "9\n",
            "rows that share region_id, created_date",
        ),
    ],
)
def test_an_implausible_delivery_is_refused(
    intake: Intake, tmp_path: Path, text: str, told: str
) -> None:
    assert re.search(told, refusal(intake, written(tmp_path, "2022-03-28", text)))


def test_an_accepted_finding_is_recorded_and_names_no_figure(
    intake: Intake, tmp_path: Path
) -> None:
    files = written(tmp_path, "2022-03-28", percents(newest_times=10))
    ids = re.findall(r"--accept (\S+)", refusal(intake, files))
    assert intake.receive(files, ON, accept=dict.fromkeys(ids, WHY)) is Outcome.RECEIVED
    accepted = intake.accepted()
    assert [(each.id, each.why) for each in accepted] == [(each, WHY) for each in ids]
    assert all(re.search(r"\d", each.sentence) is None for each in accepted), accepted


def test_an_id_tells_nothing_of_the_figures(tmp_path: Path) -> None:
    """It comes from the hash of the files: nobody can try figures against it."""
    kept = pd.DataFrame({"ill": [300.0] * 20, "day": pd.Timestamp("2022-03-01")})
    earlier = [kept.assign(ill=3.0)]
    one, other = (implausible(kinsa_illness, kept, earlier, name)[0] for name in ("a", "b"))
    assert one.doubt.kind is Kind.OTHER_UNIT
    assert one.id != other.id
    assert not [kind for kind in Kind if kind in one.id]
