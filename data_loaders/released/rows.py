"""Rows of a frame, each read from the bytes of its file when it is first asked for.

A page of a place needs three rows of a hundred frames, and a frame has up to three hundred: read
whole, they were most of the page's time, and of a worker's memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from threading import Lock
from typing import Generic, TypeVar, overload

from cachetools import LRUCache, cached

T = TypeVar("T")
Row = tuple[T, ...]
MOST_BYTES = 3 << 20
BYTES_A_VALUE = 32  # a float and its place in a tuple
BYTES_A_ROW = 300
_numbers = count()


class Rows(Sequence[Row[T]], Generic[T]):
    """Rows that `read` makes, by position. The rows used last are kept, in all frames together
    up to MOST_BYTES. Equal to a tuple of the same rows."""

    def __init__(self, length: int, read: Callable[[int], Row[T]], weight: int) -> None:
        self._length, self._read = length, read
        self._number = next(_numbers)
        self.weight = weight

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Row[T]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row[T], ...]: ...
    def __getitem__(self, index: int | slice) -> Row[T] | tuple[Row[T], ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(self._length)))
        position = index + self._length if index < 0 else index
        if not 0 <= position < self._length:
            raise IndexError(index)
        return _row(self, position)

    def __iter__(self) -> Iterator[Row[T]]:
        return (self[position] for position in range(self._length))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Rows, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _weight(row: Row[object]) -> int:
    return BYTES_A_ROW + BYTES_A_VALUE * len(row)


@cached(
    LRUCache(MOST_BYTES, getsizeof=_weight),
    key=lambda rows, position: (rows._number, position),  # noqa: SLF001 - ours
    lock=Lock(),
)
def _row(rows: Rows[T], position: int) -> Row[T]:
    return rows._read(position)  # noqa: SLF001 - ours
