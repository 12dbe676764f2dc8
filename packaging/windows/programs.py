"""Compiles the app's own programs for Windows: the two launchers, and the installers' helper."""

from __future__ import annotations

from pathlib import Path

from bootstrap import must
from places import APP, CONSOLE_PROGRAM, HERE, PUBLISHER, PYTHON_TAG, WINDOW_PROGRAM

_COMPILER, _RESOURCES = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres"
HELPER = "setup-helper.exe"


def compile_launchers(folder: Path, icon: Path, version: str, scratch: Path) -> None:
    """Make the program with the window and the console one.

    Args:
        folder: where they go.
        icon: the app's .ico.
        version: "0.1.0".
        scratch: a folder for what is needed on the way.

    Raises:
        StopError: the compiler did not take it.
    """
    python = [f'-DPYTHON_DLL="python{PYTHON_TAG}.dll"', f'-DPYTHON_PATHS="python{PYTHON_TAG}._pth"']
    window = _resources(WINDOW_PROGRAM, APP, version, scratch, icon)
    _compile("launcher.c", [*python, "-mwindows", str(window)], folder / WINDOW_PROGRAM)
    console = _resources(CONSOLE_PROGRAM, f"{APP}, commands", version, scratch, icon)
    _compile("launcher.c", [*python, "-DCONSOLE", "-mconsole", str(console)], folder / CONSOLE_PROGRAM)


def compile_helper(folder: Path, version: str, scratch: Path) -> Path:
    """Make what the installers call to see whether the app runs; gives its path. Raises as `compile_launchers` does."""
    made = folder / HELPER
    resources = _resources(HELPER, f"{APP}, installation", version, scratch)
    _compile("setup_helper.c", ["-mwindows", str(resources)], made)
    return made


def _compile(source: str, options: list[str], made: Path) -> None:
    strict = ("-std=c17", "-Wall", "-Wextra", "-Werror", "-O2", "-municode", "-static", "-s")
    # No time is written into the file, so that two builds are alike.
    linked = ("-Wl,--no-insert-timestamp", "-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va")
    command = [_COMPILER, *strict, *linked, str(HERE / source), *options, "-ladvapi32", "-o", str(made)]
    must(command, f"{source} could not be compiled.")


def _resources(program: str, words: str, version: str, scratch: Path, icon: Path | None = None) -> Path:
    """What Windows shows of a program, as an object file."""
    made = scratch / f"{Path(program).stem.replace(' ', '-')}.resources.o"
    heading = scratch / f"{made.stem}.rc"
    quoted = {"VERSION_TEXT": version, "PROGRAM_FILE": program, "PROGRAM_WORDS": words, "PUBLISHER": PUBLISHER}
    lines = [f'#define {name} "{text}"' for name, text in quoted.items()]
    lines.append(f"#define VERSION_NUMBERS {version.replace('.', ',')},0")
    lines.append(f'#define MANIFEST "{HERE / "launcher.manifest"}"')
    lines += [f'#define ICON_FILE "{icon}"'] if icon else []
    heading.write_text("\n".join([*lines, f'#include "{HERE / "program.rc"}"', ""]), "utf-8")
    must([_RESOURCES, str(heading), "-o", str(made)], f"The resources of {program} could not be made.")
    return made
