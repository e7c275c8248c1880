"""Reading a folder of records; every fault with its file, its line, what it is, how to mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import msgspec

from data_loaders.records.model import KINDS, Record
from data_loaders.records.places import line_of

ENDING = ".toml"
NAMES_FILE = "names.toml"
LARGEST = 64 * 1024
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
AT = re.compile(r" - at `(?P<path>[^`]+)`$")
FIELD = re.compile(r"(?:missing required|contains unknown) field `(?P<field>[^`]+)`")
FORMS = {
    "dated": 'Write "2020-07-23", "2020-07", "2020" or "undated"',
    "first": 'Write "2020-07-23", "2020-07" or "2020"',
    "last": 'Write "2020-07-23", "2020-07" or "2020"',
    "baseline": 'Write a year and a month: "2020-06"',
    "address": "Begin the address with https:// and leave no blank in it",
    "text": "Take out letters that cannot be printed",
    "link": "Write an address of this site: /privacy",
}
TOML_PLACE = re.compile(r"\(at line (?P<line>\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one record, where, and how to mend it."""

    file: str
    line: int
    what: str
    how: str

    @property
    def sentence(self) -> str:
        """The fault on one line, as editors open it: file:line: what. How."""
        return f"{self.file}:{self.line}: {self.what}. {self.how}"


class RecordsError(ValueError):
    """Records that must not be shown; `faults` holds every reason."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.sentence for fault in faults))


@dataclass(frozen=True, eq=False)
class Held:
    """Records of every kind by id, with the text each was read from."""

    by_kind: Mapping[str, Mapping[str, Record]]
    texts: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: str) -> Mapping[str, Record]:
        """The records of one kind by id."""
        return self.by_kind.get(kind, {})


def read(root: Path) -> tuple[Held, tuple[Fault, ...]]:
    """Every record below `root` that can be read, and every fault of those that cannot."""
    by_kind: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    texts: dict[tuple[str, str], str] = {}
    faults = list(_unknown_folders(root))
    for kind, struct in KINDS.items():
        for path in sorted((root / kind).glob("*")):
            record = _record(root, path, struct)
            if isinstance(record, Fault):
                faults.append(record)
            elif record is not None:
                by_kind[kind][path.stem], texts[kind, path.stem] = record
    return Held(by_kind, texts), tuple(sorted(faults))


def _unknown_folders(root: Path) -> Iterator[Fault]:
    if not root.is_dir():
        yield Fault(str(root), 1, "there is no such folder", "Name the folder of the records")
        return
    for path in sorted(root.iterdir()):
        if path.name not in (*KINDS, "README.md", NAMES_FILE):
            known = ", ".join(KINDS)
            yield Fault(path.name, 1, "not a kind of record", f"Use one of these folders: {known}")


def _record(root: Path, path: Path, struct: type[Record]) -> tuple[Record, str] | Fault | None:
    name = str(path.relative_to(root))
    if path.name == "IDS":
        return None
    if path.suffix != ENDING or not NAME.fullmatch(path.stem) or not path.is_file():
        how = "Name the file with small letters, numbers and dashes, ending in .toml"
        return Fault(name, 1, "not the name of a record", how)
    if path.stat().st_size > LARGEST:
        return Fault(name, 1, f"larger than {LARGEST // 1024} KB", "Shorten the record")
    text = _text(name, path.read_bytes())
    if isinstance(text, Fault):
        return text
    try:
        return msgspec.convert(tomllib.loads(text), struct), text
    except tomllib.TOMLDecodeError as error:
        return not_toml(name, str(error), text)
    except msgspec.ValidationError as error:
        return not_the_schema(name, str(error), text)


def _text(name: str, content: bytes) -> str | Fault:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault(name, line, "letters that are not UTF-8", "Save the file as UTF-8")


def not_toml(name: str, message: str, text: str) -> Fault:
    """The fault of a text that is no TOML."""
    place = TOML_PLACE.search(message)
    line = int(place["line"]) if place else text.count("\n") + 1
    plain = TOML_PLACE.split(message)[0].strip()
    how = 'Write each value as name = "text"; put a long text between three quotation marks'
    return Fault(name, line, f"not readable as TOML: {plain}", how)


def not_the_schema(name: str, message: str, text: str) -> Fault:
    """The fault of a text that does not hold what its kind of record holds."""
    at, missing = AT.search(message), FIELD.search(message)
    path = at["path"] if at else "$"
    what = AT.sub("", message)
    line = line_of(text, path, missing["field"] if missing else "")
    place = path.removeprefix("$").removeprefix(".")
    how = _how(what, place.rpartition(".")[2])
    if "matching regex" in what:
        what = "not written in the form this field has"
    return Fault(name, line, f"{place}: {what}" if place else what, how)


def _how(what: str, name: str) -> str:
    """What to do about a message of the schema on the field `name`."""
    if "matching regex" in what:
        return FORMS.get(name, "Write an id: small letters, numbers and dashes")
    match = FIELD.search(what)
    if match and "missing" in what:
        if match["field"] == "source":
            return "Every claim needs a source: add the id of a file in documents/"
        return f"Add the line {match['field']} = …"
    if match:
        return "Take the line out, or look for a typing error in its name"
    if "Invalid enum value" in what:
        return "Use one of the words the schema knows; see data/records/README.md"
    if "date" in what:
        return "Write a day as 2026-11-28, without quotation marks"
    if "length" in what:
        return "Write at least one, and no more than the schema allows"
    return "Compare the line with data/records/README.md"
