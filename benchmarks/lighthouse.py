"""Lighthouse on the pages that people come to: run where it is at hand (`make lighthouse`)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from data_loaders.vocabulary import installation
from tests.support.browser.chromium import ARGUMENTS, executable

PATHS = ("/", "/map", "/places/BX", "/trends", "/industries", "/data")
OWN = installation.ROOT / "var" / "lighthouse" / "node_modules" / ".bin"
SECONDS = 120.0
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class NoScoreError(RuntimeError):
    """Lighthouse ended without a score; the message is what it said."""


def found() -> str | None:
    """Where Lighthouse is on this machine; None where it is not."""
    return shutil.which("lighthouse", path=f"{OWN}{os.pathsep}{os.environ.get('PATH', '')}")


def scores(url: str) -> dict[str, float]:
    """The scores of a page by category, of 100, as Lighthouse sees it on a phone.

    Raises NoScoreError where it gives none.
    """
    program = found()
    if program is None:
        raise NoScoreError("Lighthouse is not on this machine: `make lighthouse`")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.json"
        flags = " ".join((*ARGUMENTS, "--headless=new"))
        command = [program, url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--chrome-flags={flags}", "--no-enable-error-reporting"]
        done = subprocess.run(
            command,
            env=installation.environment(CHROME_PATH=executable(playwright)),
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        if done.returncode or not report.is_file():
            raise NoScoreError(done.stderr.strip()[-400:])
        return _read(json.loads(report.read_text("utf-8")))


def _read(report: dict) -> dict[str, float]:
    categories = report["categories"]
    missing = [name for name in CATEGORIES if categories.get(name, {}).get("score") is None]
    if missing:
        raise NoScoreError(f"no score for {', '.join(missing)}")
    return {name: 100 * categories[name]["score"] for name in CATEGORIES}
