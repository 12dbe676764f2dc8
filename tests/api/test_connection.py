"""Which answer to a harmless read is which problem, each with complete words."""

import json

import pytest

from leadbyte_desktop.api.connection import problem_of_answer, problem_of_fault
from leadbyte_desktop.api.failures import Fault
from leadbyte_desktop.api.wanted import fields_of, the_lead
from leadbyte_desktop.domain.errors import (
    CertificateNotTrusted,
    ConnectionProblem,
    KeyRefused,
    MayNotList,
    NoNetwork,
    NothingThere,
    OddAnswer,
    ProxyWantsLogin,
    WrongAddress,
)
from leadbyte_desktop.domain.lead_update import LeadRef

HOST = "acme.leadbyte.co.uk"


def envelope(message: str, status: str = "Error") -> str:
    return json.dumps({"status": status, "message": message})


ANSWERS = [
    (200, envelope("OK", "Success"), None),
    (200, "[]", None),
    (200, "<!DOCTYPE html><html>Log in</html>", WrongAddress),
    (200, envelope("Invalid key"), KeyRefused),
    (200, envelope("This key has no permission to list deliveries"), MayNotList),
    (200, envelope("Oops"), MayNotList),
    (301, "", WrongAddress),
    (302, "<html>", WrongAddress),
    (307, "", WrongAddress),
    (400, envelope("Invalid key"), KeyRefused),
    (400, envelope("API key missing"), MayNotList),
    (400, "<html>", OddAnswer),
    (401, "", KeyRefused),
    (401, envelope("Invalid key"), KeyRefused),
    (401, envelope("No API key was supplied"), MayNotList),
    (401, envelope("Permission denied"), MayNotList),
    (403, envelope("This key is not active"), KeyRefused),
    (403, envelope("Key problem"), KeyRefused),
    (403, envelope("You have no permission for this"), MayNotList),
    (403, envelope("Forbidden"), MayNotList),
    (403, "<html>Blocked by the filter</html>", OddAnswer),
    (404, "<html>Not found</html>", WrongAddress),
    (404, envelope("Unknown method"), MayNotList),
    (405, envelope("Not allowed"), MayNotList),
    (407, "", ProxyWantsLogin),
    (429, "", OddAnswer),
    (500, envelope("Another report request is currently being processed"), OddAnswer),
    (503, "<html>", OddAnswer),
]


@pytest.mark.parametrize(("status", "text", "kind"), ANSWERS)
def test_answers(status, text, kind):
    problem = problem_of_answer(status, text, "", HOST)
    assert type(problem) is (kind or type(None))
    if problem:
        check_words(problem)


@pytest.mark.parametrize(
    "errors", [["{}"], [{"message": "{}"}], [{"error": "{}"}], "{}", {"message": "{}"}, [["{}"], None, 7]]
)
@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (200, "Invalid key", KeyRefused),
        (400, "This key may not do that: permission denied", MayNotList),
        (403, "Forbidden", MayNotList),
        (500, "Oops", OddAnswer),
    ],
)
def test_errors_in_every_shape_are_read(errors, status, words, kind):
    """GW's shapes of `errors` (leadbyte-api.md section 2), which stand in place of a message."""
    body = {"status": "Error", "errors": errors}
    problem = problem_of_answer(status, json.dumps(body).replace("{}", words), "", HOST)
    assert problem is not None
    assert type(problem) is kind
    assert f"“{words}”" in problem.user_text


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("Permission needed: Leads > Read", "let this key read leads, and show them what LeadByte said. The lead can"),
        ("You do not have permission", "let this key read leads; what LeadByte calls that permission is not known, so"),
    ],
)
def test_a_permission_that_leadbyte_names_is_not_called_unknown(said: str, advice: str) -> None:
    problem = problem_of_answer(403, json.dumps({"status": "Error", "message": said}), "", HOST, the_lead(LeadRef("7")))
    assert problem is not None
    assert advice in problem.user_text


@pytest.mark.parametrize("read", [the_lead(LeadRef("7")), fields_of("9")])
def test_one_thing_that_is_not_there_does_not_blame_the_address(read):
    for text in ("", "<html>Not found</html>", '{"message": "Not found"}'):
        problem = problem_of_answer(404, text, "", HOST, read)
        assert type(problem) is NothingThere
        assert problem.user_text == (
            f"{HOST} has nothing to show for {read.what}. Nothing was changed in LeadByte. Either it is not there, or "
            "LeadByte shows no such things one by one. Compare the number with LeadByte."
        )


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.NO_SUCH_HOST, WrongAddress),
        (Fault.UNREACHABLE, NoNetwork),
        (Fault.CERTIFICATE, CertificateNotTrusted),
        (Fault.NOT_SECURE, WrongAddress),
        (Fault.PROXY_LOGIN, ProxyWantsLogin),
        (Fault.PROXY, NoNetwork),
        (Fault.BAD_ADDRESS, WrongAddress),
        (Fault.TOO_LATE, NoNetwork),
        (Fault.STUCK, NoNetwork),
        (Fault.CUT, NoNetwork),
        (Fault.UNREADABLE, OddAnswer),
        (Fault.UNEXPECTED, NoNetwork),
    ],
)
def test_faults(fault, kind):
    problem = problem_of_fault(fault, HOST, others_resolve=True)
    assert type(problem) is kind
    check_words(problem)


def test_without_any_name_found_it_is_the_network_and_not_the_address():
    assert type(problem_of_fault(Fault.NO_SUCH_HOST, HOST, others_resolve=False)) is NoNetwork


def test_the_other_ending_is_offered():
    for host, other in ((HOST, "acme.leadbyte.com"), ("acme.leadbyte.com", HOST)):
        assert f"or try {other}" in problem_of_fault(Fault.NO_SUCH_HOST, host, others_resolve=True).user_text
        found = problem_of_answer(404, "", "", host)
        assert found is not None
        assert f"or try {other}" in found.user_text
    assert "or try" not in problem_of_fault(Fault.NO_SUCH_HOST, "127.0.0.1:8000", others_resolve=True).user_text


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://login.example.com/x?y=1", "to login.example.com"),
        (f"https://{HOST}/login", "elsewhere"),
        ("/login", "elsewhere"),
        ("", "elsewhere"),
        ("http://[broken", "elsewhere"),
    ],
)
def test_a_redirect_says_where_to(location, words):
    problem = problem_of_answer(302, "", location, HOST)
    assert problem is not None
    assert words in problem.user_text
    assert "The key was not sent there." in problem.user_text


def check_words(problem: ConnectionProblem) -> None:
    """What happened, whether anything was changed, what to do; and no name of an exception."""
    assert "Nothing was changed in LeadByte." in problem.user_text
    assert problem.user_text.endswith(".")
    assert "Error" not in problem.user_text.split("“")[0]
