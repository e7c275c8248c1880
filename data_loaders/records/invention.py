"""What no record may hold: a quotation, a person's name, a day to come, a month that is none.

Who wrote, checked, asked or decided is a role. A name that is on no list is refused: it may be
a person's (`known_names`); a title before a word and an address to write to always are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from data_loaders.records.known_names import (
    KnownNames,
    is_given_name,
    names_somebody,
    unknown_names,
)
from data_loaders.records.model import Document, Record
from data_loaders.records.reading import NAMES_FILE

Found = tuple[str, str, str]  # where in the record, what, how
Place = tuple[str, str, object]  # path, name of the field, value

QUOTED = re.compile(r"[\"“”„«»]|(?<!\w)['‘][^'’]+['’](?!\w)")
# Small letters name no less: "mrs bloom". But 20 ms are a time.
TITLED = re.compile(
    r"\b(?i:mrs?|mx|dr|prof|(?<!\d )ms)\.? (?=[^\W\d_])"
    r"|\b(?:Mayor|Commissioner|Governor|Director|Secretary|President|Professor|Senator"
    r"|Councilmember|Speaker|Counsel) (?:(?:de|von|van|da) )?[A-Z][a-z]"
)
REACHED_AT = re.compile(r"\S+@\S+\.\w+|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
_ROLES = """
advisor analyst assistant auditor chief clerk commissioner coordinator counsel data deputy designer
director editor engineer evaluator expert head lead leader librarian manager member nurse officer
operator organizer owner planner privacy program president researcher resident reviewer scientist
secretary senior social specialist staff steward student subject teacher volunteer worker
"""
OF_A_ROLE = frozenset(_ROLES.split())
# Names as their owners write them, marks and all.
NAMES = ("agency", "name", "publisher")
ROLES = ("written_by", "checked_by", "role")
# Ids, and addresses as their owners write them: no sentence.
IDS = ("source", "sources", "nearest", "figures", "figure", "address", "link")
PERSON = "the name of a person"
ON_NO_LIST = (
    "If it is a person, name the office or role instead. If it is an organization, office, "
    f"program, place or term, add it to {NAMES_FILE} with its source. A common word needs no "
    "capital letter, and another word can begin the sentence"
)
NO_ROLE = "Write a role, as “Program analyst”: nobody is named in a record"
MAY_COME = ("phase_ends_on",)
A_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")


def invented(record: Record, today: date, names: KnownNames) -> Iterator[Found]:
    """Everything in a record that nobody can have read, or that may name somebody."""
    for path, name, value in _values(record, "$", ""):
        if type(value) is str and value:
            yield from _text(record, path, name, value, names)
        if isinstance(value, date) and value > today and name not in MAY_COME:
            yield (
                path,
                f"{value} is a day to come",
                "Write the day it was; what is to come is no fact",
            )


def named_in_its_id(name: str) -> Iterator[Found]:
    """The name of a person in the name of a file, which the page's address shows."""
    if names_somebody(name.replace("_", "-")):
        yield "$", PERSON, "Name the file by what the record is about"


def _values(value: object, path: str, name: str) -> Iterator[Place]:
    """Every value of a record that holds no other, with its path and the field it stands in."""
    if isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from _values(getattr(value, field), f"{path}.{field}", field)
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            yield from _values(each, f"{path}[{position}]", name)
    else:
        yield path, name, value


def _text(record: Record, path: str, name: str, text: str, names: KnownNames) -> Iterator[Found]:
    is_name = name in NAMES or (isinstance(record, Document) and name == "title")
    if QUOTED.search(text) and not is_name:
        yield path, "a quotation", "Say it in words of your own: facts carry over, sentences do not"
    if name in ROLES and not _is_role(text, names):
        yield path, "no role", NO_ROLE
    elif name not in IDS:
        yield from somebody(path, text, names)
    if A_MONTH.fullmatch(text) and not _is_day(text):
        yield path, f"{text} is no day of a calendar", "Correct the month or the day"


def _is_role(text: str, names: KnownNames) -> bool:
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    return bool(words & OF_A_ROLE) and not any(somebody("$", text, names))


def somebody(path: str, text: str, names: KnownNames) -> Iterator[Found]:
    """What in a text names a person for certain, or may name one: path, what, how."""
    unknown = [*unknown_names(text, names)]
    words = [word for run in unknown for word in run.split()]
    if TITLED.search(text) or REACHED_AT.search(text) or any(map(is_given_name, words)):
        yield path, PERSON, "Name the office or the organization, and nobody in it"
    elif unknown:
        yield path, f"{unknown[0]} is on no list of names", ON_NO_LIST


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) > len("2020-01") else f"{text}-01")
    except ValueError:
        return False
    return True
