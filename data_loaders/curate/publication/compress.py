"""Precompressed copies of the files browsers ask for, made once so that no request pays."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import brotli

from data_loaders.vocabulary.progress import Progress

PROCESSES = 2
# Below this many bytes, starting processes takes longer than compressing here.
POOL_PAYS_FROM_BYTES = 2_000_000
FILES_A_TASK = 8


def compress(files: Sequence[Path], progress: Progress) -> None:
    """Write `.gz` beside every file, and `.br` beside JSON; the originals stay."""
    # Largest first, so that no process is left alone with a large one at the end.
    ordered = sorted(files, key=lambda path: path.stat().st_size, reverse=True)
    if sum(path.stat().st_size for path in ordered) < POOL_PAYS_FROM_BYTES:
        for path in ordered:
            compress_file(path)
        return
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        try:
            done = pool.map(compress_file, ordered, chunksize=FILES_A_TASK)
            for count, _ in enumerate(done, start=1):
                progress.count("compressing", count, len(ordered))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def compress_file(path: Path) -> None:
    """Compressed copies of one file, the same bytes every time (no time stamp inside)."""
    content = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    if path.suffix == ".json":
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))
