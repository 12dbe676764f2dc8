"""In which of the shapes that others saw the practice account answers (leadbyte-api.md sections 2, 3 and 6).

One account cannot give two shapes at once, and what a real one gives is known only once somebody asks it. So the usual
account answers as LeadByte's own articles do, and as its live replies did; the other shapes are for those who test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Flags(Enum):
    """How a yes and a no are written (leadbyte-api.md section 3, GET /campaigns)."""

    DIGITS = ("1", "0")
    WORDS = ("Yes", "No")
    NUMBERS = (1, 0)
    BOOLEANS = (True, False)
    MISSING = None

    def of(self, **flags: bool) -> dict[str, object]:
        """These flags as they are written; none where they are left out."""
        return {name: self.value[0] if said else self.value[1] for name, said in flags.items()} if self.value else {}


class Around(Enum):
    """What stands around one thing that is read: nothing, or an envelope (leadbyte-api.md section 6.14)."""

    NOTHING = "nothing"
    ITS_NAME = "its name"
    LIST = "a list under its plural name"
    MAP = "a map from its ID under its plural name"
    DATA = "data"
    DETAILS = "details"
    ENVELOPE_ITSELF = "the fields of the envelope beside its own"

    def put(self, name: str, thing: Mapping[str, Any]) -> dict[str, object]:
        """The thing in its envelope.

        Args:
            name: "lead", "campaign".
            thing: with its `id`.
        """
        inside: dict[Around, Callable[[], dict[str, object]]] = {
            Around.ITS_NAME: lambda: {name: thing},
            Around.LIST: lambda: {f"{name}s": [thing]},
            Around.MAP: lambda: {f"{name}s": {thing["id"]: {key: thing[key] for key in thing if key != "id"}}},
            Around.DATA: lambda: {"data": thing},
            Around.DETAILS: lambda: {"details": thing},
            Around.ENVELOPE_ITSELF: lambda: dict(thing),
        }
        if self is Around.NOTHING:
            return dict(thing)
        return {"status": "Success", "message": "OK", **inside[self]()}


class ErrorsAs(Enum):
    """How a refusal of the whole is written (leadbyte-api.md section 2)."""

    MESSAGE = "message and code"
    TEXTS = "errors[] of texts"
    MESSAGES = "errors[] of {message}"
    ERRORS = "errors[] of {error}"

    def of(self, content: object) -> object:
        """What an endpoint answered; where it refused, in this shape."""
        refused = isinstance(content, dict) and content.get("status") == "Error"
        if self is ErrorsAs.MESSAGE or not isinstance(content, dict) or not refused:
            return content
        words = content["message"]
        entry = {ErrorsAs.TEXTS: words, ErrorsAs.MESSAGES: {"message": words}, ErrorsAs.ERRORS: {"error": words}}[self]
        return {**{key: value for key, value in content.items() if key != "message"}, "errors": [entry]}


@dataclass(frozen=True, slots=True)
class Shapes:
    """One choice of shapes.

    Attributes:
        lead: what stands around one lead.
        no_lead: a lead that is not there is an empty list in a Success, not an error.
        campaign: what stands around one campaign.
        campaigns_named: the campaigns are a list under their name, as TAP expects, not a bare array.
        flags: how the flags of campaigns are written.
        currency: the currency of campaigns, which may be a long label.
        resting_campaigns: whether there are campaigns that are inactive, or archived, too.
        short_deliveries: deliveries have their ID, reference and status only, as in the live-derived reply.
        errors: how a refusal of the whole is written.
        most_results: how many results a search shows at most; it counts them all. None for no limit.
        refuses_unknown_campaigns: a search in a campaign that is not there refuses the whole request.
        plain_triggers: POST /deliveries/trigger says Success and nothing of the delivery.
    """

    lead: Around = Around.NOTHING
    no_lead: bool = False
    campaign: Around = Around.NOTHING
    campaigns_named: bool = False
    flags: Flags = Flags.DIGITS
    currency: str = "GBP"
    resting_campaigns: bool = False
    short_deliveries: bool = False
    errors: ErrorsAs = ErrorsAs.MESSAGE
    most_results: int | None = None
    refuses_unknown_campaigns: bool = False
    plain_triggers: bool = False


USUAL_SHAPES = Shapes()
