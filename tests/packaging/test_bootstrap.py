"""The bootstrap, without network: programs it would start are small stand-ins on PATH, packages are local wheels."""

import ast
import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "packaging" / "bootstrap.py"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Debian's programs are stood in for by shell scripts")


@pytest.fixture(scope="module")
def bootstrap() -> Iterator[ModuleType]:
    """The script as a module; packaging/ is no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location("leadbyte_bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


# --- which Python -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_is_told_in_words(bootstrap: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap.refuse_old_python(version)
    assert f"needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}." in str(ended.value)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_newer_python_is_taken(bootstrap: ModuleType, version: tuple[int, int]) -> None:
    bootstrap.refuse_old_python(version)


def test_an_old_python_can_read_as_far_as_the_gate() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 8))
    gate = next(place for place, node in enumerate(tree.body) if "refuse_old_python(sys" in ast.unparse(node))
    before = [node for node in tree.body[:gate] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in before] == ["import sys"]


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_any_console_can_show_what_it_says() -> None:
    assert SCRIPT.read_text("utf-8").isascii()


def test_it_builds_from_the_base_python_rather_than_from_the_environment_it_replaces(bootstrap: ModuleType) -> None:
    assert not Path(bootstrap.base_python()).is_relative_to(CHECKOUT / ".venv")


# --- Debian -----------------------------------------------------------------------------------------------------


class FakeDebian:
    """dpkg-query and apt-get as scripts on PATH; `apt-get install` makes a package known to dpkg-query."""

    def __init__(self, folder: Path) -> None:
        self._listing = folder / "installed"
        self._calls = folder / "calls"
        self._broken = folder / "broken"
        self._calls.touch()
        self.set_installed()
        self._program(folder, "dpkg-query", f'cat "{self._listing}"')
        self._program(
            folder,
            "apt-get",
            f'echo "$@" >> "{self._calls}"\n'
            f'[ -e "{self._broken}" ] && exit 100\n'
            '[ "$1" = install ] || exit 0\n'
            'for word in "$@"; do case "$word" in\n'
            f'lib*|fonts*) printf "%s\\tinstalled\\t\\n" "$word" >> "{self._listing}";;\n'
            "esac; done",
        )

    def _program(self, folder: Path, name: str, body: str) -> None:
        script = folder / name
        script.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        script.chmod(0o755)

    def set_installed(self, *lines: tuple[str, str, str]) -> None:
        """Let dpkg-query know these packages: name, status, provides."""
        self._listing.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")

    def break_apt(self) -> None:
        """Let apt-get fail from now on, as without network."""
        self._broken.touch()

    @property
    def calls(self) -> list[str]:
        """What apt-get was asked to do."""
        return self._calls.read_text("utf-8").splitlines()


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDebian:
    folder = tmp_path / "debian"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return FakeDebian(folder)


def be_root(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    monkeypatch.setattr(bootstrap, "is_root", lambda: root)


@needs_posix
def test_what_is_installed_counts_and_what_it_provides_too(bootstrap: ModuleType, debian: FakeDebian) -> None:
    debian.set_installed(
        ("libegl1", "installed", ""),
        ("libglib2.0-0t64", "installed", "libglib2.0-0 (= 2.80.0), libglib2.0-0-anything"),
        ("libgl1", "config-files", ""),
    )
    assert bootstrap.installed_packages() == {
        "libegl1",
        "libglib2.0-0t64",
        "libglib2.0-0",
        "libglib2.0-0-anything",
    }


@needs_posix
def test_root_gets_what_is_missing_and_nothing_twice(
    bootstrap: ModuleType, debian: FakeDebian, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(bootstrap, monkeypatch, root=True)
    debian.set_installed(("libegl1", "installed", ""))
    assert bootstrap.bring_packages(["libxcb1", "libegl1", "fonts-open-sans"], "libraries") == []
    assert debian.calls == [
        "update -qq",
        "install --yes --no-install-recommends fonts-open-sans libxcb1 -qq -o DPkg::Lock::Timeout=120",
    ]
    assert bootstrap.bring_packages(["libxcb1", "libegl1", "fonts-open-sans"], "libraries") == []
    assert len(debian.calls) == 2


@needs_posix
def test_anyone_else_is_given_the_one_line(
    bootstrap: ModuleType, debian: FakeDebian, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be_root(bootstrap, monkeypatch, root=False)
    assert bootstrap.bring_packages(["libxcb1"], "the system libraries of Qt") == ["libxcb1"]
    assert debian.calls == []
    assert capsys.readouterr().out.splitlines() == [
        "Missing the system libraries of Qt. This line brings it:",
        "  sudo apt-get install --yes --no-install-recommends libxcb1",
    ]


@needs_posix
def test_an_apt_that_fails_is_not_the_end(
    bootstrap: ModuleType, debian: FakeDebian, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be_root(bootstrap, monkeypatch, root=True)
    debian.break_apt()
    assert bootstrap.bring_packages(["libxcb1"], "libraries") == ["libxcb1"]
    assert "Still missing: libxcb1." in capsys.readouterr().out


def test_other_systems_miss_nothing(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.bring_packages(["libxcb1"], "libraries") == []
    assert capsys.readouterr().out == ""


def test_packages_are_listed_once_and_in_order(bootstrap: ModuleType) -> None:
    for packages in (bootstrap.QT_PACKAGES, bootstrap.TEST_PACKAGES):
        assert list(packages) == sorted(set(packages))


# --- the stamp --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "want", "covered"),
    [
        (("3.11.2", "r", ""), ("3.11.2", "r", ""), True),
        (("3.11.2", "r", "d"), ("3.11.2", "r", "d"), True),
        (("3.11.2", "r", "d"), ("3.11.2", "r", ""), True),
        (("3.11.2", "r", ""), ("3.11.2", "r", "d"), False),
        (("3.11.2", "r", "old"), ("3.11.2", "r", "d"), False),
        (("3.11.2", "old", "d"), ("3.11.2", "r", "d"), False),
        (("3.11.1", "r", "d"), ("3.11.2", "r", "d"), False),
    ],
)
def test_a_stamp_covers_what_it_was_made_for(
    bootstrap: ModuleType, have: Sequence[str], want: Sequence[str], covered: bool
) -> None:
    assert bootstrap.Stamp(*have).covers(bootstrap.Stamp(*want)) is covered


def test_a_stamp_comes_back_as_it_was_written(bootstrap: ModuleType, tmp_path: Path) -> None:
    stamp = bootstrap.Stamp("3.11.2", "a", "")
    stamp.write(tmp_path / "stamp.json")
    assert bootstrap.Stamp.read(tmp_path / "stamp.json") == stamp
    assert [path.name for path in tmp_path.glob("stamp*")] == ["stamp.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"python": "3.11.2"}', b"\xff\xfe"])
def test_a_stamp_that_cannot_be_read_is_none(bootstrap: ModuleType, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stamp.json").write_bytes(content)
    assert bootstrap.Stamp.read(tmp_path / "stamp.json") is None
    assert bootstrap.Stamp.read(tmp_path / "none.json") is None


def test_line_ends_make_no_other_lock(bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "unix").write_bytes(b"a==1\nb==2\n")
    (tmp_path / "windows").write_bytes(b"a==1\r\nb==2\r\n")
    assert bootstrap.sha256(tmp_path / "unix") == bootstrap.sha256(tmp_path / "windows")


# --- the environment, really made -------------------------------------------------------------------------------


def make_wheel(folder: Path, name: str, version: str) -> str:
    """Write the smallest wheel there is and return the line that locks it."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {
        path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        for path, text in files.items()
    }
    record = "".join(f"{path},sha256={digest},\n" for path, digest in digests.items()) + f"{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class MadeUpCheckout:
    """A checkout whose locks name two packages that exist in a folder of wheels only."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "checkout"
        (self.folder / "packaging").mkdir(parents=True)
        wheels = folder / "wheels"
        wheels.mkdir()
        self.lines = {version: make_wheel(wheels, "leadtool", version) for version in ("1.0", "2.0")}
        self.dev_line = make_wheel(wheels, "leadcheck", "1.0")
        self.lock("1.0")
        # The pip settings of a machine with opinions of its own: none of them may change what is installed.
        constraints = folder / "constraints.txt"
        constraints.write_text("leadtool<1\n", "utf-8")
        settings = folder / "pip.conf"
        settings.write_text(f"[global]\nconstraint = {constraints}\n\n[install]\nuser = true\n", "utf-8")
        monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
        monkeypatch.setenv("PIP_CONSTRAINT", str(constraints))
        monkeypatch.setenv("PIP_TARGET", str(folder / "elsewhere"))
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setenv("CI", "true")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))

    def lock(self, version: str, *, dev: bool = True) -> None:
        """Write both locks, with or without the tool of the tests."""
        (self.folder / "packaging" / "requirements.lock").write_text(self.lines[version], "utf-8")
        everything = self.lines[version] + (self.dev_line if dev else "")
        (self.folder / "packaging" / "requirements-dev.lock").write_text(everything, "utf-8")

    @staticmethod
    def installed(environment: Any) -> set[str]:
        """Return what of ours the environment holds, as "name version"."""
        code = "import importlib.metadata as m; print(*(f'{d.name}={d.version}' for d in m.distributions()))"
        said = subprocess.run([environment.python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
        return {name for name in said.split() if name.startswith("lead")}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUpCheckout:
    return MadeUpCheckout(tmp_path, monkeypatch)


def test_an_environment_is_made_once_follows_the_lock_and_is_repaired(
    bootstrap: ModuleType, checkout: MadeUpCheckout, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = bootstrap.Environment(checkout.folder)

    environment.prepare(dev=False)
    assert checkout.installed(environment) == {"leadtool=1.0"}
    assert "Making .venv with Python" in capfd.readouterr().out

    environment.prepare(dev=False)
    assert capfd.readouterr().out == ""

    environment.prepare(dev=True)
    assert checkout.installed(environment) == {"leadtool=1.0", "leadcheck=1.0"}
    assert "Making .venv" not in capfd.readouterr().out

    # `run` after a changed lock keeps what `test` needs, and takes out what no lock names any more.
    checkout.lock("2.0", dev=False)
    environment.prepare(dev=False)
    assert checkout.installed(environment) == {"leadtool=2.0"}
    assert environment.is_ready(dev=True)

    # Cut off: no stamp, and half of it gone.
    (environment.folder / "leadbyte-bootstrap.json").unlink()
    environment.python.unlink()
    capfd.readouterr()
    environment.prepare(dev=False)
    assert "because it is unfinished" in capfd.readouterr().out
    assert checkout.installed(environment) == {"leadtool=2.0"}


def test_a_file_other_than_the_locked_one_is_refused(
    bootstrap: ModuleType, checkout: MadeUpCheckout, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = checkout.folder / "packaging" / "requirements.lock"
    lock.write_text(re.sub(r"sha256:.*", f"sha256:{'0' * 64}", checkout.lines["1.0"]), "utf-8")
    environment = bootstrap.Environment(checkout.folder)
    with pytest.raises(bootstrap.StopError, match="Not everything could be installed"):
        environment.prepare(dev=False)
    assert not environment.is_ready(dev=False)
    assert "HASH" in capfd.readouterr().err.upper()


HOLD = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
import bootstrap
with bootstrap.one_at_a_time(pathlib.Path(sys.argv[2])):
    print("held", flush=True)
    if sys.argv[3] == "itself":
        sys.stdin.read(1)
    else:
        bootstrap.start([sys.executable, "-c", "print('held', flush=True); import time; time.sleep(1)"])
"""


def hold_elsewhere(path: Path, who: str) -> subprocess.Popen[str]:
    """Start another process that holds `path`, "itself" or with a program of its own; returns once it does."""
    command = [sys.executable, "-B", "-c", HOLD, str(SCRIPT.parent), str(path), who]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    for _ in range(1 if who == "itself" else 2):
        assert other.stdout.readline() == "held\n"
    return other


def test_two_at_once_take_turns(bootstrap: ModuleType, tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path / "busy", "itself") as other, (tmp_path / "busy").open("a+b") as file:
        assert not bootstrap._try_to_hold(file.fileno(), wait=False)
        other.communicate("x")
        assert bootstrap._try_to_hold(file.fileno(), wait=False)


@needs_posix
def test_a_program_that_outlives_a_killed_bootstrap_is_waited_for(
    bootstrap: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with hold_elsewhere(tmp_path / "busy", "by its pip") as other:
        other.kill()
        other.wait()
        with bootstrap.one_at_a_time(tmp_path / "busy"):
            pass
    assert capfd.readouterr().out == "Another bootstrap is at work in this checkout; waiting for it.\n"


# --- the command lines ------------------------------------------------------------------------------------------


def test_pip_is_told_hashes_and_wheels_only(bootstrap: ModuleType) -> None:
    assert bootstrap.pip_install_command(Path("py"), Path("a.lock")) == [
        *("py", "-m", "pip", "install", "--quiet", "--require-hashes"),
        *("--only-binary", ":all:", "--requirement", "a.lock"),
    ]


def test_pip_keeps_where_to_look_and_loses_what_to_install(bootstrap: ModuleType) -> None:
    before = {
        "PATH": "/bin",
        "PIP_INDEX_URL": "mirror",
        "PIP_FIND_LINKS": "/wheels",
        "PIP_CERT": "/ca",
        "PIP_CONSTRAINT": "/constraints",
        "PIP_TARGET": "/elsewhere",
        "PIP_USER": "1",
        "PYTHONPATH": "/src",
    }
    assert bootstrap.pip_environment(before, Path("empty.txt")) == {
        "PATH": "/bin",
        "PIP_INDEX_URL": "mirror",
        "PIP_FIND_LINKS": "/wheels",
        "PIP_CERT": "/ca",
        "PIP_CONSTRAINT": "empty.txt",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
    }


def test_the_checks_come_in_this_order(bootstrap: ModuleType) -> None:
    assert bootstrap.check_commands(Path("py"), ["-k", "lead"]) == {
        "lint": ["py", "-m", "ruff", "check", "."],
        "format": ["py", "-m", "ruff", "format", "--check", "."],
        "types": ["py", "-m", "mypy"],
        "tests": ["py", "-m", "pytest", "-n", "auto", "--maxprocesses", "4", "-k", "lead"],
    }


def test_uv_writes_a_lock_for_every_system_without_an_address(bootstrap: ModuleType) -> None:
    lock = bootstrap.Lock("b.lock", ("pyproject.toml", "--group", "dev"), below="a.lock")
    options = [
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--system-certs"),
        *("--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
        *("--custom-compile-command", "python3 packaging/bootstrap.py lock"),
    ]
    start, end = ["uv", "pip", "compile", "pyproject.toml", "--group", "dev"], ["--constraint", "packaging/a.lock"]
    output = ["--output-file", "packaging/b.lock"]
    assert bootstrap.compile_command(Path("uv"), lock, keep=False) == [*start, *options, "--upgrade", *end, *output]
    assert bootstrap.compile_command(Path("uv"), lock, keep=True) == [*start, *options, *end, *output]


@pytest.mark.parametrize(
    ("environment", "platform", "named"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
        ({"QT_QPA_PLATFORM": "minimal"}, "win32", False),
    ],
)
def test_a_display_is_where_one_is_named(
    bootstrap: ModuleType, environment: dict[str, str], platform: str, named: bool
) -> None:
    assert bootstrap.display_is_named(environment, platform) is named


@pytest.fixture
def real_display() -> Iterator[str]:
    """An X display without a screen; yields its name."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("no Xvfb here; the bootstrap brings it on Debian only")
    command = [program, "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "800x600x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has xcb")
def test_qt_opens_a_real_display_and_notices_one_that_is_gone(
    bootstrap: ModuleType, real_display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", real_display)
    assert bootstrap.display_answers(Path(sys.executable))
    monkeypatch.setenv("DISPLAY", ":58999")
    assert not bootstrap.display_answers(Path(sys.executable))


# --- what each command does -------------------------------------------------------------------------------------


class Recorder:
    """Stands in for starting programs: keeps what was asked, answers with the code set for a word of it."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.platforms: list[str | None] = []
        self.codes: dict[str, int] = {}

    def start(self, command: Sequence[str], *, environment: dict[str, str] | None = None) -> int:
        self.commands.append([str(word) for word in command])
        self.platforms.append((environment or {}).get("QT_QPA_PLATFORM"))
        return next((code for word, code in self.codes.items() if word in command), 0)


class ReadyEnvironment:
    """An environment that needs nothing."""

    python = Path("py")

    def __init__(self, checkout: Path) -> None:
        self.asked: list[bool] = []

    def prepare(self, *, dev: bool) -> None:
        self.asked.append(dev)


@pytest.fixture
def recorder(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Everything is there already, and programs are recorded rather than started."""
    recorder = Recorder()
    monkeypatch.setattr(bootstrap, "start", recorder.start)
    monkeypatch.setattr(bootstrap, "bring_packages", lambda packages, purpose: [])
    monkeypatch.setattr(bootstrap, "need_qt", lambda python, missing: None)
    monkeypatch.setattr(bootstrap, "display_answers", lambda python: True)
    monkeypatch.setattr(bootstrap, "Environment", ReadyEnvironment)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    return recorder


def test_all_checks_run_and_the_first_failure_is_the_exit_code(
    bootstrap: ModuleType, recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder.codes = {"mypy": 2, "pytest": 1}
    assert bootstrap.main(["test", "--", "-x", "-k", "lead"]) == 2
    assert [command[2] for command in recorder.commands] == ["ruff", "ruff", "mypy", "pytest"]
    assert recorder.commands[-1][-3:] == ["-x", "-k", "lead"]
    summary = "--- lint passed, format passed, types failed (2), tests failed (1)"
    assert capsys.readouterr().out.splitlines()[-1] == summary


def test_all_checks_passing_is_zero(bootstrap: ModuleType, recorder: Recorder) -> None:
    assert bootstrap.main(["test"]) == 0
    assert len(recorder.commands) == 4


def test_run_opens_the_practice_account_with_the_sample(
    bootstrap: ModuleType, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert bootstrap.main(["run", "--data-dir", "x"]) == 0
    assert recorder.commands == [["py", "-m", "leadbyte_desktop", "--practice", "--sample", "--data-dir", "x"]]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has machines without a display")
@pytest.mark.parametrize(("display", "answers"), [("", True), (":99", False)])
def test_run_without_a_display_plays_the_tour_and_says_where_its_pictures_are(
    bootstrap: ModuleType,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    display: str,
    answers: bool,
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(bootstrap, "display_answers", lambda python: answers)
    assert bootstrap.main(["run"]) == 0
    pictures = str(CHECKOUT / "tour-pictures")
    assert recorder.commands == [["py", "-m", "leadbyte_desktop", "--tour", pictures]]
    assert recorder.platforms == ["offscreen"]
    assert capsys.readouterr().out.splitlines()[-1] == f"The tour's pictures are in {pictures}"


def test_a_tour_that_ends_early_says_so(
    bootstrap: ModuleType, recorder: Recorder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder.codes = {"--tour": 3}
    assert bootstrap.main(["tour", str(tmp_path)]) == 3
    assert recorder.commands == [["py", "-m", "leadbyte_desktop", "--tour", str(tmp_path.resolve())]]
    assert "The tour ended early, with code 3." in capsys.readouterr().out


def test_chaos_plays_its_long_form(bootstrap: ModuleType, recorder: Recorder) -> None:
    assert bootstrap.main(["chaos", "--rounds", "3"]) == 0
    assert recorder.commands == [["py", "tests/chaos/long.py", "--rounds", "3"]]


def test_bench_runs_the_benchmarks(bootstrap: ModuleType, recorder: Recorder) -> None:
    assert bootstrap.main(["bench", "--quick"]) == 0
    assert recorder.commands == [["py", "tests/benchmarks/bench.py", "--quick"]]


def test_what_stops_it_is_said_and_ends_with_one(
    bootstrap: ModuleType, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(python: Path, missing: Sequence[str]) -> None:
        raise bootstrap.StopError("Qt does not start here.")

    monkeypatch.setattr(bootstrap, "need_qt", stop)
    assert bootstrap.main(["test"]) == 1
    assert capsys.readouterr().out == "Qt does not start here.\n"
    assert recorder.commands == []


@pytest.mark.parametrize("arguments", [[], ["dance"], ["tour", "a", "b"], ["lock", "--fast"]])
def test_what_it_does_not_know_is_refused(
    bootstrap: ModuleType, recorder: Recorder, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap.main(arguments)
    assert ended.value.code == 2
    assert recorder.commands == []
    assert "usage:" in capsys.readouterr().err


# --- the locks as committed -------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, str]:
    """Return what a lock pins, each package with its version and marker."""
    text = (CHECKOUT / "packaging" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+(?: ; [^\\\n]*\S)?)", text, re.MULTILINE))


def requirement_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]).lower()


def test_the_locks_hold_everything_that_is_asked_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    runtime = {requirement_name(requirement) for requirement in project["project"]["dependencies"]}
    dev = {requirement_name(requirement) for requirement in project["dependency-groups"]["dev"]}
    assert runtime <= pins("requirements.lock").keys(), "run `python3 packaging/bootstrap.py lock --keep`"
    assert runtime | dev <= pins("requirements-dev.lock").keys(), "run `python3 packaging/bootstrap.py lock --keep`"


def test_the_tests_see_the_versions_that_the_app_ships() -> None:
    dev = {name: pin.partition(" ")[0] for name, pin in pins("requirements-dev.lock").items()}
    for name, pin in pins("requirements.lock").items():
        assert dev[name] == pin.partition(" ")[0]


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    text = (CHECKOUT / "packaging" / name).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_says_where_it_came_from(name: str) -> None:
    text = (CHECKOUT / "packaging" / name).read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize(
    ("package", "platform"), [("secretstorage", "linux"), ("jeepney", "linux"), ("pywin32-ctypes", "win32")]
)
def test_each_system_gets_its_own_keyring(package: str, platform: str) -> None:
    assert f"sys_platform == '{platform}'" in pins("requirements.lock")[package]


def test_the_stamp_is_json_a_person_can_read(bootstrap: ModuleType, tmp_path: Path) -> None:
    bootstrap.Stamp("3.11.2", "a", "b").write(tmp_path / "stamp.json")
    written = json.loads((tmp_path / "stamp.json").read_text("utf-8"))
    assert written == {"python": "3.11.2", "runtime": "a", "dev": "b"}
