"""Every setting of an installation: what it means, its default, and what it may not be.

`docs/commands.md` holds the table written from here; whatever starts checks it first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from data_loaders.vocabulary.keys import NO_PUBLIC_KEY, is_public_key

HIGHEST_PORT, MOST_WORKERS, SHORTEST_KEY, MOST_PROXIES = 65535, 64, 32, 8
ENGINES = ("duckdb", "spark")


class SettingsError(ValueError):
    """Settings nothing may start with; the message names each and says what it must be."""


def _anything(_value: str) -> str | None:
    return None


def _whole_number(least: int, most: int) -> Callable[[str], str | None]:
    def fault(value: str) -> str | None:
        is_good = re.fullmatch(r"[0-9]{1,6}", value, re.ASCII) and least <= int(value) <= most
        return None if is_good else f"must be a whole number from {least} to {most}"

    return fault


def _web_address(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        is_good = False
    return None if is_good else "must be a web address, as https://recovery.example.org"


def _contact(value: str) -> str | None:
    if re.fullmatch(r"(mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+", value) or _web_address(value) is None:
        return None
    return "must be an email address or a web address"


def _folder(value: str) -> str | None:
    path = Path(value)
    return f"must be a folder, and {value} is none" if path.exists() and not path.is_dir() else None


def _folder_or_none(value: str) -> str | None:
    return None if value == "none" else _folder(value)


def _existing_folder(value: str) -> str | None:
    return None if Path(value).is_dir() else f"must be a folder, and {value} is none"


def _file(value: str) -> str | None:
    return None if Path(value).is_file() else f"must be a file, and {value} is none"


def _public_key(value: str) -> str | None:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", value.strip(), re.ASCII):
        return "must be 64 hexadecimal letters; `key` makes them"
    return None if is_public_key(bytes.fromhex(value.strip())) else NO_PUBLIC_KEY


def _secret(value: str) -> str | None:
    if len(value) >= SHORTEST_KEY:
        return None
    return f"must have at least {SHORTEST_KEY} letters; `openssl rand -hex 32` writes some"


def _host_and_port(value: str) -> str | None:
    is_good = re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", value)
    return None if is_good else "must be a host, or a host and a port, as mail.example.org:25"


def _engine(value: str) -> str | None:
    return None if value in ENGINES else f"must be {' or '.join(ENGINES)}"


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable. `fault` says what a value must be, None where it is good."""

    name: str
    means: str
    default: str
    fault: Callable[[str], str | None] = _anything
    is_secret: bool = False


SETTINGS = (
    Setting("PORT", "port to serve on", "8050", _whole_number(1, HIGHEST_PORT)),
    Setting(
        "WEB_CONCURRENCY",
        "processes that serve the site; one for each processor",
        "2",
        _whole_number(1, MOST_WORKERS),
    ),
    Setting(
        "PUBLIC_URL",
        "the site's public address, for citations, canonical links, the sitemap and the calendar",
        "none: citations give release id and file hash, and there is no sitemap",
        _web_address,
    ),
    Setting("OPERATOR", "who runs this installation", "not shown"),
    Setting(
        "CONTACT",
        "where to report an error: an email address or a web address",
        "readers are told how to say which figure they mean",
        _contact,
    ),
    Setting(
        "PROXIES",
        "how many servers of yours (nginx, a load balancer) a request passes first: their word is "
        "taken for where it comes from, which decides whose fair use of the API is counted",
        "0: the address that connects",
        _whole_number(0, MOST_PROXIES),
    ),
    Setting("RELEASES", "folder of releases", "`var/releases`", _folder),
    Setting(
        "DEMO_RELEASES",
        "folder of simulated releases, shown under `/demo`",
        "`var/demo`",
        _folder,
    ),
    Setting(
        "READY_PAGES",
        "folder of pages that are made before anyone asks; `none` makes none. "
        "`flask --app app ready-pages` makes them all, else workers do when nobody asks for "
        "anything",
        "`var/ready`, where the site may write there",
        _folder_or_none,
    ),
    Setting(
        "DELIVERIES",
        "where partners' deliveries are received; simulated ones beside it, in `…-simulated`",
        "`var/deliveries`",
        _folder,
    ),
    Setting(
        "DELIVERY_KEY",
        "path of the file of keys that encrypt deliveries at rest, which nobody else may read; "
        "`python -m data_loaders delivery-key PATH` makes one",
        "deliveries lie as they came, which `doctor` says",
        _file,
    ),
    Setting(
        "RECORDS",
        "folder of the records shown: partners, uses, projects",
        "`data/records`",
        _existing_folder,
    ),
    Setting(
        "RELEASE_KEY",
        "path of the private key that signs what is published, which nobody else may read; "
        "`python -m data_loaders key PATH` makes both keys",
        "releases are not signed, and `/privacy` says so",
        _file,
    ),
    Setting(
        "RELEASE_PUBLIC_KEY",
        "its public half, for the site, which then serves nothing unsigned",
        "signatures are not asked for",
        _public_key,
    ),
    Setting(
        "FRAME_KEY",
        "at least 32 letters, the same for every replica: signs the addresses of figures that "
        "may be shown and not passed on",
        "made once, in `RELEASES/.frame-key`",
        _secret,
        is_secret=True,
    ),
    Setting(
        "ALERT",
        "who to tell when a refresh stops or holds a feed back: the address of a webhook that "
        'takes `{"text": …}`, or an email address',
        "nobody is told; `/metrics` and the log say it",
        _contact,
        is_secret=True,
    ),
    Setting(
        "MAIL_SERVER",
        "host and port of the mail server for `ALERT`",
        "`localhost:25`",
        _host_and_port,
    ),
    Setting("ENGINE", "what works through big cubes: `duckdb` or `spark`", "`duckdb`", _engine),
    Setting("SPARK_MASTER", "the Spark cluster for `ENGINE=spark`", "this machine"),
    Setting("SPARK_REMOTE", "the Spark Connect server, instead of a cluster", "none"),
    Setting(
        "MIRROR",
        "folder of published files, for `release --mirror` and the tests that read them",
        "`../shared/mirror`, where it is there",
    ),
)


def faults(environment: Mapping[str, str], made: Collection[str] = ()) -> list[str]:
    """A sentence for each setting that is not what it must be; an empty one counts as unset.

    `made` are settings that name what is about to be made, and need not be there yet.
    """
    return [
        f"{setting.name} {fault}. It is “{_shown(setting, value)}”."
        for setting in SETTINGS
        if (value := environment.get(setting.name, ""))
        and not (setting.name in made and not Path(value).exists())
        and (fault := setting.fault(value)) is not None
    ]


def require_sound(environment: Mapping[str, str]) -> None:
    """Raise SettingsError, with every fault, unless all settings are what they must be."""
    problems = faults(environment)
    if problems:
        raise SettingsError("\n".join(problems))


def _shown(setting: Setting, value: str) -> str:
    """A value for a message; never a secret."""
    return f"{len(value)} letters" if setting.is_secret else value


def table() -> str:
    """The settings as a table for the documents."""
    lines = ["| environment | means | default |", "|---|---|---|"]
    lines += [f"| `{each.name}` | {each.means} | {each.default} |" for each in SETTINGS]
    return "\n".join(lines)
