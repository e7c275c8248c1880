"""Precompressed copies of the files browsers ask for, made once so that no request pays."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import brotli

from data_loaders.curate.publication.processes import processes
from data_loaders.vocabulary.progress import Progress

PROCESSES = 2
# Below this many bytes, starting processes takes longer than compressing here.
POOL_PAYS_FROM_BYTES = 2_000_000
FILES_A_TASK = 8
READ_BACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}


@contextmanager
def compressing(
    folder: Path, names: Sequence[str], progress: Progress, earlier: Path | None = None
) -> Iterator[None]:
    """Write `.gz` beside every file, and `.br` beside JSON, while the body goes on. It must leave
    these files alone; the originals stay.

    All copies are there when it ends, and none is waited for where it raises. `earlier` is a
    release made before: the copies of a file that is the same there are taken over.
    """
    sizes = {name: (folder / name).stat().st_size for name in names}
    # Largest first, so that no process is left alone with a large one at the end.
    ordered = sorted(names, key=sizes.__getitem__, reverse=True)
    if sum(sizes.values()) < POOL_PAYS_FROM_BYTES:
        yield
        compress_files(folder, ordered, earlier)
        return
    tasks = [ordered[i : i + FILES_A_TASK] for i in range(0, len(ordered), FILES_A_TASK)]
    with processes(PROCESSES) as pool:
        started = _started(pool, folder, tasks, earlier)
        yield
        done = 0
        for task, future in zip(tasks, started, strict=True):
            future.result()
            done += len(task)
            progress.count("compressing", done, len(ordered))


def _started(
    pool: ProcessPoolExecutor, folder: Path, tasks: Sequence[Sequence[str]], earlier: Path | None
) -> list[Future[None]]:
    return [pool.submit(compress_files, folder, task, earlier) for task in tasks]


def compress_files(folder: Path, names: Sequence[str], earlier: Path | None) -> None:
    """Copies of each file: those of an earlier release where it is the same there, else new."""
    for name in names:
        if not _taken_over(folder, name, earlier):
            compress_file(folder / name)


def _taken_over(folder: Path, name: str, earlier: Path | None) -> bool:
    """Whether the copies of an equal file were taken over, each read back before it is trusted."""
    if earlier is None or not name.endswith(".json"):
        return False
    content, copies = (folder / name).read_bytes(), {}
    for ending, read in READ_BACK.items():
        try:
            copies[ending] = (earlier / f"{name}{ending}").read_bytes()
            if read(copies[ending]) != content:
                return False
        except (OSError, EOFError, zlib.error, brotli.error):
            return False  # there is none, or a damaged one: it is made here
    for ending, copy in copies.items():
        (folder / f"{name}{ending}").write_bytes(copy)
    return True


def compress_file(path: Path) -> None:
    """Compressed copies of one file, the same bytes every time (no time stamp inside)."""
    content = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(zipped(content))
    if path.suffix == ".json":
        path.with_name(f"{path.name}.br").write_bytes(smallest(content))


def zipped(content: bytes) -> bytes:
    """The content as small as gzip makes it, for browsers without brotli."""
    return gzip.compress(content, 9, mtime=0)


def smallest(content: bytes) -> bytes:
    """The content as small as brotli makes it; slow, so it is done once for each release."""
    return brotli.compress(content, quality=11)
