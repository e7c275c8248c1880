"""Telling a person that curation stopped or a feed failed: a webhook, or a mail."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from data_loaders.released.refreshed import FeedOutcome, Outcome, Refreshed
from data_loaders.vocabulary import installation

SECONDS = 15.0
MOST_FEEDS_NAMED = 10
MOST_LETTERS = 600  # of each reason: mails and chats are read on telephones


class AlertError(Exception):
    """An alert that could not be delivered; the message names no secret."""


def needs_a_person(refreshed: Refreshed) -> bool:
    """Whether something was not published that should have been."""
    is_held_back = any(each.outcome is FeedOutcome.HELD_BACK for each in refreshed.feeds)
    return refreshed.outcome is Outcome.STOPPED or is_held_back


def words(refreshed: Refreshed) -> str:
    """What happened, what readers get meanwhile, and what to do."""
    lines = []
    if refreshed.outcome is Outcome.STOPPED:
        lines.append(f"Refresh stopped, nothing was published. {refreshed.why[:MOST_LETTERS]}")
    held = [each for each in refreshed.feeds if each.outcome is FeedOutcome.HELD_BACK]
    lines += [
        f"Held back: {each.source_id}. {each.why[:MOST_LETTERS]}"
        for each in held[:MOST_FEEDS_NAMED]
    ]
    failed = [each for each in refreshed.feeds if each.outcome is FeedOutcome.FAILED]
    lines += [
        f"Not reached: {each.source_id}, last on {each.reached_on or 'no day'}."
        for each in failed[:MOST_FEEDS_NAMED]
    ]
    served = refreshed.release_id or "the digest that ships"
    lines.append(f"Readers get {served}. What to do: docs/operate.md, “When a feed changes”.")
    return "\n".join(lines)


def alert(text: str) -> str | None:
    """Tell whoever `ALERT` names; returns where it went, None where nobody is named.

    Raises AlertError where it could not be delivered.
    """
    to = installation.alert()
    if not to:
        return None
    if to.startswith(("http://", "https://")):
        _post(to, text)
        return urlsplit(to).hostname
    _mail(to.removeprefix("mailto:"), text)
    return to


def _post(address: str, text: str) -> None:
    # “text” is what chats take from a webhook.
    try:
        httpx.post(address, json={"text": text}, timeout=SECONDS).raise_for_status()
    except httpx.HTTPStatusError as error:
        raise AlertError(f"the webhook answered {error.response.status_code}") from None
    except httpx.HTTPError as error:
        raise AlertError(f"the webhook cannot be reached: {type(error).__name__}") from None


def _mail(to: str, text: str) -> None:
    host, _, port = installation.mail_server().partition(":")
    message = EmailMessage()
    message["Subject"] = f"NYC Recovery Data: {text.partition('.')[0][:80]}"
    message["To"] = to
    message["From"] = installation.contact().removeprefix("mailto:") or to
    message.set_content(text)
    try:
        with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise AlertError(f"the mail server cannot be reached: {type(error).__name__}") from None
