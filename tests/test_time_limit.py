"""A test that fails and then hangs ends the run, rather than to keep it for ever."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HANGS = """
import time
import pytest

@pytest.fixture
def held():
    yield
    time.sleep(600)

def test_fails(held):
    assert False
"""


def test_a_teardown_that_hangs_after_a_failure_ends_the_run_and_shows_where(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    test = tmp_path / "test_hangs.py"
    test.write_text(HANGS, "utf-8")
    options = ["-p", "tests.time_limit", "-o", "faulthandler_timeout=5", "-o", "faulthandler_exit_on_timeout=true"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", tmp_path / "pytest.ini", *options, test],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert f'File "{test}", line 8 in held' in ended.stderr
