"""Frames as bytes: whole-number steps from value to value, a seventh smaller than the values.

Exact: a frame whose values no power of ten makes whole is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec
from msgspec import Raw

from data_loaders.released.rows import Rows
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import VALUED_CODES, Geography

MOST_PLACES = 6
ValueRow = tuple[float | None, ...]
Bounds = tuple[float, ...]
Periods = tuple[tuple[date, date], ...]
_decode_bounds = msgspec.json.Decoder(tuple[Bounds, ...]).decode
_VALUED = "".join(sorted(VALUED_CODES)).encode()
BYTES_A_CODE, BYTES_OF_A_FRAME = 130, 2000  # a code for its status beside each area, the object


@dataclass(frozen=True, slots=True)
class Packed:
    """`steps` holds an area's published values times 10^`places`: the first, then differences.

    Cells without a value have no entry; `frame.statuses` says which those are. `frame.values`
    is empty then, and full where `places` is None.
    """

    frame: Frame
    places: int | None
    steps: tuple[tuple[int, ...], ...]


class _Unread(msgspec.Struct):
    """A frame whose rows are still bytes."""

    indicator_id: str
    geography: Geography
    industry_id: str
    periods: Raw
    areas: tuple[str, ...]
    values: tuple[Raw, ...]
    statuses: tuple[str, ...]
    classes: Bounds = ()
    period_classes: Raw = Raw(b"[]")  # one object: hundreds of small ones weigh more than they hold
    margins: Bounds = ()


class _PackedUnread(msgspec.Struct):
    frame: _Unread
    places: int | None
    steps: tuple[Raw, ...]


def packed(frame: Frame) -> bytes:
    """The frame as JSON, from which `unpacked` gives back the same frame."""
    plain = replace(frame, values=tuple(frame.values), period_classes=tuple(frame.period_classes))
    published = [value for row in plain.values for value in row if value is not None]
    places = next((p for p in range(MOST_PLACES + 1) if _are_whole(published, p)), None)
    if places is None:
        return msgspec.json.encode(Packed(plain, None, ()))
    steps = tuple(_steps(row, places) for row in plain.values)
    return msgspec.json.encode(Packed(replace(plain, values=()), places, steps))


def unpacked(content: bytes) -> Frame:
    """The frame in `content`; raises MsgspecError where it holds none, or one value too many.

    Its rows are read when they are asked for.
    """
    packed_frame = msgspec.json.decode(content, type=_PackedUnread)
    unread = packed_frame.frame
    is_stepped = packed_frame.places is not None
    if len(unread.margins) not in (0, len(unread.areas)):
        raise msgspec.ValidationError("a frame has not one margin an area")
    _require_as_many(
        packed_frame.steps if is_stepped else unread.values, unread, is_stepped=is_stepped
    )
    periods = _periods(bytes(unread.periods))
    return Frame(
        unread.indicator_id,
        unread.geography,
        unread.industry_id,
        periods,
        unread.areas,
        Rows(len(unread.areas), _reader(packed_frame), len(content)),
        unread.statuses,
        unread.classes,
        _period_classes(unread.period_classes, len(periods)),
        unread.margins,
    )


def _period_classes(bounds: Raw, length: int) -> Sequence[Bounds]:
    if bytes(bounds) == b"[]":
        return ()
    return Rows(length, lambda position: _decode_bounds(bounds)[position], 0)


def weight(frame: Frame) -> int:
    """About how many bytes a frame keeps, its rows unread."""
    rows = frame.values
    held = rows.weight if isinstance(rows, Rows) else 0
    return BYTES_OF_A_FRAME + held + sum(map(len, frame.statuses)) + BYTES_A_CODE * len(frame.areas)


# Most frames of a release cover the periods of others: one copy of them serves all.
@lru_cache(maxsize=64)
def _periods(content: bytes) -> Periods:
    return msgspec.json.decode(content, type=Periods)


def _require_as_many(rows: Sequence[Raw], unread: _Unread, *, is_stepped: bool) -> None:
    """Refuse a row with a value that its statuses do not allow, without reading the values."""
    if not len(rows) == len(unread.statuses) == len(unread.areas):
        raise msgspec.ValidationError("a frame has not one row and one line of codes an area")
    for row, codes in zip(rows, unread.statuses, strict=True):
        text = bytes(row)
        entries = text.count(b",") + 1 if len(text) > len(b"[]") else 0
        # As bytes: every frame of a page comes by here, and five counts took half of this.
        valued = len(codes) - len(codes.encode().translate(None, _VALUED))
        missing = 0 if is_stepped else text.count(b"null")
        if entries - missing != valued or (not is_stepped and entries != len(codes)):
            raise msgspec.ValidationError("a frame holds values its statuses do not allow")


def _reader(packed_frame: _PackedUnread) -> Callable[[int], ValueRow]:
    steps, whole, codes, places = (
        packed_frame.steps,
        packed_frame.frame.values,
        packed_frame.frame.statuses,
        packed_frame.places,
    )
    if places is None:
        return lambda position: msgspec.json.decode(whole[position], type=ValueRow)
    read = msgspec.json.Decoder(tuple[int, ...]).decode
    return lambda position: _values(read(steps[position]), codes[position], places)


def _are_whole(values: Sequence[float], places: int) -> bool:
    scale = 10**places
    return all(round(value * scale) / scale == value for value in values)


def _steps(row: ValueRow, places: int) -> tuple[int, ...]:
    whole = [round(value * 10**places) for value in row if value is not None]
    return (*whole[:1], *(after - before for before, after in pairwise(whole)))


def _values(steps: tuple[int, ...], codes: str, places: int) -> ValueRow:
    scale = 10**places
    values = [whole / scale for whole in accumulate(steps)]
    if len(values) == len(codes):
        return tuple(values)
    following = iter(values)
    return tuple([next(following) if code in VALUED_CODES else None for code in codes])
