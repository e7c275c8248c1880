"""What is answered where a request cannot be met, in words: by the server and by the site alike."""

from __future__ import annotations

from http import HTTPStatus

from werkzeug.exceptions import HTTPException

from api.callback_posts import MOST_BYTES

FAULT = "Something went wrong on this site. Try again in a few minutes."
SENTENCES = {
    HTTPStatus.BAD_REQUEST: "This request cannot be read.",
    HTTPStatus.FORBIDDEN: "This may not be passed on from here.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is only read: ask for it with GET.",
    HTTPStatus.REQUEST_TIMEOUT: "This request took too long to arrive. Send it again.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        f"This request is too large: at most {MOST_BYTES:,} bytes are taken."
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: "This address is too long. Choose fewer figures or places.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "This site does not read this kind of content.",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "This file has no such part.",
    HTTPStatus.EXPECTATION_FAILED: "Send the request without “Expect”.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "The headers of this request are too long, or too many."
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: FAULT,
    HTTPStatus.NOT_IMPLEMENTED: "This site does not read this transfer coding.",
}


def sentence_of(error: HTTPException) -> str:
    """What an error says: its own words where the site gave it any, else ours for its status."""
    own = vars(error).get("description")
    ours = SENTENCES.get(HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR))
    return own or ours or "This request cannot be answered."
