"""Builds every object below the window once, and hands each what it needs.

Nothing here knows Qt or any particular event loop.
"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account, ApiKey
from leadbyte_desktop.domain.errors import MayNotList
from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import FULL_KEY, key_for
from leadbyte_desktop.practice.problems import ProblemPlan
from leadbyte_desktop.practice.world import World, build_world
from leadbyte_desktop.services.account_words import WordKeeper
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.services.batch_sheets import BatchSheets
from leadbyte_desktop.services.column_memory import ColumnMemory
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.services.desk import Desk, Tools
from leadbyte_desktop.services.results import Results
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.settling import Settling
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.account_lists import AccountLists
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.credentials import Credentials
from leadbyte_desktop.store.damaged import open_or_set_aside
from leadbyte_desktop.store.database import FILE_NAME, Database, utc_now
from leadbyte_desktop.store.delivery_sets import DeliverySets
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.part_notes import FOLDER as PARTS
from leadbyte_desktop.store.part_notes import PartNotes
from leadbyte_desktop.store.preferences import Preferences
from leadbyte_desktop.store.sheet_files import FOLDER, SheetFiles
from leadbyte_desktop.store.templates import Templates


class PracticeAccount:
    """The LeadByte account inside the app. Its leads are made when it is first opened.

    Attributes:
        problems: what *Practise a problem* asked for.
        practised_key: the key with which it is opened in place of the one that may do everything; None for that one.
    """

    def __init__(self) -> None:
        self.problems = ProblemPlan()
        self.practised_key: PractiseKey | None = None
        self._world: World | None = None

    def practise_key(self, key: PractiseKey | None) -> None:
        """Have it opened with this key from the next time on."""
        self.practised_key = key

    async def ready(self) -> World:
        """Make the leads, off the calling thread, if that was not done yet."""
        if self._world is None:
            self._world = await asyncio.to_thread(_built)
        return self._world

    def transports(self) -> Transports:
        """The way to it, which never leaves this process. `ready` must have been awaited."""
        if self._world is None:
            raise RuntimeError("the practice account was reached before it was ready")
        return Transports.in_process(build_app(self._world), self.problems)


def _built() -> World:
    """The practice account's leads, and what its first search would have to work out in the window's own thread."""
    world = build_world()
    _ = world.contacts
    return world


async def _open_desk(tools: Tools, practice: PracticeAccount, account: Account) -> Desk:
    if account.practice:
        return await _open_practice(tools, practice, account)
    desk = Desk(tools, account, await tools.accounts.open(account))
    await desk.load_deliveries()
    await desk.words()
    return desk


async def _open_practice(tools: Tools, practice: PracticeAccount, account: Account) -> Desk:
    await practice.ready()
    practised = practice.practised_key
    client = await tools.accounts.open(account, ApiKey(key_for(practised).text))
    desk = Desk(tools, account, client, f"{account.account_id}, {practised.value}" if practised else "")
    if not await desk.load_deliveries():
        with suppress(MayNotList):  # it is said where the deliveries stand
            await desk.refresh_deliveries()
    await desk.words()
    return desk


async def wire(folder: Path, key_used: Callable[[ApiKey], object] = lambda _key: None) -> Workplace:
    """Open the data folder's file and build everything on it.

    The folder's lock must be held: rows that were out when the app last stopped are settled here as *not known*. A
    damaged file is kept aside, and a new one begun.

    Args:
        folder: the data folder.
        key_used: told of every key before it is used, so that the log can hide it.

    Raises:
        StorageProblem: the file cannot be used.
    """
    batches = folder / FOLDER
    (interrupted, files), database, set_aside = await open_or_set_aside(
        folder / FILE_NAME, partial(_begin, batches=batches), belongs_to_it=batches
    )
    journal = Journal(database, utc_now)
    preferences = Preferences(database)
    practice = PracticeAccount()
    practice_key = ApiKey(FULL_KEY.text)
    accounts = Accounts(preferences, Credentials(), partial(_transports, practice), practice_key, key_used)
    person = person_name()
    delivery_list = DeliveryList(Catalogue(database))
    word_keeper = WordKeeper(AccountLists(database), delivery_list)
    tools = Tools(
        journal=journal,
        sender=Sender(journal),
        reviews=Reviews(journal),
        delivery_list=delivery_list,
        word_keeper=word_keeper,
        accounts=accounts,
        settling=Settling(journal, person),
        results=Results(journal, PartNotes(folder / PARTS), word_keeper.names_of),
        batch_sheets=BatchSheets(files, ColumnMemory(preferences)),
        delivery_sets=DeliverySets(database),
        templates=Templates(database),
        person=person,
    )
    return Workplace(
        folder=folder,
        tools=tools,
        preferences=preferences,
        interrupted_in=interrupted,
        open_desk=partial(_open_desk, tools, practice),
        practise=practice.problems.practise,
        practised=lambda: practice.problems.current,
        practise_key=practice.practise_key,
        practised_key=lambda: practice.practised_key,
        close=database.close,
        set_aside=set_aside,
    )


async def _begin(database: Database, batches: Path) -> tuple[dict[str, int], SheetFiles]:
    """What is done before anything else: gives how many rows were out when the app last stopped, and the batches."""
    journal = Journal(database, utc_now)
    interrupted = await journal.out_by_account()
    await journal.settle_interrupted()
    files = SheetFiles(database, batches)
    await files.clean_up()
    return interrupted, files


def _transports(practice: PracticeAccount, account: Account) -> Transports:
    if account.account_id == PRACTICE_ACCOUNT.account_id:
        return practice.transports()
    return Transports.real(account.base_url)


def person_name() -> str:
    """The login name on this PC, for "when and by whom"; "this PC" where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "this PC"
