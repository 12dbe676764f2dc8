"""Reads what LeadByte's search found (leadbyte-api.md section 3, POST /leads/search, and section 6.14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from leadbyte_desktop.api.envelope import id_text, objects, texts
from leadbyte_desktop.api.lists import json_of, scalar
from leadbyte_desktop.api.moments import moment_of
from leadbyte_desktop.domain.errors import OddAnswer
from leadbyte_desktop.domain.found_lead import FoundLead, full_name, newest_first, phones_in
from leadbyte_desktop.domain.lead_update import LeadRef

_ODD_SEARCH = (
    "LeadByte answered, but what it found could not be read. Nothing was changed in LeadByte. Type the lead’s ID "
    "for now; LeadByte shows it beside the lead."
)
_LISTS = ("results", "leads", "data")


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Campaigns in which a search was not made.

    Attributes:
        campaign_ids: their IDs, as text, each once.
        words: why not, in whole sentences.
    """

    campaign_ids: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search found.

    Attributes:
        leads: each lead once, newest first.
        warnings: LeadByte's own words about what it could not search, each once.
        searched: how many searches LeadByte answered; None where its answer does not tell them apart.
        unshown: how many matches LeadByte counts beyond the results that it shows.
        not_looked: where it could not be searched.
    """

    leads: tuple[FoundLead, ...] = ()
    warnings: tuple[str, ...] = ()
    searched: int | None = None
    unshown: int = 0
    not_looked: tuple[NotLooked, ...] = ()


def joined_answers(answers: Iterable[SearchAnswer]) -> SearchAnswer:
    """Several answers as one: each lead, warning and campaign not looked in once, the leads newest first."""
    leads: dict[str, FoundLead] = {}
    warnings: dict[str, None] = {}
    unshown = 0
    not_looked: list[NotLooked] = []
    for answer in answers:
        unshown += answer.unshown
        for missed in answer.not_looked:
            new = tuple(each for each in missed.campaign_ids if not any(each in old.campaign_ids for old in not_looked))
            not_looked += [NotLooked(new, missed.words)] if new else []
        for lead in answer.leads:
            leads.setdefault(lead.lead.number, lead)
        warnings |= dict.fromkeys(answer.warnings)
    return SearchAnswer(newest_first(leads), tuple(warnings), unshown=unshown, not_looked=tuple(not_looked))


def read_found(text: str) -> SearchAnswer:
    """The leads of a reply to a search. A result without an ID is passed over.

    Taken are `searches` with their `results`, each a list, a map or one bare object; and `results`, `leads` or `data`
    without them. `[]` and `{}` are both empty. A result without a campaign has that of its search.

    Raises:
        OddAnswer: no results can be found in it, or none that it speaks of can be read.
    """
    body = json_of(text, _ODD_SEARCH)
    searches = _searches(body)
    if searches is None:
        raise OddAnswer(_ODD_SEARCH)
    entries = [entry for search in searches for entry in _results(search)]
    leads: dict[str, FoundLead] = {}
    for entry in entries:
        found = _lead(entry)
        if found is not None:
            leads.setdefault(found.lead.number, found)
    if not leads and (entries or _says_matches(body, searches)):
        raise OddAnswer(_ODD_SEARCH)
    top = texts(body.get("warnings")) if isinstance(body, dict) else []
    inner = [words for search in searches for words in texts([search.get("warnings"), search.get("errors")])]
    searched = len(searches) if isinstance(body, dict) and "searches" in body else None
    warnings = tuple(dict.fromkeys([*top, *inner]))
    return SearchAnswer(newest_first(leads), warnings, searched, _unshown(body, searches))


def _searches(body: Any) -> list[dict[str, Any]] | None:
    """The searches that LeadByte answers; None where nothing in the body is an answer to a search."""
    if isinstance(body, list):
        held = objects(body)
        return held if all(_is_search(entry) for entry in held) else [{"results": held}]
    if not isinstance(body, dict):
        return None
    searches = body.get("searches")
    if isinstance(searches, (list, dict)):
        return objects(searches, "search")
    for name in _LISTS:
        if isinstance(body.get(name), (list, dict)):
            held = objects(body[name], "leadId")
            return held if held and all(_is_search(entry) for entry in held) else [{"results": held}]
    return [] if _count(body.get("totalMatches")) == 0 else None


def _is_search(entry: dict[str, Any]) -> bool:
    return any(isinstance(entry.get(name), (list, dict)) for name in _LISTS)


def _results(search: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in _LISTS:
        if isinstance(search.get(name), (list, dict)):
            campaign = {"campaignId": search["campaignId"]} if "campaignId" in search else {}
            yield from (campaign | entry for entry in objects(search[name], "leadId"))
            return


def _says_matches(body: Any, searches: list[dict[str, Any]]) -> bool:
    """Whether LeadByte counts matches, though no result stands there: then "nothing was found" would be untrue."""
    total = body.get("totalMatches") if isinstance(body, dict) else None
    return any(_count(count) for count in [total, *(search.get("matches") for search in searches)])


def _unshown(body: Any, searches: list[dict[str, Any]]) -> int:
    """How many matches are counted, over all or in the searches, and not shown with an ID."""
    shown = [sum(_number(entry) != "" for entry in _results(search)) for search in searches]
    counted = [_count(search.get("matches")) or 0 for search in searches]
    total = (_count(body.get("totalMatches")) or 0) if isinstance(body, dict) else 0
    in_searches = sum(max(0, matches - results) for matches, results in zip(counted, shown, strict=True))
    return max(in_searches, total - sum(shown))


def _count(value: Any) -> int | None:
    text = id_text(value)
    return int(text) if text else None


def _number(entry: dict[str, Any]) -> str:
    """The ID of the lead that a result is about; empty where it has none."""
    return id_text(entry.get("leadId", entry.get("id")))


def _lead(entry: dict[str, Any]) -> FoundLead | None:
    number = _number(entry)
    if not number:
        return None
    fields = {name: scalar(value) for name, value in entry.items()}
    campaign = entry.get("campaignId", entry.get("campaign"))
    if isinstance(campaign, dict):
        campaign = campaign.get("id")
    return FoundLead(
        LeadRef(number),
        full_name(fields),
        fields.get("email", ""),
        phones_in(fields),
        id_text(campaign),
        moment_of(entry.get("received")),
        fields.get("queue_ref", ""),
    )
