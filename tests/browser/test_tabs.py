"""A tab used again is as new to the next test."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.support.browser.tabs import Tabs


def test_a_tab_lent_again_has_forgotten_the_test_before(browser: Browser, server: str) -> None:
    tabs = Tabs(browser)
    with tabs.lent() as lent:
        first = lent.tab(viewport={"width": 360, "height": 740}, color_scheme="dark")
        first.route("**/about", lambda route: route.abort())
        first.goto(f"{server}/privacy")
        first.evaluate("() => { localStorage.left = 'behind'; document.cookie = 'left=behind'; }")
        first.emulate_media(media="print", reduced_motion="reduce")
        other = lent.tab()
        assert other is not first
    with tabs.lent() as lent:
        again = {lent.tab(), lent.tab()}
        assert again == {first, other}
        first.goto(f"{server}/about")
        assert first.evaluate("() => [innerWidth, history.length]") == [
            1440,
            2,
        ]  # the empty page, and this
        fetched = "() => performance.getEntriesByType('resource').map((one) => one.transferSize)"
        assert 0 not in first.evaluate(fetched)
        assert first.evaluate("() => [localStorage.length, document.cookie]") == [0, ""]
        asked = "(prefers-color-scheme: dark), print, (prefers-reduced-motion: reduce)"
        assert not first.evaluate("asked => matchMedia(asked).matches", asked)
    with tabs.lent() as lent:
        again = {lent.tab(is_first_visit=False), lent.tab(is_first_visit=False)}
        first.goto(f"{server}/about")
        assert 0 in first.evaluate(fetched)
    for page in again:
        page.context.close()
