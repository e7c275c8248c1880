"""What no record may hold: a quotation, a person's name, a day to come, a month that is none.

Who wrote, checked, asked or decided is a role. Names of people are found by the company they keep:
a title before them, a verb of speech behind them, an address to write to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from data_loaders.records.model import Document, Record

Found = tuple[str, str, str]  # where in the record, what, how
Place = tuple[str, str, object]  # path, name of the field, value

QUOTED = re.compile(r"[\"“”„«»]|(?<!\w)['‘][^'’]+['’](?!\w)")
CAPITAL = r"[A-Z][a-z’'-]+"
TITLED = re.compile(
    r"\b(?:(?:Mr|Ms|Mrs|Mx|Dr|Prof)\.? |(?:Mayor|Commissioner|Governor|Director|Secretary|President"
    r"|Professor|Senator|Councilmember|Speaker|Counsel) (?:(?:de|von|van|da) )?)[A-Z][a-z]"
)
SPEAKING = re.compile(
    rf"\b({CAPITAL}) (?:[A-Z]\. )?({CAPITAL}),? "
    r"(?:said|says|told|wrote|writes|stated|states|argued|explained|noted|believes|thinks)\b"
)
REACHED_AT = re.compile(r"\S+@\S+\.\w+|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
TWO_CAPITALS = re.compile(rf"\b({CAPITAL}) (?:[A-Z]\. )?({CAPITAL})\b")
# A word of these makes two capitals the name of an organization or a place.
_ORGANIZATIONS = """
alliance analytics agency authority bureau center citizens city coalition college committee council
county data department district health housing hub insights institute island lab labs league museum
network office operations parks partnership planning policy program project school science society
state the their this trust union university urban york
"""
_ROLES = """
advisor analyst assistant auditor chief clerk commissioner coordinator counsel data deputy designer
director editor engineer evaluator expert head lead leader librarian manager member nurse officer
operator organizer owner planner privacy program president researcher resident reviewer scientist
secretary senior social specialist staff steward student subject teacher volunteer worker
"""
OF_AN_ORGANIZATION, OF_A_ROLE = frozenset(_ORGANIZATIONS.split()), frozenset(_ROLES.split())
# Names as their owners write them, marks and all.
NAMES = ("agency", "name", "publisher")
ROLES = ("written_by", "checked_by", "role")
NO_ROLE = "Write a role, as “Program analyst”: nobody is named in a record"
MAY_COME = ("phase_ends_on",)
A_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")


def invented(record: Record, today: date) -> Iterator[Found]:
    """Everything in a record that nobody can have read, or that names somebody."""
    for path, name, value in _values(record, "$", ""):
        if type(value) is str and value:
            yield from _text(record, path, name, value)
        if isinstance(value, date) and value > today and name not in MAY_COME:
            yield (
                path,
                f"{value} is a day to come",
                "Write the day it was; what is to come is no fact",
            )


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


def _text(record: Record, path: str, name: str, text: str) -> Iterator[Found]:
    is_name = name in NAMES or (isinstance(record, Document) and name == "title")
    if QUOTED.search(text) and not is_name:
        yield path, "a quotation", "Say it in words of your own: facts carry over, sentences do not"
    if name in ROLES and not _is_role(text):
        yield path, "no role", NO_ROLE
    elif _names_somebody(text):
        yield path, "the name of a person", "Name the office or the organization, and nobody in it"
    if A_MONTH.fullmatch(text) and not _is_day(text):
        yield path, f"{text} is no day of a calendar", "Correct the month or the day"


def _is_role(text: str) -> bool:
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    return bool(words & OF_A_ROLE) and not any(
        not {word.casefold() for word in pair} & OF_A_ROLE for pair in TWO_CAPITALS.findall(text)
    )


def _names_somebody(text: str) -> bool:
    if TITLED.search(text) or REACHED_AT.search(text):
        return True
    return any(
        not {word.casefold() for word in pair} & OF_AN_ORGANIZATION
        for pair in SPEAKING.findall(text)
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) > len("2020-01") else f"{text}-01")
    except ValueError:
        return False
    return True
