"""Words and industries of the census of jobs, which the State and a federal bureau both publish."""

from __future__ import annotations

WORKPLACE = (
    "Jobs count where the work is, not where the worker lives: this is not the employment of a "
    "borough's residents."
)
NOT_COUNTED = "The self-employed and most work without a payroll are not counted."
PRIVATE_SECTORS = (
    "Sectors are those of private employers; all industries together hold public ones too, so "
    "sectors do not add up to it."
)
CITY = "The city is the sum of its boroughs, and has no figure where one of them is not disclosed."


def no_remainder(publisher: str) -> str:
    """Why a sector has no figure, and what this site does not repeat; as its publisher is named."""
    return (
        f"A sector without a figure is not disclosed by {publisher}, or has no employer. The "
        "publisher's own total of private employers lets a hidden sector be worked out where it is "
        "the only one. This site shows neither that total nor any remainder."
    )
