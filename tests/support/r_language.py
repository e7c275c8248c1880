"""What the test of lines for R needs; `python -m tests.support.r_language` gets it, from Debian."""

from __future__ import annotations

from tests.support import debian

PROGRAM, PACKAGE = "Rscript", "r-base-core"


def missing() -> str:
    """Why R cannot run here, in words; empty where it can."""
    return debian.missing(PROGRAM, PACKAGE)


if __name__ == "__main__":
    debian.install(PROGRAM, PACKAGE)
