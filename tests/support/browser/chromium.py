"""The browser of tests and benchmarks; `python -m tests.support.browser.chromium` gets one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Root in a container has no user namespace for the sandbox; every page opened here is our own.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    # No page reaches another machine, whatever it asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class NoBrowserError(RuntimeError):
    """No Chromium is on the machine and none could be installed."""


def executable(playwright: Playwright) -> str:
    """Path of the machine's own Chromium or Chrome, else of the one Playwright installed.

    Raises NoBrowserError where there is neither.
    """
    own = next(filter(None, map(shutil.which, INSTALLED)), None)
    if own:
        return own
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    raise NoBrowserError("no Chromium or Chrome found: run `make browser`, or install one")


def install() -> None:
    """Make sure there is a browser: the machine's, else Debian's, else Playwright's."""
    with sync_playwright() as playwright:
        try:
            executable(playwright)
        except NoBrowserError:
            if not _install_from_debian():
                subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
            executable(playwright)


def _install_from_debian() -> bool:
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and not shutil.which("sudo"):
        return False
    steps = (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "chromium"])
    return all(
        subprocess.run([*as_root, *step], stdout=sys.stderr).returncode == 0 for step in steps
    )


if __name__ == "__main__":
    install()
