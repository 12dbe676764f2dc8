"""Writes the sample spreadsheets of `resources/samples/`, the same every time.

    python tests/tools/make_samples.py [FOLDER]

They belong to the practice account: most rows are taken by it, some are refused for the reasons that the article of
LeadByte states (leadbyte-api.md section 0).
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path.insert(0, str(CHECKOUT))

from leadbyte_desktop.practice.people import new_address, person  # noqa: E402 - found through the path above
from leadbyte_desktop.practice.world import (  # noqa: E402 - as above
    DOCUMENTED_LEADS,
    LeadStatus,
    PracticeLead,
    World,
    build_world,
    missing_numbers,
)

ROWS = 2_000
RELEASED, REJECTED_THERE, UPDATED_THERE = 12, 4, 4
REJECTED, QUARANTINED, UNKNOWN = 26, 18, 14
HEADINGS = ("Lead ID", "First name", "Last name", "Postcode", "Phone 1", "Email")
QUARANTINE_HEADINGS = ("Quarantine ID", "First name", "Last name", "Postcode", "Action")
_SEED = 20_261_123


def leads_to_update(world: World) -> bytes:
    """The 2,000 rows as Excel saves "CSV UTF-8": a byte order mark, commas, CRLF. Blank cells leave a field alone."""
    return _as_excel_saves(HEADINGS, _rows(world))


def quarantined_leads(world: World) -> bytes:
    """Twenty quarantined leads: some only released or rejected, some released with a new postcode."""
    bits = random.Random(_SEED).getrandbits
    rows = []
    for place, lead in enumerate(
        world.with_status(LeadStatus.QUARANTINED)[: RELEASED + REJECTED_THERE + UPDATED_THERE]
    ):
        now = lead.fields
        postcode = new_address(bits(128), now["towncity"])["postcode"] if place >= RELEASED + REJECTED_THERE else ""
        action = "reject" if RELEASED <= place < RELEASED + REJECTED_THERE else "release"
        rows.append((lead.quarantine_number, now["firstname"], now["lastname"], postcode, action))
    return _as_excel_saves(QUARANTINE_HEADINGS, rows)


def _as_excel_saves(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _rows(world: World) -> list[tuple[str, ...]]:
    bits = random.Random(_SEED).getrandbits
    documented = [world.leads[str(number)] for number in sorted(DOCUMENTED_LEADS)]
    takers = [lead for lead in world.leads.values() if lead.takes_updates and lead not in documented]
    takers.sort(key=lambda _lead: bits(64))
    taken = takers[: ROWS - len(documented) - REJECTED - QUARANTINED - UNKNOWN]
    refused = (
        world.with_status(LeadStatus.REJECTED)[:REJECTED] + world.with_status(LeadStatus.QUARANTINED)[:QUARANTINED]
    )
    rows = [_row(lead, bits(128)) for lead in taken + refused]
    rows += _unknown_rows(bits(128))
    rows.sort(key=lambda _row: bits(64))
    # The leads of LeadByte's own examples come first, where somebody who opens the file sees them.
    return [_row(lead, bits(128)) for lead in documented] + rows


def _row(lead: PracticeLead, seed: int) -> tuple[str, ...]:
    now = lead.fields
    # One in sixteen keeps the postcode, six in sixteen have no new phone, half have no new e-mail address.
    postcode = "" if seed % 16 == 0 else new_address(seed >> 16, now["towncity"])["postcode"]
    phone = "" if seed % 16 in range(1, 7) else f"07700900{seed // 16 % 1000:03d}"
    email = "" if seed % 2 else f"{now['firstname']}.{lead.number}@example.com".casefold()
    return (lead.number, now["firstname"], now["lastname"], postcode, phone, email)


def _unknown_rows(seed: int) -> Iterator[tuple[str, ...]]:
    for index, number in enumerate(missing_numbers(UNKNOWN)):
        somebody = person(seed + index * 7_919, index)
        yield (number, somebody["firstname"], somebody["lastname"], somebody["postcode"], somebody["phone1"], "")


def main(arguments: list[str]) -> None:
    """Write the samples into the folder given, else into the checkout's own."""
    folder = Path(arguments[0]) if arguments else CHECKOUT / "resources" / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    world = build_world()
    (folder / "leads-to-update.csv").write_bytes(leads_to_update(world))
    (folder / "quarantined-leads.csv").write_bytes(quarantined_leads(world))


if __name__ == "__main__":
    main(sys.argv[1:])
