"""What is answered while there is no release, or a file is gone or not as published."""

from __future__ import annotations

import logging

from flask import Response

from components.text.words import _
from data_loaders.records.reading import RecordsError
from data_loaders.released.release import ReleaseError

logger = logging.getLogger(__name__)


def unavailable(error: ReleaseError | RecordsError) -> Response:
    """No release or no records, or a file is gone: the log says which, the reader what to do."""
    logger.error("nothing to serve: %s", error)
    sentence = _("These figures are not available right now. Try again in a few minutes.")
    answer = Response(f"{sentence}\n", status=503, mimetype="text/plain")
    answer.headers["Retry-After"] = "60"
    answer.headers["Cache-Control"] = "no-store"
    return answer
