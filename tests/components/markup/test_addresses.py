"""Every page's address is written in one module, and links keep the release a reader chose."""

from __future__ import annotations

import re

import pytest

from components.markup import addresses
from tests.test_layers import modules

OWN = addresses.__name__
PATHS = {
    value.partition("#")[0]
    for name, value in vars(addresses).items()
    if name.isupper() and str(value).startswith("/")
}
LITERAL = re.compile(
    rf"""["'](?:{"|".join(re.escape(path) for path in sorted(PATHS))})(?![\w-]|/<)"""
)
SERVED = ("components.", "pages.", "api.")


def test_a_page_has_one_address() -> None:
    assert len(PATHS) > 15
    assert addresses.MAP in PATHS


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith(SERVED) and m != OWN])
def test_no_other_module_writes_the_path_of_a_page(module: str) -> None:
    assert LITERAL.findall(modules()[module].read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line", ['href="/map"', "f'/data/{name}'", 'f"/methodology/{name}#privacy"', '"/download.csv?"']
)
def test_a_written_path_is_found(line: str) -> None:
    assert LITERAL.findall(line)


@pytest.mark.parametrize(
    ("address", "pinned"),
    [
        (addresses.MAP, "/map?release=2026-11-22"),
        (addresses.figure("rent"), "/data/rent?release=2026-11-22"),
        (addresses.source("oats", "privacy"), "/methodology/oats?release=2026-11-22#privacy"),
        (addresses.RELEASE, "/data?release=2026-11-22#release"),
    ],
)
def test_a_link_keeps_the_release_and_its_anchor(address: str, pinned: str) -> None:
    assert addresses.kept(address, {"release": ""}) == address
    assert addresses.kept(address, {"release": "2026-11-22", "period": "2020"}) == pinned
