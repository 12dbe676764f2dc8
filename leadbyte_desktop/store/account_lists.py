"""The campaigns, fields and buyers of each account as this PC knows them, and which campaigns a search covers.

Deliveries have a home of their own (`catalogue.py`). As there, what a new answer lacks stays: LeadByte may list the
active ones only, and has been seen to answer with an empty list (leadbyte-api.md section 4).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField, Choice
from leadbyte_desktop.store.cells import clean, time_of, time_text, to_json
from leadbyte_desktop.store.database import Database, utc_now

# What the new answer leaves blank is not known from it, and stays as it was.
_PUT_CAMPAIGN = """
    INSERT INTO campaigns (account_id, campaign_id, name, reference, currency, active, archived)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (account_id, campaign_id) DO UPDATE SET
        name = excluded.name,
        reference = coalesce(nullif(excluded.reference, ''), campaigns.reference),
        currency = coalesce(nullif(excluded.currency, ''), campaigns.currency),
        active = coalesce(excluded.active, campaigns.active),
        archived = excluded.archived
"""
_FIELDS = """
    SELECT campaign_fields.*, pattern FROM campaign_fields LEFT JOIN date_forms USING (account_id, campaign_id, name)
    WHERE account_id = ? ORDER BY campaign_id, position
"""
_PUT_BUYER = """
    INSERT INTO buyers (account_id, buyer_id, bid, company, status) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (account_id, buyer_id) DO UPDATE SET
        bid = coalesce(nullif(excluded.bid, ''), buyers.bid),
        company = excluded.company,
        status = coalesce(nullif(excluded.status, ''), buyers.status),
        unlisted = 0
"""


class AccountLists:
    """Keeps campaigns, their fields and buyers. Every method may raise StorageProblem.

    Args:
        database: the app's database.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def campaigns(self, account_id: str) -> tuple[Campaign, ...]:
        """All campaigns of an account, inactive and archived ones too, by name."""
        return await self._database.read(partial(_campaigns, account_id=account_id))

    async def put_campaigns(self, account_id: str, campaigns: Sequence[Campaign]) -> None:
        """Take up the campaigns that LeadByte listed."""
        await self._database.write(partial(_put_campaigns, account_id=account_id, campaigns=campaigns, now=self._now()))

    async def add_campaign(self, account_id: str, campaign: Campaign) -> None:
        """Add a campaign that a person typed. Where campaigns were ticked for the search, it is ticked as well."""
        await self._database.write(partial(_add_campaign, account_id=account_id, campaign=campaign))

    async def fields(self, account_id: str) -> Mapping[str, tuple[CampaignField, ...]]:
        """The fields of every campaign whose fields are known, by campaign ID, in LeadByte's order."""
        return await self._database.read(partial(_fields, account_id=account_id))

    async def put_fields(self, account_id: str, campaign_id: str, fields: Sequence[CampaignField]) -> None:
        """Take up the fields of one campaign in place of those known before; no fields at all change nothing."""
        await self._database.write(
            partial(_put_fields, account_id=account_id, campaign_id=campaign_id, fields=fields, now=self._now())
        )

    async def put_date_forms(self, account_id: str, campaign_id: str, patterns: Mapping[str, str]) -> None:
        """Remember in which form a lead of a campaign holds its dates, by field name."""
        await self._database.write(
            partial(_put_date_forms, account_id=account_id, campaign_id=campaign_id, patterns=patterns)
        )

    async def buyers(self, account_id: str) -> tuple[Buyer, ...]:
        """All buyers of an account, inactive ones too, by company."""
        return await self._database.read(partial(_buyers, account_id=account_id))

    async def put_buyers(self, account_id: str, buyers: Sequence[Buyer]) -> None:
        """Take up the buyers that LeadByte listed; others that were known stay, and are marked as not listed."""
        await self._database.write(partial(_put_buyers, account_id=account_id, buyers=buyers, now=self._now()))

    async def refreshed_at(self, account_id: str) -> Mapping[ListKind, datetime]:
        """When LeadByte last gave each list (UTC); a list that it never gave is not in here. Deliveries never are.

        The fields are as old as those of the campaign that were given longest ago.
        """
        return await self._database.read(partial(_refreshed_at, account_id=account_id))

    async def fields_refreshed_at(self, account_id: str) -> Mapping[str, datetime]:
        """When LeadByte last gave the fields of each campaign (UTC), by campaign ID."""
        return await self._database.read(partial(_fields_refreshed_at, account_id=account_id))

    async def searched(self, account_id: str) -> frozenset[str] | None:
        """The IDs of the campaigns that a person ticked for the search; None while nobody has chosen."""
        return await self._database.read(partial(_searched, account_id=account_id))

    async def were_to_tick(self, account_id: str) -> frozenset[str]:
        """The IDs of the campaigns that were known when a person last chose which to search."""
        return await self._database.read(partial(_were_to_tick, account_id=account_id))

    async def set_searched(self, account_id: str, campaign_ids: Collection[str]) -> None:
        """Remember which campaigns the search covers, and that the others which are known were there to be ticked."""
        await self._database.write(partial(_choose_searched, account_id=account_id, campaign_ids=campaign_ids))


def forget_lists(connection: Connection, account_id: str) -> None:
    """Take everything of an account out of these tables."""
    for statement in (
        "DELETE FROM campaigns WHERE account_id = ?",
        "DELETE FROM campaign_fields WHERE account_id = ?",
        "DELETE FROM date_forms WHERE account_id = ?",
        "DELETE FROM field_refreshes WHERE account_id = ?",
        "DELETE FROM campaigns_to_tick WHERE account_id = ?",
        "DELETE FROM buyers WHERE account_id = ?",
        "DELETE FROM list_refreshes WHERE account_id = ?",
        "DELETE FROM searched_campaigns WHERE account_id = ?",
    ):
        connection.execute(statement, (account_id,))


def _campaigns(connection: Connection, *, account_id: str) -> tuple[Campaign, ...]:
    rows = connection.execute("SELECT * FROM campaigns WHERE account_id = ?", (account_id,))
    found = [
        Campaign(
            row["campaign_id"],
            row["name"],
            row["reference"],
            row["currency"],
            None if row["active"] is None else bool(row["active"]),
            bool(row["archived"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda campaign: (campaign.name.casefold(), campaign.campaign_id)))


def _put_campaigns(connection: Connection, *, account_id: str, campaigns: Sequence[Campaign], now: datetime) -> None:
    connection.executemany(_PUT_CAMPAIGN, [_campaign_cells(account_id, campaign) for campaign in campaigns])
    _note_refresh(connection, account_id, ListKind.CAMPAIGNS, now)


def _add_campaign(connection: Connection, *, account_id: str, campaign: Campaign) -> None:
    connection.execute(_PUT_CAMPAIGN, _campaign_cells(account_id, campaign))
    ticked = _searched(connection, account_id=account_id)
    if ticked is not None:
        _set_searched(connection, account_id=account_id, campaign_ids=ticked | {campaign.campaign_id})


def _campaign_cells(account_id: str, campaign: Campaign) -> tuple[str | bool | None, ...]:
    return (
        account_id,
        campaign.campaign_id,
        clean(campaign.name),
        clean(campaign.reference),
        clean(campaign.currency),
        campaign.active,
        campaign.archived,
    )


def _fields(connection: Connection, *, account_id: str) -> dict[str, tuple[CampaignField, ...]]:
    found: dict[str, list[CampaignField]] = {}
    for row in connection.execute(_FIELDS, (account_id,)):
        found.setdefault(row["campaign_id"], []).append(_field_of(row))
    return {campaign_id: tuple(fields) for campaign_id, fields in found.items()}


def _field_of(row: Row) -> CampaignField:
    choices = tuple(Choice(value, label) for value, label in json.loads(row["choices"]))
    form = row["pattern"] or ""
    return CampaignField(row["name"], row["label"], bool(row["required"]), row["data_type"], choices, form)


def _put_fields(
    connection: Connection, *, account_id: str, campaign_id: str, fields: Sequence[CampaignField], now: datetime
) -> None:
    if fields:
        connection.execute(
            "DELETE FROM campaign_fields WHERE account_id = ? AND campaign_id = ?", (account_id, campaign_id)
        )
    connection.executemany(
        "INSERT INTO campaign_fields (account_id, campaign_id, position, name, label, required, data_type, choices) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                account_id,
                campaign_id,
                position,
                clean(field.name),
                clean(field.label),
                field.required,
                clean(field.data_type),
                to_json([[clean(choice.value), clean(choice.label)] for choice in field.choices]),
            )
            for position, field in enumerate(fields)
        ],
    )
    connection.execute(
        "INSERT OR REPLACE INTO field_refreshes (account_id, campaign_id, refreshed_at) VALUES (?, ?, ?)",
        (account_id, campaign_id, time_text(now)),
    )


def _put_date_forms(connection: Connection, *, account_id: str, campaign_id: str, patterns: Mapping[str, str]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO date_forms (account_id, campaign_id, name, pattern) VALUES (?, ?, ?, ?)",
        [(account_id, campaign_id, clean(name), pattern) for name, pattern in patterns.items()],
    )


def _buyers(connection: Connection, *, account_id: str) -> tuple[Buyer, ...]:
    rows = connection.execute("SELECT * FROM buyers WHERE account_id = ?", (account_id,))
    found = [Buyer(row["buyer_id"], row["bid"], row["company"], row["status"], bool(row["unlisted"])) for row in rows]
    return tuple(sorted(found, key=lambda buyer: (buyer.company.casefold(), buyer.buyer_id)))


def _put_buyers(connection: Connection, *, account_id: str, buyers: Sequence[Buyer], now: datetime) -> None:
    if buyers:  # an empty answer takes nothing away
        connection.execute("UPDATE buyers SET unlisted = 1 WHERE account_id = ?", (account_id,))
    connection.executemany(
        _PUT_BUYER,
        [(account_id, buyer.buyer_id, clean(buyer.bid), clean(buyer.company), clean(buyer.status)) for buyer in buyers],
    )
    _note_refresh(connection, account_id, ListKind.BUYERS, now)


def _note_refresh(connection: Connection, account_id: str, kind: ListKind, now: datetime) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO list_refreshes (account_id, list, refreshed_at) VALUES (?, ?, ?)",
        (account_id, kind.value, time_text(now)),
    )


def _refreshed_at(connection: Connection, *, account_id: str) -> dict[ListKind, datetime]:
    rows = connection.execute("SELECT list, refreshed_at FROM list_refreshes WHERE account_id = ?", (account_id,))
    times = {ListKind(row["list"]): time_of(row["refreshed_at"]) for row in rows}
    fields = _fields_refreshed_at(connection, account_id=account_id).values()
    return {kind: moment for kind, moment in times.items() if moment} | (
        {ListKind.FIELDS: min(fields)} if fields else {}
    )


def _fields_refreshed_at(connection: Connection, *, account_id: str) -> dict[str, datetime]:
    rows = connection.execute(
        "SELECT campaign_id, refreshed_at FROM field_refreshes WHERE account_id = ?", (account_id,)
    )
    times = {str(row["campaign_id"]): time_of(row["refreshed_at"]) for row in rows}
    return {campaign_id: moment for campaign_id, moment in times.items() if moment}


def _searched(connection: Connection, *, account_id: str) -> frozenset[str] | None:
    row = connection.execute(
        "SELECT campaign_ids FROM searched_campaigns WHERE account_id = ?", (account_id,)
    ).fetchone()
    return frozenset(json.loads(row["campaign_ids"])) if row else None


def _were_to_tick(connection: Connection, *, account_id: str) -> frozenset[str]:
    rows = connection.execute("SELECT campaign_id FROM campaigns_to_tick WHERE account_id = ?", (account_id,))
    return frozenset(row["campaign_id"] for row in rows)


def _choose_searched(connection: Connection, *, account_id: str, campaign_ids: Collection[str]) -> None:
    _set_searched(connection, account_id=account_id, campaign_ids=campaign_ids)
    connection.execute(
        "INSERT OR IGNORE INTO campaigns_to_tick SELECT account_id, campaign_id FROM campaigns WHERE account_id = ?",
        (account_id,),
    )


def _set_searched(connection: Connection, *, account_id: str, campaign_ids: Collection[str]) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO searched_campaigns (account_id, campaign_ids) VALUES (?, ?)",
        (account_id, to_json(sorted(campaign_ids))),
    )
