"""Tiny days of Foursquare's cube, for tests."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

DAY = "2021-05-03"
TAIL = "12.5,9.0,0.1,0.2,0.3,0.4,0,0,0,0"


def row(
    zip_code: str = "10001",
    group: str = "Grocery",
    visits: object = 40,
    *,
    hour: str = "All",
    demo: str = "All",
    county: str = "New York",
    category: str = "Group",
    day: str = DAY,
    state: str = "New York",
) -> str:
    """One line of a part."""
    return (
        f"{day},US,{state},{county},{zip_code},{category},{group},{hour},{demo},{visits},{TAIL}\n"
    )


def archive(folder: Path, *parts: str, day: str = DAY) -> Path:
    """A day's archive of these parts."""
    path = folder / f"{day}.tar.gz"
    with tarfile.open(path, "w:gz") as made:
        for number, text in enumerate(parts):
            info = tarfile.TarInfo(f"part-{number}.csv")
            info.size = len(text.encode())
            made.addfile(info, io.BytesIO(text.encode()))
    return path
