"""Keys in a real GNOME keyring, and on a PC that has none."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest
from keyring.backends.SecretService import Keyring

from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.domain.errors import KeyringProblem
from leadbyte_desktop.store.credentials import MOST_CHARACTERS, Credentials

KEY = ApiKey("practice-key-full")
OTHER = ApiKey("practice-key-other")


@pytest.fixture
def account_id() -> str:
    """The keyring is shared by the tests of a worker, so each has an account of its own."""
    return uuid.uuid4().hex


def store_in_another_process(account_id: str, modules: Path) -> None:
    """Keep `KEY` from a new process, which finds modules in a folder of its attacker's choice too."""
    script = (
        "import asyncio, sys\n"
        "from leadbyte_desktop.domain.account import ApiKey\n"
        "from leadbyte_desktop.store.credentials import Credentials\n"
        "asyncio.run(Credentials().store(sys.argv[1], ApiKey('practice-key-full')))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(modules), *sys.path])}
    subprocess.run([sys.executable, "-c", script, account_id], env=environment, check=True)


@pytest.mark.usefixtures("secret_service")
class TestWithASafe:
    async def test_a_key_is_kept_replaced_and_forgotten(self, account_id: str) -> None:
        credentials = Credentials()
        assert await credentials.available()
        assert await credentials.load(account_id) is None
        await credentials.store(account_id, KEY)
        assert await Credentials().load(account_id) == KEY
        await credentials.store(account_id, OTHER)
        assert await Credentials().load(account_id) == OTHER
        await credentials.forget(account_id)
        assert await Credentials().load(account_id) is None
        await credentials.forget(account_id)

    async def test_each_account_has_its_own(self, account_id: str) -> None:
        credentials = Credentials()
        await credentials.store(account_id, KEY)
        await credentials.store(f"{account_id}-2", OTHER)
        await credentials.forget(f"{account_id}-2")
        assert await credentials.load(account_id) == KEY
        assert await credentials.load(f"{account_id}-2") is None

    @pytest.mark.parametrize("text", ["Zoë-€-😀", "x" * MOST_CHARACTERS, " spaces "])
    async def test_any_key_comes_back_as_it_was(self, account_id: str, text: str) -> None:
        await Credentials().store(account_id, ApiKey(text))
        assert await Credentials().load(account_id) == ApiKey(text)

    async def test_one_too_long_for_windows_is_refused_everywhere(self, account_id: str) -> None:
        long = "x" * (MOST_CHARACTERS + 1)
        with pytest.raises(KeyringProblem) as refused:
            await Credentials().store(account_id, ApiKey(long))
        assert "1,200 characters" in refused.value.user_text
        assert await Credentials().load(account_id) is None

    async def test_storing_ends_what_was_kept_for_this_run(self, account_id: str) -> None:
        credentials = Credentials()
        await credentials.keep_for_this_run(account_id, OTHER)
        await credentials.store(account_id, KEY)
        assert await credentials.load(account_id) == KEY

    async def test_no_variable_and_no_file_can_name_another_safe(
        self, account_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "config" / "python_keyring").mkdir(parents=True)
        (tmp_path / "config" / "python_keyring" / "keyringrc.cfg").write_text(
            f"[backend]\ndefault-keyring=thief.Keyring\nkeyring-path={tmp_path}\n", encoding="utf-8"
        )
        (tmp_path / "thief.py").write_text(
            "from pathlib import Path\n"
            "from keyring.backend import KeyringBackend\n"
            "class Keyring(KeyringBackend):\n"
            "    priority = 99\n"
            "    def get_password(self, service, username): return None\n"
            "    def delete_password(self, service, username): pass\n"
            "    def set_password(self, service, username, password):\n"
            f"        Path({str(tmp_path / 'loot')!r}).write_text(password)\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "thief.Keyring")
        store_in_another_process(account_id, tmp_path)
        assert not (tmp_path / "loot").exists()
        assert await Credentials().load(account_id) == KEY

    async def test_a_safe_that_gives_something_else_back_is_not_trusted(
        self, account_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await Credentials().store(account_id, OTHER)
        real = Keyring.set_password

        def cut(self, service, username, password):
            real(self, service, username, password[:4] if password == KEY.reveal() else password)

        monkeypatch.setattr(Keyring, "set_password", cut)
        with pytest.raises(KeyringProblem) as problem:
            await Credentials().store(account_id, KEY)
        assert "something else back" in problem.value.user_text
        assert await Credentials().load(account_id) == OTHER

    async def test_a_safe_that_fails_is_told_in_words_without_the_key(
        self, account_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(self, service, username, password=None):
            raise OSError(f"cannot take {password}")

        caplog.set_level(logging.DEBUG)
        monkeypatch.setattr(Keyring, "set_password", fail)
        with pytest.raises(KeyringProblem) as problem:
            await Credentials().store(account_id, KEY)
        assert "could not be put" in problem.value.user_text
        assert problem.value.__cause__ is None
        assert problem.value.__suppress_context__
        assert KEY.reveal() not in caplog.text
        monkeypatch.setattr(Keyring, "get_password", fail)
        with pytest.raises(KeyringProblem) as problem:
            await Credentials().load(account_id)
        assert "could not be opened" in problem.value.user_text
        with pytest.raises(KeyringProblem) as problem:
            await Credentials().forget(account_id)
        assert "could not be deleted" in problem.value.user_text

    async def test_the_safe_is_never_touched_on_the_callers_thread(
        self, account_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        threads = set()
        real = Keyring.get_password

        def watched(self, service, username):
            threads.add(threading.current_thread())
            return real(self, service, username)

        monkeypatch.setattr(Keyring, "get_password", watched)
        credentials = Credentials()
        await credentials.store(account_id, KEY)
        await credentials.load(account_id)
        await credentials.forget(account_id)
        assert len(threads) == 1
        assert threading.current_thread() not in threads

    async def test_a_way_that_leaves_old_copies_takes_them_out_first(
        self, account_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Credential Manager's order of work, on the safe that is here."""
        done: list[str] = []
        for name in ("set_password", "delete_password"):
            real = getattr(Keyring, name)

            def noted(self, *arguments, real=real, name=name):
                done.append(name)
                return real(self, *arguments)

            monkeypatch.setattr(Keyring, name, noted)
        monkeypatch.setattr("leadbyte_desktop.store.credentials._LEAVES_COPIES", True)
        await Credentials().store(account_id, KEY)
        await Credentials().store(account_id, OTHER)
        assert done == ["set_password", "delete_password", "set_password"]
        assert await Credentials().load(account_id) == OTHER


class TestWithoutASafe:
    """No session bus: a server, a container, a Linux PC without a desktop."""

    async def test_the_app_says_so_and_keeps_the_key_for_this_run_only(self, account_id: str) -> None:
        credentials = Credentials()
        assert not await credentials.available()
        assert await credentials.load(account_id) is None
        await credentials.keep_for_this_run(account_id, KEY)
        assert await credentials.load(account_id) == KEY
        assert await Credentials().load(account_id) is None
        await credentials.forget(account_id)
        assert await credentials.load(account_id) is None

    async def test_storing_says_in_words_that_it_cannot(self, account_id: str) -> None:
        with pytest.raises(KeyringProblem) as problem:
            await Credentials().store(account_id, KEY)
        assert "could not be put into" in problem.value.user_text
        assert KEY.reveal() not in problem.value.user_text


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    script = "import sys, leadbyte_desktop.store.credentials as c; c.Credentials(); print('keyring' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
