"""What was found in our disclosure control, and how it was mended, with the day. Newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TreatmentChange:
    """One finding: what a reader could do, and what is done now, in plain words."""

    mended_on: date
    found: str
    mended: str


SECOND_ATTACK = date(2026, 11, 28)
THIRD_ATTACK = date(2026, 11, 29)
CHANGES = (
    TreatmentChange(
        THIRD_ATTACK,
        "A fall of 95 percent from a known number leaves few. Where the count itself is hidden, "
        "such a change tells next to all of it.",
        "A change that near to minus 100 percent is hidden, and it fails the attack. In the "
        "demonstration there was none.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "People counted by one partner may be part of those of another. Where both counts are "
        "shown, they tell how many are left. We compared parts within a source only.",
        "A release stops where one source's count seems to be part of another's and leaves a few. "
        "Rules then have to say that it is, or that it is not.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "One partner may show each borough's share of the city. Times the city's count, a share "
        "is the count that another partner hides.",
        "The attack works out each share of two sources. In the demonstration no figure was told "
        "so.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A file of figures could carry notes that no page shows. The attack looked at figures and "
        "not at such notes.",
        "Any note that the file's format does not need fails the attack. No file had one.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A few weak keys to check signatures with accept some that nobody made. The site took "
        "them.",
        "Weak keys are refused, and so are secret keys in a file that others may read.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "An index of people of all ages could tell a hidden one of the young, where its partner "
        "gave them under two headings. We compared figures of one heading only.",
        "All indexes of a source are tried together. The demonstration has one heading a source.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A count may be a part of another, though no rule says so. Where all but four of a hundred "
        "people are in it, both figures together tell of the four.",
        "A source is refused where one of its counts is never above another, is mostly three "
        "quarters of it or more, and leaves a few. Its rules then have to name it as a part. In "
        "the demonstration none did.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Where one partner hides a borough, another may show each of its neighborhoods. Of two "
        "partners we compared figures of the same area only.",
        "The attack adds up areas and categories of each partner and compares those sums, too. In "
        "the demonstration no figure was told so.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Two months may be hidden between totals of the year so far, with the total between them. "
        "Both months then add up to a known number. The attack looked at pairs alone in a sum.",
        "Several hidden figures that leave each other little room are tried in every way that "
        "fits. Where one is small in nearly all ways, they fail the attack. In the demonstration "
        "it found none.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A category may count each person once and stand beside its own parts. It is then a "
        "little less than their sum, and was counted twice in the total.",
        "A table is refused where one category, or area, stays that near the sum of others.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Hours given as a count of people would let one person's twelve hours pass for twelve "
        "people.",
        "A count that is more than its contributors is refused. No source of ours was one.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A change in percent beside a shown count tells the count it is since. We hid such "
        "changes over usual times only, such as a month or a year.",
        "A change is hidden with the count it is since, over any time. The attack tries all. The "
        "demonstration shows no change beside its counts.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A share could change between two releases while the count it is of stayed. From 40 to "
        "41 percent of a hundred listings, one is told.",
        "A share or an average changes only where its count grew by enough. In the demonstration "
        "none had changed.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Two hidden answers to one question may add up to hardly more than the smallest group "
        "shown. The attack looked at areas only, not at answers.",
        "It looks at answers, too, and a third one is hidden with such a pair.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Where answers were hidden to protect another one, it was always the smallest shown.",
        "A secret order chooses among those that are nearly as small, as it does for areas.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Figures that may be shown, but not passed on, were not compared with those of earlier "
        "releases. Two releases side by side could have told what a single business changed.",
        "What readers saw of such a source before now counts, both when we hide figures and when "
        "we attack them. The one partner source of this kind is not published yet.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Two hidden counts may add up to 11 where the smallest group shown is ten. In eight of the "
        "ten ways they can, both are small.",
        "Two gaps whose sum leaves next to no room for a large one are hidden with a third. They "
        "fail the attack without it. Five pairs of listings stood so in the demonstration; a third "
        "is hidden with each now.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A part shown beside its whole tells the rest. Where 40 of 44 people answered yes, four "
        "did not. One of our sources saw to it by itself. The rules did not, and the "
        "attack did not look.",
        "The rest of a whole is protected as if it were published, and so is its change between "
        "two releases. The attack subtracts, too. In the demonstration it found none.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A hidden count that is part of no sum said of itself that it is small: nothing needed it "
        "hidden but its size.",
        "Such counts are hidden at least two together, and three where the subject is health or "
        "money trouble. One that is hidden alone fails the attack. One reason of one quarter "
        "stood so in the demonstration; another is hidden with it now.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "Each source was attacked by itself. Where two partners count the same people, one could "
        "show what the other hides.",
        "The attack looks for figures of two sources that agree, and for months that add up to "
        "quarters of another. What one tells of the other fails the attack. In the demonstration "
        "no figure was told so.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "An index of a borough beside those of its other areas could tell a hidden one. So could "
        "an index of all ages beside those of the others.",
        "The attack tries both, and the index of the whole is hidden where it succeeds. In the "
        "demonstration it never did.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "When a person had let an odd figure of a partner pass, the name of that decision said its "
        "kind: flat, or a spike. That figure may be a hidden one.",
        "The name says no kind. This concerned no real release.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "An index of all visits beside those of all groups but one could tell the hidden one. That "
        "group had to make up most of a place.",
        "The attack tries it in every place with a hidden index. Where it succeeds, the index of "
        "all visits is hidden, too.",
    ),
    TreatmentChange(
        THIRD_ATTACK,
        "A release named a fingerprint of the files a partner gave us. Someone who knew all but a "
        "few numbers could try what is missing until the fingerprint fits.",
        "The fingerprint is made with a secret key. This concerned no real release.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "The attack looked for undeclared sums only where all figures on one subject add up to one "
        "of them. Two figures of different subjects could be the parts of a third.",
        "Any two figures that add up to a third are found, and larger sums wherever only one "
        "choice fits. What they give away fails the attack.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A rate, a median or an index of a partner could be shown beside a hidden count. Its rules "
        "did not say which count it rests on. With a census, a rate told the count.",
        "Such figures say which count they rest on and are hidden with it, or their source is not "
        "published.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Someone alone in a hidden figure was thought of in one table at a time. Where men, women "
        "and both are published, one man could work out a few women in another row.",
        "Who is alone in a hidden figure is followed through all tables, periods and releases that "
        "are tied together. Where that tells a small figure, one more is hidden.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "The attacks looked for ways around a gap. A small count that stood in the open, with no "
        "gap beside it, would have passed.",
        "A count that is shown and too small fails the attack.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Changes between two releases were looked at one sum at a time. Large ones that cancel "
        "each other in several sums could leave the change of a few people in a hidden figure.",
        "All sums are looked at together, in any combination. A table that any of them gives away "
        "stays as it was published.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Each period, table and release was attacked by itself. Sums over half a year beside the "
        "tables of both quarters could give a small figure away that none of them gives alone.",
        "One more attack takes all periods, tables and releases of a source together. It says how "
        "many hidden figures it settled exactly and how many by a bound.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A category that is new in a later release could cover a small change. What totals grew by "
        "was not set against what had come to it.",
        "What comes to a table counts as nothing before, in treatment and in attack, and a figure "
        "that leaves a table fails the attack.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Two large revisions one after the other could leave a small change between the first "
        "release and the third. Only the last two were compared.",
        "Each release is compared with all earlier ones, and revised only where no two differ by "
        "too few.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "One amount that mostly one person gave hid half of its table: any hidden amount beside it "
        "was taken for one person's.",
        "Where a published count says that many people gave an amount, it no longer counts as one "
        "person's. Fewer figures are hidden beside it, with the same protection.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "The rules are public, so anyone could run them on a guess. The same gaps again made the "
        "guess likelier.",
        "Which of several nearly equal figures is hidden beside a small one now follows from a key "
        "that only the operator has. In the demonstration the key is public.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "More figures were hidden beside the small ones than their protection needs.",
        "Each figure that is hidden for others is shown again where none of them needs it.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Two simulated releases side by side gave single gifts: money was revised by what one "
        "person had given.",
        "Money and the count it rests on are revised together. They are revised only where the "
        "change itself comes from enough people and none of them makes up most of it.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Figures that add up were attacked in the newest periods only. With older ones opened on "
        "purpose, the audit passed.",
        "Every period with a hidden figure is attacked. A check that saw fewer hidden figures than "
        "there are fails, and each says how many it was about.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A zero before a gap said that the gap was a one, in rows of what lies in no borough.",
        "Rows that are mostly nothing are left out, in the total too; such gaps fail the audit.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Hidden figures could be guessed from the periods around them and from published sums.",
        "Before release the best guess at each is compared with the truth. Where too many are "
        "right, more is hidden, or the source is not published.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A gap says that one figure of its group is small; of two, history says which.",
        "Ranges count only what that leaves open. In sums about health or money trouble at least "
        "three figures are hidden.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Someone alone in a hidden figure could learn a neighbor's, where both happened to be "
        "equal.",
        "Only a total and its single part count as the same people.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A part is never more than its whole: beside it, a hidden part could be seen to be small.",
        "Parts, wholes and the money that rests on a count are hidden and attacked together.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "Beside an index of zero every gap of the same place was zero, or next to it.",
        "In a place with gaps, very low index figures are hidden, too.",
    ),
    TreatmentChange(
        SECOND_ATTACK,
        "A category given beside its own parts was counted twice in the total.",
        "Such a table is refused.",
    ),
)
