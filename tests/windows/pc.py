"""A PC with Windows on it, as far as Wine makes one."""

from __future__ import annotations

import os
import re
import resource
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from bootstrap import StopError
from wine import Wine

APP = "LeadByte Desktop"
PER_USER = rf"C:\users\{{user}}\AppData\Local\Programs\{APP}"
FOR_ALL = rf"C:\Program Files\{APP}"
ENTRY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\LeadByteDesktop"
OURS = rf"Software\{APP}"
SECONDS = 120


def at(path: Path) -> str:
    """A file of this PC, as Windows names it."""
    return f"Z:{path}".replace("/", "\\")


class PC:
    """Fresh, with a display of its own; to be entered and left.

    Attributes:
        wine: the Windows.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.wine = Wine(folder / "prefix")
        self._display: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # It says which number it took, so that no other display is in its way.
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        self._display = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{int(told.readline())}"
        try:
            self.wine.begin()
        except StopError:
            self._put_away_display()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wine.end()
        self._put_away_display()

    def _put_away_display(self) -> None:
        if self._display is not None:
            self._display.terminate()
            self._display.wait()

    # --- files and registry -------------------------------------------------------------------------------------------

    @property
    def user(self) -> str:
        """The person's name on it."""
        return os.environ.get("USER") or "root"

    @property
    def per_user(self) -> str:
        """Where the app is installed for this person alone."""
        return PER_USER.format(user=self.user)

    @property
    def data(self) -> Path:
        """Where the app keeps this person's record."""
        return self.wine.path(rf"C:\users\{self.user}\AppData\Local\{APP}")

    def files(self) -> set[str]:
        """Every file on its disk that Windows itself, and its search for fonts, did not put there."""
        kept = []
        for folder, names, files in os.walk(self.wine.drive):
            place = Path(folder).relative_to(self.wine.drive).as_posix()
            if place == "windows" or place.endswith("/Temp"):
                names.clear()
                continue
            kept += [f"{place}/{name}" for name in files]
        return set(kept)

    def registry(self, key: str, name: str, root: str = "HKCU") -> str | None:
        """A value of the registry; None where there is none."""
        said = self.wine.run(["reg", "query", rf"{root}\{key}", "/v", name, "/reg:64"]).stdout
        found = re.search(rf"^\s+{re.escape(name)}\s+REG_\w+\s+(.*?)\s*$", said, re.MULTILINE)
        return found[1] if found else None

    # --- what is done on it -------------------------------------------------------------------------------------------

    def begin(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        """Start a program that is not waited for."""
        quiet = subprocess.DEVNULL
        command = ["wine", program, *options]
        surroundings = self.wine.environment()
        # Where a file may not grow any more, writing fails as on Windows, without Linux' signal.
        return subprocess.Popen(
            command, env=surroundings, stdin=quiet, stdout=quiet, stderr=quiet, restore_signals=False
        )  # fmt: skip

    @contextmanager
    def small_disk(self, most: int) -> Iterator[None]:
        """Meanwhile no file may grow beyond so many bytes: writing fails in its middle, as on a disk without room."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def install(self, exe: Path, *options: str) -> int:
        """Run the installer in silence; gives its exit code."""
        return self.wine.run([str(exe), "/S", *options]).returncode

    def msi(self, *options: str) -> int:
        """Run msiexec in silence; gives its exit code as Wine hands it on: modulo 256."""
        return self.wine.run(["msiexec", *options, "/qn", "/norestart"]).returncode

    def uninstall(self, folder: str, *options: str) -> None:
        """Run the uninstaller in silence to its end; it goes on in a copy of itself, so it has no exit code here."""
        self.wine.run([rf"{folder}\uninstall.exe", "/S", *options])
        self.wait()

    def uninstall_there(self, folder: str, *options: str) -> int:
        """Run the uninstaller in silence and in its own place; gives its exit code."""
        # Without quotes, as it wants the folder: parts that stand beside each other are handed on so.
        return self.wine.run([rf"{folder}\uninstall.exe", "/S", *options, *f"_?={folder}".split(" ")]).returncode

    def wait(self) -> None:
        """Until everything has ended."""
        self.wine.wait()

    def command(self, folder: str, *options: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run the console program of an installed app."""
        return self.wine.run([rf"{folder}\leadbyte-desktop.exe", *options], given=given)

    def begin_command(self, folder: str, *options: str) -> subprocess.Popen[str]:
        """Start the console program and leave it waiting for its standard input."""
        return subprocess.Popen(
            ["wine", rf"{folder}\leadbyte-desktop.exe", *options],
            env=self.wine.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def in_use(self, file: str, python: Path) -> Iterator[None]:
        """Meanwhile a program that does not run out of the app's folder, another Python, holds a file open."""
        code = f"with open({file!r}, 'rb'): print('held', flush=True); input()"
        holder = subprocess.Popen(
            ["wine", str(python / "python.exe"), "-c", code],
            env=self.wine.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            assert holder.stdout is not None
            said = holder.stdout.readline()
            assert said.strip() == "held", said
            yield
        finally:
            holder.communicate("\n")

    def see_window(self, name: str) -> str:
        """Return once a window whose title begins so can be seen; gives its number."""
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", f"^{name}"]
        return subprocess.run(search, stdout=subprocess.PIPE, check=True, timeout=SECONDS, text=True).stdout.split()[0]

    def press_in_window(self, name: str, key: str) -> None:
        """Press a key in such a window."""
        subprocess.run(["xdotool", "key", "--window", self.see_window(name), key], check=True)

    def open_app(self, folder: str, *options: str) -> App:
        """Start the installed app's window, and return once it can be seen."""
        return App(self, [rf"{folder}\{APP}.exe", *options])


class App:
    """The app's window, open."""

    def __init__(self, pc: PC, command: Sequence[str]) -> None:
        self.process = pc.begin(*command)
        pc.see_window(APP)

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(SECONDS)
