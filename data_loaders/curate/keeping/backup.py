"""All that cannot be made again in one archive, and an installation from it.

An archive holds the releases, what was kept of each source, deliveries as they lie (encrypted
where they are) and the records. Keys are no part of it: keep them elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from data_loaders.curate.publication.publish import current_id
from data_loaders.observations.durable import only_publisher
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.progress import Progress

LIST = "files.json"
RELEASES, DELIVERIES, RECORDS = "releases", "deliveries", "records"
# Half-done work, locks, and keys.
LEFT_OUT = (".partial", ".lock", "lock", ".frame-key", ".seal-key", ".CURRENT")
CHUNK = 1024 * 1024


class BackupError(ReleaseError):
    """An archive that cannot be written or restored; the message says why and what to do."""


def back_up(folders: Mapping[str, Path], archive: Path, progress: Progress) -> int:
    """Write an archive of folders by name; how many files it holds. Nobody publishes meanwhile."""
    if archive.exists():
        raise BackupError(f"{archive} is there already; name a new file")
    aside = archive.with_name(f".{archive.name}.part")
    aside.parent.mkdir(parents=True, exist_ok=True)
    with only_publisher(folders[RELEASES], progress.say), aside.open("wb") as file:
        os.chmod(aside, 0o600)
        hashes: dict[str, str] = {}
        with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for name, path in _files(folders):
                tar.add(path, name, recursive=False)
                hashes[name] = _sha256(path)
            listed = msgspec.json.format(msgspec.json.encode(hashes))
            entry = tarfile.TarInfo(LIST)
            entry.size = len(listed)
            tar.addfile(entry, io.BytesIO(listed))
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, archive)
    return len(hashes)


def restore(archive: Path, folders: Mapping[str, Path], progress: Progress) -> str:
    """Unpack an archive into empty folders, every file as it was; the id of the release served.

    Raises BackupError where a folder is not empty, or a file is missing, changed or unknown.
    """
    for name, folder in folders.items():
        if folder.is_dir() and any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty: {name} are restored into an empty folder")
    hashes: dict[str, str] = {}
    listed: dict[str, str] = {}
    try:
        with tarfile.open(archive, "r:") as tar:
            for entry in tar:
                if entry.name == LIST:
                    content = tar.extractfile(entry)
                    listed = msgspec.json.decode(content.read() if content else b"", type=dict)
                else:
                    hashes[entry.name] = _unpacked(tar, entry, folders)
    except (tarfile.TarError, msgspec.MsgspecError, EOFError) as error:
        raise BackupError(f"{archive.name} is damaged: {error}") from error
    wrong = sorted(set(hashes.items()) ^ set(listed.items()))
    if wrong:
        raise BackupError(f"{archive.name} is damaged: {wrong[0][0]} is missing or changed")
    return _opened(folders[RELEASES], progress)


def _opened(root: Path, progress: Progress) -> str:
    current = current_id(root)
    try:
        Release.open(root / current)
    except ReleaseError as error:
        raise BackupError(f"what was restored cannot be served: {error}") from error
    progress.say(f"Every file is as it was; {current} opens.")
    return current


def _unpacked(tar: tarfile.TarFile, entry: tarfile.TarInfo, folders: Mapping[str, Path]) -> str:
    """Write one file of an archive where it belongs; its hash."""
    name, _, rest = entry.name.partition("/")
    target = (folders[name] / rest).resolve() if name in folders and rest else None
    if target is None or not entry.isfile() or not target.is_relative_to(folders[name].resolve()):
        raise BackupError(f"{entry.name[:80]} is no file of a backup")
    content = tar.extractfile(entry)
    assert content is not None, "a file has content"
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    # Releases are read by the site, which runs as another user; deliveries by nobody else.
    target.chmod(0o600 if name == DELIVERIES else 0o644)
    return digest.hexdigest()


def _files(folders: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not set(inside.parts) & {*LEFT_OUT}:
                yield f"{name}/{inside.as_posix()}", path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
