"""Serves the page by hand as a careful web server would: compressed beforehand."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
from whitenoise import WhiteNoise

from benchmarks.exported import MapData, write_for_d3

HERE = Path(__file__).resolve().parent
D3 = HERE.parent.parent / "node_modules" / "d3" / "dist" / "d3.min.js"
FOLDER = "BENCHMARK_STATIC_D3"


def build(data: MapData, folder: Path) -> None:
    """The page, D3, and the data, each with its compressed copies, in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    write_for_d3(data, folder)
    for name in ("index.html", "map.js"):
        shutil.copy(HERE / name, folder)
    shutil.copy(D3, folder / "d3.js")
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        Path(f"{file}.br").write_bytes(brotli.compress(content))
        Path(f"{file}.gz").write_bytes(gzip.compress(content))


def _not_found(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"not found"]


server = WhiteNoise(_not_found, root=os.environ.get(FOLDER), index_file=True, max_age=3600)
