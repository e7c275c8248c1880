"""What a page may post to Dash: a callback of the site's, in the shape Dash's script writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

# An address is at most 4 kB, which may be written six times as long; Dash adds some names.
MOST_BYTES = 100_000


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property of a component of a page."""

    id: str
    property: str


Plain: TypeAlias = str | int | float | bool | None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property with its value: what a control holds, or several of that."""

    id: str
    property: str
    value: Plain | tuple[Plain, ...] = None


class Posted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call of a callback, with exactly the fields Dash 4 sends."""

    output: str
    outputs: Named
    inputs: tuple[Given, ...]
    changedPropIds: tuple[str, ...]  # noqa: N815 - Dash's name
    parsedChangedPropsIds: tuple[dict[str, str] | str, ...] = ()  # noqa: N815
    state: tuple[Given, ...] = ()


def is_of_the_site(content: bytes, callbacks: Mapping[str, Mapping[str, object]]) -> bool:
    """Whether bytes are a call of one of the callbacks, with just what that one takes.

    Only what passes here is parsed by Dash, which takes the rest for a fault of its own.
    """
    try:
        posted = msgspec.json.decode(content, type=Posted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    callback = callbacks.get(posted.output)
    # One that runs in the page is none of ours to answer.
    if callback is None or "callback" not in callback:
        return False
    if posted.output != f"{posted.outputs.id}.{posted.outputs.property}":
        return False
    return _names(posted.inputs) == callback["inputs"] and _names(posted.state) == callback["state"]


def _names(given: Sequence[Given]) -> list[dict[str, str]]:
    return [{"id": one.id, "property": one.property} for one in given]
