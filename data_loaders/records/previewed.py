"""What the preview found in a partner's files, as the page that shows it reads it."""

from __future__ import annotations

import msgspec

from data_loaders.vocabulary import installation

REPORT = "report.json"


class Remark(msgspec.Struct, frozen=True):
    """One finding in a sentence; `stops` where the files are refused for it."""

    stops: bool
    sentence: str


class Preview(msgspec.Struct, frozen=True):
    """The source, the files given, and everything found in them."""

    source_id: str
    files: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def is_refused(self) -> bool:
        return any(remark.stops for remark in self.remarks)


def preview() -> Preview | None:
    """The preview this process serves (`PREVIEW` names its report); None on a public site."""
    path = installation.preview()
    return msgspec.json.decode(path.read_bytes(), type=Preview) if path else None
