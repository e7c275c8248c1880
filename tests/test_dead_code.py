"""Nothing is kept that nothing uses: functions of one module, classes of the style sheet."""

from __future__ import annotations

import re
from collections import Counter

from tests.test_layers import ROOT, modules
from tests.test_limits import TESTS

OWN_FUNCTION = re.compile(r"^( *@.+\n)?( *)(?:def|class) (_[a-z]\w*)", re.MULTILINE | re.IGNORECASE)
WORD = re.compile(r"\w+")
# Classes that are put together: steps of a scale, and each borough by its id.
PUT_TOGETHER = re.compile(r"[dnsw]\d|bx|bk|mn|qn|si")


def unused_functions(source: str) -> list[str]:
    """Functions and classes for a module's own use that it never names again.

    One with a decorator is used by what decorates it, as a fixture is by pytest.
    """
    named = Counter(WORD.findall(source))
    found = OWN_FUNCTION.findall(source)
    return [name for decorator, _space, name in found if not decorator and named[name] == 1]


def unused_classes(sheet: str, code: str) -> list[str]:
    """Classes a style sheet has rules for and no code writes."""
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    selectors = "".join(re.findall(r"([^{}]+)\{", rules))
    written = set(re.findall(r"[A-Za-z][\w-]*", code))
    classes = set(re.findall(r"\.([A-Za-z][\w-]*)", selectors))
    return sorted(one for one in classes - written if not PUT_TOGETHER.fullmatch(one))


def test_every_function_of_a_module_is_used_in_it() -> None:
    unused = {
        str(path.relative_to(ROOT)): names
        for path in [*modules().values(), *TESTS]
        if (names := unused_functions(path.read_text("utf-8")))
    }
    assert unused == {}


def test_every_class_of_the_style_sheet_is_written_by_code() -> None:
    scripts = [path for path in (ROOT / "assets").glob("*.js")]
    code = "".join(path.read_text("utf-8") for path in [*modules().values(), *scripts])
    assert unused_classes((ROOT / "assets" / "site.css").read_text("utf-8"), code) == []


def test_what_is_not_used_is_named() -> None:
    source = "def _used(): ...\ndef _left(): _used()\n@fixture\ndef _ready(): ...\n"
    assert unused_functions(source) == ["_left"]
    assert unused_classes(".map, .gone:hover { top: 0 } /* .old {} */ .d1 { left: 0 }", "map") == [
        "gone"
    ]
