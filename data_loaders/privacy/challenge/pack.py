"""Write the challenge, and judge a claim that it was broken.

The truth of both releases is invented with a seed nobody keeps, sealed by a hash in the pack, and
kept outside of it until the next release.
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.report import problems
from data_loaders.privacy.audit.run import audit_release
from data_loaders.privacy.challenge import invented_release
from data_loaders.privacy.challenge.deliveries import NEW_WEEKS, Delivered, deliveries
from data_loaders.privacy.challenge.kit import write_kit
from data_loaders.privacy.tables.counted import TreatmentError, borough_of
from data_loaders.privacy.tables.network import TableError
from data_loaders.privacy.treatment.treat import prepared, treat
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.audit_record import Audit
from data_loaders.vocabulary.challenge_rules import LEAST_CELLS, SHARE_RIGHT
from data_loaders.vocabulary.model import Geography, Status
from data_loaders.vocabulary.policy import Policy, public_record
from data_loaders.vocabulary.progress import Silent

DRAWS = 12
TRUTH, NONCE, SEAL = "truth.csv", "nonce.txt", "seal.json"
RELEASES = ("first", "second")
CELL = ["indicator_id", "area_id", "period_start", "industry_id"]


@dataclass(frozen=True, slots=True)
class Size:
    """How many weeks the second release has, and how many neighborhoods the city."""

    weeks: int
    areas: int


WHOLE = Size(weeks=13, areas=195)


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


def write_challenge(folder: Path, size: Size | None = None) -> Path:
    """Write the pack into a new folder, and as a .zip beside it.

    Returns the folder, also beside it, that holds the truth.

    Publish the first, keep the second. All appear once they are whole. A city that our own audit
    breaks, or that is too easy to protect, is drawn again; TreatmentError if every one is.
    """
    sealed = folder.with_name(f"{folder.name}-sealed")
    for path in (folder, sealed):
        if path.exists():
            raise ChallengeError(f"{path} is there already; name a folder that is not")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".challenge-") as made_in:
        made = _drawn(Path(made_in), size or WHOLE)
        packed = shutil.make_archive(str(made / "packed"), "zip", made / "pack")
        (made / "sealed").rename(sealed)
        (made / "pack").rename(folder)
        Path(packed).rename(folder.with_name(f"{folder.name}.zip"))
    return sealed


def _drawn(place: Path, size: Size) -> Path:
    """A folder with the pack and the truth of a city that was drawn."""
    for draw in range(1, DRAWS):
        try:
            return _one_drawn(place / str(draw), size)
        except (TreatmentError, TableError):
            continue
    return _one_drawn(place / str(DRAWS), size)


def _one_drawn(place: Path, size: Size) -> Path:
    """Raises TreatmentError or TableError where the city is no good for it."""
    # The nonce is the key of the order among complements too: one seal holds both.
    nonce = secrets.token_hex(32)
    sources = list(deliveries(secrets.randbits(128), size.weeks, size.areas))
    releases = _treated(sources, nonce)
    folder, sealed = place / "pack", place / "sealed"
    sealed.mkdir(parents=True)
    for name, observations in zip(RELEASES, releases, strict=True):
        _write_release(folder, name, sources, observations)
    records = {one.source_id: public_record(one.policy) for one in sources}
    (folder / "policy.json").write_bytes(msgspec.json.encode(records))
    write_kit(folder / "attack")
    seal = _seal(sealed, sources, releases, nonce)
    (folder / SEAL).write_bytes(msgspec.json.encode(seal))
    (folder / "README.md").write_text(_rules(seal), encoding="utf-8")
    return place


def _treated(
    sources: Sequence[Delivered], key: str
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """What is published of both deliveries, by source."""
    first: dict[str, pd.DataFrame] = {}
    second: dict[str, pd.DataFrame] = {}
    for one in sources:
        before = treat(one.first, one.policy, one.indicators, key=key).observations
        after = treat(one.second, one.policy, one.indicators, before, key=key).observations
        first[one.source_id], second[one.source_id] = before, after
        if one.policy.sums:
            _require_hard(before, after, one.policy)
    return first, second


def _write_release(
    folder: Path, name: str, sources: Sequence[Delivered], observations: dict[str, pd.DataFrame]
) -> None:
    """One release, attacked beside the one before it, and its figures as a table to read."""
    listed = tuple(
        invented_release.source_of(one.source_id, public_record(one.policy), one.indicators)
        for one in sources
    )
    invented_release.write(folder / name, name, listed, observations)
    before = folder / RELEASES[0] if name != RELEASES[0] else None
    _require_sound(audit := audit_release(folder / name, before, Silent(), workers=1))
    (folder / name / "audit.json").write_bytes(msgspec.json.encode(audit))
    _write_table(folder / f"{name}.csv", pd.concat(observations.values(), ignore_index=True))


def _require_hard(first: pd.DataFrame, second: pd.DataFrame, policy: Policy) -> None:
    """A city in which nothing that came late can be published is no test of revisions, one whose
    parts are all shown is none of links, and one whose remainders are is none of remainders."""
    both = first.merge(second, on=KEY)
    revised = both["value_x"].fillna(0.0) != both["value_y"].fillna(0.0)
    gaps = set(second.loc[second["status"] == str(Status.WITHHELD), "indicator_id"])
    linked = {name for link in policy.at_most for name in (link.part, link.whole)}
    remainders = second.loc[second["area_id"] == geography.UNALLOCATED, "value"]
    is_told = not remainders.empty and bool(remainders.notna().all() or remainders.isna().all())
    if not revised.any() or not linked <= gaps or is_told:
        raise TreatmentError("the invented city is too easy to protect")


def _require_sound(audit: Audit) -> None:
    if not audit.passed:
        raise TreatmentError("; ".join(problems(audit)))


def verify_claim(folder: Path, sealed: Path, claim: Path) -> Verdict:
    """Judge a claim: a CSV of CELL and `value`, cells that are withheld in either release.

    A value is right if either delivery held it: one that came late is as secret as one that was
    first. Raises ChallengeError where the truth is not the sealed one, or other cells are named.
    """
    seal = msgspec.json.decode((folder / SEAL).read_bytes(), type=Seal)
    truth = (sealed / TRUTH).read_bytes()
    if _hash((sealed / NONCE).read_bytes(), truth) != seal.sha256:
        raise ChallengeError(f"{sealed.name} is not what {folder.name}/{SEAL} sealed")
    rows = _rows(truth.decode("utf-8"))
    # A pack made before it held two releases has one table, and one value a cell.
    cell = [name for name in CELL if name in rows[0]] if rows else CELL
    held = [name for name in ("value", *RELEASES) if rows and name in rows[0]]
    values = {_key(row, cell): {float(row[name]) for name in held if row[name]} for row in rows}
    claimed = {_key(row, cell): float(row["value"]) for row in _rows(claim.read_text("utf-8"))}
    unknown = [key for key in claimed if key not in values]
    if unknown:
        raise ChallengeError(f"{len(unknown)} claimed cells are not withheld, first {unknown[0]}")
    right = sum(value in values[key] for key, value in claimed.items())
    enough = len(claimed) >= LEAST_CELLS and right >= SHARE_RIGHT * len(claimed)
    return Verdict(len(claimed), right, enough)


def _key(row: dict[str, str], cell: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(row[name] for name in cell)
    except KeyError as error:
        raise ChallengeError(f"a claim needs the column {error}") from error


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _seal(
    sealed: Path,
    sources: Sequence[Delivered],
    releases: Sequence[dict[str, pd.DataFrame]],
    nonce: str,
) -> Seal:
    """Keep what each delivery held in every cell that either release withholds, hashed."""
    truth = pd.concat([_truth(one, [of[one.source_id] for of in releases]) for one in sources])
    text = truth.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    (sealed / TRUTH).write_text(text, encoding="utf-8", newline="")
    (sealed / NONCE).write_text(nonce, encoding="utf-8")
    return Seal(_hash(nonce.encode(), text.encode()), len(truth))


def _truth(source: Delivered, releases: Sequence[pd.DataFrame]) -> pd.DataFrame:
    withheld = [rows.loc[rows["status"] == str(Status.WITHHELD), KEY] for rows in releases]
    truth = pd.concat(withheld).drop_duplicates()
    areas = borough_of(geography.areas())
    for name, delivery in zip(RELEASES, (source.first, source.second), strict=True):
        whole = prepared(delivery, source.policy, source.indicators, areas)[[*KEY, "value"]]
        truth = truth.merge(whole.rename(columns={"value": name}), on=KEY, how="left")
    return truth[[*CELL, *RELEASES]].sort_values(CELL)


def _hash(nonce: bytes, truth: bytes) -> str:
    return hashlib.sha256(nonce + truth).hexdigest()


def _write_table(path: Path, treated: pd.DataFrame) -> None:
    boroughs = {area.id: area.borough_id or "" for area in geography.areas()[Geography.NTA2010]}
    table = treated[["geography", *CELL, "value", "status"]]
    table = table.assign(borough_id=treated["area_id"].map(boroughs).fillna(""))
    table.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")


def _rules(seal: Seal) -> str:
    return f"""# Break our table

`first.csv` and `second.csv` are two releases of the same invented city; the second has {NEW_WEEKS}
weeks more, and what came late. {seal.withheld:,} cells are withheld by the rules in `policy.json`.
Nobody real is in it, so try to get them back. It is meant to be hard to protect:

- `clients`: people by neighborhood and group, with places that are always empty and a row,
  `unallocated`, for those who live nowhere known. Single cases came late.
- `visits`: `first_visits` and `further_visits` add up to `visits`, and `referred_visits` are among
  the first. Of one week single visits came late, of others one borough's whole files.
- `gifts`: their number, and the `money` that rests on it.

`attack/attack.py` is how we attack it ourselves: every attack of our audit, on each release and on
both together (`pip install -r attack/requirements.txt`; nothing is read from elsewhere). It finds
nothing. `attack.py --guess claim.csv` writes the best guesses we know; too few of them are right.

- A claim is a CSV of `{",".join(CELL)},value`, withheld cells only. A value
  is right if either delivery held it.
- It is upheld with {LEAST_CELLS} or more cells of which at least {SHARE_RIGHT:.0%} are right:
  fewer could be guessed.
- `{SEAL}` holds the SHA-256 of a nonce followed by the true values of both releases. Both are
  revealed with the next release; then anyone can check that we did not change them, and judge
  every claim.

Whoever recovers withheld cells has found a defect in our treatment.
"""
