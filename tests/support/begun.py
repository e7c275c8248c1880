"""The small releases that most tests begin with, published once a run: each test takes a copy."""

from __future__ import annotations

import pickle
import shutil
from functools import cache
from pathlib import Path

from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.signing import operator_key

CONTENTS = "contents.pickle"
RELEASES = "releases"


def copied(name: str, root: Path) -> Contents | None:
    """A copy in `root` of what publishing into it would make, and what it was made of.

    None where that would come out otherwise: `root` holds something, or there is a key to sign
    with.
    """
    if operator_key() or (root.is_dir() and any(root.iterdir())):
        return None
    begun = _folder() / name
    shutil.copytree(begun / RELEASES, root, copy_function=shutil.copyfile, dirs_exist_ok=True)
    return pickle.loads((begun / CONTENTS).read_bytes())


@cache
def _folder() -> Path:
    # What is published there asks here first whether it is there.
    from tests.support.made.small_releases import small_releases

    return small_releases()


def keep(contents: Contents, folder: Path) -> None:
    """Write what a release in `folder` was made of."""
    (folder / CONTENTS).write_bytes(pickle.dumps(contents))
