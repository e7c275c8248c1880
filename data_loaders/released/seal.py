"""What was unpacked here from what ships with the code: nobody signs it, so this machine seals it.

The manifests that ship are pinned by hash in the code (`pins`). Unpacking writes frames and tables
anew, and a manifest of its own: its hash is kept in `.sealed`, with a code that only a holder of
the key beside it can write.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from stat import S_ISREG

import msgspec

from data_loaders.vocabulary.keys import OTHERS_MAY

logger = logging.getLogger(__name__)

SEALS, KEY_FILE, MANIFEST = ".sealed", ".seal-key", "manifest.json"
KEY_LETTERS = 64


def seal(root: Path, release_ids: Iterable[str]) -> None:
    """Remember the manifests of a folder as they are now.

    A key that others may read is no secret any more: another one is made.
    """
    if (root / KEY_FILE).exists() and not _is_secret(root / KEY_FILE):
        (root / KEY_FILE).unlink()
    manifests = {name: _sha256(root / name / MANIFEST) for name in sorted(release_ids)}
    content = msgspec.json.encode(manifests)
    aside = root / f"{SEALS}.new"
    aside.write_bytes(_code(root, content).encode() + b"\n" + content)
    os.replace(aside, root / SEALS)


def has_seals(root: Path) -> bool:
    """Whether anything in a folder was sealed."""
    return (root / SEALS).is_file()


def is_sealed(folder: Path) -> bool:
    """Whether the manifest of a release is the one that was sealed here."""
    try:
        code, _, content = (folder.parent / SEALS).read_bytes().partition(b"\n")
        manifests = msgspec.json.decode(content, type=dict[str, str])
        own = _sha256(folder / MANIFEST)
        whole = hmac.compare_digest(code, _code(folder.parent, content).encode())
    except (OSError, msgspec.MsgspecError):
        return False
    return whole and manifests.get(folder.name) == own


def kept_key(folder: Path, name: str) -> str:
    """A random key kept in a folder for its owner alone, made by whichever process comes first.

    Raises OSError where the folder cannot be written, or the file there holds no key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        aside = folder / f"{name}.{token_hex(8)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token_hex(KEY_LETTERS // 2))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            logger.info("another process made %s first", path)
        finally:
            aside.unlink()
    key = path.read_text(encoding="ascii", errors="replace")
    if len(key) < KEY_LETTERS:
        raise OSError(f"{path} holds no key: delete it, and one is made")
    return key


def require_secret(path: Path) -> None:
    """Raise OSError for a key that others than its owner may read: they could sign with it."""
    status = path.lstat()
    if not S_ISREG(status.st_mode) or status.st_mode & OTHERS_MAY:
        raise OSError("others may read it; give it mode 600, or delete it, and one is made")


def _is_secret(path: Path) -> bool:
    try:
        require_secret(path)
    except OSError:
        return False
    return True


def _code(root: Path, content: bytes) -> str:
    key = kept_key(root, KEY_FILE)
    require_secret(root / KEY_FILE)
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
