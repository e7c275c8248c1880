"""Where a page's script gets a frame: for what may not be passed on, one address that runs out.

Everyone may have the frames that a release lists, at their plain address, forever. A frame that may
only be shown has none: each page carries an address of its own, signed, which answers for five to
ten minutes. Every worker and replica must sign with one key: `FRAME_KEY`, else one made beside the
releases.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from secrets import token_hex

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from data_loaders.released.release import Release
from data_loaders.released.seal import kept_key, require_secret
from data_loaders.released.serving import file_base, release_of
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.frames import FrameEntry
from data_loaders.vocabulary.model import Geography, Publication
from data_loaders.vocabulary.naming import BASE

logger = logging.getLogger(__name__)

SECONDS = 300
FRAMES = "/frames"
KEY_FILE, KEY = ".frame-key", installation.FRAME_KEY
SHORTEST_KEY = 32


class ExpiredError(ValueError):
    """An address that answered once and no longer does."""


class _Stepped(TimestampSigner):
    """Time in steps, so that a page and its address stay the same for as long as one lasts."""

    def get_timestamp(self) -> int:
        return step() * SECONDS


def step() -> int:
    """The number of the five minutes we are in."""
    return int(time.time()) // SECONDS


def frame_address(release: Release, entry: FrameEntry) -> str:
    """The address of a frame: plain where it may be passed on, else signed for this step."""
    if release.is_passed_on(entry):
        return f"{file_base(release)}/{entry.file}"
    named = [release.id, entry.indicator_id, entry.geography, entry.industry_id]
    is_demo = release.manifest.is_simulated
    return f"{BASE if is_demo else ''}{FRAMES}/{_signer(is_demo).dumps(named)}"


def has_signed(release: Release, indicator_ids: str) -> bool:
    """Whether a page may carry a signed address; so may one whose figures it must choose."""
    named = [release.source_of.get(name) for name in indicator_ids.split("~")]
    return any(source is None or source.publication is Publication.SHOW for source in named)


def signed_frame(token: str, *, is_demo: bool) -> tuple[Release, FrameEntry] | None:
    """The frame a signed address stands for; None for one that we never wrote.

    Raises ExpiredError where it has run out.
    """
    try:
        named = _signer(is_demo).loads(token, max_age=SECONDS)
    except SignatureExpired as error:
        raise ExpiredError(token) from error
    except BadSignature:
        return None
    release_id, indicator_id, geography, industry_id = named
    release = release_of(release_id, is_demo=is_demo)
    entry = release and release.entry(indicator_id, Geography(geography), industry_id)
    return (release, entry) if release and entry else None


def _signer(is_demo: bool) -> URLSafeTimedSerializer:
    side = "simulated frame" if is_demo else "frame"
    return URLSafeTimedSerializer(frame_key(), salt=side, signer=_Stepped)


@cache
def frame_key() -> str:
    """The key of this installation. Raises ValueError for one too short to keep a secret."""
    given = installation.frame_key()
    if given is not None:
        if len(given) < SHORTEST_KEY:
            raise ValueError(
                f"{KEY} has {len(given)} letters. Give at least {SHORTEST_KEY}, the same to every "
                "process that serves this site; `openssl rand -hex 32` writes some."
            )
        return given
    folder = installation.releases()
    try:
        key = kept_key(folder, KEY_FILE)
        require_secret(folder / KEY_FILE)
    except OSError as error:
        logger.warning(
            "no key can be kept in %s (%s): pages of another process will not open frames here. "
            "Set %s.",
            *(folder, error, KEY),
        )
        return token_hex(SHORTEST_KEY)
    return key
