"""The account's own words: fetched where the key may, kept where it may not, usable offline."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField, Choice
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import (
    BadInput,
    ConnectionProblem,
    KeyRefused,
    MayNotList,
    NoNetwork,
    OddAnswer,
    WrongAddress,
)
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.practice.keys import NO_CAMPAIGNS_KEY, UPDATE_ONLY_KEY
from leadbyte_desktop.services.account_words import FRESH_FOR, AccountWords, WordKeeper
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.account_lists import AccountLists
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.database import utc_now
from leadbyte_desktop.wiring import wire
from tests.practice_server import PracticeServer, dead_address

ACCOUNT = "acme"
ALL_LISTS = set(ListKind)


class Lists:
    """A LeadByte that gives the lists that the test says, or refuses them."""

    def __init__(self) -> None:
        self.campaigns: list[Campaign] | Exception = [
            Campaign("9", "Solar", active=True),
            Campaign("12", "Energy", active=False),
            Campaign("15", "Boilers"),
        ]
        self.fields: dict[str, list[CampaignField] | Exception] = {}
        self.buyers: list[Buyer] | Exception = [Buyer("450", "208", "Acme Ltd")]
        self.deliveries: list[Delivery] | Exception = [Delivery("1053", "Acme Solar")]
        self.asked: list[str] = []

    async def list_campaigns(self) -> list[Campaign]:
        self.asked.append("campaigns")
        if isinstance(self.campaigns, Exception):
            raise self.campaigns
        return self.campaigns

    async def list_campaign_fields(self, campaign_id: str) -> list[CampaignField]:
        self.asked.append(f"fields {campaign_id}")
        fields = self.fields.get(
            campaign_id, [CampaignField(f"data{campaign_id}", "own"), CampaignField("dob", "Born")]
        )
        if isinstance(fields, Exception):
            raise fields
        return fields

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        self.asked.append(f"deliveries {status}")
        if isinstance(self.deliveries, Exception):
            raise self.deliveries
        return self.deliveries

    async def list_buyers(self) -> list[Buyer]:
        self.asked.append("buyers")
        if isinstance(self.buyers, Exception):
            raise self.buyers
        return self.buyers


def _by_name(words: AccountWords) -> list[dict[str, CampaignField]]:
    return [{field.name: field for field in fields} for fields in words.fields.values()]


@pytest.fixture
def keeper(workplace: Workplace) -> WordKeeper:
    return workplace.tools.word_keeper


# --- from the practice account ----------------------------------------------------------------------------------


async def test_all_lists_come_from_leadbyte_and_stay_over_a_restart(
    desk: Desk, tmp_path: Path, workplace: Workplace
) -> None:
    words = await desk.refresh_words()
    assert [campaign.name for campaign in words.campaigns] == [
        "Boiler Cover", "Energy Switch", "Life Cover", "Solar Panels",
    ]  # fmt: skip
    assert words.searched == {"9", "12", "15", "21"}
    assert set(words.fields) == words.searched
    assert len(words.deliveries) == 24
    assert desk.deliveries == words.deliveries
    assert len(words.buyers) == 10
    assert [buyer.company for buyer in words.buyers if buyer.inactive] == ["Marlfen Finance Ltd"]
    assert words.problems == ()
    assert all(state.fetched_at and state.count for state in words.states.values())
    assert desk.account.proven
    await workplace.close()
    again = await wire(tmp_path / "data")
    assert await again.tools.word_keeper.known(desk.account.account_id) == words
    await again.close()


async def test_the_fields_say_how_they_are_filled_in(desk: Desk) -> None:
    words = await desk.refresh_words()
    solar = {field.name: field for field in words.fields_for("9")}
    assert solar["phone1"].required
    assert solar["phone1"].label == "Phone 1"
    assert (solar["data1"].label, solar["data1"].choices) == ("roof_type", ())
    assert solar["data3"].choices[0] == Choice("North", "North")
    assert solar["data4"].data_type == "date"
    meter = next(field for field in words.fields_for("12") if field.label == "meter_type")
    assert meter.choices == (Choice("SMART", "Smart meter"), Choice("OLD", "Meter that is read"))
    cover = next(field for field in words.fields_for("21") if field.label == "cover_for")
    assert cover.required
    assert [choice.label for choice in cover.choices] == ["One person", "A couple"]


async def test_a_key_that_may_only_update_leaves_four_quiet_lines_and_no_fault(
    workplace: Workplace, practice_server: PracticeServer
) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(UPDATE_ONLY_KEY), transports)
    words = await workplace.tools.word_keeper.refresh("practice-server", client)
    refused = {kind for kind, state in words.states.items() if state.may_not}
    assert refused == {ListKind.CAMPAIGNS, ListKind.DELIVERIES, ListKind.BUYERS}  # no campaign, so no fields to ask for
    assert all(problem.startswith("This key may not list") for problem in words.problems)
    assert all("Ask whoever looks after LeadByte" in problem or "or ask" in problem for problem in words.problems)
    assert not words.any_list_came()
    await client.aclose()


async def test_a_key_that_may_not_list_campaigns_still_gets_the_rest(
    workplace: Workplace, practice_server: PracticeServer
) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(NO_CAMPAIGNS_KEY), transports)
    words = await workplace.tools.word_keeper.refresh("practice-server", client)
    assert [state.kind for state in words.states.values() if state.problem] == [ListKind.CAMPAIGNS]
    assert (len(words.deliveries), len(words.buyers), words.campaigns) == (24, 10, ())
    assert words.any_list_came()
    await client.aclose()


async def test_offline_everything_stays_as_it_was_and_says_why_once(desk: Desk) -> None:
    before = await desk.refresh_words()
    base_url = dead_address()
    client = LeadByteClient(Account("dead", "Dead", base_url), PracticeServer.key(), Transports.real(base_url))
    words = await desk.tools.word_keeper.refresh(desk.account.account_id, client)
    assert (words.campaigns, words.fields, words.buyers) == (before.campaigns, before.fields, before.buyers)
    assert {kind: state.fetched_at for kind, state in words.states.items()} == {
        kind: state.fetched_at for kind, state in before.states.items()
    }
    (problem,) = words.problems
    assert "could not be reached" in problem
    assert not any(state.may_not for state in words.states.values())
    assert not words.any_list_came()
    await client.aclose()


# --- one list at a time -----------------------------------------------------------------------------------------


async def test_each_list_is_asked_for_once_and_fields_of_the_searched_campaigns_only(keeper: WordKeeper) -> None:
    client = Lists()
    words = await keeper.refresh(ACCOUNT, client)
    assert client.asked == ["deliveries None", "campaigns", "buyers", "fields 15", "fields 9"]
    assert words.searched == {"9", "15"}
    assert [campaign.campaign_id for campaign in words.searched_campaigns] == ["15", "9"]
    assert [field.name for field in words.fields_for()] == ["data15", "dob", "data9"]
    assert [field.name for field in words.fields_for("9")] == ["data9", "dob"]
    assert words.fields_for("12") == ()


async def test_without_a_campaign_nothing_is_said_that_another_campaign_would_deny(desk: Desk) -> None:
    words = await desk.refresh_words()
    solar = {field.name: field for field in words.fields_for("9")}
    name = next(name for name, field in solar.items() if field.label == "monthly_bill")
    others = {fields[name].label for fields in _by_name(words) if name in fields}
    assert len(others) > 1, "the practice account’s campaigns call it otherwise"
    shared = {field.name: field for field in words.fields_for()}
    field = shared[name]
    assert isinstance(field, SharedField)
    assert (field.label, field.required, field.choices, field.data_type) == (label_of(name), False, (), "")
    assert "monthly_bill in Solar Panels" in field.may_be
    assert all(label in field.may_be for label in others)
    # What every campaign has alike still helps.
    assert shared["title"].choices == solar["title"].choices
    assert shared["phone1"].required


async def test_a_campaign_of_which_no_fields_are_known_may_call_them_anything(keeper: WordKeeper) -> None:
    client = Lists()
    client.fields["15"] = OddAnswer("LeadByte did not show the fields of campaign 15.")
    client.fields["9"] = [CampaignField("data1", "roof"), CampaignField("gender", "Gender", True)]
    words = await keeper.refresh(ACCOUNT, client)
    assert words.fields_for() == (
        SharedField("data1", "Custom field 1", may_be="roof in Solar"), SharedField("gender", "Gender"),
    )  # fmt: skip
    del client.fields["15"]
    words = await keeper.refresh(ACCOUNT, client)
    # Energy is not active: nobody sends its leads.
    assert SharedField("data1", "roof") in words.fields_for()


async def test_what_a_person_ticked_is_remembered_and_decides(keeper: WordKeeper) -> None:
    client = Lists()
    await keeper.refresh(ACCOUNT, client)
    await keeper.set_searched(ACCOUNT, ["12"])
    client.asked.clear()
    words = await keeper.refresh(ACCOUNT, client)
    # The others are known already, and are kept up to date as well.
    assert client.asked[3:] == ["fields 12", "fields 15", "fields 9"]
    assert [campaign.name for campaign in words.searched_campaigns] == ["Energy"]
    await keeper.set_searched(ACCOUNT, [])
    assert (await keeper.known(ACCOUNT)).searched_campaigns == ()


@pytest.mark.parametrize("kind", [ListKind.CAMPAIGNS, ListKind.DELIVERIES, ListKind.BUYERS])
@pytest.mark.parametrize("fault", [MayNotList("no"), OddAnswer("LeadByte is busy.")])
async def test_one_refused_list_keeps_no_other_away(keeper: WordKeeper, kind: ListKind, fault: Exception) -> None:
    client = Lists()
    before = await keeper.refresh(ACCOUNT, client)
    setattr(client, kind.value, fault)
    words = await keeper.refresh(ACCOUNT, client)
    state = words.states[kind]
    assert state.may_not is isinstance(fault, MayNotList)
    assert (state.problem == "LeadByte is busy.") is isinstance(fault, OddAnswer)
    assert words.problems == (state.problem,)
    assert (state.count, state.fetched_at) == (before.states[kind].count, before.states[kind].fetched_at)
    setattr(client, kind.value, [])
    words = await keeper.refresh(ACCOUNT, client)
    assert words.problems == ()
    assert words.states[kind].count == before.states[kind].count


@pytest.mark.parametrize(
    "fault",
    [
        OddAnswer("LeadByte did not show the fields of a campaign."),
        MayNotList("LeadByte answered; this key may not read the fields of that campaign."),
        WrongAddress("What answers at acme.leadbyte.co.uk is not LeadByte’s API."),
    ],
)
async def test_one_campaign_that_cannot_be_read_keeps_no_other_away(
    keeper: WordKeeper, fault: ConnectionProblem
) -> None:
    client = Lists()
    client.fields["15"] = fault
    words = await keeper.refresh(ACCOUNT, client)
    assert client.asked[3:] == ["fields 15", "fields 9"]
    assert set(words.fields) == {"9"}
    state = words.states[ListKind.FIELDS]
    assert state.problem.startswith("LeadByte did not show the fields of Boilers; they stay as this PC knows them.")
    assert state.problem.endswith(fault.user_text)
    assert not state.may_not, "it may read those of others"
    # The other way round: what was known of it stays.
    del client.fields["15"]
    client.fields["9"] = fault
    words = await keeper.refresh(ACCOUNT, client)
    assert set(words.fields) == {"9", "15"}
    assert "fields of Solar;" in words.states[ListKind.FIELDS].problem


async def test_where_no_campaign_s_fields_come_nobody_asks_on_for_hundreds(keeper: WordKeeper) -> None:
    client = Lists()
    client.campaigns = [Campaign(str(number), f"C{number}") for number in range(1, 8)]
    client.fields = {str(number): MayNotList("no") for number in range(1, 8)}
    words = await keeper.refresh(ACCOUNT, client)
    assert client.asked[3:] == ["fields 1", "fields 2", "fields 3"]
    assert words.states[ListKind.FIELDS].may_not
    assert words.states[ListKind.FIELDS].problem.startswith("This key may not read the fields of campaigns.")
    # One is to be had: what may not be read of the others is their own.
    del client.fields["2"]
    client.asked.clear()
    words = await keeper.refresh(ACCOUNT, client)
    assert len(client.asked[3:]) == 7
    assert words.states[ListKind.FIELDS].problem.startswith(
        "LeadByte did not show the fields of C1, C3, C4 and 3 others;"
    )


async def test_a_key_that_is_refused_ends_the_asking_for_fields_at_once(keeper: WordKeeper) -> None:
    client = Lists()
    client.fields["15"] = KeyRefused("LeadByte refused this key.")
    words = await keeper.refresh(ACCOUNT, client)
    assert client.asked[3:] == ["fields 15"]
    assert words.states[ListKind.FIELDS].problem == "LeadByte refused this key."


async def test_a_campaign_that_may_not_be_read_switches_nothing_off_for_others(keeper: WordKeeper) -> None:
    client = Lists()
    await keeper.refresh(ACCOUNT, client)
    client.fields["12"] = MayNotList("no")
    words = await keeper.refresh_fields(ACCOUNT, "12", client)
    assert not words.states[ListKind.FIELDS].may_not
    other = Lists()
    other.fields["12"] = MayNotList("no")
    words = await keeper.refresh_fields("globex", "12", other)
    assert words.states[ListKind.FIELDS].may_not, "none was ever given"


# --- the age of fields, and new campaigns -----------------------------------------------------------------------


class Later:
    """A keeper on the same file, some time later."""

    def __init__(self, workplace: Workplace) -> None:
        self.time = utc_now()
        database = workplace.tools.journal._database
        self.lists = AccountLists(database, lambda: self.time)
        self.keeper = WordKeeper(self.lists, DeliveryList(Catalogue(database, lambda: self.time)), lambda: self.time)

    def wait(self, **by: int) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def later(workplace: Workplace) -> Later:
    return Later(workplace)


async def test_opening_one_campaign_makes_the_fields_of_no_other_younger(later: Later) -> None:
    client = Lists()
    keeper = later.keeper
    await keeper.refresh(ACCOUNT, client)
    later.wait(hours=23)
    words = await keeper.refresh_fields(ACCOUNT, "9", client)
    first = words.states[ListKind.FIELDS].fetched_at
    assert first is not None
    assert "23 hours ago" in words.states[ListKind.FIELDS].age(later.time)
    later.wait(hours=2)
    words = await keeper.known(ACCOUNT)
    assert ListKind.FIELDS in words.stale(later.time)
    client.asked.clear()
    words = await keeper.refresh(ACCOUNT, client, words.stale(later.time), later.time - FRESH_FOR)
    assert client.asked[3:] == ["fields 15"], "those of the other campaign are two hours old"
    assert words.stale(later.time) == frozenset()


async def test_the_fields_of_a_campaign_that_is_not_ticked_are_kept_up_to_date_once_they_are_known(
    later: Later,
) -> None:
    client, keeper = Lists(), later.keeper
    await keeper.refresh(ACCOUNT, client)
    await keeper.set_searched(ACCOUNT, ["9"])
    await keeper.refresh_fields(ACCOUNT, "12", client)
    later.wait(days=2)
    client.fields["12"] = [CampaignField("data12", "renamed")]
    words = await keeper.known(ACCOUNT)
    assert words.fields_to_fetch(later.time - FRESH_FOR) == ("12", "15", "9")
    words = await keeper.refresh(ACCOUNT, client)
    assert [field.label for field in words.fields_for("12")] == ["renamed"]


async def test_a_campaign_without_any_field_is_not_asked_for_again_and_again(later: Later) -> None:
    client = Lists()
    client.fields["15"] = []
    words = await later.keeper.refresh(ACCOUNT, client)
    assert words.stale(later.time) == frozenset()


async def test_a_campaign_that_comes_after_some_were_ticked_is_told_of_and_searched_once_it_is_ticked(
    keeper: WordKeeper,
) -> None:
    client = Lists()
    words = await keeper.refresh(ACCOUNT, client)
    assert words.new == frozenset(), "all active ones are searched"
    await keeper.set_searched(ACCOUNT, ["9"])
    assert (await keeper.known(ACCOUNT)).new == frozenset(), "it was left out on purpose"
    assert isinstance(client.campaigns, list)
    client.campaigns += [Campaign("30", "Heat pumps", active=True), Campaign("31", "Old one", archived=True)]
    words = await keeper.refresh(ACCOUNT, client)
    assert (words.new, words.searched) == (frozenset({"30"}), frozenset({"9"}))
    await keeper.set_searched(ACCOUNT, ["9", "30"])
    words = await keeper.known(ACCOUNT)
    assert (words.new, words.searched) == (frozenset(), frozenset({"9", "30"}))
    # One that is left out when it was there to be ticked is not new any more.
    client.campaigns.append(Campaign("32", "Windows"))
    assert (await keeper.refresh(ACCOUNT, client)).new == {"32"}
    await keeper.set_searched(ACCOUNT, ["9", "30"])
    assert (await keeper.known(ACCOUNT)).new == frozenset()


# --- one list at a time, further --------------------------------------------------------------------------------


async def test_without_a_network_nothing_more_is_asked_for(keeper: WordKeeper) -> None:
    client = Lists()
    client.campaigns = NoNetwork("acme could not be reached.")
    words = await keeper.refresh(ACCOUNT, client)
    assert client.asked == ["deliveries None", "campaigns"]
    assert {kind for kind, state in words.states.items() if state.problem} == ALL_LISTS - {ListKind.DELIVERIES}
    assert words.problems == ("acme could not be reached.",)


async def test_the_fields_of_one_campaign_are_fetched_when_they_are_needed(keeper: WordKeeper) -> None:
    client = Lists()
    client.buyers = MayNotList("no")
    await keeper.refresh(ACCOUNT, client)
    words = await keeper.refresh_fields(ACCOUNT, "12", client)
    assert [field.name for field in words.fields_for("12")] == ["data12", "dob"]
    assert words.states[ListKind.BUYERS].may_not  # still known
    client.fields["12"] = MayNotList("no")
    words = await keeper.refresh_fields(ACCOUNT, "12", client)
    assert words.states[ListKind.FIELDS].problem.startswith("This key may not read the fields of campaigns.")
    assert words.fields_for("12")


async def test_a_lead_tells_how_its_campaign_writes_dates_and_nothing_else_of_it_is_kept(keeper: WordKeeper) -> None:
    await keeper.refresh(ACCOUNT, Lists())
    held = {"dob": "1980-03-07", "data9": "23/09/2026 10:00", "postcode": "TN25 6QD", "optindate": "2026-09-01"}
    assert await keeper.learn_date_forms(ACCOUNT, "9", held)
    words = await keeper.known(ACCOUNT)
    assert {field.name: field.date_form for field in words.fields_for("9")} == {
        "data9": "dd/MM/yyyy", "dob": "yyyy-MM-dd",
    }  # fmt: skip
    assert {field.date_form for field in words.fields_for("15")} == {""}
    # What only one campaign was seen to do is no word on a lead of any campaign.
    assert next(field.date_form for field in words.fields_for() if field.name == "dob") == ""
    assert await keeper.learn_date_forms(ACCOUNT, "15", {"dob": "1980-03-07"})
    words = await keeper.known(ACCOUNT)
    assert next(field.date_form for field in words.fields_for() if field.name == "dob") == "yyyy-MM-dd"
    # What could be read in two ways tells nothing, and what is known already nothing new.
    assert not await keeper.learn_date_forms(ACCOUNT, "9", {"dob": "03/04/1980"})
    assert not await keeper.learn_date_forms(ACCOUNT, "15", {"dob": "1981-01-01"})


async def test_a_campaign_that_leadbyte_does_not_list_is_added_from_its_id_and_searched(keeper: WordKeeper) -> None:
    made = await keeper.add_campaign(ACCOUNT, " 30 ", " Heat pumps ")
    assert made == Campaign("30", "Heat pumps")
    words = await keeper.known(ACCOUNT)
    assert words.searched_campaigns == (made,)
    assert words.states[ListKind.CAMPAIGNS].fetched_at is None
    await keeper.set_searched(ACCOUNT, [])
    other = await keeper.add_campaign(ACCOUNT, "31", "")
    assert other == Campaign("31", "Campaign 31")
    assert (await keeper.known(ACCOUNT)).searched_campaigns == (other,)
    with pytest.raises(BadInput, match="in the list already, as “Heat pumps”"):
        await keeper.add_campaign(ACCOUNT, "30", "Again")
    for text in ("", "ten", "3 0", "-1"):
        with pytest.raises(BadInput, match="is not a campaign ID"):
            await keeper.add_campaign(ACCOUNT, text, "x")
    assert len((await keeper.known(ACCOUNT)).campaigns) == 2
    # LeadByte's own name takes the place of the typed one as soon as it is known.
    client = Lists()
    client.campaigns = [Campaign("30", "Heat pumps 2026", active=True)]
    words = await keeper.refresh(ACCOUNT, client)
    assert words.campaign("30") == Campaign("30", "Heat pumps 2026", active=True)


async def test_accounts_share_nothing(keeper: WordKeeper) -> None:
    client = Lists()
    client.buyers = MayNotList("no")
    await keeper.refresh(ACCOUNT, client)
    other = await keeper.known("globex")
    assert (other.campaigns, other.searched, dict(other.fields), other.problems) == ((), frozenset(), {}, ())
    assert {state.fetched_at for state in other.states.values()} == {None}


async def test_names_and_ages_in_words(keeper: WordKeeper) -> None:
    words = await keeper.refresh(ACCOUNT, Lists())
    assert words.campaign("9") == Campaign("9", "Solar", active=True)
    assert words.campaign("99") is None
    assert words.buyer_of("208") == Buyer("450", "208", "Acme Ltd")
    assert words.buyer_of("450") is None
    assert words.buyer_of("") is None
    state = words.states[ListKind.FIELDS]
    assert state.fetched_at is not None
    now = state.fetched_at + timedelta(hours=3)
    assert state.age(now) == "The fields of the campaigns as LeadByte listed them 3 hours ago."
    assert (await keeper.known("globex")).states[ListKind.BUYERS].age(now) == "LeadByte has not listed buyers yet."


async def test_a_fault_of_our_own_is_not_hidden(keeper: WordKeeper) -> None:
    client = Lists()
    client.buyers = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await keeper.refresh(ACCOUNT, client)


async def test_the_campaigns_alone_are_asked_for_and_nothing_else(keeper: WordKeeper) -> None:
    lists = Lists()
    words = await keeper.refresh(ACCOUNT, lists, (ListKind.CAMPAIGNS,))
    assert lists.asked == ["campaigns"]
    assert [campaign.name for campaign in words.campaigns] == ["Boilers", "Energy", "Solar"]
    assert words.searched == {"9", "15"}
    lists.campaigns = MayNotList("LeadByte did not show campaigns.")
    words = await keeper.refresh(ACCOUNT, lists, (ListKind.CAMPAIGNS,))
    assert words.states[ListKind.CAMPAIGNS].may_not
    assert len(words.campaigns) == 3, "what was known stays"
    lists.campaigns = []
    assert not (await keeper.refresh(ACCOUNT, lists, (ListKind.CAMPAIGNS,))).states[ListKind.CAMPAIGNS].problem
