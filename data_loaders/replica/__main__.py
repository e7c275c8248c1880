"""`python -m data_loaders.replica pull|push ADDRESS [SECONDS]`: carry releases through a store.

`push` is for the machine that refreshes; `pull` for each that serves. With SECONDS it looks again
after so many, until it is stopped. Needs `requirements-replica.txt` alone.
"""

from __future__ import annotations

import sys
import time

from data_loaders.released.release import ReleaseError
from data_loaders.replica.carrying import pull, push
from data_loaders.replica.stores import Store
from data_loaders.vocabulary import installation, settings


def main(arguments: list[str]) -> int:
    """Carry once, or again and again; the status to end with."""
    is_good = len(arguments) in (2, 3) and arguments[0] in ("pull", "push")
    if not is_good or not all(each.isdigit() and int(each) for each in arguments[2:]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    what, address, *seconds = arguments
    while True:
        status = _carried(what, address)
        if not seconds:
            return status
        time.sleep(int(seconds[0]))


def _carried(what: str, address: str) -> int:
    try:
        settings.require_sound(installation.environment())
        store, root = Store(address), installation.releases()
        served = push(root, store, _say) if what == "push" else pull(store, root, _say)
    except (ReleaseError, ValueError, OSError) as error:
        _say(f"Nothing is changed. {error}")
        return 1
    _say(f"{served} is served.")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
