"""Windows' programs on Linux: a Wine prefix of its own, for compiling the modules and for the proof of the installers.

What Debian 12's Wine 8 lacks of Windows 10 is put into the prefix, and never into what is shipped: two libraries that
Qt and python-calamine link (`stand_ins/`).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bootstrap import StopError, bring_packages, must, say
from places import HERE

WINE_PACKAGES = ("wine", "wine64")
COMPILER_PACKAGES = ("gcc-mingw-w64-x86-64",)
_STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
# Wine draws text with whatever it finds for a name; this is the font that the bootstrap brings.
_FONTS = "\r\n".join(
    [
        "Windows Registry Editor Version 5.00",
        "",
        r"[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]",
        *(
            f'"{name}"="Noto Sans"'
            for name in ("Segoe UI", "MS Shell Dlg", "MS Shell Dlg 2", "Tahoma", "MS Sans Serif")
        ),
        "",
    ]
)
_LONGEST = 900
_LOOK_EVERY = 0.2
"""Seconds; after its end a program's last words come within this time."""


class Wine:
    """One prefix: a Windows of its own, with its own files, registry and keys.

    Args:
        prefix: the folder that it lives in; made by `begin`.

    Attributes:
        drive: its drive C:, as a folder of this PC.
    """

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self.drive = prefix / "drive_c"

    def begin(self) -> None:
        """Make the prefix, afresh.

        Raises:
            StopError: Wine is missing, or does not work.
        """
        if missing := bring_packages([*WINE_PACKAGES, *COMPILER_PACKAGES], "what runs programs of Windows here"):
            raise StopError(f"Without {', '.join(missing)} nothing of Windows can be run here.")
        if shutil.which("wine") is None:
            raise StopError("There is no Wine on this PC, so nothing of Windows can be run here.")
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.mkdir(parents=True)
        say(f"Making a Windows for the purpose in {self.prefix}.")
        if self.run(["wineboot", "--init"]).returncode:
            # Wine writes Windows' libraries while its first programs start. On a busy PC one of these was once ahead of
            # those that it loads; a moment later they are there.
            self.wait()
            self.must("wineboot", ["--init"], "A Windows could not be made.")
        self.wait()
        self.must("winecfg", ["-v", "win10"], "It could not be made a Windows 10.")
        for name, libraries in _STAND_INS.items():
            self._stand_in(name, libraries)
        # Wine makes the person's folders those of whoever runs it here, who wants no shortcuts of this PC.
        for each in self.drive.glob("users/*/*"):
            if each.is_symlink():
                each.unlink()
                each.mkdir()
        fonts = self.drive / "fonts.reg"
        fonts.write_bytes(_FONTS.encode("utf-8"))
        self.must("regedit", ["/S", r"C:\fonts.reg"], "Its fonts could not be set.")
        fonts.unlink()
        self.wait()

    def _stand_in(self, name: str, libraries: Sequence[str]) -> None:
        made = self.drive / "windows" / "system32" / f"{name}.dll"
        source = HERE / "stand_ins" / f"{name}.c"
        command = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", str(source), "-o", str(made), *libraries]
        must(command, f"The stand-in for {name}.dll could not be compiled.")

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The surroundings in which its programs run."""
        # Wine takes variables of Qt out of what it hands on, but for those that begin with its own name.
        ours = {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            # No dialogs that offer parts which nothing here needs; and the stand-ins in place of what is lacking.
            "WINEDLLOVERRIDES": f"mscoree,mshtml=;{','.join(_STAND_INS)}=n",
            # With Wine's own way of drawing text, names of fonts are not looked up as above.
            "WINEQT_QPA_PLATFORM": "windows:fontengine=gdi",
        }
        # It is a PC of its own: where the app of this one keeps its data is nothing to it.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LEADBYTE_")}
        return {**inherited, **ours, **(more or {})}

    def run(
        self, command: Sequence[str], *, given: str | None = None, more: Mapping[str, str] | None = None,
        seconds: float = _LONGEST,
    ) -> subprocess.CompletedProcess[str]:  # fmt: skip
        """Run a program to its end; what it said, errors too, is in `stdout`, its exit code modulo 256.

        Args:
            command: the program, as a path of Windows or of this PC, and what it is told.
            given: what it reads from its standard input.
            more: variables to add.
            seconds: how long it may take.

        Raises:
            StopError: it took longer.
        """
        # A console program of Windows fails where its output is a file; a pipe it takes.
        with subprocess.Popen(
            ["wine", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(more),
        ) as process:
            assert process.stdin is not None  # noqa: S101
            with contextlib.suppress(BrokenPipeError), process.stdin as asked:
                asked.write((given or "").encode())
            said = _hear(process, seconds)
            if process.poll() is None:
                process.kill()
                raise StopError(f"{command[0]} did not end within {seconds:.0f} seconds.")
            words = said.decode("utf-8", "replace").replace("\r\n", "\n")
            return subprocess.CompletedProcess(list(command), process.returncode, words)

    def must(self, program: str | Path, options: Sequence[str], complaint: str) -> None:
        """Run a program that has to succeed.

        Raises:
            StopError: it did not.
        """
        done = self.run([str(program), *options])
        if done.returncode:
            raise StopError(f"{complaint} (It ended with code {done.returncode}.)\n{done.stdout}")

    def wait(self) -> None:
        """Return once no program of it runs any more."""
        subprocess.run(["wineserver", "--wait"], env=self.environment(), check=False, timeout=_LONGEST)

    def end(self) -> None:
        """End whatever still runs in it."""
        subprocess.run(["wineserver", "--kill"], env=self.environment(), check=False, timeout=_LONGEST)
        self.wait()

    def path(self, path: str) -> Path:
        r"""A path of Windows, as in "C:\Program Files", as one of this PC."""
        return self.drive.joinpath(*path.removeprefix("C:\\").split("\\"))


def _hear(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """What a program says until it has ended, or for so many seconds.

    Not to the pipe's end: the services that Wine starts beside its first program hold it for as long as they run.
    """
    assert process.stdout is not None  # noqa: S101
    pipe, until, said = process.stdout.fileno(), time.monotonic() + seconds, b""
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while time.monotonic() < until:
            ended = process.poll() is not None
            if ready.select(_LOOK_EVERY):
                part = os.read(pipe, 65_536)
                if not part:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(max(0.0, until - time.monotonic()))
                    break
                said += part
            elif ended:
                break
    return said
