"""This installation: where its folders lie, and what its environment says. Read here alone.

Every setting is read when it is asked for, so that a process started with another environment,
or a test that sets one, is never answered with an older value.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What ships with the code.
GEOGRAPHY = ROOT / "data" / "geography"
FIGURE_NAMES = ROOT / "data" / "figure_names.csv"
SHIPPED_SEED = ROOT / "data" / "seed"
SHIPPED_DEMO = ROOT / "data" / "demo"
SHIPPED_RECORDS = ROOT / "data" / "records"
CONTRACTS = ROOT / "data" / "contracts"
CORRECTIONS = ROOT / "data" / "corrections.toml"
SITE_CHANGES = ROOT / "data" / "site_changes.toml"
# What is made here, and can be made again.
SEED = ROOT / "var" / "seed"
DEMO = ROOT / "var" / "demo"
FEEDS = ROOT / "var" / "feeds"
READINGS = ROOT / "var" / "readings"
CHALLENGE = ROOT / "var" / "challenge"
STATIC = ROOT / "var" / "static"
PACKED = ROOT / "var" / "packed"
# Names of settings that messages tell people to set.
ALERT = "ALERT"
DELIVERY_KEY = "DELIVERY_KEY"
ENGINE = "ENGINE"
FRAME_KEY = "FRAME_KEY"
MIRROR = "MIRROR"
PRIVATE_KEY = "RELEASE_KEY"
PUBLIC_KEY = "RELEASE_PUBLIC_KEY"
# Where `make run` serves a site that knows no address of its own.
HERE = "http://localhost:8050"


def releases() -> Path:
    """The folder of the releases made here: `RELEASES`, else var/releases."""
    return _folder("RELEASES", ROOT / "var" / "releases")


def demo_releases() -> Path:
    """The folder of simulated releases: `DEMO_RELEASES`, else var/demo."""
    return _folder("DEMO_RELEASES", DEMO)


def ready_pages() -> Path | None:
    """The folder of pages made before anyone asks: `READY_PAGES`, else var/ready; None where it
    says `none`."""
    said = _setting("READY_PAGES")
    return None if said == "none" else Path(said) if said else ROOT / "var" / "ready"


def deliveries(*, is_simulated: bool) -> Path:
    """Where partners' deliveries are received: `DELIVERIES`, else var/deliveries.

    Simulated ones have a folder of their own, so that none can come into a real release.
    """
    root = _folder("DELIVERIES", ROOT / "var" / "deliveries")
    return root.with_name(f"{root.name}-simulated") if is_simulated else root


def records() -> Path:
    """The folder of records: `RECORDS`, else data/records."""
    return _folder("RECORDS", SHIPPED_RECORDS)


def preview() -> Path | None:
    """The report of the preview this process serves: `PREVIEW`; None on a public site."""
    path = _setting("PREVIEW")
    return Path(path) if path else None


def public_url() -> str:
    """The site's public address (`PUBLIC_URL`) without a slash at its end; empty where unset."""
    return _setting("PUBLIC_URL").rstrip("/")


def site_address() -> str:
    """Where a program asks this site: its public address, or where `make run` serves it."""
    return public_url() or HERE


def operator() -> str:
    """Who runs this installation: `OPERATOR`; empty where unset."""
    return _setting("OPERATOR")


def contact() -> str:
    """Where to report an error: `CONTACT`; empty where unset."""
    return _setting("CONTACT")


def proxies() -> int:
    """How many servers of the operator a request passes before this one: `PROXIES`, else none."""
    return int(_setting("PROXIES") or "0")


def alert() -> str:
    """Who to tell of a refresh that needs a person: `ALERT`; empty where unset."""
    return _setting(ALERT)


def mail_server() -> str:
    """The server that takes mails for `ALERT`: `MAIL_SERVER`, else this machine's."""
    return _setting("MAIL_SERVER") or "localhost:25"


def metrics_folder() -> str:
    """Where the processes of one server keep their counts (`PROMETHEUS_MULTIPROC_DIR`), as the
    server sets it; empty in a process alone."""
    return _setting("PROMETHEUS_MULTIPROC_DIR")


def engine() -> str:
    """The engine for big cubes that `ENGINE` names; empty where unset."""
    return _setting(ENGINE)


def spark_remote() -> str | None:
    """The Spark Connect server: `SPARK_REMOTE`; None where unset."""
    return os.environ.get("SPARK_REMOTE")


def spark_master() -> str:
    """The Spark cluster: `SPARK_MASTER`, else this process."""
    return os.environ.get("SPARK_MASTER", "local[*]")


def frame_key() -> str | None:
    """The key that signs addresses of figures that may only be shown; None where unset."""
    return os.environ.get(FRAME_KEY)


def private_key() -> str | None:
    """The file of the key that signs releases; None where unset."""
    return os.environ.get(PRIVATE_KEY)


def delivery_key() -> Path | None:
    """The file of keys that encrypt deliveries: `DELIVERY_KEY`; None where unset."""
    path = _setting(DELIVERY_KEY)
    return Path(path) if path else None


def public_key() -> str:
    """The key that releases must be signed with; empty where unset."""
    return _setting(PUBLIC_KEY).strip()


def environment(**changes: str) -> dict[str, str]:
    """The environment for a process started from here, with `changes`."""
    return {**os.environ, **changes}


def _setting(name: str) -> str:
    return os.environ.get(name, "")


def _folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, default))
