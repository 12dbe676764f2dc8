#!/usr/bin/env python3
"""Everything a fresh machine needs, in one command: makes `.venv` from the lock, then does what was asked.

    python3 packaging/bootstrap.py run      open the app on the practice account (without a display: play the tour)
    python3 packaging/bootstrap.py test     lint, types and every test
    python3 packaging/bootstrap.py test-windows    build the Windows installers and prove them in use, with Wine
    python3 packaging/bootstrap.py bench    the benchmarks
    python3 packaging/bootstrap.py chaos    200 rounds of faults and kills, journal and server held against each other
    python3 packaging/bootstrap.py tour DIR play the tour and write its pictures to DIR
    python3 packaging/bootstrap.py lock     renew the locks from pyproject.toml

Standard library only, Python 3.11 or newer, on Linux, Windows and macOS. A second call does nothing twice; a first call
that was cut off is repaired by the next. On Debian and Ubuntu the few system libraries that Qt needs are brought too.
"""

import sys

OLDEST_PYTHON = (3, 11)


def refuse_old_python(version: "tuple[int, int]") -> None:
    """End with plain words when `version`, major and minor, is too old."""
    if version < OLDEST_PYTHON:
        sys.exit(
            f"LeadByte Desktop needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; "
            f"this is Python {version[0]}.{version[1]}. Nothing was changed. "
            "Install a newer Python and start this again with it."
        )


# Before anything below is even defined: an old Python would end in a traceback there.
refuse_old_python(sys.version_info[:2])

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
TOUR_PICTURES = "tour-pictures"

# What the Qt of the wheels is linked against, for a real display (xcb) as well as offscreen, and one good UI font, the
# first that fontconfig looks for: without any font every word is a row of boxes.
QT_PACKAGES = (
    "fonts-noto-core",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libx11-6",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxcb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)
# What builds the Windows installers, runs them, and gives them a screen.
WINDOWS_PACKAGES = (
    "gcc-mingw-w64-x86-64",
    "msitools",
    "nsis",
    "openssl",
    "osslsigncode",
    "wine",
    "wine64",
    "wixl",
    "xdotool",
    "xvfb",
)
# A real keyring on a bus of its own, and a real X display without a screen.
TEST_PACKAGES = ("dbus", "gnome-keyring", "xauth", "xvfb")


class StopError(Exception):
    """Something a person has to do first; its text says what."""


def say(words: str) -> None:
    """Print at once, so that our words and those of the programs we start keep their order.

    ASCII only: the console of Windows may know no more.
    """
    print(words, flush=True)


# --- programs -----------------------------------------------------------------------------------------------------


def clean_environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return `base` without what would make a Python look for its modules elsewhere."""
    return {
        name: value for name, value in base.items() if name not in {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    }


def start(command: Sequence[str], *, environment: Mapping[str, str] | None = None, hushed: bool = False) -> int:
    """Run a program in the checkout, with nothing to read from, and return its exit code.

    Args:
        command: the program and its arguments.
        environment: its surroundings; ours when not given.
        hushed: whether only its complaints are shown.
    """
    return subprocess.run(
        list(command),
        cwd=CHECKOUT,
        env=clean_environment(os.environ) if environment is None else environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if hushed else None,
        # Python lets no file through by default; the one that `one_at_a_time` holds has to get through.
        close_fds=False,
        check=False,
    ).returncode


def ask(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program in silence and return what it said and how it ended; a program that never ends counts as failed."""
    chosen = clean_environment(os.environ) if environment is None else environment
    try:
        return subprocess.run(
            list(command),
            cwd=CHECKOUT,
            env=chosen,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(list(command), 124, "", "it did not end")


def must(command: Sequence[str], complaint: str, *, environment: Mapping[str, str] | None = None) -> None:
    """Run a program that has to succeed.

    Raises:
        StopError: it did not; `complaint` says what that means.
    """
    code = start(command, environment=environment)
    if code:
        raise StopError(f"{complaint} (It ended with code {code}; its own words are above.)")


# --- Debian and Ubuntu --------------------------------------------------------------------------------------------


def on_debian() -> bool:
    """Tell whether this is Debian, Ubuntu or one of their kin."""
    return shutil.which("dpkg-query") is not None and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Tell whether packages may be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def installed_packages() -> set[str]:
    """Return the names of all installed packages and of what they provide.

    The second matters: on Ubuntu since 24.04 `libglib2.0-0` is provided by a package called `libglib2.0-0t64`.
    """
    layout = "${Package}\t${db:Status-Status}\t${Provides}\n"
    listing = ask(["dpkg-query", "-W", "-f", layout]).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        package, status, provides = [*line.split("\t"), "", ""][:3]
        if status == "installed":
            names.add(package)
            names.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return names


def apt_install_command(packages: Iterable[str]) -> list[str]:
    """Return the command that installs `packages` and as little else as possible, asking nothing."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def bring_packages(wanted: Iterable[str], purpose: str) -> list[str]:
    """Install those of `wanted` that are missing, when we may; otherwise say the one line that does.

    Returns:
        What is missing afterwards. Elsewhere than on Debian and its kin, nothing is ever missing.
    """
    if not on_debian():
        return []
    missing = sorted(set(wanted) - installed_packages())
    if not missing:
        return []
    if not is_root():
        say(f"Missing {purpose}. This line brings it:\n  {apt_line(missing)}")
        return missing
    say(f"Installing {purpose}: {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A stale list of packages names files that mirrors no longer hold. When the mirror cannot be reached, a package may
    # still lie in apt's own cache, so its failure is not the end.
    start(["apt-get", "update", "-qq"], environment=quiet, hushed=True)
    command = [*apt_install_command(missing), "-qq", "-o", "DPkg::Lock::Timeout=120"]
    start(command, environment=quiet, hushed=True)
    still = sorted(set(missing) - installed_packages())
    if still:
        say(f"Still missing: {' '.join(still)}. Once apt-get works again, this line brings it:\n  {apt_line(still)}")
    return still


def apt_line(packages: Iterable[str]) -> str:
    """Return the one line a person types to install `packages`."""
    return "sudo " + shlex.join(apt_install_command(packages))


# --- the environment ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """What a finished environment was made from; written last, so that an environment without one is unfinished.

    Attributes:
        python: the full version of Python, as in "3.11.2".
        runtime: the SHA-256 of requirements.lock.
        dev: the SHA-256 of requirements-dev.lock, empty when the tools of the tests were not installed.
    """

    python: str
    runtime: str
    dev: str

    @classmethod
    def read(cls, path: Path) -> "Stamp | None":
        """Return the stamp in `path`; None when there is none, or none that can be read."""
        try:
            content = json.loads(path.read_text("utf-8"))
            return cls(python=str(content["python"]), runtime=str(content["runtime"]), dev=str(content["dev"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Write the stamp whole or not at all."""
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps({"python": self.python, "runtime": self.runtime, "dev": self.dev}), "utf-8")
        draft.replace(path)

    def covers(self, wanted: "Stamp") -> bool:
        """Tell whether an environment with this stamp serves where `wanted` is asked for."""
        return (
            self.python == wanted.python
            and self.runtime == wanted.runtime
            and (not wanted.dev or self.dev == wanted.dev)
        )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex, whatever line ends git gave it here."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def locked_names(lock: Path) -> set[str]:
    """Return the normalised names of all packages that a lock names."""
    names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", lock.read_text("utf-8"), re.MULTILINE)
    return {normalised(name) for name in names}


def normalised(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def base_python() -> str:
    """Return the Python to build from: never the environment's own, which would saw off its branch."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


class Environment:
    """The `.venv` of a checkout.

    Attributes:
        folder: where it is.
        python: its interpreter.
    """

    def __init__(self, checkout: Path) -> None:
        self.folder = checkout / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._stamp = self.folder / "leadbyte-bootstrap.json"
        self._busy = checkout / ".venv.lock"
        self._runtime_lock = checkout / "packaging" / "requirements.lock"
        self._dev_lock = checkout / "packaging" / "requirements-dev.lock"

    def wanted(self, *, dev: bool) -> Stamp:
        """Return the stamp of an environment as it should be now."""
        version = "{}.{}.{}".format(*sys.version_info[:3])
        return Stamp(version, sha256(self._runtime_lock), sha256(self._dev_lock) if dev else "")

    def is_ready(self, *, dev: bool) -> bool:
        """Tell whether nothing has to be done."""
        stamp = Stamp.read(self._stamp)
        return stamp is not None and stamp.covers(self.wanted(dev=dev)) and self.python.exists()

    def prepare(self, *, dev: bool) -> None:
        """Make the environment, or bring it up to the lock, or do nothing.

        Raises:
            StopError: that did not work, or needs a person first.
        """
        if self.is_ready(dev=dev):
            return
        with one_at_a_time(self._busy):
            if not self.is_ready(dev=dev):  # Another call may have made it while this one waited.
                self._make(dev=dev)

    def _make(self, *, dev: bool) -> None:
        stamp = Stamp.read(self._stamp)
        # An environment that serves the tests goes on serving them.
        dev = dev or bool(stamp and stamp.dev)
        wanted = self.wanted(dev=dev)
        # From here until the new stamp, an interruption leaves an environment that the next call makes afresh.
        self._stamp.unlink(missing_ok=True)
        if stamp is None or stamp.python != wanted.python or not self.python.exists():
            self._create(wanted.python)
        self._install(self._dev_lock if dev else self._runtime_lock)
        wanted.write(self._stamp)

    def _create(self, version: str) -> None:
        need_ensurepip()
        again = " again, because it is unfinished or of another Python," if self.folder.exists() else ""
        say(f"Making .venv{again} with Python {version}.")
        complaint = "The environment .venv could not be made. If LeadByte Desktop is running from it, close it first."
        must([base_python(), "-m", "venv", "--clear", str(self.folder)], complaint)

    def _install(self, lock: Path) -> None:
        say(f"Installing what packaging/{lock.name} names.")
        no_constraints = self.folder / "no-constraints.txt"
        no_constraints.write_text("", "utf-8")
        environment = pip_environment(os.environ, no_constraints)
        must(pip_install_command(self.python, lock), "Not everything could be installed.", environment=environment)
        self._remove_strays(environment)

    def _remove_strays(self, environment: Mapping[str, str]) -> None:
        """Take out what no lock names any more: tests must not pass because of what only this machine has."""
        listing = "import importlib.metadata as m; print(*{d.name for d in m.distributions()}, sep='\\n')"
        found = ask([str(self.python), "-I", "-c", listing], environment=environment).stdout.split()
        keep = locked_names(self._dev_lock) | {"pip", "setuptools"}
        strays = sorted(name for name in found if normalised(name) not in keep)
        if strays:
            command = [str(self.python), "-m", "pip", "uninstall", "--yes", *strays]
            must(command, "What the lock no longer names could not be removed.", environment=environment)


def need_ensurepip() -> None:
    """Make sure that this Python can make environments; Debian keeps that in a package of its own.

    Raises:
        StopError: it cannot, and only a person can change that.
    """
    if importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None:
        return
    if not on_debian():
        raise StopError(
            "This Python has no ensurepip, so it cannot make an environment. Use the Python of python dot org."
        )
    package = f"python3.{sys.version_info[1]}-venv"
    if bring_packages([package], "what Python needs to make an environment"):
        raise StopError("Nothing was changed. Start this again after that line.")


def pip_environment(base: Mapping[str, str], no_constraints: Path) -> dict[str, str]:
    """Return the surroundings in which pip installs the lock and nothing but the lock.

    Where packages come from, and the certificates and proxy on the way, stay as the machine's owner set them. What
    would change what is installed, or where to, is taken out: constraints, other targets, other requirements.

    Args:
        base: the surroundings to start from.
        no_constraints: an empty file. pip skips variables that are empty, so only a file outweighs a `constraint` in
            its settings files.
    """
    dropped = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIREMENT", "PIP_EDITABLE", "PIP_DRY_RUN", "PIP_PYTHON"}
    environment = {name: value for name, value in clean_environment(base).items() if name not in dropped}
    environment |= {
        "PIP_CONSTRAINT": str(no_constraints),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
    }
    return environment


def pip_install_command(python: Path, lock: Path) -> list[str]:
    """Return the command that installs a lock: each file by its hash, wheels only, so that nothing is built here."""
    options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
    return [str(python), "-m", "pip", "install", *options]


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the file `path` for this process alone; the operating system lets go of it when the process ends.

    On Linux and macOS the programs we start hold it too: when this process is killed, its pip may live on for a while,
    and the next call must not make the environment under its hands.
    """
    with path.open("a+b") as file:
        os.set_inheritable(file.fileno(), os.name != "nt")
        if not _try_to_hold(file.fileno(), wait=False):
            say("Another bootstrap is at work in this checkout; waiting for it.")
            _try_to_hold(file.fileno(), wait=True)
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def _try_to_hold(descriptor: int, *, wait: bool) -> bool:
        while True:
            try:
                os.lseek(descriptor, 0, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)
            else:
                return True

else:
    import fcntl

    def _try_to_hold(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


# --- the display --------------------------------------------------------------------------------------------------


def display_is_named(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether there should be a display: always on Windows and macOS, where one is named on Linux."""
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal"}:
        return False
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def display_answers(python: Path) -> bool:
    """Ask Qt itself: a display may be named and gone (ssh, containers), and then Qt aborts the program that uses it."""
    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    return ask([str(python), "-c", attempt]).returncode == 0


def need_qt(python: Path, missing: Sequence[str]) -> None:
    """Make sure that Qt's libraries load here.

    Raises:
        StopError: they do not; what Qt said is in it.
    """
    answer = ask([str(python), "-c", "import PySide6.QtWidgets"])
    if answer.returncode:
        reason = (answer.stderr.strip().splitlines() or ["it said nothing"])[-1]
        remedy = f" This line brings what is missing:\n  {apt_line(missing)}" if missing else ""
        raise StopError(f"Qt does not start here: {reason}.{remedy}")


def offscreen_environment() -> dict[str, str]:
    """Return the surroundings of a program that draws without a display.

    Only on Linux: elsewhere there is always a display, and Qt's offscreen platform would find no fonts.
    """
    environment = clean_environment(os.environ)
    if sys.platform.startswith("linux"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


# --- what can be asked for ----------------------------------------------------------------------------------------


def app_command(python: Path, *options: str) -> list[str]:
    """Return the command that starts the app of this checkout."""
    return [str(python), "-m", "leadbyte_desktop", *options]


def check_commands(python: Path, pytest_options: Sequence[str]) -> dict[str, list[str]]:
    """Return the checks of `test` in their order, each by the name that the summary gives it."""
    return {
        "lint": [str(python), "-m", "ruff", "check", "."],
        "format": [str(python), "-m", "ruff", "format", "--check", "."],
        "types": [str(python), "-m", "mypy"],
        "tests": [str(python), "-m", "pytest", "-n", "auto", "--maxprocesses", "4", *pytest_options],
    }


def run(environment: Environment, options: Sequence[str]) -> int:
    """Open the app on the practice account with the sample batch; without a display, play the tour."""
    missing = bring_packages(QT_PACKAGES, "the system libraries of Qt")
    environment.prepare(dev=False)
    need_qt(environment.python, missing)
    if not display_is_named(os.environ, sys.platform):
        say("There is no display here, so the tour is played without one.")
        return tour(environment, CHECKOUT / TOUR_PICTURES)
    if not display_answers(environment.python):
        say("A display is named here, but Qt cannot use it, so the tour is played without one.")
        return tour(environment, CHECKOUT / TOUR_PICTURES)
    return start(app_command(environment.python, "--practice", "--sample", *options))


def tour(environment: Environment, pictures: Path) -> int:
    """Play the tour without a display and say where its pictures are."""
    missing = bring_packages(QT_PACKAGES, "the system libraries of Qt")
    environment.prepare(dev=False)
    need_qt(environment.python, missing)
    code = start(app_command(environment.python, "--tour", str(pictures)), environment=offscreen_environment())
    if code:
        say(f"The tour ended early, with code {code}. What it saw until then is in {pictures}")
    else:
        say(f"The tour's pictures are in {pictures}")
    return code


def test(environment: Environment, pytest_options: Sequence[str]) -> int:
    """Run every check, all of them whatever the first ones say, and return the code of the first that failed."""
    missing = bring_packages((*QT_PACKAGES, *TEST_PACKAGES), "the system libraries of Qt and what the tests need")
    environment.prepare(dev=True)
    need_qt(environment.python, missing)
    codes: dict[str, int] = {}
    for name, command in check_commands(environment.python, pytest_options).items():
        say(f"--- {name}: {shlex.join(['python', *command[1:]])}")
        codes[name] = start(command)
    say("--- " + ", ".join(f"{name} {f'failed ({code})' if code else 'passed'}" for name, code in codes.items()))
    return next((code for code in codes.values() if code), 0)


def test_windows(environment: Environment, pytest_options: Sequence[str]) -> int:
    """Build the Windows installers and prove them in use; where Wine cannot be had, say why and count it as passed.

    Continuous integration, which says so with CI=true, is not let off where Wine can be had.
    """
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "AMD64"}:
        say("The Windows proof is skipped: it wants Wine on Linux, x86-64.")
        return 0
    if not on_debian() and shutil.which("wine") is None:
        say("The Windows proof is skipped: there is no Wine on this PC.")
        return 0
    wanted = (*QT_PACKAGES, *TEST_PACKAGES, *WINDOWS_PACKAGES)
    if missing := bring_packages(wanted, "what the proof of the Windows installers needs"):
        say("The Windows proof is skipped, as this is missing.")
        return 1 if os.environ.get("CI") == "true" and can_be_brought(missing) else 0
    environment.prepare(dev=True)
    surroundings = clean_environment(os.environ) | {"LEADBYTE_WINDOWS_PROOF": "1"}
    # Each step may take minutes, where a test that hangs is otherwise ended after three.
    command = [str(environment.python), "-m", "pytest", "tests/windows", "-o", "faulthandler_timeout=1200"]
    return start([*command, *pytest_options], environment=surroundings)


def can_be_brought(packages: Iterable[str]) -> bool:
    """Tell whether apt knows where to get all of these."""
    said = [ask(["apt-cache", "policy", package]).stdout for package in packages]
    return all(re.search(r"^  Candidate: (?!\(none\))", each, re.MULTILINE) for each in said)


def bench(environment: Environment, options: Sequence[str]) -> int:
    """Run the benchmarks, which print their table themselves."""
    missing = bring_packages(QT_PACKAGES, "the system libraries of Qt")
    environment.prepare(dev=True)
    need_qt(environment.python, missing)
    surroundings = offscreen_environment() | {"PYTHONPATH": str(CHECKOUT)}
    return start([str(environment.python), "tests/benchmarks/bench.py", *options], environment=surroundings)


def chaos(environment: Environment, options: Sequence[str]) -> int:
    """Play the long form of the chaos."""
    missing = bring_packages(QT_PACKAGES, "the system libraries of Qt")
    environment.prepare(dev=True)
    need_qt(environment.python, missing)
    return start([str(environment.python), "tests/chaos/long.py", *options])


# --- the locks ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lock:
    """One lock file and what goes into it.

    Attributes:
        name: the file in packaging/.
        sources: what uv reads, as its arguments.
        below: a lock whose pins this one repeats.
    """

    name: str
    sources: tuple[str, ...]
    below: str | None = None


LOCKS = (
    Lock("requirements.lock", ("pyproject.toml",)),
    Lock("requirements-dev.lock", ("pyproject.toml", "--group", "dev"), below="requirements.lock"),
    Lock("requirements-uv.lock", ("--group", "lock")),
)


def compile_command(uv: Path, lock: Lock, *, keep: bool) -> list[str]:
    """Return the command that writes one lock, for every system and every Python from the oldest on.

    Args:
        uv: the program.
        lock: which one.
        keep: whether pins that still fit stay, rather than move to the newest release.
    """
    options = ["--universal", "--python-version", "{}.{}".format(*OLDEST_PYTHON), "--generate-hashes", "--system-certs"]
    # Wheels only, as they are installed. No word on where they came from: that is each machine's own affair.
    options += ["--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    options += ["--custom-compile-command", "python3 packaging/bootstrap.py lock"]
    if not keep:
        options.append("--upgrade")
    if lock.below:
        options += ["--constraint", f"packaging/{lock.below}"]
    return [str(uv), "pip", "compile", *lock.sources, *options, "--output-file", f"packaging/{lock.name}"]


def renew_locks(*, keep: bool) -> int:
    """Write all locks from pyproject.toml.

    Raises:
        StopError: uv could not be brought or could not settle the versions.
    """
    need_ensurepip()
    with tempfile.TemporaryDirectory(prefix="leadbyte-lock-") as scratch:
        folder = Path(scratch)
        bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
        python, uv = (bin_folder / (f"{name}.exe" if os.name == "nt" else name) for name in ("python", "uv"))
        must([base_python(), "-m", "venv", str(folder)], "A scratch environment could not be made.")
        (folder / "no-constraints.txt").write_text("", "utf-8")
        environment = pip_environment(os.environ, folder / "no-constraints.txt")
        tool = CHECKOUT / "packaging" / "requirements-uv.lock"
        must(pip_install_command(python, tool), "uv could not be installed.", environment=environment)
        environment |= index_for_uv(python, environment)
        for lock in LOCKS:
            say(f"Writing packaging/{lock.name}")
            complaint = f"The versions of packaging/{lock.name} could not be settled."
            must(compile_command(uv, lock, keep=keep), complaint, environment=environment)
            if "://" in (CHECKOUT / "packaging" / lock.name).read_text("utf-8"):
                raise StopError(f"packaging/{lock.name} names an address; it must not be committed like that.")
    return 0


def index_for_uv(python: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what makes uv ask where pip asks, whose settings it does not read.

    A variable rather than an argument, because the address may hold a password.
    """
    if "UV_DEFAULT_INDEX" in environment:
        return {}
    answer = ask([str(python), "-m", "pip", "config", "get", "global.index-url"], environment=environment)
    address = environment.get("PIP_INDEX_URL") or answer.stdout.strip()
    return {"UV_DEFAULT_INDEX": address} if address else {}


# --- the command line ---------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    summary = "Make .venv from the lock, then do what was asked. A second call does nothing twice."
    top = argparse.ArgumentParser(prog="bootstrap.py", description=summary, allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    further = "Further options go to %s."
    commands.add_parser("run", help="open the app on the practice account", description=further % "the app")
    commands.add_parser("test", help="lint, types and every test", description=further % "pytest")
    commands.add_parser(
        "test-windows", help="build the Windows installers and prove them", description=further % "pytest"
    )
    commands.add_parser("bench", help="the benchmarks", description=further % "the benchmarks")
    commands.add_parser("chaos", help="200 rounds of faults and kills", description=further % "the chaos")
    pictures = commands.add_parser("tour", help="play the tour and write its pictures")
    pictures.add_argument("folder", metavar="DIR", nargs="?", default=TOUR_PICTURES, type=Path)
    lock = commands.add_parser("lock", help="renew the locks from pyproject.toml")
    lock.add_argument("--keep", action="store_true", help="leave pins that still fit where they are")
    return top


def main(arguments: Sequence[str]) -> int:
    """Do what was asked and return the exit code."""
    reader = parser()
    asked, further = reader.parse_known_args(arguments)
    if asked.command in {"tour", "lock"} and further:
        reader.error(f"{asked.command} does not know {' '.join(further)}")
    further = [option for option in further if option != "--"]
    environment = Environment(CHECKOUT)
    try:
        if asked.command == "lock":
            return renew_locks(keep=asked.keep)
        if asked.command == "tour":
            return tour(environment, Path(asked.folder).resolve())
        acts = {"run": run, "test": test, "test-windows": test_windows, "bench": bench, "chaos": chaos}
        return acts[asked.command](environment, further)
    except StopError as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
