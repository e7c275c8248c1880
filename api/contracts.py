"""Data contracts as files to download."""

from __future__ import annotations

from flask import Response, abort, request

from api import answers
from components.text.words import _
from data_loaders.records.described import CONTRACTS, ENDING, TEMPLATE, contract_file

RULE = "/contracts/<name>"


def contract(name: str) -> Response:
    """The contract of a source, or the template; 404 in words for any other name."""
    path = CONTRACTS / TEMPLATE if name == TEMPLATE else contract_file(name.removesuffix(ENDING))
    if path is None or path.name != name:
        abort(404, _("There is no data contract called “{name}”. See /share.", name=name[:80]))
    body = answers.Body(
        path.read_bytes(),
        "application/yaml",
        headers=(("Content-Disposition", f'attachment; filename="{path.name}"'),),
    )
    return answers.answer(request, body, answers.tag_of(name, str(path.stat().st_mtime_ns)))
