"""Why a value is missing, hidden, unreliable or cut off, in words: the one table of them.

Each reads after a colon ("12 of 42 areas have no figure: hidden to protect people.") and, with a
capital, on its own.
"""

from __future__ import annotations

from data_loaders.vocabulary.model import Reason, Status

BECAUSE: dict[Reason, str] = {
    Reason.CAPPED: "this much, or more",
    Reason.CAPPED_FEW_CASES: "this much, or more, and rests on few cases",
    Reason.FEW_CASES: "rests on few cases",
    Reason.BASE_TOO_LOW: "more people counted than the population estimate has",
    Reason.PARTS_MISSING: "some of its parts are missing",
    Reason.DOUBTFUL: "its publisher's number is doubtful",
    Reason.OTHER_BASELINE: "compared with an unusual time",
    Reason.NOISE_ADDED: "changed by its publisher to protect businesses",
    Reason.NOISY: "noisy: moved at random to protect people",
    Reason.PUBLISHER_MINIMUM: "hidden by its publisher, as too few are behind it",
    Reason.PUBLISHER_HID: "hidden by its publisher",
    Reason.PUBLISHER_UNSURE: "left out by its publisher as too unsure",
    Reason.SITE_RULE: "hidden to protect people",
    Reason.PART_HIDDEN: "a part of it is hidden by its publisher",
    Reason.TELLS_TERMS: "it would give away a figure that is not passed on",
    Reason.HIDDEN_OR_NONE: "hidden by its publisher, or none",
    Reason.BLANK: "its publisher gives none",
    Reason.NO_COUNT: "the count it rests on is not available",
    Reason.KEPT_OUT: "its publisher's number is wrong and kept out",
    Reason.INCOMPLETE: "a part of it is missing",
    Reason.NO_BASELINE: "there is nothing to compare it with",
    Reason.NOT_RECEIVED: "the publisher's file of it is not at hand",
    Reason.TOO_FEW_ENTRIES: "its list has too few entries here",
    Reason.NOT_COVERED: "its publisher does not cover this area",
    Reason.NO_RESIDENTS: "hardly anyone lives here",
    Reason.NO_STATION: "there is no subway station here",
    Reason.NOTHING_TO_COUNT: "there is nothing of the kind here",
    Reason.NOT_BEGUN: "it had not begun",
    Reason.COMPARED_CUT_OFF: "one of the two figures compared is cut off",
    Reason.ENDS_BEFORE: "its newest figure here is of an earlier time",
    Reason.BEGINS_AFTER: "its first figure here is of a later time",
    Reason.FROM_NOTHING: "it was none before, so there is no percent",
    Reason.SEVERAL_AREAS: "several areas drawn as one have a figure each",
}
# Of releases made before reasons were kept: what the status alone can say.
BECAUSE_OF_STATUS: dict[Status, str] = {
    Status.LOW_RELIABILITY: "read with care",
    Status.WITHHELD: "hidden to protect people",
    Status.WITHHELD_OR_NONE: "hidden by its publisher, or none",
    Status.NOT_REPORTED: "none reported",
    Status.NOT_APPLICABLE: "does not apply here",
}


def because(status: Status, reason: Reason | None) -> str:
    """The reason in words; empty for a status that says all."""
    return BECAUSE_OF_STATUS.get(status, "") if reason is None else BECAUSE[reason]
