"""The operator's key of the order among complements: made once, read by its owner only."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries.order_key import KEY_FILE, SIMULATED, order_key


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    root = tmp_path / "deliveries"
    first = order_key(root, is_simulated=False)
    assert len(first) == 64
    assert order_key(root, is_simulated=False) == first
    assert (root / KEY_FILE).stat().st_mode & 0o077 == 0


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    one, other = (order_key(tmp_path / name, is_simulated=False) for name in ("one", "other"))
    assert one != other


def test_simulated_deliveries_have_the_key_anyone_knows(tmp_path: Path) -> None:
    assert order_key(tmp_path, is_simulated=True) == SIMULATED
    assert not (tmp_path / KEY_FILE).exists()


def test_an_empty_key_stops_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("")
    with pytest.raises(OSError, match="restore it from a copy"):
        order_key(tmp_path, is_simulated=False)
