"""The operator's key, made once and kept beside the deliveries: for the order of complements, and
for what a release says of a delivery's files.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from data_loaders.vocabulary.keys import others_may_read

KEY_FILE = ".order-key"
# The demonstration's deliveries are invented, so anyone may remake its tables to the byte.
SIMULATED = "simulated"


def order_key(root: Path, *, is_simulated: bool) -> str:
    """The key of an intake folder, which only its owner can read. Raises OSError."""
    if is_simulated:
        return SIMULATED
    root.mkdir(parents=True, exist_ok=True)
    file = root / KEY_FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file)
    with os.fdopen(handle, "w", encoding="ascii") as new:
        new.write(secrets.token_hex(32))
    return _read(file)


def keyed(sha256: str, key: str) -> str:
    """A hash of confidential files as a release may say it.

    Their own hash would let anyone try the few numbers that a gap may be, write the files that hold
    them and see which is right. Simulated files anyone may remake, so theirs stays as it is.
    """
    if key == SIMULATED:
        return sha256
    return hmac.new(key.encode(), sha256.encode(), hashlib.sha256).hexdigest()


def _read(file: Path) -> str:
    key = file.read_text("ascii").strip()
    if not key:
        raise OSError(f"{file} is empty; restore it from a copy, or remove it to have one made")
    if others_may_read(file):
        raise OSError(f"others may read {file}; run `chmod 600` on it")
    return key
