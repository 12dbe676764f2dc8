"""What every test stands on: no screen, a data folder of its own, no network beyond this machine, no real keyring."""

import os

# Before anything imports Qt: the platform and the binding are read once, at import.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import errno
import ipaddress
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest

# The practice account on a real socket, for every test that speaks HTTP; and an end to every test.
pytest_plugins = ["tests.practice_server", "tests.time_limit"]

hypothesis.settings.register_profile(
    "leadbyte",
    # Wall time on a shared machine varies tenfold; a slow example is no bug.
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("leadbyte")

_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_START_LIMIT = 20.0
"""Seconds that a helper process may take to answer, on a machine that is busy with other tests."""


# --- the network ------------------------------------------------------------------------------------------------


class NetworkRefusedError(RuntimeError):
    """A test tried to reach beyond this machine.

    Not an OSError: the code under test would read that as an ordinary lost network, and the test would pass.
    """


@dataclass
class NetworkGuard:
    """Refuses every address that is not this machine's own, from any library and any thread.

    An audit hook sees what Python's sockets are asked to do before they do it, and cannot be worked round or taken
    off. Names under `.invalid` and `.test` belong to nobody (RFC 2606): looking one up fails as on a PC whose DNS does
    not know it, and is not held against the test.

    Attributes:
        refused: what was tried, in words; each test must leave it empty.
    """

    refused: list[str] = field(default_factory=list)

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """Raise when `event` would leave this machine. Installed once with `sys.addaudithook`."""
        if not event.startswith("socket."):
            return
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            self._check_address(event, arguments[1] if len(arguments) > 1 else None)
        elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
            self._check_name(event, arguments[0])

    def _check_address(self, event: str, address: object) -> None:
        # Text, bytes and None are local sockets and sockets that are connected already.
        if isinstance(address, tuple) and address and not _is_local(address[0]):
            self._refuse(event, address[0])

    def _check_name(self, event: str, host: object) -> None:
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if isinstance(host, str) and host.rstrip(".").endswith((".invalid", ".test")):
            raise socket.gaierror(socket.EAI_NONAME, f"{host}: no such name")
        if not _is_local(host):
            self._refuse(event, host)

    def _refuse(self, event: str, host: object) -> None:
        self.refused.append(f"{event} {host}")
        raise NetworkRefusedError(f"A test tried to reach {host} ({event}); only this machine is allowed.")


def _is_local(host: object) -> bool:
    """Tell whether `host`, as handed to a socket, is this machine: loopback, its name, or nothing at all."""
    if host is None:
        return True
    if not isinstance(host, str):
        return False
    name = host.rstrip(".").lower()
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


_NETWORK_GUARD = NetworkGuard()
sys.addaudithook(_NETWORK_GUARD.audit)


@pytest.fixture
def network_guard() -> NetworkGuard:
    """The guard itself, for the tests that provoke it: they take back from `refused` what they provoked."""
    return _NETWORK_GUARD


@pytest.fixture(autouse=True)
def _stay_on_this_machine(network_guard: NetworkGuard) -> Iterator[None]:
    """Fail the test that tried to leave this machine, even when the code under test swallowed the refusal."""
    network_guard.refused.clear()
    yield
    tried, network_guard.refused = network_guard.refused, []
    assert not tried, f"tried to leave this machine: {'; '.join(tried)}"


# --- the person's own files and settings ------------------------------------------------------------------------


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The data folder that LEADBYTE_DESKTOP_DATA names during this test; it does not exist yet."""
    return tmp_path / "leadbyte-data"


@pytest.fixture(autouse=True)
def _own_surroundings(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's data, settings, proxy and keyring out of the tests, and the tests out of them."""
    monkeypatch.setenv("LEADBYTE_DESKTOP_DATA", str(data_dir))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    for name in _PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- a keyring --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SecretService:
    """A private, unlocked GNOME keyring on a private D-Bus.

    Attributes:
        address: the value of DBUS_SESSION_BUS_ADDRESS, set already in this process.
        environment: everything a program needs to be started with in order to find this keyring and no other.
    """

    address: str
    environment: Mapping[str, str]


class SecretServiceProcesses:
    """Starts dbus-daemon and gnome-keyring-daemon in a home of their own, and ends exactly these two."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> SecretService:
        """Return once the keyring answers.

        Raises:
            RuntimeError: it did not within the limit; what the programs said is in the message.
        """
        runtime = self._home / "run"
        runtime.mkdir(mode=0o700)
        address = f"unix:path={runtime / 'bus'}"
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_DATA_HOME": str(self._home / "share"),
            "XDG_CACHE_HOME": str(self._home / "cache"),
            "DBUS_SESSION_BUS_ADDRESS": address,
        }
        self._run(
            ["dbus-daemon", "--config-file", str(self._bus_rules(address)), "--nofork", "--nopidfile"], environment
        )
        self._wait((runtime / "bus").is_socket, "dbus-daemon")
        # The password of the new login keyring, which is then the default one.
        (self._home / "password").write_text("practice", "utf-8")
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        self._run(command, environment, said=self._home / "password")
        self._wait(lambda: _owns_secrets(address), "gnome-keyring-daemon")
        return SecretService(address, environment)

    def stop(self) -> None:
        """End what was started, the keyring before its bus, by process and never by name."""
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self._started.clear()

    def _bus_rules(self, address: str) -> Path:
        """Write the rules of a bus that knows no services to start: a stray desktop keyring must not step in."""
        rules = self._home / "bus.conf"
        rules.write_text(
            "<busconfig><type>session</type><auth>EXTERNAL</auth>"
            f"<listen>{address}</listen>"
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
            '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>',
            encoding="utf-8",
        )
        return rules

    def _run(self, command: list[str], environment: Mapping[str, str], said: Path = Path(os.devnull)) -> None:
        with (self._home / f"{command[0]}.log").open("wb") as log, said.open("rb") as stdin:
            process = subprocess.Popen(command, env=dict(environment), stdin=stdin, stdout=log, stderr=log)
        self._started.append(process)

    def _wait(self, answers: Callable[[], bool], program: str) -> None:
        deadline = time.monotonic() + _START_LIMIT
        while not answers():
            if time.monotonic() > deadline or self._started[-1].poll() is not None:
                said = (self._home / f"{program}.log").read_text("utf-8", "replace")
                raise RuntimeError(f"{program} did not start: {said or 'it said nothing'}")
            time.sleep(0.02)


def _owns_secrets(address: str) -> bool:
    """Ask the bus whether somebody answers for the secret service by now."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        with open_dbus_connection(address) as connection:
            question = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
            return bool(connection.send_and_get_reply(question, timeout=2).body[0])
    except (OSError, EOFError, TimeoutError) as error:
        if isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM}:
            raise
        return False


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A real GNOME keyring with nothing in it, for this process and for those it starts; it is up in 60 ms."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the secret service is how Linux keeps secrets")
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing and shutil.which("dpkg-query") is None:
        pytest.skip(f"no {' and no '.join(missing)} here; the bootstrap brings them on Debian only")
    assert not missing, f"{' and '.join(missing)} not found: `python3 packaging/bootstrap.py test` brings them"
    # Not under pytest's own folders: their long names do not fit into the address of a local socket.
    home = Path(tempfile.mkdtemp(prefix="leadbyte-keyring-"))
    processes = SecretServiceProcesses(home)
    try:
        service = processes.start()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        monkeypatch.setenv("XDG_RUNTIME_DIR", service.environment["XDG_RUNTIME_DIR"])
        yield service
    finally:
        processes.stop()
        shutil.rmtree(home, ignore_errors=True)
