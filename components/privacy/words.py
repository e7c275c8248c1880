"""What the privacy page says of every release alike. Numbers stand in the records, not here.

The only numbers written out are those of laws.
"""

from __future__ import annotations

from components.text.vocabulary import share
from components.text.words import _
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.challenge_rules import LEAST_CELLS, SHARE_RIGHT
from data_loaders.vocabulary.model import Status

LAWS = ("245", "247", "2017")


def provides(*, is_simulated: bool) -> list[str]:
    """Who gives the figures, who takes part, and how to leave."""
    if is_simulated:
        return [
            _(
                "The partners above gave none of these figures: all are invented, in the form in "
                "which partners deliver. Real deliveries are given to the City in private, under "
                "an agreement for its own use. None is shown here without "
                "its partner's written permission for public display."
            ),
            _(
                "A partner may withdraw that leave at any time; the next release is then made "
                "without its figures. Nobody stands behind an invented figure, so there is no one "
                "who could be left out of it."
            ),
        ]
    return [
        _(
            "The publishers above released these figures themselves. Nobody gave data to this "
            "site in private. A publisher may ask the operator to stop showing its figures; the "
            "next release is then made without them."
        ),
        _(
            "The people behind the figures did not choose to be on this site. Each was counted by "
            "a publisher, under the publisher's rules. To be left out of a count, one has to ask "
            "the publisher; this site holds no record of anyone that it could take out."
        ),
    ]


def received() -> list[str]:
    """What comes in, and what never does."""
    return [
        _(
            "What is read are totals: counts, rates, medians and indexes of an area in a period. "
            "No file read for a public source has a line about one named person, household, "
            "device or account."
        ),
        _(
            "Never published and never kept: names, addresses, dates of birth, phone or account "
            "numbers, places one device has been. Some files carry such fields, as the "
            "directories of businesses carry an address and a telephone. The record of their "
            "source names each field that is dropped before anything else happens."
        ),
        _(
            "This site sets no cookie, asks no other site for anything, and keeps no log that "
            "ties a visitor to the places looked at."
        ),
    ]


def hidden_means() -> list[tuple[Status, str]]:
    """Why a place may have no number, by status."""
    return [
        (
            Status.WITHHELD,
            _(
                "A number exists and is kept back. It may rest on too few people. Or it may be "
                "large, and kept back so that a small one beside it cannot be found by "
                "subtracting. Which of the two is never said: that would be a hint."
            ),
        ),
        (
            Status.WITHHELD_OR_NONE,
            _(
                "The publisher leaves the place blank both where there were too few and where "
                "there were none, and does not say which. It is not a zero."
            ),
        ),
        (
            Status.NOT_REPORTED,
            _(
                "No number is at hand, or one is kept out as wrong. It is not a zero, and not a "
                "secret."
            ),
        ),
        (Status.NOT_APPLICABLE, _("There is nothing to count: the question does not arise here.")),
        (
            Status.LOW_RELIABILITY,
            _("A number is shown and rests on little, or on records known to be faulty."),
        ),
    ]


def adding_up() -> list[str]:
    """Why figures may not add up, and what a revision is."""
    return [
        _(
            "Areas may not add up to their borough, nor boroughs to the city. Some areas are "
            "hidden; some people have no known address and are in the larger figure only; some "
            "publishers round each figure by itself. We do not fill such gaps, as that is how "
            "hidden figures are worked out."
        ),
        _(
            "Publishers revise their figures, and two versions side by side can tell more than "
            "either alone. For public sources the newest file replaces the last. For sources of "
            "partners, a figure is revised only where the change tells nothing about a small group."
        ),
    ]


def risk() -> list[str]:
    """What remains, in honest words."""
    return [
        _(
            "No rule makes it impossible to learn something about someone from a total. Whoever "
            "knows a place well may recognize a person even in a large count. A share near all "
            "or near none says something about everyone in the group."
        ),
        _(
            "Other files exist. For public sources the publisher's rule is the one that counts: "
            "raw counts may be found elsewhere, and our hiding does not undo that. We hide them "
            "here all the same, so as not to point at them."
        ),
        _(
            "A rule can be wrong, and a program can have a fault. That is why each release is "
            "checked first, why the result is published, and why anyone may try."
        ),
        _(
            "Some ties no figure shows. Figures of two partners are compared where they agree. "
            "Where a count of one is a part of the other's, or a share of it, no attack sees that."
        ),
    ]


def private_parameters() -> str:
    """Why not every parameter is told."""
    return _(
        "The smallest group is told, because knowing it helps a reader more than an attacker. One "
        "business or donor may be so large a part of a total that the total is hidden. How large "
        "is not in the records of a release. It is no secret either: the default can be read in "
        "the code, which is open. Both treatment and attacks take it that a reader knows it."
    )


def claim() -> list[str]:
    """How far the claim goes."""
    return [
        _(
            "The claim is for sources of partners. No file of a release, alone or with all its "
            "other files, lets a reader work out a hidden value. The release carries the record of "
            "the attacks that says so."
        ),
        _(
            "Its limits: for public sources the publisher's rule stands. We check only that "
            "nothing hidden slips through, and that nothing is passed on against its terms. Until "
            "a partner's real delivery is treated here, the full set of attacks has run on "
            "simulated deliveries only."
        ),
    ]


def added_rules() -> str:
    """Why no attack is made on what we hide beyond a publisher."""
    return _(
        "Where we hide more than a publisher does, no attack is made on it: the publisher shows "
        "those figures itself."
    )


def law() -> str:
    """The law the partnership was made under."""
    first, second, year = LAWS
    return _(
        "New York City's Identifying Information Law (Local Laws {first} and {second} of {year}) "
        "limits how City agencies collect, keep and share what can identify people. "
        "It binds City agencies and those who work for them. Nothing read for this site is "
        "identifying information in its sense; if that ever changed, the source would not be "
        "published.",
        first=first,
        second=second,
        year=year,
    )


def prohibited() -> list[str]:
    """What the figures must not be used for."""
    return [
        _("Finding out who a person, household or business in a figure is, or trying to."),
        _("Policing, immigration control or any other enforcement against people or places."),
        _("Deciding about a person: a job, a home, credit, insurance, benefits or care."),
        _("Selling the figures, or selling access to them, against their terms of use."),
        _("Adding them to records about people."),
    ]


def by_letters() -> str:
    """Why groups of people have no names in simulated figures."""
    return _(
        "Simulated figures on people by race or gender, and on owners, go by letters, never by the "
        "groups' names. An invented difference between real groups would be remembered as a "
        "true one."
    )


def decisions() -> list[str]:
    """Choices that could have been made otherwise, and why they were made so."""
    return [
        _(
            "StreetEasy's public files show how many homes are listed, however few: each is an "
            "advertisement that anyone can see. Its partner file is treated as we treat every "
            "delivery, so that the same kind of count is hidden there."
        ),
        _(
            "Court filings of small ZIP Codes are hidden together with one more. Their sum can be "
            "had by subtracting, as the city's total is published; what each had cannot. The "
            "courts publish the filings themselves."
        ),
        by_letters(),
        _(
            "Hiding leaves traces: a gap says that a figure of its group is small. How many small "
            "ones can be guessed from history is measured before release and kept under the limits "
            "that stand in each source's rules. It is not nothing. Others are hidden to protect "
            "those. Each source's checks tell roughly how many of them were guessed. A close count "
            "would say which guesses are right."
        ),
        _(
            "A gap in a sum may be a large figure, hidden for others. A hidden count that is part "
            "of no sum would be small for certain. So reasons, of which a person may give several, "
            "are hidden at least two together, and three where the subject is health or money "
            "trouble. A hidden index has no such company: it mostly rests on too few."
        ),
    ]


def challenge() -> list[str]:
    """Break our table."""
    right = share(round(100 * SHARE_RIGHT), 100)
    return [
        _(
            "Simulated tables have a known truth, so they can be tested in the open. The command "
            "below writes two releases treated by these rules, with totals, parts, zeros, money "
            "and figures that came late. It adds the policy, every attack we make, and a sealed "
            "fingerprint of the truth of both, to be opened with the next release."
        ),
        _(
            "Recover {cells} or more hidden cells, at least {right} of them rightly, and you have "
            "found a fault in what protects the real ones. Fewer could be guessed.",
            cells=LEAST_CELLS,
            right=right,
        ),
        *([_("Please report it before you publish it.")] if installation.contact() else []),
    ]
