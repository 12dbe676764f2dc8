"""Invented people of the practice account: believable British, and nobody's.

Telephone numbers come only from the ranges that Ofcom keeps free for drama, e-mail addresses only from example domains.
A person is worked out from a number each time, so thousands of them take no memory.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

_Choice = TypeVar("_Choice")


class Town(NamedTuple):
    """A town: its county, postcode areas, and the first digits of its drama telephone numbers."""

    name: str
    county: str
    outward: tuple[str, ...]
    dialling: str


_NO_AREA = "01632960"  # Ofcom's drama range that belongs to no town.
_MOBILE = "07700900"
TOWNS = (
    Town("London", "Greater London", ("SE15", "N16", "E8", "SW9"), "02079460"),
    Town("Leeds", "West Yorkshire", ("LS6", "LS8", "LS17"), "01134960"),
    Town("Sheffield", "South Yorkshire", ("S7", "S11"), "01144960"),
    Town("Nottingham", "Nottinghamshire", ("NG3", "NG5"), "01154960"),
    Town("Leicester", "Leicestershire", ("LE2", "LE3"), "01164960"),
    Town("Bristol", "Bristol", ("BS3", "BS7"), "01174960"),
    Town("Reading", "Berkshire", ("RG2", "RG30"), "01184960"),
    Town("Birmingham", "West Midlands", ("B13", "B14", "B29"), "01214960"),
    Town("Edinburgh", "Midlothian", ("EH6", "EH10"), "01314960"),
    Town("Glasgow", "Lanarkshire", ("G12", "G41"), "01414960"),
    Town("Liverpool", "Merseyside", ("L15", "L17"), "01514960"),
    Town("Manchester", "Greater Manchester", ("M14", "M20", "M21"), "01614960"),
    Town("Newcastle upon Tyne", "Tyne and Wear", ("NE3", "NE6"), "01914980"),
    Town("Cardiff", "South Glamorgan", ("CF14", "CF23"), "02920180"),
    Town("Belfast", "County Antrim", ("BT9", "BT15"), "02896496"),
    Town("Ashford", "Kent", ("TN23", "TN24", "TN25"), _NO_AREA),
    Town("Norwich", "Norfolk", ("NR2", "NR3"), _NO_AREA),
    Town("Exeter", "Devon", ("EX1", "EX4"), _NO_AREA),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WOMEN = _words(
    """
    Alice Amira Beth Bronwen Charlotte Chloe Ciara Daisy Eleanor Elin Emily Fatima Fiona Grace Hannah Isla
    Jasmine Joanne Karen Keira Leah Lucy Maisie Megan Mhairi Niamh Olivia Priya Rebecca Rhian Ruth Sarah Shanice
    Sophie Tamsin Yasmin Zara
    """
)
_MEN = _words(
    """
    Adam Aled Alistair Ben Callum Connor Craig Daniel David Declan Dylan Ewan Gareth George Graham Hamza Harry
    Ian Imran Jack James Joe Kieran Lewis Liam Mark Mohammed Nathan Oliver Owen Patrick Rhys Robert Ryan Samuel
    Stephen Thomas Tyrone
    """
)
_LAST_NAMES = _words(
    """
    Ahmed Allen Armstrong Bailey Baker Barnes Bell Bennett Brennan Campbell Carter Clarke Collins Cooper Cox
    Davies Doherty Dunn Edwards Evans Fisher Fletcher Foster Fraser Gallagher Gibson Graham Griffiths Hall
    Harris Harrison Hughes Hunter Hussain Jackson James Jenkins Johnston Jones Kaur Kelly Kennedy Khan King
    Lewis Lloyd MacDonald Marshall Mason McLean Mitchell Moore Morgan Morris Murphy Murray O'Brien O'Neill
    Okafor Owen Palmer Parker Patel Pearce Phillips Powell Price Reid Roberts Robertson Robinson Rogers Ross
    Scott Shah Shaw Simpson Singh Stewart Sutherland Taylor Thomas Thompson Turner Walker Wallace Watson Webb
    White Williams Wood Wright Young
    """
)
_STREETS = _words(
    """
    Albert Alder Ash Beech Bramble Bridge Castle Cedar Chapel Chestnut Church Clover Coronation Cromwell Elm
    Fern Field Garden Grange Harbour Hawthorn Hazel Heather Hill Holly Juniper King Laburnum Larch Lime Maple
    Meadow Mill Mulberry Nursery Oak Orchard Park Poplar Priory Queen Rowan School Spring Station Sycamore
    Vicarage Victoria Willow York
    """
)
_STREET_ENDS = _words("Avenue Close Court Crescent Drive Gardens Grove Lane Road Street Terrace")
_DOMAINS = ("example.com", "example.org", "example.net")
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # The letters that the second half of a postcode uses.


class _Dice:
    """Draws from one large number, the same every time and on every Python."""

    def __init__(self, seed: int) -> None:
        self._left = seed

    def below(self, limit: int) -> int:
        self._left, drawn = divmod(self._left, limit)
        return drawn

    def one_of(self, choices: tuple[_Choice, ...]) -> _Choice:
        return choices[self.below(len(choices))]


def person(seed: int, index: int) -> dict[str, str]:
    """The fields of one invented person, under LeadByte's names.

    Args:
        seed: 96 random bits that decide everything about them.
        index: their place in the account; it makes their telephone number and e-mail address their own.
    """
    dice = _Dice(seed)
    woman = dice.below(2) == 0
    first, last, town = dice.one_of(_WOMEN if woman else _MEN), dice.one_of(_LAST_NAMES), dice.one_of(TOWNS)
    title = dice.one_of(("Mrs", "Miss", "Ms") if woman else ("Mr",))
    # Every fifth has a mobile first; the index is spread over the thousand drama numbers of each range.
    mobile, landline = f"{_MOBILE}{index // 5 % 1000:03d}", f"{town.dialling}{index * 7 % 1000:03d}"
    mail_name = f"{first}.{last}{index}".casefold().replace("'", "")
    return {
        "title": title,
        "firstname": first,
        "lastname": last,
        "email": f"{mail_name}@{dice.one_of(_DOMAINS)}",
        "phone1": mobile if index % 5 == 0 else landline,
        "phone2": landline if index % 5 == 0 else "",
        "street1": f"{1 + dice.below(180)} {dice.one_of(_STREETS)} {dice.one_of(_STREET_ENDS)}",
        "towncity": town.name,
        "county": town.county,
        "postcode": _postcode(dice, town),
        "country": "United Kingdom",
        "dob": f"{1 + dice.below(28):02d}/{1 + dice.below(12):02d}/{1938 + dice.below(66)}",
        "gender": "Female" if woman else "Male",
    }


def other_phone(index: int) -> dict[str, str]:
    """A mobile that every fifth person shares with the one before, stored in another form than theirs.

    As in a real account: one website stores 07700900123, another 447700900123 or +447700900123, and a search finds a
    number only as it is stored.
    """
    if index % 5 != 1:
        return {}
    place = index // 5
    return {"phone3": f"{'+' if place % 2 else ''}44{_MOBILE[1:]}{place % 1000:03d}"}


def new_address(seed: int, town_name: str) -> dict[str, str]:
    """A street and postcode in the same town, for somebody who has moved."""
    dice = _Dice(seed)
    town = next(town for town in TOWNS if town.name == town_name)
    street = f"{1 + dice.below(180)} {dice.one_of(_STREETS)} {dice.one_of(_STREET_ENDS)}"
    return {"street1": street, "postcode": _postcode(dice, town)}


def _postcode(dice: _Dice, town: Town) -> str:
    letters = f"{_INWARD[dice.below(20)]}{_INWARD[dice.below(20)]}"
    return f"{dice.one_of(town.outward)} {1 + dice.below(9)}{letters}"
