"""A time limit for what comes after a failed test.

pytest's own limit (`faulthandler_timeout` in pyproject.toml) ends a test that hangs, but pytest lifts it as soon as a
test has failed, for the debugger's sake. What such a test left half done is what keeps its teardown waiting for ever.
"""

from __future__ import annotations

import faulthandler
from collections.abc import Generator

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Give the teardown the time that a test has; pytest itself lifts the limit after it."""
    if seconds := float(item.config.getini("faulthandler_timeout") or 0):
        leave = item.config.getini("faulthandler_exit_on_timeout")
        stderr = item.config.stash[fault_handler_stderr_fd_key]
        faulthandler.dump_traceback_later(seconds, file=stderr, exit=leave)
    return (yield)
