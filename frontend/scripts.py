"""Packs the site's scripts and style with esbuild, as `frontend/pack.mjs` says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec

PACK = Path(__file__).with_name("pack.mjs")
ESBUILD = PACK.parent.parent / "node_modules" / ".bin" / "esbuild"


class PackingError(RuntimeError):
    """A script or a style sheet that esbuild refuses, in its own words."""


def pack_scripts(assets: Path, folder: Path) -> dict[str, str]:
    """Write the scripts of `assets`, packed, into a folder; the file of each by its name."""
    told = _ran(["node", str(PACK), str(assets), str(folder)])
    return msgspec.json.decode(told, type=dict[str, str])


def small_style(style: bytes) -> bytes:
    """A style sheet without what only people read."""
    return _ran([str(ESBUILD), "--loader=css", "--minify", "--charset=utf8"], style)


def _ran(command: list[str], given: bytes = b"") -> bytes:
    ran = subprocess.run(command, input=given, capture_output=True, check=False)
    if ran.returncode:
        raise PackingError(ran.stderr.decode())
    return ran.stdout
