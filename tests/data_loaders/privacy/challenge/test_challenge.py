"""The challenge gives nothing away, runs on its own, and judges claims fairly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.privacy.challenge import pack
from data_loaders.privacy.challenge.pack import ChallengeError


@pytest.fixture(scope="module")
def challenge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A pack of three weeks, and the folder of its truth."""
    folder = tmp_path_factory.mktemp("challenge") / "pack"
    return folder, pack.write_challenge(folder, weeks=3)


def claim(folder: Path, lines: list[str]) -> Path:
    path = folder / "claim.csv"
    path.write_text("\n".join(["area_id,period_start,industry_id,value", *lines]), "utf-8")
    return path


def truth(sealed: Path) -> list[str]:
    return (sealed / "truth.csv").read_text("utf-8").splitlines()[1:]


def test_the_pack_does_not_hold_the_truth(challenge: tuple[Path, Path]) -> None:
    folder, sealed = challenge
    assert not (folder / "truth.csv").exists()
    treated = (folder / "treated.csv").read_text("utf-8").splitlines()
    assert len([line for line in treated if ",withheld," in line]) >= len(truth(sealed)) > 100
    assert all(",," in line for line in treated if ",withheld," in line)


def test_the_attack_runs_on_the_pack_alone_and_finds_nothing(challenge: tuple[Path, Path]) -> None:
    folder, _ = challenge
    ran = subprocess.run(
        [sys.executable, "attack.py"],
        cwd=folder / "attack",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert " 0 exact, 0 provably below 10, 0 told" in ran.stdout


def test_the_right_values_uphold_a_claim(challenge: tuple[Path, Path], tmp_path: Path) -> None:
    folder, sealed = challenge
    verdict = pack.verify_claim(folder, sealed, claim(tmp_path, truth(sealed)[:20]))
    assert (verdict.claimed, verdict.right, verdict.upheld) == (20, 20, True)


def test_guesses_and_too_few_cells_do_not(challenge: tuple[Path, Path], tmp_path: Path) -> None:
    folder, sealed = challenge
    guesses = [f"{line.rsplit(',', 1)[0]},-1" for line in truth(sealed)[:40]]
    assert not pack.verify_claim(folder, sealed, claim(tmp_path, guesses)).upheld
    assert not pack.verify_claim(folder, sealed, claim(tmp_path, truth(sealed)[:9])).upheld


def test_a_claim_on_a_published_cell_is_refused(
    challenge: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, sealed = challenge
    with pytest.raises(ChallengeError, match="not withheld"):
        pack.verify_claim(folder, sealed, claim(tmp_path, ["NYC,2019-01-06,all,5"]))


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
