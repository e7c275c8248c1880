"""Opening a page of the site in a browser, and waiting until it is ready to be used."""

from __future__ import annotations

from urllib.parse import parse_qs

from playwright.sync_api import Page

# The page's own scripts say it, once everything they make usable is there.
LIVE = "html.is-live"


def open_live(page: Page, address: str) -> None:
    """Open an address and wait for the page's own sign that it is live, and for nothing else."""
    page.goto(address)
    page.wait_for_selector(LIVE, state="attached")


def open_plain(page: Page, address: str) -> None:
    """Open an address in a browser that runs no script: what has loaded is all there will be."""
    page.goto(address)


def asked(page: Page) -> dict[str, str]:
    """The parameters in the address bar, read in the page: what is heard of it may come late."""
    query = page.evaluate("location.search.slice(1)")
    return {name: values[0] for name, values in parse_qs(query).items()}
