"""Which leads of the practice account have an e-mail address or phone number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leadbyte_desktop.practice.people import other_phone, person

PHONES = ("phone1", "phone2", "phone3")


def contacts_of(fields: Mapping[str, str]) -> Iterator[str]:
    """How a lead of these values is found: phone numbers only as they are stored, its address however capitalised."""
    if email := fields.get("email"):
        yield email.casefold()
    yield from {phone for name in PHONES if (phone := fields.get(name))}


class ContactIndex:
    """The lead IDs of each address and number, as they were on the first day: people are worked out anew each time.

    Args:
        seeds: of each lead, its ID, and what `person` makes its values from.
    """

    def __init__(self, seeds: Iterable[tuple[str, int, int]]) -> None:
        self._numbers: dict[str, list[str]] = {}
        for number, seed, index in seeds:
            for contact in contacts_of(person(seed, index) | other_phone(index)):
                self._numbers.setdefault(contact, []).append(number)

    def numbers(self, contact: str) -> list[str]:
        """The IDs of the leads that had it, oldest first."""
        return self._numbers.get(contact, [])
