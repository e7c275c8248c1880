"""Confidential files at rest: encrypted with a key that lies elsewhere.

`DELIVERY_KEY` names a file of keys, a line each, the newest first: the first encrypts, any of them
reads. Without it files lie as they came, which `doctor` says.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pandas as pd
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.keys import require_own

SEALED = ".sealed"
OURS_ALONE = 0o600


def write(path: Path, content: bytes) -> None:
    """Write a file, encrypted and with an ending that says so where there is a key."""
    keys = _keys()
    target = _sealed(path) if keys else path
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS_ALONE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(keys.encrypt(content) if keys else content)


def read(path: Path) -> bytes:
    """What was written to a path. Raises FeedError where the key for it is not at hand."""
    sealed = _sealed(path)
    if not sealed.is_file():
        return path.read_bytes()
    keys = _keys()
    if keys is None:
        raise FeedError(f"{sealed.name} is encrypted, and {installation.DELIVERY_KEY} is not set")
    try:
        return keys.decrypt(sealed.read_bytes())
    except InvalidToken as error:
        raise FeedError(
            f"{sealed.parent.name}/{sealed.name} was encrypted with another key. Put that key "
            f"into the file that {installation.DELIVERY_KEY} names, below the newest."
        ) from error


def write_rows(path: Path, rows: pd.DataFrame) -> None:
    """Write a table as Parquet."""
    content = io.BytesIO()
    rows.to_parquet(content, compression="zstd", index=False)
    write(path, content.getvalue())


def read_rows(path: Path) -> pd.DataFrame:
    """A table that was written here."""
    return pd.read_parquet(io.BytesIO(read(path)))


def lying_open(root: Path) -> list[Path]:
    """Confidential files of a folder of deliveries that are not encrypted."""
    received = [*root.glob("*/*_*/*.parquet")]
    refused = [path for path in root.glob("*/.quarantine/*/*") if path.name != "report.json"]
    return sorted(path for path in (*received, *refused) if path.suffix != SEALED)


def protect(root: Path) -> int:
    """Encrypt what lies open, and anew what has an older key; how many files that were.

    Raises FeedError where there is no key, or one of an older file is missing.
    """
    if _keys() is None:
        raise FeedError(
            f"{installation.DELIVERY_KEY} is not set: `python -m data_loaders delivery-key FILE`"
        )
    paths = [
        *lying_open(root),
        *(path.with_suffix("") for path in sorted(root.rglob(f"*{SEALED}"))),
    ]
    for path in paths:
        content = read(path)
        aside = path.with_name(f".{path.name}.new")
        write(aside, content)
        os.replace(_sealed(aside), _sealed(path))
        path.unlink(missing_ok=True)
    return len(paths)


def make_key(path: Path) -> None:
    """Put a new key at the top of a file of keys; made for its owner alone."""
    older = path.read_text("ascii") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE), "w") as file:
        file.write(f"{Fernet.generate_key().decode()}\n{older}")
    os.replace(aside, path)


def _sealed(path: Path) -> Path:
    return path.with_name(f"{path.name}{SEALED}")


def _keys() -> MultiFernet | None:
    path = installation.delivery_key()
    if path is None:
        return None
    try:
        lines = path.read_text("ascii").split()
        keys = MultiFernet([Fernet(line) for line in lines])
    except (OSError, ValueError) as error:
        raise FeedError(
            f"{installation.DELIVERY_KEY} names no file of keys: {error}. "
            "`python -m data_loaders delivery-key FILE` makes one."
        ) from error
    try:
        require_own(path)
    except ValueError as error:
        raise FeedError(f"{installation.DELIVERY_KEY}: {error}") from error
    return keys
