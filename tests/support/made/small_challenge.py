"""A small pack of the challenge, as `write_challenge` writes it."""

from __future__ import annotations

import shutil
from pathlib import Path

from data_loaders.privacy.challenge.pack import Size, write_challenge
from tests.support.kept import kept

NAME = "pack"


def small_challenge() -> Path:
    """The folder of the pack; the truth and the .zip are beside it."""
    return kept("small-challenge", make) / NAME


def make(folder: Path) -> None:
    """Draw a city, and write the pack of it."""
    write_challenge(folder / NAME, Size(weeks=5, areas=20))


def copy_of_small_challenge(folder: Path) -> Path:
    """Put it where a test wants it, as `write_challenge` would; returns the folder of the truth."""
    pack = small_challenge()
    for ending in ("", "-sealed"):
        shutil.copytree(
            pack.with_name(f"{NAME}{ending}"), folder.with_name(f"{folder.name}{ending}")
        )
    shutil.copyfile(pack.with_name(f"{NAME}.zip"), folder.with_name(f"{folder.name}.zip"))
    return folder.with_name(f"{folder.name}-sealed")
