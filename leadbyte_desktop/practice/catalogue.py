"""The campaigns, buyers, suppliers and deliveries of the practice account. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: its ID, name and reference, usual money per lead in pounds, and labels of its own fields."""

    campaign_id: str
    name: str
    reference: str
    payout: Decimal
    revenue: Decimal
    own_fields: tuple[str, ...]

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names under which its own fields are sent: "data1", "data2"."""
        return tuple(f"data{number}" for number in range(1, len(self.own_fields) + 1))


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer. Its BID is unlike its ID, as in LeadByte (leadbyte-api.md section 3, GET /buyers)."""

    buyer_id: str
    bid: str
    company: str
    town: str
    status: str = "Active"


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier of leads."""

    supplier_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PracticeDelivery:
    """A delivery.

    `manual` is True where it may be triggered via the REST API; `wants_update` where PUT /leads triggers it only beside
    new values; `plain_reply` where POST /deliveries/trigger then says Success and nothing of the delivery.
    """

    delivery_id: str
    reference: str
    campaign: Campaign
    buyer: Buyer
    deliver_to: str
    status: str
    manual: bool
    wants_update: bool = False
    plain_reply: bool = False


CAMPAIGNS = (
    Campaign(
        "9",
        "Solar Panels",
        "SOLAR",
        Decimal("18.00"),
        Decimal("42.00"),
        ("roof_type", "monthly_bill", "roof_faces", "survey_date"),
    ),
    Campaign(
        "12",
        "Energy Switch",
        "ENERGY",
        Decimal("9.50"),
        Decimal("24.00"),
        ("current_supplier", "meter_type", "contract_ends"),
    ),
    Campaign("15", "Boiler Cover", "BOILER", Decimal("12.25"), Decimal("31.00"), ("boiler_make", "boiler_age")),
    Campaign("21", "Life Cover", "LIFE", Decimal("22.00"), Decimal("55.00"), ("cover_amount", "smoker", "cover_for")),
)

# Campaigns without leads, by their status; they are there where `Shapes.resting_campaigns` says so.
RESTING_CAMPAIGNS = {
    "Inactive": Campaign("24", "Conservatories", "CONSERV", Decimal("15.00"), Decimal("36.00"), ("glass",)),
    "Archived": Campaign("27", "Loft Insulation 2019", "LOFT19", Decimal("7.00"), Decimal("19.00"), ("loft_depth",)),
}

BUYERS = (
    Buyer("2", "33", "Acme Ltd", "Leeds"),
    Buyer("3", "208", "Hollowmere Solar Ltd", "Bristol"),
    Buyer("5", "NORTH-1", "Penwick Energy Ltd", "Newcastle upon Tyne"),
    Buyer("8", "41", "Tarnside Home Services Ltd", "Manchester"),
    Buyer("11", "117", "Quillbrook Cover Ltd", "Reading"),
    Buyer("14", "62", "Oxbeck Boilers Ltd", "Sheffield"),
    Buyer("17", "WREN", "Wrenmarsh Utilities Ltd", "Cardiff"),
    Buyer("23", "305", "Stonecrop Renewables Ltd", "Edinburgh"),
    Buyer("29", "90", "Larkfold Life Ltd", "London"),
    Buyer("31", "54", "Marlfen Finance Ltd", "Birmingham", "Inactive"),
)

SUPPLIERS = (Supplier("4", "Brightpath Media"), Supplier("6", "Own website"), Supplier("7", "Homewise Surveys"))

# ID, reference, campaign, buyer, way of delivery, status, triggered manually.
_DELIVERIES = (
    ("1041", "Hollowmere Solar — day", 0, 1, "Direct Post", "Active", True),
    ("1042", "Hollowmere Solar — weekend", 0, 1, "Email", "Active", True),
    ("1043", "Stonecrop — Scotland", 0, 7, "Direct Post", "Active", True),
    ("1044", "Stonecrop — all of Britain", 0, 7, "Direct Post", "Inactive", True),
    ("1045", "Penwick switch", 1, 2, "Direct Post", "Active", True),
    ("1046", "Penwick switch — automatic", 1, 2, "Direct Post", "Active", False),
    ("1047", "Wrenmarsh dual fuel", 1, 6, "Direct Post", "Active", True),
    ("1048", "Wrenmarsh business", 1, 6, "Email", "Saved", True),
    ("1049", "Tarnside boiler", 2, 3, "Direct Post", "Active", True),
    ("1050", "Tarnside boiler — out of hours", 2, 3, "SMS", "Active", True),
    ("1052", "Acme Solar — day", 0, 0, "Direct Post", "Active", True),
    ("1053", "Acme Solar — evening", 0, 0, "Direct Post", "Active", True),
    ("1054", "Acme Solar — automatic", 0, 0, "Direct Post", "Active", False),
    ("1055", "Oxbeck new boilers", 2, 5, "Direct Post", "Active", True),
    ("1056", "Oxbeck repairs", 2, 5, "Email", "Inactive", True),
    ("1058", "Quillbrook cover", 2, 4, "Direct Post", "Active", True),
    ("1059", "Quillbrook life", 3, 4, "Direct Post", "Active", True),
    ("1060", "Larkfold life — day", 3, 8, "Direct Post", "Active", True),
    ("1061", "Larkfold life — evening", 3, 8, "Direct Post", "Active", True),
    ("1063", "Larkfold store", 3, 8, "Store Lead", "Active", False),
    ("1064", "Marlfen protection", 3, 9, "Direct Post", "Inactive", True),
    ("1066", "Marlfen protection — new form", 3, 9, "Direct Post", "Saved", True),
    ("1067", "Penwick call-back", 1, 2, "SMS", "Active", True),
    ("1070", "Acme energy", 1, 0, "Email", "Inactive", False),
)

_WANT_UPDATE = ("1055", "1061")
_PLAIN_REPLY = ("1055",)

DELIVERIES = {
    row[0]: PracticeDelivery(
        row[0],
        row[1],
        CAMPAIGNS[row[2]],
        BUYERS[row[3]],
        row[4],
        row[5],
        row[6],
        row[0] in _WANT_UPDATE,
        row[0] in _PLAIN_REPLY,
    )
    for row in _DELIVERIES
}
