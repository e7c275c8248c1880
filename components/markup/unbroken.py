"""Names that no end of a line may part: letters or digits with a number behind a hyphen, and the
year that is 100.

A browser may end a line behind the hyphen of "COVID-19". No other character stands in for it, as
a reader finds and copies the name as it is spelled.
"""

from __future__ import annotations

import re

from markupsafe import Markup

# Not a part of an address, and short enough for the narrowest column.
NUMBERED = re.compile(r"(?<![\w/=.?&#-])\w{1,8}(?:-\d{1,4}){1,3}(?![\w/=-]|\.\w)|\b\d{4} = 100\b")
WHOLE = r'<span class="whole">\g<0></span>'
# What holds the text may set its parts side by side, and the text is one part.
TOGETHER = Markup("<span>{}</span>")


def unbroken(text: str) -> Markup:
    """Text as escaped HTML in which each such name stays on one line."""
    escaped = Markup.escape(text)
    whole = NUMBERED.sub(WHOLE, str(escaped)) if "-" in text or " = 100" in text else escaped
    return escaped if whole == escaped else TOGETHER.format(Markup(whole))
