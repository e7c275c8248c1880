"""Text as it is compared: without case, accents and marks."""

from __future__ import annotations

import re
import unicodedata

NOT_A_WORD = re.compile(r"[^\w]+")


def normalized(text: str) -> str:
    """Lower case without accents and marks, one space between words."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", ""))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(NOT_A_WORD.sub(" ", letters.casefold()).split())
