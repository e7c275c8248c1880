"""Tabs of one browser, used again by test after test.

A new tab starts a process of its own, and opening a page in it costs three times what opening one
in a tab that is there does. Between two tests a tab forgets what it stored, where it was and
what it was told to pretend, and what it fetched as well unless it is taken for who has been here
before: most tests ask nothing of how scripts and styles come. A script added to
every page of it (`add_init_script`) is taken away by whoever added it, with `with`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias, TypedDict, Unpack
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, ViewportSize

ColorScheme: TypeAlias = Literal["light", "dark"]
WIDE: ViewportSize = {"width": 1440, "height": 900}
# Another page of the same site: to one of no site, the browser would go in a new process.
EMPTY, HTML = "/an-empty-page", "text/html"
NOTHING = '<title>Nothing</title><link rel="icon" href="data:,">'
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Settings(TypedDict, total=False):
    """What a tab pretends to be."""

    viewport: ViewportSize
    color_scheme: ColorScheme
    java_script_enabled: bool


class Tabs:
    """The tabs of a browser, each in a window of its own: one behind another is drawn no more."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[bool, list[Page]] = {True: [], False: []}

    def taken(self, *, is_first_visit: bool = True, **settings: Unpack[Settings]) -> Page:
        """A tab that has been nowhere, as far as a page can tell; on a first visit with no file."""
        runs_scripts = settings.get("java_script_enabled", True)
        waiting = self.free[runs_scripts]
        page = waiting.pop() if waiting else self.browser.new_page(java_script_enabled=runs_scripts)
        page.set_viewport_size(settings.get("viewport", WIDE))
        page.emulate_media(
            media="null",
            color_scheme=settings.get("color_scheme", "light"),
            reduced_motion="null",
            forced_colors="null",
        )
        if is_first_visit:
            session = page.context.new_cdp_session(page)
            session.send("Network.clearBrowserCache")
            session.detach()
        return page

    def given_back(self, page: Page, settings: Settings) -> None:
        """Make a tab fit for the next test, with the windows it opened closed."""
        for opened in page.context.pages:
            if opened is not page:
                opened.close()
        page.unroute_all(behavior="ignoreErrors")
        page.mouse.move(-1, -1)
        if page.url.startswith("http"):
            page.route("**" + EMPTY, lambda route: route.fulfill(body=NOTHING, content_type=HTML))
            page.goto(urljoin(page.url, EMPTY))
            page.evaluate(FORGET)
            page.unroute("**" + EMPTY)
        page.context.clear_cookies()
        session = page.context.new_cdp_session(page)
        session.send("Page.resetNavigationHistory")
        session.detach()
        self.free[settings.get("java_script_enabled", True)].append(page)

    @contextmanager
    def lent(self) -> Iterator[Lent]:
        """Tabs for one test, all given back after it."""
        lent = Lent(self)
        yield lent
        for page, settings in lent.pages:
            if not page.is_closed():
                self.given_back(page, settings)


class Lent:
    """The tabs one test has."""

    def __init__(self, tabs: Tabs) -> None:
        self.tabs = tabs
        self.pages: list[tuple[Page, Settings]] = []

    def tab(self, *, is_first_visit: bool = True, **settings: Unpack[Settings]) -> Page:
        """One more tab."""
        page = self.tabs.taken(is_first_visit=is_first_visit, **settings)
        self.pages.append((page, settings))
        return page
