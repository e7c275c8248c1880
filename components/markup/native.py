"""Components of our own that Dash mounts: native controls, and what a page's script is told.

Each is written in `assets/controls.js` as the native element, so an island needs no component
library. They are used like any of Dash's: `Input("map-indicator", "value")` in a callback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

NAMESPACE = "recovery_controls"
WILDCARDS = ("data-", "aria-")


class _Own(Component):
    """What Dash asks of a component class; a subclass names its properties."""

    _namespace = NAMESPACE
    _children_props: list[str] = []
    _base_nodes: list[str] = []
    _valid_wildcard_attributes = list(WILDCARDS)
    available_wildcard_properties = list(WILDCARDS)
    takes: tuple[str, ...] = ()

    def __init__(self, **given: object) -> None:
        self._prop_names = list(self.takes)
        self.available_properties = list(self.takes)
        self.available_wildcard_properties = list(WILDCARDS)
        # Dash's own check imports a component's namespace to word its refusals: ours has no module,
        # and looking for one on the disk took a tenth of a page.
        for name, value in given.items():
            if name not in self.takes and not name.startswith(WILDCARDS):
                raise TypeError(f"{self._type} takes no {name}, only {', '.join(self.takes)}")
            if value is not None:
                setattr(self, name, value)


class Select(_Own):
    """A native select. `options` are `{"label": words, "value": value}`; `placeholder` stands
    where nothing is chosen."""

    _namespace = NAMESPACE
    _type = "Select"
    _children_props: list[str] = []
    takes = ("id", "name", "className", "options", "value", "placeholder")

    def __init__(
        self,
        options: Sequence[Mapping[str, str]] = (),
        value: str | None = None,
        **given: object,
    ) -> None:
        super().__init__(options=list(options), value=value, **given)


class Input(_Own):
    """A native input of any type."""

    _namespace = NAMESPACE
    _type = "Input"
    _children_props: list[str] = []
    takes = (
        "id",
        "name",
        "type",
        "className",
        "value",
        "placeholder",
        "pattern",
        "min",
        "max",
        "step",
        "maxLength",
        "autoComplete",
    )


class State(_Own):
    """What a page's script is told, as a callback's `Input(id, "data")`; `seen` is for its
    `Output`, as each callback must have one. Shows nothing."""

    _namespace = NAMESPACE
    _type = "State"
    _children_props: list[str] = []
    takes = ("id", "data", "seen")
