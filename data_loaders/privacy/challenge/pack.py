"""Write the challenge, and judge a claim that it was broken.

The truth is invented with a seed nobody keeps, sealed by a hash in the pack, and kept outside
of it until the next release.
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.report import problems
from data_loaders.privacy.audit.run import audit_release
from data_loaders.privacy.challenge import invented as simulated
from data_loaders.privacy.challenge import invented_release
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.challenge_rules import LEAST_CELLS, SHARE_RIGHT
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.policy import public_record
from data_loaders.vocabulary.progress import Silent

CODE = Path(__file__).resolve().parent.parent
ATTACK_MODULES = (
    "tables/network.py",
    "tables/flow.py",
    "tables/cuts.py",
    "tables/groups.py",
    "tables/linear.py",
    "audit/table_attack.py",
)
WEEKS = 13
DRAWS = 6
TRUTH, NONCE, SEAL, TREATED = "truth.csv", "nonce.txt", "seal.json", "treated.csv"


@dataclass(frozen=True, slots=True)
class Seal:
    """`sha256` of the nonce followed by truth.csv, both revealed with the next release."""

    sha256: str
    withheld: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim did: `upheld` when enough claimed cells are right to rule out guessing."""

    claimed: int
    right: int
    upheld: bool


class ChallengeError(ValueError):
    """A pack or a claim that cannot be judged; says what to mend."""


def write_challenge(folder: Path, weeks: int = WEEKS) -> Path:
    """Write the pack into an empty folder, and as a .zip beside it.

    Returns the folder, also beside it, that holds the truth.

    Publish the first, keep the second. A city that our own audit breaks, such as one with places
    that are mostly empty, is drawn again; TreatmentError if every one is broken.
    """
    for _ in range(DRAWS - 1):
        try:
            return _drawn(folder, weeks)
        except TreatmentError:
            for path in (folder, folder.with_name(f"{folder.name}-sealed")):
                shutil.rmtree(path)
    return _drawn(folder, weeks)


def _drawn(folder: Path, weeks: int) -> Path:
    """The pack of one drawn city. Raises TreatmentError if our own audit breaks it."""
    sealed = folder.with_name(f"{folder.name}-sealed")
    for path in (folder, sealed):
        path.mkdir(parents=True)
    profile = replace(simulated.PROFILES[0], indicator_id="challenge", seed=secrets.randbits(128))
    counted = simulated.counted(profile, weeks)
    source = invented_release.source(profile, simulated.policy())
    # The nonce is the key of the order among complements too: one seal holds both.
    nonce = secrets.token_hex(32)
    treated = treat(counted, source.policy, source.indicators, key=nonce)
    invented_release.write(folder, "challenge", (source,), {source.id: treated})
    audit = audit_release(folder, None, Silent(), workers=1)
    if not audit.passed:
        raise TreatmentError("; ".join(problems(audit)))
    (folder / "audit.json").write_bytes(msgspec.json.encode(audit))
    (folder / "policy.json").write_bytes(msgspec.json.encode(public_record(source.policy)))
    _write_treated(folder / TREATED, treated)
    _write_attack(folder / "attack")
    seal = _seal(sealed, counted, treated, nonce)
    (folder / SEAL).write_bytes(msgspec.json.encode(seal))
    (folder / "README.md").write_text(_rules(seal), encoding="utf-8")
    shutil.make_archive(str(folder), "zip", folder)
    return sealed


def verify_claim(folder: Path, sealed: Path, claim: Path) -> Verdict:
    """Judge a claim: a CSV of `area_id,period_start,industry_id,value`, withheld cells only.

    Raises ChallengeError where the truth is not the sealed one, or the claim names other cells.
    """
    seal = msgspec.json.decode((folder / SEAL).read_bytes(), type=Seal)
    truth = (sealed / TRUTH).read_bytes()
    if _hash((sealed / NONCE).read_bytes(), truth) != seal.sha256:
        raise ChallengeError(f"{sealed.name} is not what {folder.name}/{SEAL} sealed")
    values = {_key(row): float(row["value"]) for row in _rows(truth.decode("utf-8"))}
    claimed = {_key(row): float(row["value"]) for row in _rows(claim.read_text("utf-8"))}
    unknown = [key for key in claimed if key not in values]
    if unknown:
        raise ChallengeError(f"{len(unknown)} claimed cells are not withheld, first {unknown[0]}")
    right = sum(values[key] == value for key, value in claimed.items())
    enough = len(claimed) >= LEAST_CELLS and right >= SHARE_RIGHT * len(claimed)
    return Verdict(len(claimed), right, enough)


def _key(row: dict[str, str]) -> tuple[str, str, str]:
    try:
        return row["area_id"], row["period_start"], row["industry_id"]
    except KeyError as error:
        raise ChallengeError(f"a claim needs the column {error}") from error


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _seal(sealed: Path, counted: pd.DataFrame, treated: pd.DataFrame, nonce: str) -> Seal:
    """Keep the true value of every withheld neighborhood cell, and hash it with a nonce."""
    hidden = treated.loc[treated["status"] == "withheld", KEY]
    truth = counted.merge(hidden, on=KEY)[["area_id", "period_start", "industry_id", "value"]]
    text = truth.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    (sealed / TRUTH).write_text(text, encoding="utf-8", newline="")
    (sealed / NONCE).write_text(nonce, encoding="utf-8")
    return Seal(_hash(nonce.encode(), text.encode()), len(truth))


def _hash(nonce: bytes, truth: bytes) -> str:
    return hashlib.sha256(nonce + truth).hexdigest()


def _write_treated(path: Path, treated: pd.DataFrame) -> None:
    boroughs = {area.id: area.borough_id or "" for area in geography.areas()[Geography.NTA2010]}
    table = treated[["period_start", "geography", "area_id", "industry_id", "value", "status"]]
    table = table.assign(borough_id=treated["area_id"].map(boroughs).fillna(""))
    table.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")


def _write_attack(folder: Path) -> None:
    """The audit's own attack, with only the modules it needs."""
    package = folder / "data_loaders" / "privacy"
    for inside in (package / "tables", package / "audit", package, package.parent):
        inside.mkdir(parents=True, exist_ok=True)
        (inside / "__init__.py").touch()
    for name in ATTACK_MODULES:
        shutil.copyfile(CODE / name, package / name)
    shutil.copyfile(CODE / "challenge" / "attack.py", folder / "attack.py")


def _rules(seal: Seal) -> str:
    return f"""# Break our table

`{TREATED}` counts invented people by neighborhood, group and week. {seal.withheld:,} neighborhood
cells are withheld by the rules in `policy.json`. Nobody real is in it, so try to get them back.

- `attack/attack.py` is how we attack it ourselves (needs numpy and scipy). It finds nothing.
- A claim is a CSV of `area_id,period_start,industry_id,value`, withheld cells only, at least
  {LEAST_CELLS} of them; at least {SHARE_RIGHT:.0%} must be right, so that guessing does not do.
- `{SEAL}` holds the SHA-256 of a nonce followed by the true values. Both are revealed with the
  next release; then anyone can check that we did not change them, and judge every claim.

Whoever recovers withheld cells has found a defect in our treatment.
"""
