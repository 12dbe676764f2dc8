"""By which of LeadByte's ways a job goes, and what happens when it refuses a delivery that comes without an update."""

from __future__ import annotations

from typing import Any

import pytest

from leadbyte_desktop.domain.job import Confirmation, ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.services.progress import RunEnd
from tests.services.sending_office import Holding, Office, Reply, accept, plain, sold, status

NO_UPDATE = "Nothing to update"


def wants_update(*numbers: int) -> Any:
    """Refuses these leads for lack of an update, by the first way only, and takes the others."""

    def answer(body: dict[str, Any]) -> Reply:
        code, reply = accept(body)
        if is_put(body):
            for lead in reply["leads"]:
                if not numbers or int(lead["id"]) in numbers:
                    lead |= {"success": False, "message": "Lead not updated", "errors": [NO_UPDATE]}
            reply["status"] = "Warning"
        return code, reply

    return answer


def is_put(body: dict[str, Any]) -> bool:
    return "deliveries" not in body and isinstance(body.get("leads"), list)


def reprocess(number: int) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), action=Action.REPROCESS)


def held(number: int, action: Action) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number), LeadKind.QUARANTINE), action=action)


# --- the second way of a delivery -------------------------------------------------------------------------------


async def test_a_delivery_refused_for_lack_of_an_update_is_triggered_by_the_other_way(office: Office) -> None:
    office.leadbyte.always = wants_update()
    job = await office.job(sold(7))

    result = await office.run(job)

    assert result.end is RunEnd.FINISHED
    assert office.leadbyte.bodies == [
        {"leads": [{"id": "7", "triggerDeliveryId": "1053"}]},
        {"deliveryId": 1053, "leadId": 7},
    ]
    (item,) = await office.items(job)
    assert (item.state, item.confirmation, item.attempts) == (ItemState.QUEUED, Confirmation.CONFIRMED, 2)
    first, second = await office.journal.attempts_of(item.item_id)
    assert (first.method, first.status) == ("PUT", 200)
    assert NO_UPDATE in first.reply
    assert (second.method, second.body) == ("POST", '{"deliveryId":1053,"leadId":7}')
    assert second.url.endswith("/deliveries/trigger")
    assert office.waits == []


async def test_of_a_request_only_the_refused_leads_go_by_it_each_alone(office: Office) -> None:
    office.leadbyte.always = wants_update(1, 3)
    job = await office.job(sold(1), sold(2), sold(3, "1053", "1061"))

    await office.run(job)

    assert office.leadbyte.bodies[1:] == [
        {"deliveryId": 1053, "leadId": 1},
        {"leads": [3], "deliveries": [1053, 1061]},
    ]
    assert await office.states(job) == ["queued", "updated", "queued"]


async def test_it_says_at_once_that_nothing_was_done_yet(office: Office) -> None:
    holding = Holding()
    office.leadbyte.script = [wants_update(), holding]
    job = await office.job(sold(7))
    running = await office.start(job)
    await holding.until(1)

    first, second = await office.journal.attempts_of((await office.items(job))[0].item_id)
    assert first.answered_at is not None
    assert second.answered_at is None
    assert await office.states(job) == ["sending"]
    told = [progress.changed for progress in office.told(job) if progress.changed]
    (result,) = told[0].values()
    assert result.state is ItemState.NOT_SENT
    assert "wants an update" in result.words
    assert NO_UPDATE in result.words

    await holding.let_go()
    await running
    assert await office.states(job) == ["queued"]


@pytest.mark.parametrize("answer", [status(500), status(200, b"<html>"), status(200, {"status": "Success"})])
async def test_it_is_never_asked_where_the_first_answer_is_not_known(office: Office, answer: Any) -> None:
    office.leadbyte.script = [answer]
    job = await office.job(sold(7))

    assert (await office.run(job)).end is RunEnd.WAITS_FOR_PERSON
    assert (await office.run(job, again=True)).end is RunEnd.WAITS_FOR_PERSON

    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not known"]


@pytest.mark.parametrize(
    ("item", "rest"),
    [
        ({"warnings": ["Delivery 1053 queued"]}, {}),
        ({"message": "Delivery triggered. Nothing to update"}, {}),
        ({"message": "Delivery already triggered; nothing to update"}, {}),
        ({"queued": True}, {}),
        ({"pushId": "456"}, {}),
        ({}, {"pushResults": [{"deliveryId": "1053", "leadId": 7, "status": "Rejected by buyer"}]}),
        ({}, {"message": "1 delivery triggered"}),
    ],
)
async def test_it_is_never_asked_where_the_first_answer_speaks_of_the_delivery(
    office: Office, item: dict[str, Any], rest: dict[str, Any]
) -> None:
    refused = {"id": "7", "success": False, "message": NO_UPDATE} | item
    office.leadbyte.script = [status(200, {"status": "Success", "message": "OK", "leads": [refused]} | rest)]
    job = await office.job(sold(7))

    assert (await office.run(job)).end is RunEnd.WAITS_FOR_PERSON
    assert (await office.run(job, again=True)).end is RunEnd.WAITS_FOR_PERSON
    other = await office.job(sold(7))
    await office.run(other)

    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not known"]
    assert (await office.items(other))[0].left_out


async def test_it_is_never_asked_where_the_line_was_cut(office: Office) -> None:
    office.leadbyte.always = wants_update()
    office.problems.practise(PractiseProblem.CUT)
    job = await office.job(sold(7))

    await office.run(job)
    await office.run(job, again=True)

    assert [is_put(body) for body in office.leadbyte.bodies] == [True]
    assert await office.states(job) == ["not known"]


@pytest.mark.parametrize("answer", [status(500), status(200, {"status": "Success", "message": "OK"})])
async def test_an_unclear_answer_to_the_trigger_is_never_asked_again(office: Office, answer: Any) -> None:
    office.leadbyte.script = [wants_update(), answer]
    job = await office.job(sold(7), plain(7))

    assert (await office.run(job)).end is RunEnd.WAITS_FOR_PERSON
    assert (await office.run(job, again=True)).end is RunEnd.WAITS_FOR_PERSON

    assert len(office.leadbyte.bodies) == 2
    assert await office.states(job) == ["not known", "waiting"]


async def test_a_busy_leadbyte_is_asked_again_by_the_second_way_only(office: Office) -> None:
    office.leadbyte.script = [wants_update(), status(429), accept]
    job = await office.job(sold(7))

    await office.run(job)

    assert [is_put(body) for body in office.leadbyte.bodies] == [True, False, False]
    assert await office.states(job) == ["queued"]


async def test_a_refused_trigger_is_refused(office: Office) -> None:
    refusal = status(200, {"status": "Error", "message": "Nothing to update"})
    office.leadbyte.script = [wants_update(), refusal]
    job = await office.job(sold(7))

    assert (await office.run(job)).end is RunEnd.FINISHED

    assert len(office.leadbyte.bodies) == 2
    assert await office.states(job) == ["refused"]


async def test_a_request_refused_as_a_whole_goes_the_same_way(office: Office) -> None:
    office.leadbyte.script = [status(422, {"status": "Error", "message": "The update field is required"})]
    job = await office.job(sold(1), sold(2))

    await office.run(job)

    assert [is_put(body) for body in office.leadbyte.bodies] == [True, False, False]
    assert await office.states(job) == ["queued", "queued"]


@pytest.mark.parametrize("words", ["Missing required key: update", "The key 'update' is required"])
async def test_the_missing_key_of_an_update_is_not_that_of_the_account(office: Office, words: str) -> None:
    office.leadbyte.script = [status(200, {"status": "Error", "message": words})]
    job = await office.job(sold(1), sold(2))

    assert (await office.run(job)).end is RunEnd.FINISHED

    assert [is_put(body) for body in office.leadbyte.bodies] == [True, False, False]
    assert await office.states(job) == ["queued", "queued"]
    assert not office.client.key_heard.writes_in_body


async def test_many_such_refusals_in_a_row_are_no_trouble(office: Office) -> None:
    office.leadbyte.always = wants_update()
    job = await office.job(*(sold(number) for number in range(1, 41)))

    result = await office.run(job)

    assert result.end is RunEnd.FINISHED
    assert result.counts == {ItemState.QUEUED: 40}
    triggered = [body["leadId"] for body in office.leadbyte.bodies if not is_put(body)]
    assert sorted(triggered) == list(range(1, 41))


async def test_a_cancel_between_the_two_leaves_it_unsent_and_a_continue_sends_it_once(office: Office) -> None:
    holding = Holding()

    async def refuse_later(body: dict[str, Any]) -> Reply:
        await holding(body)
        refusal: Reply = wants_update()(body)
        return refusal

    office.leadbyte.script = [refuse_later]
    office.leadbyte.always = wants_update()
    job = await office.job(sold(7))
    running = await office.start(job)
    await holding.until(1)
    office.sender.cancel(job.job_id)
    await holding.let_go()
    await running
    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not sent"]

    await office.run(job, again=True)

    # Nothing was done the first time, so the first way is asked once more.
    assert [is_put(body) for body in office.leadbyte.bodies] == [True, True, False]
    assert await office.states(job) == ["queued"]


async def test_what_went_by_the_second_way_is_not_sent_again_in_another_job(office: Office) -> None:
    office.leadbyte.always = wants_update()
    await office.run(await office.job(sold(7)))
    sent = len(office.leadbyte.bodies)
    other = await office.job(sold("007"))

    await office.run(other)

    assert len(office.leadbyte.bodies) == sent
    (item,) = await office.items(other)
    assert item.left_out


async def test_later_rows_of_the_lead_wait_for_the_trigger(office: Office) -> None:
    office.leadbyte.always = wants_update(7)
    job = await office.job(sold(7), plain(7, "B"))
    office.leadbyte.script = [wants_update(), accept, accept]

    await office.run(job)

    assert office.leadbyte.bodies[1:] == [
        {"deliveryId": 1053, "leadId": 7},
        {"leads": [{"id": "7", "update": {"postcode": "B"}}]},
    ]
    assert office.leadbyte.twice_at_once == set()


async def test_a_delivery_with_values_or_an_action_has_no_second_way(office: Office) -> None:
    office.leadbyte.always = wants_update()
    both = LeadUpdate(LeadRef("1"), {"postcode": "A"}, ("1053",))
    action = LeadUpdate(LeadRef("2"), {}, ("1053",), Action.REPROCESS)
    job = await office.job(both, action)

    await office.run(job)

    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["refused", "refused"]


async def test_a_lead_and_a_quarantined_lead_of_one_number_never_answer_for_each_other(office: Office) -> None:
    """`details` names each by its bare number."""
    lead = LeadUpdate(LeadRef("7"), {"postcode": "A"}, (), Action.REPROCESS)
    quarantined = LeadUpdate(LeadRef("7", LeadKind.QUARANTINE), {"postcode": "A"}, (), Action.REJECT)
    words = "Queued for rejection"

    def answer(body: dict[str, Any]) -> Reply:
        if "id" in body["leads"][0]:
            return accept(body)
        item = {"quarantineId": "7", "success": True, "message": "Quarantine lead updated"}
        return 200, {"status": "Success", "message": "OK", "leads": [item], "details": {"7": words}}

    office.leadbyte.always = answer
    job = await office.job(lead, quarantined)

    await office.run(job)

    assert [len(body["leads"]) for body in office.leadbyte.bodies] == [1, 1]
    first, second = await office.items(job)
    assert (first.state, first.confirmation) == (ItemState.UPDATED, Confirmation.NOT_CONFIRMED)
    assert (second.state, second.confirmation) == (ItemState.QUEUED, Confirmation.CONFIRMED)
    assert words not in first.words


@pytest.mark.parametrize(
    "words",
    [
        "Delivery 1053 queued: buyer currently not active",
        "Lead updated. Delivery 1053 sent, buyer response unknown",
        "Delivery 1053 triggered; buyer says postcode not valid",
    ],
)
async def test_a_delivery_that_went_and_of_which_a_no_is_said_too_is_not_sent_again(office: Office, words: str) -> None:
    both = LeadUpdate(LeadRef("7"), {"postcode": "A"}, ("1053",))
    item = {"id": "7", "success": True, "message": words}
    office.leadbyte.script = [status(200, {"status": "Success", "message": "OK", "leads": [item]})]
    first, second = await office.job(both), await office.job(both)

    await office.run(first)
    await office.run(second)

    assert len(office.leadbyte.bodies) == 1
    (row,) = await office.items(first)
    assert (row.state, row.confirmation) == (ItemState.UPDATED, Confirmation.NOT_CONFIRMED)
    assert (await office.items(second))[0].left_out


# --- actions alone ----------------------------------------------------------------------------------------------


async def test_leads_are_reprocessed_five_at_a_time(office: Office) -> None:
    job = await office.job(*(reprocess(number) for number in range(1, 12)))

    await office.run(job)

    assert office.leadbyte.bodies == [
        {"leadIds": [1, 2, 3, 4, 5]},
        {"leadIds": [6, 7, 8, 9, 10]},
        {"leadId": 11},
    ]
    assert set(await office.states(job)) == {"queued"}


async def test_quarantined_leads_go_one_by_one_and_never_with_others(office: Office) -> None:
    job = await office.job(held(1, Action.RELEASE), reprocess(1), held(2, Action.REJECT), sold(3), plain(4))

    await office.run(job)

    assert office.leadbyte.bodies == [
        {"quarantineId": 1, "action": "process"},
        {"leadId": 1},
        {"quarantineId": 2, "action": "reject"},
        {"leads": [{"id": "3", "triggerDeliveryId": "1053"}]},
        {"leads": [{"id": "4", "update": {"postcode": "A"}}]},
    ]
    assert await office.states(job) == ["queued", "queued", "queued", "updated", "updated"]


@pytest.mark.parametrize("update", [reprocess(1), held(1, Action.RELEASE), held(1, Action.REJECT)])
@pytest.mark.parametrize("answer", [status(500), status(200, {"status": "Success", "message": ""})])
async def test_an_action_that_is_not_known_waits_for_a_person(office: Office, update: LeadUpdate, answer: Any) -> None:
    office.leadbyte.script = [answer]
    job = await office.job(update)

    assert (await office.run(job)).end is RunEnd.WAITS_FOR_PERSON
    assert (await office.run(job, again=True)).end is RunEnd.WAITS_FOR_PERSON

    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not known"]


@pytest.mark.parametrize(
    ("update", "permission"),
    [
        (reprocess(1), "Leads > Reprocess, of a key of the type Administrator"),
        (held(1, Action.RELEASE), "Quarantine > Process"),
    ],
)
async def test_a_refused_key_stops_the_job_and_names_the_permission(
    office: Office, update: LeadUpdate, permission: str
) -> None:
    office.leadbyte.script = [status(403, {"status": "Error", "message": "Permission denied"})]
    job = await office.job(update)

    result = await office.run(job)

    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert f"This needs the permission {permission}." in result.words
    assert await office.states(job) == ["refused"]
