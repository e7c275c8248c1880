"""Tables of words and numbers whose rows sort by every column, by links alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from components.figures.row_order import Key, RowOrder
from components.markup.prose import Contents
from components.markup.stacked import stacked


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in an address, its head, and whether it holds numbers or days, which
    sort from the largest or newest. `is_right` sets it as a number is set. `is_folded` where a
    phone closes its cells."""

    name: str
    words: str
    is_number: bool = False
    is_right: bool = False
    is_folded: bool = False


# What a cell shows, and what it is sorted by.
Cell = tuple[Contents, Key]


def text(words: str) -> Cell:
    """A cell of words, sorted as they read."""
    return words, words


def ordered(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    order: RowOrder,
    class_name: str = "",
) -> html.Table:
    """The table in the order asked for; as its rows came where none is."""
    names = [column.name for column in columns]
    rows_in_order = order.rows(
        rows, lambda row: dict(zip(names, (key for _shown, key in row), strict=True))
    )
    heads = [
        order.head(
            column.name, column.words, is_text=not column.is_number, is_right=column.is_right
        )
        for column in columns
    ]
    return stacked(
        caption,
        [column.words for column in columns],
        [[shown for shown, _key in row] for row in rows_in_order],
        numeric=[i for i, column in enumerate(columns) if column.is_right],
        class_name=class_name,
        anchor=order.anchor,
        sorting=heads,
        folded=[i for i, column in enumerate(columns) if column.is_folded],
    )
