"""A notice names what is shown instead as the page below does, never by an id."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from components.markup.first_view import rendered
from components.site import notices
from data_loaders.released.release import Release
from tests.pages.asked import READ, SIDES

SEVERAL = re.compile("boundaries “[^”]*” is ")
SHOWN = re.compile("“([^”]*)” (?:is|are) shown instead")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("page", READ)
def test_what_is_shown_instead_has_the_name_it_has_on_the_page(
    sides: Mapping[str, Release], side: str, page: str
) -> None:
    release = sides[side]
    wrong = READ[page]({"indicator": "nothing", "geography": "nowhere"}, release)
    told = re.sub("<[^>]+>", "", str(rendered(notices.listed(wrong.notices, release))))
    named = SHOWN.findall(told)
    assert not SEVERAL.search(told), told
    assert release.indicators[wrong.view.indicators[0]].title in named
    assert not [name for name in named if name == name.lower()], named
