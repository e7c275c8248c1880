"""Who vouches for the figures: the section of the privacy page on signatures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup.prose import Content, section
from components.text.words import _
from data_loaders.released.chain import site_key
from data_loaders.released.release import SHIPPED_AS, Release
from data_loaders.released.serving import file_base


def signed(release: Release) -> Component:
    """What would be noticed if somebody changed a file, and what would not."""
    body: list[Content] = [html.P(_(MATCHED)), html.P(_vouched(release))]
    key = site_key()
    if key is not None:
        body.append(
            html.P(
                [
                    _("The public key of this site is "),
                    html.Code(key.hex(), className="hash"),
                    _(". It checks the signature beside "),
                    html.A("manifest.json", href=f"{file_base(release)}/manifest.json"),
                    _(". Each manifest names the one before it."),
                ]
            )
        )
    return section(_("Who vouches for these figures"), body, "signed")


MATCHED = (
    "Every file is compared with the fingerprint in its release's manifest before it is sent, and "
    "again whenever it changes. A file that differs is not sent."
)


def _vouched(release: Release) -> str:
    if release.manifest.made_from in SHIPPED_AS:
        return _(
            "This release came with the code of the site. The code holds the fingerprint of its "
            "manifest; nobody has signed it."
        )
    if site_key() is None:
        return _(
            "This installation does not sign its releases. Whoever can write its files could "
            "change a figure and its fingerprint together, and this page would not notice."
        )
    return _(
        "The manifest is signed. A release that is not, or not by this site's key, is not shown. "
        "One that is withdrawn leaves its manifest, its audit and a signed reason."
    )
