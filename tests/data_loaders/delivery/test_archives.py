from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from data_loaders.delivery import archives, opening
from data_loaders.delivery.archives import unpacked_tar
from data_loaders.delivery.opening import DamagedError

ROWS = b"2021-05-03,10001,7\n"


def entry(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info


def packed(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return path


def of_text(path: Path, **parts: bytes) -> Path:
    return packed(path, *((entry(name, len(text)), text) for name, text in parts.items()))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "2021-05-03.tar.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "parts"
    made.mkdir()
    return made


def refusal(archive: Path, folder: Path) -> str:
    with pytest.raises(DamagedError) as refused:
        unpacked_tar(archive, folder)
    return str(refused.value)


def test_parts_come_out_in_order_under_our_own_names(archive: Path, folder: Path) -> None:
    of_text(archive, b=ROWS, a=b"second\n", empty=b"")
    parts = unpacked_tar(archive, folder)
    assert [part.name for part in parts] == ["part-00001.csv", "part-00002.csv"]
    assert [part.read_bytes() for part in parts] == [ROWS, b"second\n"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_truncated_archive_is_refused(archive: Path, folder: Path, share: float) -> None:
    of_text(archive, **{f"part-{n}": bytes(f"{n * 7919 % 1009}\n", "ascii") * 99 for n in range(9)})
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    assert "cut off" in refusal(archive, folder)


def test_a_damaged_checksum_is_found_though_every_part_was_read(
    archive: Path, folder: Path
) -> None:
    of_text(archive, a=ROWS)
    whole = bytearray(archive.read_bytes())
    whole[-6] ^= 1
    archive.write_bytes(whole)
    assert "cut off or no .tar.gz" in refusal(archive, folder)


def test_a_damaged_header_does_not_end_the_archive_quietly(archive: Path, folder: Path) -> None:
    of_text(archive, a=ROWS, b=ROWS)
    plain = bytearray(gzip.decompress(archive.read_bytes()))
    plain[1024 + 150] ^= 1  # the checksum of the second part's header
    archive.write_bytes(gzip.compress(bytes(plain)))
    assert "cut off or no .tar.gz" in refusal(archive, folder)


def test_bytes_after_the_end_are_refused(archive: Path, folder: Path) -> None:
    of_text(archive, a=ROWS)
    archive.write_bytes(gzip.compress(gzip.decompress(archive.read_bytes()) + b"more"))
    assert "after the end of the archive" in refusal(archive, folder)


def test_an_archive_without_its_end_is_refused(archive: Path, folder: Path) -> None:
    of_text(archive, a=ROWS, b=ROWS)
    archive.write_bytes(gzip.compress(gzip.decompress(archive.read_bytes())[:2048]))
    assert "cut off" in refusal(archive, folder)


@pytest.mark.parametrize("name", ["../outside.csv", "/tmp/outside.csv", "a/../../outside.csv"])
def test_a_name_that_leads_out_is_refused(archive: Path, folder: Path, name: str) -> None:
    packed(archive, (entry(name, len(ROWS)), ROWS))
    assert "leads out" in refusal(archive, folder)
    assert list(folder.parent.rglob("outside.csv")) == []


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_refused(archive: Path, folder: Path, kind: bytes) -> None:
    info = entry("part-0.csv", kind=kind)
    info.linkname = "/etc/hostname"
    packed(archive, (info, b""))
    assert "link, a device" in refusal(archive, folder)


def test_a_bomb_is_refused_before_it_fills_the_disk(archive: Path, folder: Path) -> None:
    of_text(archive, a=b"0,0\n" * (10 * 1024**2))
    assert "far more than it should" in refusal(archive, folder)
    assert sum(part.stat().st_size for part in folder.iterdir()) <= opening.FREE_BYTES + 2**20


def test_a_bomb_in_many_small_parts_is_one_bomb(archive: Path, folder: Path) -> None:
    of_text(archive, **{f"part-{n}": b"0,0\n" * 2**18 for n in range(40)})
    assert "far more than it should" in refusal(archive, folder)


def test_a_bomb_in_a_header_is_refused_before_it_fills_the_memory(
    archive: Path, folder: Path
) -> None:
    info = entry("part-0.csv", len(ROWS))
    info.pax_headers = {"comment": "0" * (12 * 1024**2)}
    with tarfile.open(archive, "w:gz", format=tarfile.PAX_FORMAT) as made:
        made.addfile(info, io.BytesIO(ROWS))
    assert "far too long" in refusal(archive, folder)


@pytest.mark.parametrize("kind", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_every_dialect_of_the_format_is_read(archive: Path, folder: Path, kind: int) -> None:
    info = entry("part-é.csv" if kind == tarfile.PAX_FORMAT else "p" * 98, len(ROWS))
    info.mtime = 1.5 if kind == tarfile.PAX_FORMAT else 1
    if kind == tarfile.GNU_FORMAT:
        info.name = "long/" * 40
    with tarfile.open(archive, "w:gz", format=kind) as made:
        made.addfile(entry("folder", kind=tarfile.DIRTYPE))
        made.addfile(info, io.BytesIO(ROWS))
    assert [part.read_bytes() for part in unpacked_tar(archive, folder)] == [ROWS]


def test_a_part_with_holes_is_refused(archive: Path, folder: Path) -> None:
    info = entry("part-0.csv", len(ROWS))
    info.pax_headers = {"GNU.sparse.realsize": "99999999999"}
    with tarfile.open(archive, "w:gz", format=tarfile.PAX_FORMAT) as made:
        made.addfile(info, io.BytesIO(ROWS))
    assert "holes" in refusal(archive, folder)


def test_more_parts_than_a_day_can_have_are_refused(
    archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_PARTS", 3)
    of_text(archive, a=ROWS, b=ROWS, c=ROWS, d=ROWS)
    assert "more than 3 parts" in refusal(archive, folder)


def test_a_gigantic_line_is_refused(archive: Path, folder: Path) -> None:
    of_text(archive, a=ROWS + b"x" * (opening.LONGEST_LINE + 1) + b"\n")
    assert "a line longer than" in refusal(archive, folder)


def test_a_long_line_across_chunks_is_measured_whole(archive: Path, folder: Path) -> None:
    half = b"x" * (opening.LONGEST_LINE * 2 // 3)
    of_text(archive, a=b"y" * 500_000 + b"\n" + half + half)
    assert "a line longer than" in refusal(archive, folder)


@pytest.mark.parametrize("content", [b"caf\xe9,1\n", b"a\0b\n", b"cut \xe2\x82"])
def test_bytes_that_are_no_text_are_refused(archive: Path, folder: Path, content: bytes) -> None:
    of_text(archive, a=content)
    assert "no text" in refusal(archive, folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", gzip.compress(b"no tar" * 200)],
    ids=["empty", "text", "text in gzip"],
)
def test_what_is_no_archive_is_refused(archive: Path, folder: Path, content: bytes) -> None:
    archive.write_bytes(content)
    assert ".tar.gz" in refusal(archive, folder)


def test_an_archive_of_nothing_is_refused(archive: Path, folder: Path) -> None:
    of_text(archive, empty=b"")
    assert "no part" in refusal(archive, folder)
