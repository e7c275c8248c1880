"""Reader text goes through gettext: `_` for a sentence, `ngettext` where a number decides.

Sentences are whole, with named blanks; none is glued from words. The language of a reader is
English until translations are added under `translations/`.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations

from babel.support import Translations

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.city_terms import in_own_words

LANGUAGE = "en"
FOLDER = installation.ROOT / "translations"


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(FOLDER, [language])


def _(message: str, **blanks: object) -> str:
    """The message in the reader's language and the city's words, its `{named}` blanks filled."""
    text = in_own_words(_translations(LANGUAGE).gettext(message))
    return text.format(**blanks) if blanks else text


def ngettext(one: str, many: str, number: int, **blanks: object) -> str:
    """`one` or `many` as the language's plural rule says; `{number}` is filled formatted."""
    text = in_own_words(_translations(LANGUAGE).ngettext(one, many, number))
    return text.format(number=f"{number:,}", **blanks)
