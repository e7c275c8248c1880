"""Dash without the libraries that it names as it is imported and that no page of this site uses.

They take a tenth of a worker's memory. Each is really imported as soon as anyone uses it: a figure
of Plotly's on a page brings narwhals, and whoever imports pydantic has pydantic.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

# By name, with what Dash takes from each as it is imported: types to describe callbacks with. Only
# Dash's server for programs reads those, which stays off here.
LATER: Mapping[str, Mapping[str, object]] = {
    "narwhals": {},
    "narwhals.stable": {},
    "narwhals.stable.v1": {},
    "pydantic": {"Field": dict, "GetCoreSchemaHandler": object, "GetJsonSchemaHandler": object},
    "pydantic_core": {"core_schema": None},
}


class Later(ModuleType):
    """Stands for a library until anything is asked of it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # asked by the import itself
            raise AttributeError(name)
        _give_way()
        return getattr(import_module(self.__name__), name)


def import_dash() -> None:
    """Import Dash; to be called before anything else imports it."""
    if "dash" in sys.modules:
        return
    with _standing_in():
        import_module("dash")


@contextmanager
def _standing_in() -> Iterator[None]:
    for name in [each for each in LATER if each.partition(".")[0] not in sys.modules]:
        _stand_in(name)
    try:
        yield
    finally:
        _give_way()


def _stand_in(name: str) -> None:
    module = Later(name)
    vars(module).update(LATER[name])
    parent, _dot, own = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], own, module)
    sys.modules[name] = module


def _give_way() -> None:
    """Whoever imports one of them from now on has the library itself."""
    for name in LATER:
        if isinstance(sys.modules.get(name), Later):
            del sys.modules[name]
