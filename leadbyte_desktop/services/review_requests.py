"""The first requests of a review, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, takewhile

from leadbyte_desktop.api.key_places import placed
from leadbyte_desktop.api.requests import ApiRequest, put_updates
from leadbyte_desktop.domain.grouping import plan
from leadbyte_desktop.domain.job import DraftItem
from leadbyte_desktop.services.review import Review

MOST_SHOWN = 200
"""So many requests can be read before a send; nobody reads more, and each holds the text of 25 leads."""


class FirstRequests:
    """Makes the first requests of a review, then counts the others. It takes long where there are many rows.

    Args:
        review: the review.
        stopped: asked at every row; once it says so, the rest is not looked at.
    """

    def __init__(self, review: Review, stopped: Callable[[], bool] = lambda: False) -> None:
        rows: Iterator[DraftItem] = takewhile(lambda _row: not stopped(), review.going)
        self._groups = plan(rows)
        self._heard = review.account.key_heard
        self._made = 0

    def first(self) -> list[ApiRequest]:
        """The first requests, `MOST_SHOWN` at most. They carry no key."""
        made = (put_updates([item.update for item in group]) for group in islice(self._groups, MOST_SHOWN))
        requests = [placed(request, self._heard) for request in made]
        self._made = len(requests)
        return requests

    def count(self) -> int:
        """How many there are in all; call it after `first`."""
        return self._made + sum(1 for _group in self._groups)
