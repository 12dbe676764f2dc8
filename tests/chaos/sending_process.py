"""Continues every job of a data folder in a process of its own, for the tests that kill it.

Arguments: the folder and the address. The key comes on the standard input, as an argument could be seen by others.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.domain.account import Account, ApiKey
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.folder import FolderLock
from leadbyte_desktop.store.journal import Journal

TIMEOUTS = Timeouts(connect=2.0, read=0.2, write=2.0, whole_answer=3.0)


async def soon(_stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not as long as for people."""
    await asyncio.sleep(min(seconds, 0.005))


async def main(folder: Path, account: Account, key: ApiKey) -> None:
    """What the app does after a start and a *Continue* of every job, all at once."""
    with FolderLock(folder):
        database = Database(folder / FILE_NAME)
        journal = Journal(database)
        await journal.settle_interrupted()
        client = LeadByteClient(account, key, Transports.real(account.base_url, TIMEOUTS))
        sender = Sender(journal, wait=soon)
        sys.stdout.write("sending\n")
        sys.stdout.flush()
        jobs = await journal.jobs(10, 0)
        await asyncio.gather(*(sender.run(job.job_id, client, lambda _progress: None, again=True) for job in jobs))
        await client.aclose()
        await database.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    where, address = sys.argv[1:]
    asyncio.run(main(Path(where), Account("chaos", "Chaos", address), ApiKey(sys.stdin.readline().strip())))
