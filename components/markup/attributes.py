"""`aria-*` and `data-*` attributes on Dash components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from dash.development.base_component import Component

C = TypeVar("C", bound=Component)


def marked(component: C, attributes: Mapping[str, str]) -> C:
    """The same component with these attributes, whose names Python cannot spell as keywords."""
    for name, value in attributes.items():
        setattr(component, name, value)
    return component
