"""What the build makes: the same again, small, and signed by whoever releases it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from places import CHECKOUT, CONSOLE_PROGRAM, WINDOW_PROGRAM, app_version
from signatures import trouble_with

from tests.windows.built import Built, Release

# What `build.py` does up to the payload, in the surroundings that run this test.
AGAIN = """
import sys
from pathlib import Path

checkout, work, version = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sys.path[:0] = [str(checkout / "packaging"), str(checkout / "packaging" / "windows")]
from payload import make_payload
from pictures import write_icon
from signing import Signing
from wine import Wine

wine = Wine(work / "prefix")
wine.begin()
write_icon(checkout / "resources" / "icons" / "app.svg", work / "app.ico")
make_payload(work / "payload", version, work / "app.ico", work, wine, Signing())
wine.end()
"""


def test_two_builds_of_one_commit_install_the_same_files(built: Built, tmp_path: Path) -> None:
    # From another folder, so that no path of the building PC is in it either.
    checkout, work = tmp_path / "another checkout", tmp_path / "work"
    work.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(checkout)], check=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        # As the first build took it: whoever works on the app has not committed all of it.
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, checkout / name)
    subprocess.run([sys.executable, "-c", AGAIN, str(checkout), str(work), app_version()], check=True)
    again = Release(app_version(), work, work / "payload")
    assert set(again.files()) == set(built.now.files())
    differing = [
        str(name)
        for name in again.files()
        if (again.payload / name).read_bytes() != (built.now.payload / name).read_bytes()
    ]
    assert differing == []
    # The first build's own folder may have a name that stands in any text; the second's has not.
    telling = [str(name) for name in again.files() if str(tmp_path).encode() in (again.payload / name).read_bytes()]
    assert telling == []


def test_the_installers_are_as_small_as_promised(built: Built) -> None:
    assert built.now.exe.stat().st_size <= 25_000_000
    assert sum((built.now.payload / name).stat().st_size for name in built.now.files()) <= 80_000_000


def test_whoever_releases_it_signs_it(built: Built) -> None:
    signer = built.signer
    payload = built.later.payload
    for each in (built.later.exe, built.later.msi, payload / WINDOW_PROGRAM, payload / CONSOLE_PROGRAM):
        assert trouble_with(each, signer.name, signer.pem) == "", each.name
    assert trouble_with(built.now.exe, signer.name, signer.pem) == "bears no signature"


def test_what_lies_beside_the_installers_is_true(built: Built) -> None:
    lines = (built.now.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    said = {name: digest for digest, name in (line.split("  ") for line in lines)}
    others = {each.name: each for each in built.now.folder.iterdir() if each.name != "SHA256SUMS"}
    assert said == {name: hashlib.sha256(each.read_bytes()).hexdigest() for name, each in others.items()}
    (bill,) = (each for name, each in others.items() if name.endswith(".cdx.json"))
    parts = {part["name"]: part for part in json.loads(bill.read_text("utf-8"))["components"]}
    assert {"CPython", "PySide6_Essentials", "httpx", "keyring", "qasync"} <= set(parts)
    assert all(part["version"] and part["licenses"] for part in parts.values())
    inside = [each.name for each in (built.now.payload / "libraries").glob("*.dist-info")]
    assert len(inside) == len(parts) - 1
