"""Dated events on a time axis: lines with numbers that never meet, and the list that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dash import html
from markupsafe import Markup

from components.markup.attributes import marked
from components.markup.svg import tag
from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.events import EVENTS, Event, events_between

# Room above a plot for a row of numbers, and how far the row stands above it.
ROW, LIFT = 16, 7
DIGIT, APART = 7.5, 4.0
Span = tuple[date, date]
Placed = tuple[float, int]


def numbered(first: date, last: date) -> list[tuple[int, Event]]:
    """The events of these days, each with its number, which is the same on every chart."""
    return [(EVENTS.index(event) + 1, event) for event in events_between(first, last)]


def marks(span: Span, x: Callable[[float], float], top: float, foot: float) -> Markup:
    """A line for each event of the axis, with one row of numbers above the plot. Lines too close
    for two numbers share theirs: "1–3". Their list is closed, so no print has either."""
    shown = numbered(*span)
    lines = [line(event, x(event.on.toordinal()), top - LIFT + 2, foot) for _number, event in shown]
    groups = together([(x(event.on.toordinal()), number) for number, event in shown])
    words = [
        tag("text", words_of(group), x=middle(group), y=top - LIFT, class_="event")
        for group in groups
    ]
    return tag("g", *lines, *words, class_="dated")


def line(event: Event, place: float, top: float, foot: float) -> Markup:
    """The line of one event, which the page's script reads."""
    return tag(
        "line",
        tag("title", _(event.text)),
        data_on=formats.day(event.on),
        x1=place,
        x2=place,
        y1=top,
        y2=foot,
        class_="event-mark",
    )


def together(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Numbers from left to right, those in one group whose words would meet."""
    groups: list[list[Placed]] = []
    for each in placed:
        groups.append([each])
        while len(groups) > 1 and _meet(groups[-2], groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    return groups


def _meet(one: list[Placed], other: list[Placed]) -> bool:
    return middle(other) - middle(one) < (width(one) + width(other)) / 2 + APART


def middle(group: list[Placed]) -> float:
    """Where the words of a group stand: between its first and its last line."""
    return (group[0][0] + group[-1][0]) / 2


def width(group: list[Placed]) -> float:
    """How wide the words of a group are."""
    return len(words_of(group)) * DIGIT


def words_of(group: list[Placed]) -> str:
    """The number of a group of one, else its first and its last."""
    first, last = group[0][1], group[-1][1]
    return str(first) if first == last else f"{first}–{last}"


def listed(events: Iterable[tuple[int, Event]]) -> html.Ol:
    """The events in words: number, day, what happened, and who says so."""
    return html.Ol(
        [
            html.Li(
                [
                    f"{formats.day(event.on)}: {_(event.text)} (",
                    html.A(event.source, href=event.url),
                    ")",
                ],
                value=str(number),
            )
            for number, event in events
        ],
        className="events",
    )


def named(spans: Iterable[Span], anchor: str = "") -> list[html.Details]:
    """The closed list of what the numbered lines of these charts mark; empty where none has one.
    `anchor`: its address on a page where many charts share it."""
    by_number = {number: event for span in spans for number, event in numbered(*span)}
    if not by_number:
        return []
    summary = html.Summary(_("What the numbered lines mark"))
    content = [summary, listed(sorted(by_number.items()))]
    details = html.Details(content, className="events-named")
    return [marked(details, {"id": anchor}) if anchor else details]


def elsewhere(spans: Iterable[Span], anchor: str) -> list[html.P]:
    """The way to that list from charts that stand apart from it; empty where none has a line."""
    if not any(numbered(*span) for span in spans):
        return []
    return [html.P(html.A(_("What the numbered lines mark"), href=f"#{anchor}"), className="note")]
