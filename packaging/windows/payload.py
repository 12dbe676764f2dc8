"""Puts together what is installed on Windows: the launchers, Python, the libraries and the app, and nothing beside.

    LeadByte Desktop.exe, leadbyte-desktop.exe     the launchers
    app/        the app and its resources
    libraries/  what it stands on, each with its licence
    python/     the embedded Python

Every module is there as compiled, without its source: that is smaller, and the first start is as fast as every other.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from bootstrap import StopError, ask
from downloads import bring_libraries, bring_python
from places import CHECKOUT, CONSOLE_PROGRAM, HERE, PYTHON_TAG, WINDOW_PROGRAM
from programs import compile_launchers
from signatures import check_python
from signing import Signing
from wine import Wine

_PTH = f"python{PYTHON_TAG}.zip\n.\n..\\libraries\n..\\app\n"
# What the app uses of Qt: qasync names these three modules, and the icons are drawings.
_QT_FILES = frozenset(
    {
        "PySide6/Qt6Core.dll",
        "PySide6/Qt6Gui.dll",
        "PySide6/Qt6Svg.dll",
        "PySide6/Qt6Widgets.dll",
        "PySide6/QtCore.pyd",
        "PySide6/QtGui.pyd",
        "PySide6/QtWidgets.pyd",
        "PySide6/__init__.py",
        "PySide6/_config.py",
        "PySide6/_git_pyside_version.py",
        "PySide6/msvcp140.dll",
        "PySide6/msvcp140_1.dll",
        "PySide6/msvcp140_2.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/plugins/imageformats/qico.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/pyside6.abi3.dll",
        "PySide6/vcruntime140.dll",
        "PySide6/vcruntime140_1.dll",
        "shiboken6/Shiboken.pyd",
        "shiboken6/__init__.py",
        "shiboken6/_config.py",
        "shiboken6/_git_shiboken_module_version.py",
        "shiboken6/msvcp140.dll",
        "shiboken6/shiboken6.abi3.dll",
        "shiboken6/vcruntime140.dll",
        "shiboken6/vcruntime140_1.dll",
    }
)
_COMMON_LICENCES = Path("/usr/share/common-licenses")
_QT_LICENCES = ("LGPL-3", "GPL-3")
_UNUSED = ("*.pyi", "*.pxd", "*.c", "*.h", "py.typed", "direct_url.json", "INSTALLER", "REQUESTED", "RECORD")
_TESTS = ("tests", "testing")


def make_payload(
    folder: Path, version: str, icon: Path, scratch: Path, wine: Wine, signing: Signing, python_zip: Path | None = None
) -> None:
    """Make the folder that is installed.

    Args:
        folder: it is made afresh.
        version: the app's version, which may differ from the package's for a test.
        icon: the app's .ico.
        scratch: a folder for what is needed on the way.
        wine: runs Windows' own Python, which alone can compile for itself.
        signing: how the launchers are signed.
        python_zip: an embeddable Python of python dot org to take instead.

    Raises:
        StopError: something could not be brought or made, or is not what it should be.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bring_python(folder / "python", python_zip)
    check_python(folder / "python")
    (folder / "python" / f"python{PYTHON_TAG}._pth").write_bytes(_PTH.replace("\n", "\r\n").encode())
    bring_libraries(folder / "libraries", scratch)
    _prune(folder / "libraries")
    _copy_app(folder / "app", version)
    _compile(folder, wine)
    _add_licences(folder / "licences")
    compile_launchers(folder, icon, version, scratch)
    for name in (WINDOW_PROGRAM, CONSOLE_PROGRAM):
        signing.sign(folder / name)
    _set_times(folder)


def _prune(libraries: Path) -> None:
    """Take out what the app does not use."""
    shutil.rmtree(libraries / "bin", ignore_errors=True)
    for name in ("PySide6", "shiboken6"):
        for each in _files(libraries / name):
            if each.relative_to(libraries).as_posix() not in _QT_FILES:
                each.unlink()
    missing = [name for name in _QT_FILES if not (libraries / name).is_file()]
    if missing:
        raise StopError(f"Qt came without {', '.join(sorted(missing))}; has its version changed? See payload.py.")
    for pattern in _UNUSED:
        for each in libraries.rglob(pattern):
            each.unlink()
    for name in _TESTS:
        for each in [found for found in libraries.rglob(name) if found.is_dir() and found.name == name]:
            shutil.rmtree(each)
    _drop_empty(libraries)


def _copy_app(app: Path, version: str) -> None:
    """The package and the resources, as they are kept in git."""
    listed = ask(["git", "ls-files", "-z", "--", "leadbyte_desktop", "resources"])
    names = [name for name in listed.stdout.split("\0") if name]
    if listed.returncode or not names:
        raise StopError("git does not say which files are the app's.")
    for name in names:
        to = app / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, to)
    said = app / "leadbyte_desktop" / "__init__.py"
    lines = said.read_text("utf-8").splitlines(keepends=True)
    said.write_text(
        "".join(f'__version__ = "{version}"\n' if line.startswith("__version__ =") else line for line in lines), "utf-8"
    )


def _add_licences(folder: Path) -> None:
    """The licences of Qt, whose wheels bring only the commercial one, and a word on where the others are."""
    folder.mkdir()
    for name in _QT_LICENCES:
        text = _COMMON_LICENCES / name
        if not text.is_file():
            raise StopError(f"The licence {name} is not in {_COMMON_LICENCES}, where Debian keeps it.")
        shutil.copyfile(text, folder / f"{name}.txt")
    words = (HERE / "licences.txt").read_text("utf-8")
    (folder / "READ ME.txt").write_bytes(words.replace("\n", "\r\n").encode())


def _compile(folder: Path, wine: Wine) -> None:
    """Compile every module beside its source, and take the source away."""
    python = folder / "python" / "python.exe"
    command = [str(HERE / "compile_modules.py"), str(folder / "libraries"), str(folder / "app")]
    wine.must(python, command, "The modules could not be compiled.")
    for each in [*folder.rglob("*.py")]:
        if not each.with_suffix(".pyc").is_file():
            raise StopError(f"{each.relative_to(folder)} was not compiled.")
        each.unlink()


def _set_times(folder: Path) -> None:
    """Give every file the time of the commit, so that two builds of it are alike."""
    said = ask(["git", "log", "-1", "--format=%ct"]).stdout.strip()
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or said or 0)
    for each in [*folder.rglob("*"), folder]:
        os.utime(each, (moment, moment))
        each.chmod(0o755 if each.is_dir() else 0o644)


def _files(folder: Path) -> Iterable[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def _drop_empty(folder: Path) -> None:
    for each in sorted((found for found in folder.rglob("*") if found.is_dir()), reverse=True):
        if not any(each.iterdir()):
            each.rmdir()
