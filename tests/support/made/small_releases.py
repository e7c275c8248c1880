"""The literal release and one of two tiny sources, published as tests would each by itself.

A program, for a test that asks may have changed how things are done:
`python -m tests.support.made.small_releases FOLDER`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support import begun, literal, tiny
from tests.support.imports import ROOT
from tests.support.kept import kept

PUBLISHED = {literal.NAME: literal.published, tiny.NAME: tiny.published}


def small_releases() -> Path:
    """A folder for each, with its releases and what they were made of."""
    return kept("small-releases", make)


def make(folder: Path) -> None:
    """Publish both, in a process of its own."""
    subprocess.run([sys.executable, "-m", __spec__.name, str(folder)], cwd=ROOT, check=True)


if __name__ == "__main__":
    for name, publish in PUBLISHED.items():
        releases = Path(sys.argv[1], name, begun.RELEASES)
        releases.mkdir(parents=True)
        begun.keep(publish(releases), releases.parent)
