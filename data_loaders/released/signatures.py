"""Verifying Ed25519 signatures of manifests."""

from __future__ import annotations

from data_loaders.vocabulary.keys import is_public_key


def is_signed(public_key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the holder of the private key signed exactly these bytes."""
    # Imported here, so that an installation without a key does not pay its 10 MB a worker.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not is_public_key(public_key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
