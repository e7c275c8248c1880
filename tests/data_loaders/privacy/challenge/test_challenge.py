"""The challenge gives nothing away, is hard, runs on its own, and judges claims fairly."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from components.privacy import words
from data_loaders.observations.parquet import read_observations, write_observations
from data_loaders.observations.table import KEY
from data_loaders.privacy.challenge import attack, pack
from data_loaders.privacy.challenge.pack import ChallengeError
from data_loaders.vocabulary.audit_record import GATE, TITLES
from data_loaders.vocabulary.challenge_rules import LEAST_CELLS, SHARE_RIGHT
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.made.small_challenge import copy_of_small_challenge

HEAD = ",".join([*pack.CELL, "value"])


@pytest.fixture(scope="module")
def challenge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small pack, and the folder of its truth."""
    folder = tmp_path_factory.mktemp("challenge") / "pack"
    return folder, copy_of_small_challenge(folder)


def claim(folder: Path, lines: list[str], head: str = HEAD) -> Path:
    path = folder / "claim.csv"
    path.write_text("\n".join([head, *lines]), "utf-8")
    return path


def truth(sealed: Path) -> list[str]:
    """Every withheld cell with what the second delivery held there."""
    rows = [line.split(",") for line in (sealed / "truth.csv").read_text("utf-8").splitlines()]
    return [",".join([*row[:4], row[5]]) for row in rows[1:]]


def shown(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv").sort_values(KEY, ignore_index=True)


def test_the_pack_does_not_hold_the_truth(challenge: tuple[Path, Path]) -> None:
    folder, sealed = challenge
    assert not list(folder.rglob("truth.csv"))
    for name in pack.RELEASES:
        table = shown(folder, name)
        assert table["value"].isna().equals(table["status"].eq("withheld"))
    assert shown(folder, "second")["value"].isna().sum() == len(truth(sealed)) > 100
    catalog = (folder / "first" / "catalog.json").read_text("utf-8")
    assert '"p_percent":15' not in catalog


def test_it_is_the_hard_case(challenge: tuple[Path, Path]) -> None:
    """Two releases, linked tables, zeros, rows of remainders, revisions made and not made."""
    folder, sealed = challenge
    first, second = (shown(folder, name) for name in pack.RELEASES)
    both = first.merge(second, on=KEY)
    changed = both["value_x"].notna() & (both["value_x"] != both["value_y"])
    assert 0 < changed.sum() < len(both) < len(second)
    assert not (both["value_x"].isna() & both["value_y"].notna()).any()
    assert {"first_visits", "referred_visits", "gifts", "money"} <= set(
        second.loc[second["status"] == "withheld", "indicator_id"]
    )
    assert (second["value"] == 0).any()
    assert second.loc[second["area_id"] == UNALLOCATED, "status"].nunique() == 2
    held = pd.read_csv(sealed / "truth.csv")
    assert (held["first"].notna() & (held["first"] != held["second"])).any()
    policies = msgspec.json.decode((folder / "policy.json").read_bytes())
    assert policies["visits"]["sums"]
    assert policies["visits"]["at_most"]
    assert policies["gifts"]["bases"]


def test_every_attack_runs_on_the_pack_alone_and_finds_nothing(
    challenge: tuple[Path, Path],
) -> None:
    folder, _ = challenge
    ran = subprocess.run(
        [sys.executable, "-E", "attack.py"],
        cwd=folder / "attack",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr or ran.stdout
    assert "FAIL" not in ran.stdout
    assert all(ran.stdout.count(TITLES[check_id]) == 6 for check_id in GATE)


@pytest.mark.parametrize(
    ("source", "damage"),
    [
        ("clients", "opened"),
        pytest.param("visits", "opened", marks=pytest.mark.nightly),
        ("gifts", "revised"),
        pytest.param("visits", "revised", marks=pytest.mark.nightly),
    ],
)
def test_the_kit_finds_a_release_broken_on_purpose(
    challenge: tuple[Path, Path], tmp_path: Path, source: str, damage: str
) -> None:
    folder, _ = challenge
    for name in pack.RELEASES:
        shutil.copytree(folder / name, tmp_path / name)
    earlier, file = (
        tmp_path / name / "observations" / f"{source}.parquet" for name in pack.RELEASES
    )
    table = read_observations(file)
    if damage == "opened":
        # A cell shown in the first release is withheld in the second.
        there = table["period_start"].eq(table["period_start"].min()) & table["value"].gt(0)
        table.loc[table.index[there][0], ["value", "status"]] = [float("nan"), "withheld"]
    else:
        # One more than was said before: one more on top of a revision would say nothing.
        before = table[KEY].merge(read_observations(earlier), on=KEY, how="left")["value"]
        there = table["area_id"].eq("NYC") & before.notna() & table["value"].notna()
        assert there.any()
        table["value"] = table["value"].where(~there, before + 1.0)
    write_observations(file, table)
    assert not attack.attack([tmp_path / name for name in pack.RELEASES])


def test_the_right_values_uphold_a_claim(challenge: tuple[Path, Path], tmp_path: Path) -> None:
    folder, sealed = challenge
    verdict = pack.verify_claim(folder, sealed, claim(tmp_path, truth(sealed)[:20]))
    assert (verdict.claimed, verdict.right, verdict.upheld) == (20, 20, True)


def test_guesses_and_too_few_cells_do_not(challenge: tuple[Path, Path], tmp_path: Path) -> None:
    folder, sealed = challenge
    few = truth(sealed)[: LEAST_CELLS - 1]
    assert not pack.verify_claim(folder, sealed, claim(tmp_path, few)).upheld
    # The best guesses we know are the kit's own.
    attack.guesses(folder / "second").to_csv(
        tmp_path / "guessed.csv", index=False, date_format="%Y-%m-%d"
    )
    verdict = pack.verify_claim(folder, sealed, tmp_path / "guessed.csv")
    assert verdict.claimed > LEAST_CELLS
    assert not verdict.upheld


def test_a_claim_on_a_published_cell_is_refused(
    challenge: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, sealed = challenge
    with pytest.raises(ChallengeError, match="not withheld"):
        pack.verify_claim(folder, sealed, claim(tmp_path, ["clients,NYC,2019-01-06,all,5"]))
    with pytest.raises(ChallengeError, match="indicator_id"):
        pack.verify_claim(folder, sealed, claim(tmp_path, ["NYC,5"], "area_id,value"))


def test_a_truth_changed_after_sealing_is_refused(
    challenge: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, sealed = challenge
    for name in ("truth.csv", "nonce.txt"):
        (tmp_path / name).write_bytes((sealed / name).read_bytes())
    with (tmp_path / "truth.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(ChallengeError, match="sealed"):
        pack.verify_claim(folder, tmp_path, claim(tmp_path, truth(sealed)[:20]))


def test_a_pack_of_one_table_made_earlier_is_still_judged(tmp_path: Path) -> None:
    head = "area_id,period_start,industry_id,value"
    lines = [f"BX{number:02d},2019-01-06,group_01,{number}" for number in range(1, 13)]
    text = "\n".join([head, *lines, ""])
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    (sealed / "truth.csv").write_text(text, "utf-8")
    (sealed / "nonce.txt").write_text("nonce", "utf-8")
    seal = pack.Seal(hashlib.sha256(f"nonce{text}".encode()).hexdigest(), len(lines))
    (tmp_path / "seal.json").write_bytes(msgspec.json.encode(seal))
    assert pack.verify_claim(tmp_path, sealed, claim(tmp_path, lines, head)).upheld


def test_the_page_and_the_pack_say_one_rule(challenge: tuple[Path, Path]) -> None:
    folder, _ = challenge
    rules = (folder / "README.md").read_text("utf-8")
    page = " ".join(words.challenge())
    for said in (f"{LEAST_CELLS} or more", f"{SHARE_RIGHT:.0%}", "two releases"):
        assert said in rules
        assert said in page
