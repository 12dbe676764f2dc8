"""The key is nowhere but in the PC's safe and in what is sent to LeadByte: not after success, failure or a crash.

The key here is one that no test or program holds anywhere else, with signs in it that every way of writing escapes.
What is looked for is the run of letters and digits in its middle, which stays what it is in all of them.
"""

from __future__ import annotations

import base64
import html
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from starlette.types import Message, Receive, Scope, Send

from leadbyte_desktop.domain.account import API_PATH
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.account import Hearing
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.store.database import FILE_NAME
from tests.conftest import SecretService
from tests.practice_server import PracticeServer, serve
from tests.unattended.test_commands import LIMIT, NAME, read_csv, write_csv

CORE = b"N0where4bfK3y91d7cQz"
KEY = f'k/"<+{CORE.decode()}&=>\\z'
DOTS = "•••"


class Guarded(PracticeServer):
    """The practice account, which takes this key only, in place of its own full one.

    Attributes:
        had_key: of each request, whether it came with the key.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.had_key: list[bool] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = FULL_KEY.text.encode()
        headers = [(name, known if value == KEY.encode() else value) for name, value in scope["headers"]]
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message.get("body", b"")
        # A financial change has it in its body.
        swapped = body.replace(json.dumps(KEY).encode(), json.dumps(FULL_KEY.text).encode())
        query = scope["query_string"].replace(quote(KEY, safe="").encode(), known)
        self.had_key.append((headers, swapped, query) != (scope["headers"], body, scope["query_string"]))
        await super().__call__({**scope, "headers": headers, "query_string": query}, _whole(swapped, receive), send)


def _whole(body: bytes, receive: Receive) -> Receive:
    """What hands on a body that was read already, and then whatever comes."""
    unread: list[Message] = [{"type": "http.request", "body": body}]

    async def hand_on() -> Message:
        return unread.pop() if unread else await receive()

    return hand_on


class Surroundings:
    """A home of its own for the commands, and everything that they leave in it.

    Attributes:
        server: the account.
        elsewhere: a socket on which nobody may ever call.
        away: the address of that socket.
        said: all that the commands wrote to their outputs.
    """

    def __init__(self, made: Path, service: SecretService, server: Guarded, elsewhere: socket.socket) -> None:
        self.server, self.elsewhere = server, elsewhere
        self.away = f"http://127.0.0.1:{elsewhere.getsockname()[1]}{API_PATH}"
        self.made, self.keyring = made, Path(service.environment["HOME"])
        self.said = b""
        homes = {"HOME": "home", "TMPDIR": "temp", "XDG_RUNTIME_DIR": "run"}
        homes |= {f"XDG_{kind}_HOME": kind.lower() for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        own = {name: str(made / folder) for name, folder in homes.items()}
        for folder in own.values():
            Path(folder).mkdir(mode=0o700, exist_ok=True)
        self._environment = {
            **os.environ,
            **own,
            "LEADBYTE_DESKTOP_DATA": str(made / "data"),
            "DBUS_SESSION_BUS_ADDRESS": service.address,
            "PYTHONPATH": os.pathsep.join(sys.path),
            # Whatever happens to the process, it writes down where it was.
            "PYTHONFAULTHANDLER": "1",
        }

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-m", "leadbyte_desktop", *map(str, arguments)],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            cwd=self.made,
            env=self._environment,
        )

    def end(self, process: subprocess.Popen[bytes], key: str = "") -> int:
        out, words = process.communicate(key.encode(), timeout=LIMIT)
        self.said += out + words
        return process.returncode

    def run(self, *arguments: str | Path, key: str = "") -> int:
        return self.end(self.start(*arguments), key)

    def run_watched(
        self,
        *arguments: str | Path,
        key: str = "",
        meanwhile: Callable[[subprocess.Popen[bytes]], object] | None = None,
    ) -> int:
        """Run a command, and look at it and its files while its first request is out."""
        arrived = len(self.server.arrivals.keys)
        with self.server.hold():
            process = self.start(*arguments)
            assert process.stdin is not None
            process.stdin.write(key.encode())
            process.stdin.close()
            process.stdin = None
            self.server.wait_for_arrivals(arrived + 1)
            self.look_at_processes(process.pid)
            self.look_at_files()
            if meanwhile is not None:
                meanwhile(process)
        return self.end(process)

    def add(self) -> None:
        code = self.run_watched("account", "add", NAME, "--address", self.server.base_url, "--key-stdin", key=KEY)
        assert code == 0, self.said

    def file_of_leads(self) -> Path:
        return self._file("leads.csv", LeadStatus.VALID, "Postcode", "TN1 1AA")

    def file_of_money(self) -> Path:
        return self._file("money.csv", LeadStatus.APPROVED, "Payout", "81.00")

    def _file(self, name: str, status: LeadStatus, heading: str, value: str) -> Path:
        leads = [lead.number for lead in self.server.world.with_status(status)[:3]]
        return write_csv(self.made / name, [["Lead ID", heading], *([lead, value] for lead in leads)])

    # --- where it must not be -----------------------------------------------------------------------------------------

    def look_at_processes(self, pid: int) -> None:
        for each in [pid, *children_of(pid)]:
            for what in ("cmdline", "environ"):
                text = Path(f"/proc/{each}/{what}").read_bytes()
                assert text
                assert not holds_key(text), f"{what} of process {each}"

    def look_at_files(self) -> None:
        for folder in (self.made, self.keyring):
            for path in folder.rglob("*"):
                if path.is_file() and path.suffix != ".keyring":
                    assert not holds_key(path.name.encode())
                    assert not holds_key(content_of(path)), path

    def look_everywhere(self) -> None:
        self.look_at_files()
        assert self.said
        assert not holds_key(self.said)
        # All that is sent to LeadByte carries it, and nobody else was ever called.
        assert self.server.had_key
        assert all(self.server.had_key)
        with pytest.raises(BlockingIOError):
            self.elsewhere.accept()


def content_of(path: Path) -> bytes:
    """All bytes of a file; of Excel's, which is packed, those of what is in it as well."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with ZipFile(path) as book:
            content += b"".join(book.read(name) for name in book.namelist())
    return content


def children_of(pid: int) -> list[int]:
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return found + [below for child in found for below in children_of(child)]


def holds_key(text: bytes) -> bool:
    """Whether the key is in it, in any form in which programs write one."""
    return any(form in folded for folded in (text, text.lower()) for form in FORMS)


def _forms() -> Iterator[bytes]:
    for core in (CORE, CORE.lower(), CORE[::-1]):
        yield core
        yield core.decode().encode("utf-16-le")
        yield core.decode().encode("utf-16-be")
        yield core.hex().encode()
    for before in range(3):
        # The letters at both ends depend on what stands beside it.
        yield base64.b64encode(b"\0" * before + CORE)[4:-4]


FORMS = tuple(_forms())


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def here(tmp_path: Path, secret_service: SecretService, elsewhere: socket.socket) -> Iterator[Surroundings]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Guarded(f"http://127.0.0.1:{listener.getsockname()[1]}{API_PATH}")
        with serve(server, listener):
            yield Surroundings(tmp_path, secret_service, server, elsewhere)


@pytest.mark.parametrize(
    "written",
    [
        KEY.encode(),
        json.dumps({"key": KEY}).encode(),
        html.escape(KEY).encode(),
        KEY.lower().encode(),
        KEY.encode("utf-16-le"),
        KEY.encode().hex().encode(),
        *(base64.b64encode(b"X_KEY:"[:length] + KEY.encode() + b";") for length in range(3)),
    ],
)
def test_the_search_finds_a_key_however_it_is_written(written: bytes) -> None:
    assert holds_key(b"before " + written + b" after")
    assert not holds_key(FULL_KEY.text.encode())


# --- what LeadByte, or somebody in its place, may answer --------------------------------------------------------------


def _refuse(here: Surroundings) -> None:
    here.server.answer_next(401, {"status": "Error", "code": 401, "message": f"Invalid key {KEY}"})


def _break(here: Surroundings) -> None:
    here.server.answer_next(500, {"status": "Error", "message": f"Oops, with X_KEY {KEY}"})


def _show_page(here: Surroundings) -> None:
    page = f"<html><body>{html.escape(KEY)} <pre>X_KEY: {KEY}</pre></body></html>"
    here.server.answer_next(200, page, {"content-type": "text/html"})


def _break_with_page(here: Surroundings) -> None:
    here.server.answer_next(502, f"<h1>Bad gateway</h1>{KEY}", {"content-type": "text/html"})


def _refuse_each(here: Surroundings) -> None:
    """The lead's own refusal, whose words go into the results."""
    lead = here.server.world.with_status(LeadStatus.VALID)[0].number
    reply = {"id": lead, "success": False, "message": f"Not with {KEY}", "warnings": [KEY], "errors": [KEY]}
    here.server.answer_next(200, {"status": "Warning", "message": KEY, "leads": [reply]})


def _cut(here: Surroundings) -> None:
    here.server.practise(PractiseProblem.CUT)


def _redirect(here: Surroundings) -> None:
    here.server.answer_next(302, f"Go there with {KEY}", {"location": f"{here.away}?key={KEY}"})


def _redirect_the_same_way(here: Surroundings) -> None:
    here.server.answer_next(308, "", {"location": f"{here.away}/leads"})


ANSWERS = (_refuse, _break, _show_page, _break_with_page, _refuse_each, _cut, _redirect, _redirect_the_same_way)


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_is_answered_the_key_is_nowhere(here: Surroundings, answer: Callable[[Surroundings], None]) -> None:
    here.add()
    out = here.made / "out.csv"
    for command, file in (("batch", here.file_of_leads()), ("financials", here.file_of_money())):
        answer(here)
        here.run_watched(command, file, "--account", NAME, "--results", out, "--json")
        assert len(read_csv(out)) == 3
    here.run("resume", "1", "--results", "out.xlsx")
    assert (here.made / "out.xlsx").exists()
    here.look_everywhere()


def test_where_all_goes_well_the_key_is_nowhere(here: Surroundings) -> None:
    here.add()
    assert here.run_watched("batch", here.file_of_leads(), "--account", NAME, "--results", "out.xlsx") == 0
    assert here.run_watched("financials", here.file_of_money(), "--account", NAME, "--results", "out.csv") == 0
    assert here.run("account", "list", "--json") == 0
    here.look_everywhere()
    assert here.run("account", "remove", NAME) == 0
    assert here.run("batch", here.file_of_leads(), "--account", NAME) == 2
    here.look_everywhere()


def test_where_the_key_goes_by_address_and_body_it_is_nowhere_else(here: Surroundings) -> None:
    here.server.hear(Hearing(header_on_reads=False, header_on_writes=False, words=f"No key: {KEY}"))
    here.add()
    assert here.run_watched("batch", here.file_of_leads(), "--account", NAME, "--results", "out.xlsx") == 0
    assert here.server.world.ledger.updates
    # The header was not heard once for the reads, and once for the writes.
    assert [key is None for key in here.server.arrivals.keys] == [False, True, False, True]
    assert here.run("account", "list", "--json") == 0
    here.look_everywhere()


def test_what_echoes_the_key_is_kept_with_dots_in_its_place(here: Surroundings) -> None:
    here.add()
    _break(here)
    here.run("batch", here.file_of_leads(), "--account", NAME, "--deliveries", "1053")
    with closing(sqlite3.connect(here.made / "data" / FILE_NAME)) as journal:
        assert DOTS in "\n".join(journal.iterdump())
    here.look_everywhere()


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_account_that_cannot_be_added_leaves_no_key_behind(
    here: Surroundings, answer: Callable[[Surroundings], None]
) -> None:
    for _ in range(2):  # what refuses the key of a read is asked once more with the key in the address
        answer(here)
    code = here.run_watched("account", "add", NAME, "--address", here.server.base_url, "--key-stdin", key=KEY)
    assert code == 2
    here.look_everywhere()
    assert not [path for path in here.keyring.rglob("*.keyring") if CORE in path.read_bytes()]


# --- a process that breaks --------------------------------------------------------------------------------------------


def test_a_process_that_is_aborted_writes_no_key_into_its_last_words(here: Surroundings) -> None:
    here.add()
    file = here.file_of_leads()
    code = here.run_watched(
        "batch", file, "--account", NAME, meanwhile=lambda process: process.send_signal(signal.SIGABRT)
    )
    assert code == -signal.SIGABRT
    assert b"most recent call first" in here.said
    here.look_everywhere()
    here.run("resume")
    here.look_everywhere()


def test_a_bug_of_our_own_writes_no_key_into_its_traceback(here: Surroundings) -> None:
    here.add()

    def spoil(_process: subprocess.Popen[bytes]) -> None:
        with closing(sqlite3.connect(here.made / "data" / FILE_NAME, timeout=LIMIT)) as journal:
            journal.execute("ALTER TABLE requests RENAME TO lost")
            journal.commit()

    code = here.run_watched("batch", here.file_of_leads(), "--account", NAME, meanwhile=spoil)
    assert code not in (0, 2, 3)
    assert b"Traceback" in here.said
    here.look_everywhere()
