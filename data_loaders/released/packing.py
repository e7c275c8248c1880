"""Frames as bytes: whole-number steps from value to value, a seventh smaller than the values.

Exact: a frame whose values no power of ten makes whole is kept as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import msgspec

from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import VALUED_CODES

MOST_PLACES = 6
ValueRow = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """`steps` holds an area's published values times 10^`places`: the first, then differences.

    Cells without a value have no entry; `frame.statuses` says which those are. `frame.values`
    is empty then, and full where `places` is None.
    """

    frame: Frame
    places: int | None
    steps: tuple[tuple[int, ...], ...]


def packed(frame: Frame) -> bytes:
    """The frame as JSON, from which `unpacked` gives back the same frame."""
    published = [value for row in frame.values for value in row if value is not None]
    places = next((p for p in range(MOST_PLACES + 1) if _are_whole(published, p)), None)
    if places is None:
        return msgspec.json.encode(Packed(frame, None, ()))
    steps = tuple(_steps(row, places) for row in frame.values)
    return msgspec.json.encode(Packed(replace(frame, values=()), places, steps))


def unpacked(content: bytes) -> Frame:
    """The frame in `content`; raises MsgspecError where it holds none, or one value too many."""
    packed_frame = msgspec.json.decode(content, type=Packed)
    if packed_frame.places is None:
        return packed_frame.frame
    rows = zip(packed_frame.steps, packed_frame.frame.statuses, strict=True)
    values = tuple(_values(steps, codes, packed_frame.places) for steps, codes in rows)
    return replace(packed_frame.frame, values=values)


def _are_whole(values: Sequence[float], places: int) -> bool:
    scale = 10**places
    return all(round(value * scale) / scale == value for value in values)


def _steps(row: ValueRow, places: int) -> tuple[int, ...]:
    whole = [round(value * 10**places) for value in row if value is not None]
    return (*whole[:1], *(after - before for before, after in pairwise(whole)))


def _values(steps: tuple[int, ...], codes: str, places: int) -> ValueRow:
    has_value = [code in VALUED_CODES for code in codes]
    if sum(has_value) != len(steps):
        raise msgspec.ValidationError("a frame holds values its statuses do not allow")
    scale = 10**places
    values = [whole / scale for whole in accumulate(steps)]
    if len(values) == len(codes):
        return tuple(values)
    following = iter(values)
    return tuple([next(following) if valued else None for valued in has_value])
