"""The tables of the app's database, as the steps that make them.

A step, once released, is never changed: a later version adds one. `PRAGMA user_version` counts the steps done.

Times are ISO 8601 in UTC. `lead_key` and `effects.effect` hold a lead and an effect as they are compared, not as they
were typed (`LeadRef.same_as`, `same_effect`): "007" and "7" are the same lead where it matters that nothing goes
twice. A *place* is a LeadByte account as LeadByte would see it, whatever it is called on this PC and however often it
was connected (`places.py`).
"""

from __future__ import annotations

_FIRST = (
    """
    CREATE TABLE places (
        place_id INTEGER PRIMARY KEY,
        place TEXT NOT NULL UNIQUE
    )
    """,
    """
    CREATE TABLE accounts (
        account_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        base_url TEXT NOT NULL,
        place_id INTEGER NOT NULL REFERENCES places,
        practice INTEGER NOT NULL,
        proven INTEGER NOT NULL
    )
    """,
    "CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE jobs (
        job_id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        account_id TEXT NOT NULL,
        account_name TEXT NOT NULL,
        host TEXT NOT NULL,
        place_id INTEGER NOT NULL REFERENCES places,
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        stopped INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX jobs_by_account ON jobs (account_id, place_id)",
    """
    CREATE TABLE items (
        item_id INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id INTEGER NOT NULL REFERENCES jobs,
        position INTEGER NOT NULL,
        lead_key TEXT NOT NULL,
        money INTEGER NOT NULL,
        plain TEXT NOT NULL,
        harmless INTEGER NOT NULL,
        send_again INTEGER NOT NULL,
        repeats INTEGER REFERENCES items,
        state TEXT NOT NULL,
        words TEXT NOT NULL DEFAULT '',
        warnings TEXT NOT NULL DEFAULT '[]',
        confirmation TEXT NOT NULL DEFAULT '',
        settlement TEXT,
        request_number INTEGER REFERENCES requests,
        attempts INTEGER NOT NULL DEFAULT 0,
        may_have_reached INTEGER NOT NULL DEFAULT 0,
        changed_at TEXT,
        UNIQUE (job_id, position)
    )
    """,
    "CREATE INDEX items_by_state ON items (job_id, state, position)",
    "CREATE INDEX items_by_lead ON items (lead_key)",
    "CREATE INDEX items_by_repeated ON items (repeats) WHERE repeats IS NOT NULL",
    "CREATE INDEX items_to_settle ON items (job_id) WHERE state = 'not known' AND settlement IS NULL",
    "CREATE INDEX items_on_their_way ON items (item_id) WHERE state = 'sending'",
    """
    CREATE TABLE effects (
        place_id INTEGER NOT NULL REFERENCES places,
        lead_key TEXT NOT NULL,
        effect TEXT NOT NULL,
        item_id INTEGER NOT NULL REFERENCES items,
        denied INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (place_id, lead_key, effect, item_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX effects_by_item ON effects (item_id)",
    """
    CREATE TABLE requests (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id INTEGER NOT NULL REFERENCES jobs,
        sent_at TEXT NOT NULL,
        answered_at TEXT,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        body TEXT NOT NULL,
        status INTEGER,
        reply TEXT NOT NULL DEFAULT '',
        problem TEXT NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX requests_by_job ON requests (job_id)",
    """
    CREATE TABLE request_items (
        item_id INTEGER NOT NULL REFERENCES items,
        number INTEGER NOT NULL REFERENCES requests,
        PRIMARY KEY (item_id, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX request_items_by_request ON request_items (number)",
    """
    CREATE TABLE deliveries (
        account_id TEXT NOT NULL,
        delivery_id TEXT NOT NULL,
        name TEXT NOT NULL,
        buyer TEXT NOT NULL,
        bid TEXT NOT NULL,
        campaign TEXT NOT NULL,
        status TEXT NOT NULL,
        shown INTEGER NOT NULL,
        by_hand INTEGER NOT NULL,
        PRIMARY KEY (account_id, delivery_id)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE delivery_refreshes (account_id TEXT PRIMARY KEY, refreshed_at TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE drafts (
        account_id TEXT NOT NULL,
        name TEXT NOT NULL,
        plain TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        PRIMARY KEY (account_id, name)
    )
    """,
)

# The table that a job was made from, so that its results can be given back in the table's own form. `cells` is a JSON
# list; a row that became no item says why.
_SECOND = (
    "ALTER TABLE jobs ADD COLUMN never_items INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE job_sources (job_id INTEGER PRIMARY KEY REFERENCES jobs, headings TEXT NOT NULL)",
    """
    CREATE TABLE job_rows (
        job_id INTEGER NOT NULL REFERENCES jobs,
        place INTEGER NOT NULL,
        number INTEGER NOT NULL,
        item_id INTEGER REFERENCES items,
        why TEXT NOT NULL,
        cells TEXT NOT NULL,
        PRIMARY KEY (job_id, place)
    ) WITHOUT ROWID
    """,
    # Unfinished batches, each in a file of its own (`sheet_files.py`); "" is the name of the one being built.
    """
    CREATE TABLE sheets (
        account_id TEXT NOT NULL,
        name TEXT NOT NULL,
        file TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        PRIMARY KEY (account_id, name)
    ) WITHOUT ROWID
    """,
    "DROP TABLE drafts",
)

# From an item to its row of that table: the number is read with each item, so the index alone answers.
# What was left out is counted apart from what a person cancelled (`journal_rows.IS_LEFT_OUT`).
_THIRD = (
    "CREATE INDEX job_rows_by_item ON job_rows (item_id, number) WHERE item_id IS NOT NULL",
    """
    CREATE INDEX items_left_out ON items (job_id, position)
    WHERE state = 'cancelled' AND substr(words, 1, 9) = 'Left out:'
    """,
)

# Why the sending of a job stopped by itself, so that it can still be said after a restart; "" where it did not.
_FOURTH = ("ALTER TABLE jobs ADD COLUMN trouble TEXT NOT NULL DEFAULT ''",)

# The account's own words: its campaigns with their fields, and its buyers (`account_lists.py`). `choices` is a JSON
# list of pairs, what is sent and what is shown; `active` is NULL where LeadByte did not say; `campaign_ids` is a list.
_FIFTH = (
    """
    CREATE TABLE campaigns (
        account_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        name TEXT NOT NULL,
        reference TEXT NOT NULL,
        currency TEXT NOT NULL,
        active INTEGER,
        archived INTEGER NOT NULL,
        PRIMARY KEY (account_id, campaign_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE campaign_fields (
        account_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        label TEXT NOT NULL,
        required INTEGER NOT NULL,
        data_type TEXT NOT NULL,
        choices TEXT NOT NULL,
        PRIMARY KEY (account_id, campaign_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE buyers (
        account_id TEXT NOT NULL,
        buyer_id TEXT NOT NULL,
        bid TEXT NOT NULL,
        company TEXT NOT NULL,
        status TEXT NOT NULL,
        PRIMARY KEY (account_id, buyer_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE list_refreshes (
        account_id TEXT NOT NULL,
        list TEXT NOT NULL,
        refreshed_at TEXT NOT NULL,
        PRIMARY KEY (account_id, list)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE searched_campaigns (account_id TEXT PRIMARY KEY, campaign_ids TEXT NOT NULL) WITHOUT ROWID",
)

# What a person named to choose it again. The lists are JSON; a template's field is [name, value], null to be typed.
_SIXTH = (
    """
    CREATE TABLE delivery_sets (
        account_id TEXT NOT NULL,
        name TEXT NOT NULL,
        delivery_ids TEXT NOT NULL,
        PRIMARY KEY (account_id, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE templates (
        account_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        fields TEXT NOT NULL,
        delivery_ids TEXT NOT NULL,
        action TEXT NOT NULL,
        PRIMARY KEY (account_id, place)
    ) WITHOUT ROWID
    """,
)

# Whether LeadByte's list says that a delivery sends by itself; NULL where it does not tell.
_SEVENTH = ("ALTER TABLE deliveries ADD COLUMN automatic INTEGER",)

# In which form a campaign's leads were seen to hold the dates of a field ("dd/MM/yyyy"), and nothing of the leads; when
# LeadByte gave the fields of each campaign; which campaigns were there to be ticked when a person last ticked some.
# `chosen` is whether a person said that a delivery is shown or hidden, `unlisted` whether LeadByte lists it no more.
# A template's field is [name, value, label] from now on; its campaign is "" where none was known.
_EIGHTH = (
    """
    CREATE TABLE date_forms (
        account_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        name TEXT NOT NULL,
        pattern TEXT NOT NULL,
        PRIMARY KEY (account_id, campaign_id, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE field_refreshes (
        account_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        refreshed_at TEXT NOT NULL,
        PRIMARY KEY (account_id, campaign_id)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO field_refreshes
    SELECT DISTINCT campaign_fields.account_id, campaign_id, refreshed_at
    FROM campaign_fields JOIN list_refreshes USING (account_id) WHERE list = 'fields'
    """,
    "DELETE FROM list_refreshes WHERE list = 'fields'",
    """
    CREATE TABLE campaigns_to_tick (
        account_id TEXT NOT NULL,
        campaign_id TEXT NOT NULL,
        PRIMARY KEY (account_id, campaign_id)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO campaigns_to_tick
    SELECT account_id, campaign_id FROM campaigns JOIN searched_campaigns USING (account_id)
    """,
    "ALTER TABLE deliveries ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE deliveries ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0",
    # Until now an inactive one was hidden by itself, and nothing else was: the rest is a person's choice.
    "UPDATE deliveries SET chosen = 1 WHERE shown = (lower(status) NOT IN ('', 'active'))",
    "ALTER TABLE templates ADD COLUMN campaign_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE templates ADD COLUMN campaign TEXT NOT NULL DEFAULT ''",
)

# Where LeadByte hears the key of an account, where that is not the header (`KeyHeard`).
_NINTH = (
    "ALTER TABLE accounts ADD COLUMN reads_in_address INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE accounts ADD COLUMN writes_in_body INTEGER NOT NULL DEFAULT 0",
)

# Whether LeadByte's last list does not have a buyer any more.
_TENTH = ("ALTER TABLE buyers ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0",)

STEPS: tuple[tuple[str, ...], ...] = (
    _FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH, _NINTH, _TENTH,
)  # fmt: skip
