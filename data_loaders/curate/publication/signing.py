"""The operator's key: made outside the repository, and used to sign what is published."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data_loaders.released.chain import (
    PUBLIC_KEY,
    SIGNATURE_ENDING,
    chain_problems,
    require_vouched,
    site_key,
)
from data_loaders.released.release import ReleaseError
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.keys import require_own

PRIVATE_KEY = installation.PRIVATE_KEY
REPOSITORY = installation.ROOT


def make_key(path: Path) -> str:
    """Write a new private key for its owner alone; returns the public one as hexadecimal text.

    Raises ReleaseError inside the repository, where it could be committed, and where a key is.
    """
    path = path.expanduser().resolve()
    if path.is_relative_to(REPOSITORY):
        raise ReleaseError(f"{path} lies in the repository: a key there could be published")
    if path.exists():
        raise ReleaseError(f"{path} is there already; a key in use must not be lost")
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return public_text(key)


def operator_key() -> Ed25519PrivateKey | None:
    """The key of the environment; None where this installation signs nothing.

    Raises ReleaseError where it cannot be read, others may read it, or it is not the one whose
    public half the site has; and where the site has one and there is none to sign with.
    """
    named = installation.private_key()
    expected = site_key()
    if not named:
        if expected is not None:
            raise ReleaseError(
                f"{PUBLIC_KEY} is set, so the site takes signed releases only. Set {PRIVATE_KEY} "
                "to the path of the private key"
            )
        return None
    try:
        key = serialization.load_pem_private_key(Path(named).expanduser().read_bytes(), None)
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{PRIVATE_KEY}: no private key can be read from {named}") from error
    try:
        require_own(Path(named).expanduser())
    except ValueError as error:
        raise ReleaseError(f"{PRIVATE_KEY}: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ReleaseError(f"{PRIVATE_KEY}: {named} holds no Ed25519 key")
    if expected is not None and bytes.fromhex(public_text(key)) != expected:
        raise ReleaseError(f"{PRIVATE_KEY} is not the key whose public half is in {PUBLIC_KEY}")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as the site's settings hold it."""
    return key.public_key().public_bytes_raw().hex()


def sign(path: Path, key: Ed25519PrivateKey) -> None:
    """Write the signature of a file beside it."""
    signature = b64encode(key.sign(path.read_bytes())).decode()
    Path(f"{path}{SIGNATURE_ENDING}").write_text(f"{signature}\n", encoding="ascii")


def signed_words(root: Path, release_id: str) -> str:
    """Who vouches for a release, in words; ReleaseError where this site's key does not, or where
    the chain of its folder is broken."""
    key = site_key()
    if key is None:
        return "This installation takes unsigned releases."
    require_vouched(root / release_id, key)
    problems = chain_problems(root, key)
    if problems:
        raise ReleaseError("the chain of manifests is broken: " + "; ".join(problems))
    return f"Signed by {key.hex()}, and so is every manifest before it."
