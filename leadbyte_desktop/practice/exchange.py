"""What an endpoint of the practice account is given, and what it gives back, in LeadByte's envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request that may do what it asks for.

    Attributes:
        body: the JSON object of its body, amounts as Decimal; empty where it has none.
        path: the parts of the path that name something: {"lead_id": "2932682"}.
        query: what stands behind the question mark, without the key.
    """

    body: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """The HTTP status and JSON content of an answer."""

    status: int
    content: object


def success(message: str = "OK", **collection: object) -> Reply:
    """An answer of leadbyte-api.md section 2: status, message, and a named collection."""
    return Reply(200, {"status": "Success", "message": message, **collection})


def error(status: int, message: str) -> Reply:
    """A refusal of the whole request. Its shape is FORM's note in leadbyte-api.md section 2: status, code, message."""
    return Reply(status, {"status": "Error", "code": status, "message": message})
