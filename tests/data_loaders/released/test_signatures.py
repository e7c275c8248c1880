"""A signature holds for one key and exactly the bytes that were signed."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.released.signatures import is_signed

ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
        "1d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
        "c6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(key: str, message: str, signature: str) -> None:
    given_bytes = [bytes.fromhex(text) for text in (key, message, signature)]
    assert is_signed(given_bytes[0], given_bytes[1], given_bytes[2])
    assert not is_signed(given_bytes[0], given_bytes[1] + b"x", given_bytes[2])


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_one_changed_bit_of_key_content_or_signature_is_refused(
    seed: bytes, content: bytes, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(content)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    other = bytearray(key)
    other[bit % 256 // 8] ^= 1 << bit % 8
    for case in (
        (key, content, bytes(changed)),
        (bytes(other), content, signature),
        (key, content + b"\0", signature),
    ):
        assert not is_signed(*case)
    assert is_signed(key, content, signature)


def test_a_second_way_to_write_a_signature_is_refused() -> None:
    private = Ed25519PrivateKey.generate()
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"manifest")
    answer = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(key, b"manifest", signature[:32] + answer.to_bytes(32, "little"))


@pytest.mark.parametrize(("key", "signature"), [(b"", b"\0" * 64), (b"\0" * 31, b"\0" * 64)])
def test_what_is_no_key_or_no_signature_signs_nothing(key: bytes, signature: bytes) -> None:
    assert not is_signed(key, b"", signature)
    assert not is_signed(b"\xff" * 32, b"", b"\xff" * 64)
    assert not is_signed(bytes.fromhex(VECTORS[0][0]), b"", signature[:63])
