"""What puts the site on a machine fits the site: packages, container file, units, settings."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import packages_distributions

import pytest

from data_loaders.vocabulary import settings
from deploy import requirements
from deploy.requirements import LICENSES, LOCKS, REPLICA, SERVE, pins, plain
from tests.test_layers import ROOT, SERVED, WEB, imports, is_within, modules

DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
LOCKED = re.compile(
    r"^([\w.-]+)==(\S+?)(?: ; .*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)
OURS = {"api", "app", "components", "data_loaders", "pages", "gunicorn.conf"}


def test_what_serving_needs_follows_from_what_is_pinned() -> None:
    assert SERVE.read_text("utf-8") == requirements.serve_text(), "run `make locks`"


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-serve.txt", "requirements-replica.txt"]
)
def test_every_locked_package_is_the_pinned_one_and_has_hashes(name: str) -> None:
    text = (LOCKS / name).read_text("utf-8")
    locked = {plain(each[1]): each[2] for each in LOCKED.finditer(text)}
    pinned = {plain_name: version for plain_name, (_, version) in pins(ROOT / name).items()}
    assert {each: locked.get(each) for each in pinned} == pinned, "run `make locks`"
    # Beside the pinned ones only what another system or Python needs, and each with hashes.
    lines = [line for line in text.splitlines() if "==" in line]
    assert len(lines) == len(locked)


def test_carrying_releases_runs_on_the_pinned_versions_of_the_site() -> None:
    pinned, site = pins(REPLICA), pins()
    assert {"fsspec", "s3fs"} <= set(pinned)
    shared = set(pinned) & set(site)
    assert {name: pinned[name] for name in shared} == {name: site[name] for name in shared}


def test_every_package_is_listed_with_its_license() -> None:
    listed = LICENSES.read_text("utf-8")
    for name, version in pins().values():
        assert f"| {name} | {version} | " in listed, "run `make locks`"


def test_whatever_serves_imports_only_what_is_installed_to_serve() -> None:
    found = packages_distributions()
    installed = pins(SERVE)
    for module, path in modules().items():
        if not is_within(module, (*WEB, *SERVED)):
            continue
        for name in imports(path.read_text("utf-8")):
            top = name.partition(".")[0]
            distributions = {plain(each) for each in found.get(top, ())}
            is_served = top in OURS or not distributions or distributions & set(installed)
            assert is_served, f"{module} imports {top}, which is not installed to serve"


def test_the_last_stage_is_not_root_and_has_no_tools_to_build_with() -> None:
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)", last, re.M)[-1] == "site"
    assert "requirements.txt" not in last
    assert not re.search(r"npm|node|gcc|apt-get|pip install", last)
    for line in re.findall(r"pip install [^\n&]*", CONTAINER):
        assert "--require-hashes" in line


def test_everything_the_container_file_copies_is_there() -> None:
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.M):
        for name in line.split():
            assert (ROOT / name).exists(), name
    last = CONTAINER.rpartition("\nFROM ")[2]
    copied = {name.strip("/") for name in re.findall(r"^COPY (?!--from)(\S+)", last, re.M)}
    assert {each for each in OURS if (ROOT / each).is_dir()} <= copied


def test_the_example_of_an_environment_names_settings_there_are() -> None:
    text = (DEPLOY / "nyc-recovery.env").read_text("utf-8")
    named = re.findall(r"^([A-Z_]+)=", text, re.M)
    assert {"OPERATOR", "CONTACT", "PUBLIC_URL", "RELEASES"} <= set(named)
    assert set(named) <= {each.name for each in settings.SETTINGS}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_such_as_systemd_reads(unit, tmp_path) -> None:  # noqa: ANN001
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    for each in UNITS:  # a timer is read with its service; the programs are not here
        text = each.read_text("utf-8")
        (tmp_path / each.name).write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    complaints = [line for line in ended.stderr.splitlines() if str(tmp_path) in line]
    assert complaints == []


def test_the_timer_and_the_line_of_cron_start_a_refresh() -> None:
    crontab = (DEPLOY / "crontab").read_text("utf-8")
    service = (DEPLOY / "systemd" / "nyc-recovery-refresh.service").read_text("utf-8")
    for text in (crontab, service):
        assert "python -m data_loaders refresh --json" in text
