"""Security headers. Nothing on a page comes from another host, and no page is framed but the
figures that are made for it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from werkzeug.datastructures import Headers

# Dash's components and Plotly put style elements into the page, so styles cannot be hashed.
POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data: blob:; "
    "manifest-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'"
)
NO_SCRIPTS = POLICY.format(hashes="")
# Of what a page is made of, which asks for nothing itself: a page has twenty such answers, and
# what each may ask for weighed as much as a font. What a reader may open alone has the whole one.
OF_PARTS = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'"
PARTS = ("font/", "text/css", "text/javascript", "application/speculationrules+json")
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Said of a figure in a frame, either would keep it out of one.
NOT_IN_FRAMES = frozenset({"X-Frame-Options", "Cross-Origin-Opener-Policy"})
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>(.*?)</script>", re.S
)


def secure(headers: Headers, scripts: Iterable[str] = ()) -> None:
    """Set the headers every answer carries; `scripts` are the inline scripts of a page."""
    if "Content-Security-Policy" in headers:
        return  # a page has set its own, with all the others
    hashes = "".join(f" 'sha256-{_digest(script)}'" for script in scripts)
    is_part = headers.get("Content-Type", "").startswith(PARTS)
    headers["Content-Security-Policy"] = OF_PARTS if is_part else POLICY.format(hashes=hashes)
    present = {name.casefold() for name, _ in headers}  # once: each answer comes through here
    headers.extend((name, said) for name, said in ALWAYS.items() if name.casefold() not in present)


def secure_in_frames(headers: Headers) -> None:
    """The same for a figure that any page may frame: it runs no script at all."""
    framed = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    without_scripts = framed.replace("script-src 'self'{hashes}", "script-src 'none'")
    headers["Content-Security-Policy"] = without_scripts
    for name, value in ALWAYS.items():
        if name not in NOT_IN_FRAMES:
            headers.setdefault(name, value)


def inline_scripts(page: str) -> list[str]:
    """The inline scripts of an HTML page we wrote, as the browser will hash them."""
    return INLINE.findall(page)


def _digest(script: str) -> str:
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()
