"""A public key that everybody can sign for, and key files that others may read, are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data_loaders.curate.deliveries import at_rest
from data_loaders.curate.deliveries.order_key import KEY_FILE, order_key
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.publication.signing import make_key, operator_key
from data_loaders.released.chain import site_key
from data_loaders.released.signatures import is_signed
from data_loaders.vocabulary import settings
from data_loaders.vocabulary.keys import PRIME, is_public_key

FOURTH_ROOT = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
OTHER_ROOT = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def with_sign(key: bytes) -> bytes:
    """The same with the sign of its first coordinate the other way round."""
    return key[:31] + bytes([key[31] ^ 0x80])


WAYS = [(number % 2**256).to_bytes(32, "little") for number in (0, 1, PRIME - 1, PRIME, PRIME + 1)]
SMALL = [key for one in (*WAYS, FOURTH_ROOT, OTHER_ROOT) for key in (one, with_sign(one))]
MADE_UP = [point + bytes(32) for point in SMALL]
OFF_THE_CURVE = (2).to_bytes(32, "little")
TOO_LARGE = (PRIME + 3).to_bytes(32, "little")


def test_small_keys_are_those_that_made_up_signatures_hold_for() -> None:
    """Shown with the library itself, which takes every one of them."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def holds(key: bytes, signature: bytes, content: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
        except InvalidSignature:
            return False
        return True

    contents = [bytes([each]) for each in range(24)]
    for key in SMALL:
        assert any(holds(key, made, each) for made in MADE_UP for each in contents)


@pytest.mark.parametrize("key", SMALL, ids=lambda key: key.hex()[:6] + key.hex()[-2:])
def test_a_made_up_signature_holds_for_no_key(key: bytes) -> None:
    assert not is_public_key(key)
    for content in (b"", b"manifest", b"a", b"b", b"c", b"d"):
        assert not any(is_signed(key, content, signature) for signature in MADE_UP)


def test_keys_that_are_made_are_public_keys_and_other_bytes_are_not() -> None:
    keys = [Ed25519PrivateKey.generate().public_key().public_bytes_raw() for _ in range(20)]
    assert all(is_public_key(key) for key in keys)
    assert not any(is_public_key(key) for key in (OFF_THE_CURVE, TOO_LARGE, b"", keys[0][:31]))


@pytest.mark.parametrize("key", [SMALL[2], OFF_THE_CURVE, TOO_LARGE, bytes(32)])
def test_a_site_with_such_a_key_does_not_start(key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_PUBLIC_KEY", key.hex())
    with pytest.raises(ValueError, match="only its private half can sign for"):
        site_key()
    (fault,) = settings.faults({"RELEASE_PUBLIC_KEY": key.hex()})
    assert "only its private half can sign for" in fault


def signing(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, Callable[[], object]]:
    file = folder / "release.pem"
    make_key(file)
    patch.setenv("RELEASE_KEY", str(file))
    return file, operator_key


def encrypting(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, Callable[[], object]]:
    file = folder / "delivery.keys"
    file.write_text(Fernet.generate_key().decode())
    file.chmod(0o600)
    patch.setenv("DELIVERY_KEY", str(file))
    return file, lambda: at_rest.write(folder / "delivery", b"x")


def ordering(folder: Path, _patch: pytest.MonkeyPatch) -> tuple[Path, Callable[[], object]]:
    order_key(folder, is_simulated=False)
    return folder / KEY_FILE, lambda: order_key(folder, is_simulated=False)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
@pytest.mark.parametrize("keep", [signing, encrypting, ordering])
def test_a_key_that_others_may_read_is_not_used(
    keep: Callable[..., tuple[Path, Callable[[], object]]],
    mode: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("RELEASE_PUBLIC_KEY", raising=False)
    file, use = keep(tmp_path, monkeypatch)
    use()
    file.chmod(mode)
    with pytest.raises((ValueError, OSError, FeedError), match="others may read") as refused:
        use()
    assert "chmod 600" in str(refused.value)
    # Secrets that a container mounts are links: what counts is the file they lead to.
    elsewhere = file.rename(tmp_path / "elsewhere")
    file.symlink_to(elsewhere)
    with pytest.raises((ValueError, OSError, FeedError), match="others may read"):
        use()
    elsewhere.chmod(0o400)
    use()
