"""What ships with the code is pinned in the code: nobody signs it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from data_loaders.curate.publication import pins
from data_loaders.released.release import MANIFEST, ReleaseError
from data_loaders.vocabulary import installation

DATA = installation.ROOT / "data"
MODULE = Path(pins.__file__)


def require_pinned(folder: Path) -> None:
    """Raise ReleaseError where a folder of `data/` is not the one the code names.

    A folder elsewhere, which did not come with the code, has no pin.
    """
    folder = folder.resolve()
    if not folder.is_relative_to(DATA):
        return
    name = folder.relative_to(DATA).as_posix()
    if pins.PINS.get(name) != _sha256(folder / MANIFEST):
        raise ReleaseError(
            f"data/{name}/{MANIFEST} is not the one this code was written with. Restore it; "
            "whoever made it anew runs `python -m data_loaders pin`"
        )


def shipped_hashes() -> dict[str, str]:
    """The hash of every manifest below `data/`, by folder."""
    manifests = sorted([*DATA.glob(f"*/{MANIFEST}"), *DATA.glob(f"*/*/{MANIFEST}")])
    return {path.parent.relative_to(DATA).as_posix(): _sha256(path) for path in manifests}


def renew_pins() -> dict[str, str]:
    """Write the hashes of what ships now into the code; returns them."""
    found = shipped_hashes()
    head = MODULE.read_text(encoding="utf-8").partition("PINS = ")[0]
    lines = "".join(f'    "{name}": "{sha256}",\n' for name, sha256 in found.items())
    MODULE.write_text(f"{head}PINS = {{\n{lines}}}\n", encoding="utf-8")
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
