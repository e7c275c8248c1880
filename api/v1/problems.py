"""What went wrong, for programs: problem details (RFC 9457) with a sentence for people."""

from __future__ import annotations

import msgspec
from flask import Response
from werkzeug.exceptions import HTTPException

from components.api_reference.endpoints import ProblemType
from components.api_reference.openapi import PROBLEM
from components.api_reference.records import Problem

TYPE_OF_STATUS = {kind.status: kind for kind in ProblemType}


class Refused(Exception):  # noqa: N818 - an answer like any other
    """An answer that is a problem; raised where it is found out."""

    def __init__(self, kind: ProblemType, detail: str) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail


def problem(kind: ProblemType, detail: str, *headers: tuple[str, str]) -> Response:
    """The answer to a request that cannot be met."""
    body = msgspec.json.encode(Problem(kind.address, kind.title, kind.status, detail))
    response = Response(body, status=kind.status, content_type=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(headers)
    return response


def refused(error: Refused) -> Response:
    """The answer to what was refused on the way."""
    return problem(error.kind, error.detail)


def of_http(error: HTTPException) -> Response:
    """What the server itself refuses or fails at, in the same form."""
    kind = TYPE_OF_STATUS.get(error.code or 500, ProblemType.PARAMETERS)
    allow = [pair for pair in error.get_headers() if pair[0] == "Allow"]
    detail = kind.meaning if kind in (ProblemType.FAILED, ProblemType.METHOD) else None
    return problem(kind, detail or error.description or kind.meaning, *allow)


def of_unavailable(answer: Response) -> Response:
    """That nothing can be served now, with how long to wait."""
    wait = answer.headers["Retry-After"]
    return problem(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE.meaning, ("Retry-After", wait))
