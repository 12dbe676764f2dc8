"""What an account calls its fields and its buyers, in one piece, to be handed to whoever puts it in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.field_labels import FieldLabels


@dataclass(frozen=True, slots=True)
class AccountNames:
    """The names that an account uses; without anything in it, those that LeadByte's standard fields have everywhere.

    Attributes:
        fields: the labels of its fields.
        buyers: its buyers.
    """

    fields: FieldLabels = field(default_factory=FieldLabels)
    buyers: BuyerNames = field(default_factory=BuyerNames)


PLAIN_NAMES = AccountNames()
"""Where nothing is known of an account."""
