"""The order of a table's rows, as an address asks for it: by which column, and which way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dash import html

from components.markup.addresses import kept
from components.markup.attributes import marked
from data_loaders.released.view import Sort, View

Row = TypeVar("Row")
Key = float | str | None
# As a table's column is named in an address: "newest.figure".
JOINT = "."
# What a page that has such tables reads of an address.
PARAMETERS = frozenset({"by", "sort"})


@dataclass(frozen=True, slots=True)
class RowOrder:
    """How the rows of the table `anchor` are asked for, and where each other order has its
    address. `by` names a column of any table of the page; other tables keep their own order."""

    anchor: str
    by: str
    sort: Sort
    address: Callable[[str, Sort], str]

    def rows(self, rows: Sequence[Row], keys: Callable[[Row], Mapping[str, Key]]) -> list[Row]:
        """Rows by the column asked for, those without a value last; as they came where none is
        asked for. `keys` are a row's values by column."""
        name = self._column
        if not any(keys(row).get(name) is not None for row in rows):
            return list(rows)
        valued = [row for row in rows if keys(row).get(name) is not None]
        is_down = self.sort is Sort.HIGHEST
        ordered = sorted(valued, key=lambda row: _comparable(keys(row)[name]), reverse=is_down)
        return [*ordered, *(row for row in rows if keys(row).get(name) is None)]

    def head(
        self, column: str, words: str, *, is_text: bool = False, is_right: bool | None = None
    ) -> html.Th:
        """A head that sorts by its column: numbers from the highest and words from A at first,
        the other way when it sorts already. `is_right` where a number is not set as one."""
        is_sorting = column == self._column
        first, other = (Sort.LOWEST, Sort.HIGHEST) if is_text else (Sort.HIGHEST, Sort.LOWEST)
        turned = other if is_sorting and self.sort is first else first
        address = f"{self.address(f'{self.anchor}{JOINT}{column}', turned)}#{self.anchor}"
        link = marked(html.A(words, href=address), {"data-replaces": "true"})
        is_set_right = not is_text if is_right is None else is_right
        head = html.Th(link, scope="col", className="number" if is_set_right else None)
        direction = "descending" if self.sort is Sort.HIGHEST else "ascending"
        return marked(head, {"aria-sort": direction if is_sorting else "none"})

    @property
    def is_asked(self) -> bool:
        """Whether it is this table whose rows are asked for in an order."""
        return bool(self._column)

    @property
    def _column(self) -> str:
        table, joint, column = self.by.partition(JOINT)
        return column if joint and table == self.anchor else ""


def of_view(view: View, path: str, anchor: str) -> RowOrder:
    """The order a view asks for."""
    return RowOrder(
        anchor, view.by, view.sort, lambda by, sort: view.address(path, by=by, sort=sort)
    )


def of_query(
    query: Mapping[str, str],
    path: str,
    anchor: str,
    names: tuple[str, str] = ("by", "sort"),
    **kept_too: str,
) -> RowOrder:
    """The order an address of a page without a view asks for, in the parameters `names`;
    `kept_too` rides along."""
    by_name, sort_name = names
    asked = query.get(sort_name, "")
    sort = Sort(asked) if asked in (Sort.HIGHEST, Sort.LOWEST) else Sort.HIGHEST

    def address(by: str, sort: Sort) -> str:
        written = "" if sort is Sort.HIGHEST else str(sort)
        return kept(path, query, **{**kept_too, by_name: by, sort_name: written})

    return RowOrder(anchor, query.get(by_name, ""), sort, address)


def _comparable(key: Key) -> tuple[bool, float, str]:
    """Words apart from numbers, as a column may hold both; without regard to capital letters."""
    is_text = isinstance(key, str)
    return is_text, 0.0 if is_text or key is None else key, key.casefold() if is_text else ""
