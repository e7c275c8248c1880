"""Who vouches for a release: its signed manifest, which names the manifest before it.

`manifest.json.sig` beside a manifest is an Ed25519 signature of its bytes, in base64. Each manifest
holds the hash of the one published before it, so that none can be taken out or put back unseen. A
release that is withdrawn, or pruned, leaves it, its audit and a signed reason in `withdrawn/<id>`.
The site knows the public key from its settings; the private one is the operator's.

The chain is one line: where two signed manifests name the same one before them, neither they nor
what follows them is opened until one is withdrawn.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from data_loaders.released.signatures import is_signed
from data_loaders.released.watched import ReleaseError, content_of
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.keys import KEY_BYTES, NO_PUBLIC_KEY, is_public_key

PUBLIC_KEY = installation.PUBLIC_KEY
MANIFEST, SIGNATURE_ENDING = "manifest.json", ".sig"
WITHDRAWN, REASON = "withdrawn", "withdrawal.json"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a release is gone, and the hash of the manifest it leaves behind."""

    release_id: str
    manifest_sha256: str
    withdrawn_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain needs of a manifest."""

    release_id: str
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A manifest in a folder of releases, that of a withdrawn one too."""

    path: Path
    sha256: str
    link: Link
    is_signed: bool


def site_key() -> bytes | None:
    """The public key of this installation; None where its releases are not signed.

    Raises ValueError where the setting holds no key, or one that anybody can sign for.
    """
    text = installation.public_key()
    if not text:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"{PUBLIC_KEY} is not {2 * KEY_BYTES} hexadecimal letters. "
            "`python -m data_loaders key` says it."
        )
    if not is_public_key(key):
        raise ValueError(f"{PUBLIC_KEY} {NO_PUBLIC_KEY}")
    return key


def has_signature(path: Path, key: bytes) -> bool:
    """Whether the signature beside a file is by `key`, of exactly what the file holds."""
    try:
        signature = b64decode(content_of(Path(f"{path}{SIGNATURE_ENDING}")), validate=False)
        return is_signed(key, content_of(path), signature)
    except (OSError, ValueError, binascii.Error):
        return False


def require_vouched(folder: Path, key: bytes) -> None:
    """Raise ReleaseError unless a manifest is signed, or a signed later one names its hash."""
    if has_signature(folder / MANIFEST, key):
        return
    own = _sha256(folder / MANIFEST)
    if own not in _vouched(folder.parent, key):
        signed = (folder / f"{MANIFEST}{SIGNATURE_ENDING}").is_file()
        fault = (
            "the signature of its manifest is not by this site's key"
            if signed
            else ("its manifest is not signed")
        )
        raise ReleaseError(f"{folder.name}: {fault}")


def require_one_line(folder: Path, key: bytes) -> None:
    """Raise ReleaseError where a release, or one it follows, is not the only one to follow another.

    Each side would be taken for all there is, by readers who do not see the other.
    """
    manifests = _standing(folder.parent, key)
    forks = _forks(manifests)
    sha256: str | None = _sha256(folder / MANIFEST)
    seen = set[str]()
    while sha256 in manifests and sha256 not in seen:
        seen.add(sha256)
        before = manifests[sha256].link.previous
        if before in forks and sha256 in {each.sha256 for each in forks[before]}:
            raise ReleaseError(f"{folder.name}: {_said(forks[before], manifests.get(before))}")
        sha256 = before


def _standing(root: Path, key: bytes) -> dict[str, Kept]:
    """Manifests by hash, without those that were withdrawn for a signed reason."""
    return {
        each.sha256: each
        for each in kept_manifests(root, key)
        if each.path.parent.parent.name != WITHDRAWN
        or _withdrawal_problems(root, each.link.release_id, key)
    }


def _forks(manifests: Mapping[str, Kept]) -> dict[str, list[Kept]]:
    """Signed manifests that are not alone in naming one before them, by its hash."""
    after: dict[str, list[Kept]] = {}
    for each in manifests.values():
        if each.is_signed and each.link.previous is not None:
            after.setdefault(each.link.previous, []).append(each)
    return {sha256: sides for sha256, sides in after.items() if len(sides) > 1}


def _said(sides: Sequence[Kept], before: Kept | None) -> str:
    names = " and ".join(each.link.release_id for each in sides)
    one = before.link.release_id if before else "one release"
    return f"{names} both say that {one} was before them; withdraw all but one"


def _vouched(root: Path, key: bytes) -> set[str]:
    """Hashes that signed manifests name, and those that these name in turn."""
    manifests = {each.sha256: each for each in kept_manifests(root, key)}
    hashes: set[str] = set()
    todo = [each.link.previous for each in manifests.values() if each.is_signed]
    while todo:
        sha256 = todo.pop()
        if sha256 is not None and sha256 not in hashes:
            hashes.add(sha256)
            if sha256 in manifests:
                todo.append(manifests[sha256].link.previous)
    return hashes


def kept_manifests(root: Path, key: bytes | None) -> Iterator[Kept]:
    """Manifests of a folder of releases, those of withdrawn ones too, in order of their folders."""
    for path in sorted([*root.glob(f"*/{MANIFEST}"), *root.glob(f"{WITHDRAWN}/*/{MANIFEST}")]):
        try:
            link = msgspec.json.decode(content_of(path), type=Link)
        except (OSError, msgspec.MsgspecError):
            continue  # what it is to be refused for is said where it is opened
        yield Kept(path, _sha256(path), link, key is not None and has_signature(path, key))


def chain_problems(root: Path, key: bytes) -> list[str]:
    """What is wrong with the chain of a folder, in sentences; empty where it is whole."""
    manifests = list(kept_manifests(root, key))
    held = {each.sha256 for each in manifests}
    problems = []
    for each in manifests:
        name = each.link.release_id
        if each.link.previous is not None and each.link.previous not in held:
            problems.append(
                f"{name}: the release before it is gone and has left no manifest; withdraw "
                "releases instead of deleting them"
            )
        if each.path.parent.parent.name == WITHDRAWN:
            problems += _withdrawal_problems(root, name, key)
    standing = _standing(root, key)
    for before, sides in _forks(standing).items():
        problems.append(_said(sides, standing.get(before)))
    signed = [each.link for each in manifests if each.is_signed]
    firsts = [link.release_id for link in signed if link.previous is None]
    if len(firsts) > 1:
        problems.append(f"{' and '.join(firsts)} both say that no release was before them")
    return problems


def _withdrawal_problems(root: Path, release_id: str, key: bytes) -> list[str]:
    reason = root / WITHDRAWN / release_id / REASON
    if not has_signature(reason, key):
        return [f"{release_id}: the reason it was withdrawn for is not signed"]
    if withdrawal(root, release_id) is None:
        return [f"{release_id}: the reason it was withdrawn for is of another manifest"]
    return []


def withdrawal(root: Path, release_id: str) -> Withdrawal | None:
    """Why a release of a folder was withdrawn; None where it was not."""
    folder = root / WITHDRAWN / release_id
    try:
        reason = msgspec.json.decode(content_of(folder / REASON), type=Withdrawal)
        is_its = reason.manifest_sha256 == _sha256(folder / MANIFEST)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return reason if is_its and reason.release_id == release_id else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(content_of(path)).hexdigest()
