"""What may be taken for a key: public keys that only a private one can sign for, and key files
that nobody but their owner may read.
"""

from __future__ import annotations

from pathlib import Path

KEY_BYTES = 32
OTHERS_MAY = 0o077
NO_PUBLIC_KEY = "must be a key that only its private half can sign for; `key` makes both"
# The curve of Ed25519, -x² + y² = 1 + d x² y² over whole numbers below a prime (RFC 8032, 5.1).
PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
NEUTRAL = (0, 1)
Point = tuple[int, int]


def others_may_read(path: Path) -> bool:
    """Whether anyone but its owner may open a file, or what it leads to. Raises OSError."""
    return bool(path.stat().st_mode & OTHERS_MAY)


def require_own(path: Path) -> None:
    """Raise ValueError for a key that others than its owner may read: they could use it."""
    if others_may_read(path):
        raise ValueError(f"others may read {path}; run `chmod 600` on it, or make another key")


def is_public_key(key: bytes) -> bool:
    """Whether bytes are an Ed25519 public key that nobody can sign for without its private half.

    For the eight points of small order, and other ways to write them, anyone can: a signature
    that is made up holds for one content in eight at least.
    """
    point = _point(key) if len(key) == KEY_BYTES else None
    if point is None:
        return False
    for _ in range(3):
        point = _doubled(point)
    return point != NEUTRAL


def _point(key: bytes) -> Point | None:
    """The point that bytes stand for; None where there is none, or they write it another way."""
    number = int.from_bytes(key, "little")
    is_odd, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if x * x % PRIME != square or y >= PRIME or (x == 0 and is_odd):
        return None
    return (PRIME - x if x & 1 != is_odd else x, y)


def _doubled(point: Point) -> Point:
    x, y = point
    both = D * x * x * y * y
    return (
        2 * x * y * pow(1 + both, -1, PRIME) % PRIME,
        (y * y + x * x) * pow(1 - both, -1, PRIME) % PRIME,
    )
