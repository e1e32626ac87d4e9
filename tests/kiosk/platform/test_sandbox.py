"""What the reference platform promises: who comes in, what is taken in, and that it stays for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import requests

from devices import SystemClock, Wait
from kiosk.catalogue.load import load_catalogue
from kiosk.platform.carried import RatingNode
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import CodeVerified, Heartbeat, LookupResult, PlatformTrouble, Prefill, Question, Trouble
from kiosk.platform.identity import CATALOGUE, RequestSigner, TerminalKey, b64url, verify_token
from kiosk.platform.sandbox.__main__ import is_loopback, main
from kiosk.platform.sandbox.registers import load
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY, Gateways
from tests.sandbox_process import DRAFT, ITEM_CODE, ITEM_ID, ROOT, TERMINAL, WANG, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")
STRANGER = TerminalKey(bytes(range(9, 41)))


def reason(caught: pytest.ExceptionInfo[PlatformTrouble]) -> tuple[Trouble, str]:
    return caught.value.kind, caught.value.reason


def refused(act: Callable[[], object]) -> tuple[Trouble, str]:
    with pytest.raises(PlatformTrouble) as caught:
        act()
    return reason(caught)


# Who comes in.


def test_an_unsigned_request_stays_outside(sandbox: SandboxProcess) -> None:
    reply = requests.get(sandbox.url + "/v1/catalogue", timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:unsigned")


def test_a_body_changed_on_the_way_is_refused(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys())
    url = f"{sandbox.url}/v1/cases/{case.case_id}"
    request = requests.Request("PUT", url, data=case.body, headers={"Idempotency-Key": case.case_id}).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, case.body, SystemClock().now())
    request.body = case.body.replace(b"YK-", b"YX-")
    with requests.Session() as session:
        reply = session.send(request, timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:signature-invalid")
    assert sandbox.get("/sandbox/cases") == []


def test_a_request_seen_before_is_refused(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now())
    with requests.Session() as session:
        assert session.send(request, timeout=10).status_code == 200
        again = session.send(request, timeout=10)
    assert again.json()["type"] == "urn:yike:problem:replayed"


def test_a_signature_from_another_time_is_refused_with_the_platforms_time(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", datetime(2020, 1, 1, tzinfo=UTC))
    with requests.Session() as session:
        reply = session.send(request, timeout=10).json()
    assert reply["type"] == "urn:yike:problem:clock-skew"
    assert datetime.fromisoformat(reply["server_time"]).year >= 2026


def test_another_key_for_a_known_terminal_is_not_enrolled(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    gateways().catalogue("", soon(5))
    assert refused(lambda: gateways(key=STRANGER).catalogue("", soon(5))) == (Trouble.IDENTITY, "not-enrolled")
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": STRANGER.public})
    assert gateways(key=STRANGER).catalogue("", soon(5)) is not None


def test_a_suspended_terminal_is_told_so(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public, "suspended": True})
    assert refused(lambda: gateway.catalogue("", soon(5))) == (Trouble.IDENTITY, "suspended")
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": False})
    assert gateway.catalogue("", soon(5)) is not None


# What is taken in.


def test_a_case_is_opened_judged_and_numbered(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T15:59:00Z"})
    first = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    second = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T16:01:00Z"})  # the next day in China
    third = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    numbers = [one.case_number for one in (first, second, third)]
    assert numbers == [f"{ITEM_CODE}{end}" for end in ("202611240001", "202611240002", "202611250001")]
    assert len(numbers[0]) == 43
    opened = sandbox.get("/sandbox/cases")
    assert [one["case_number"] for one in opened] == numbers
    assert opened[0]["content"] == dict(DRAFT)
    assert opened[0]["answers_checked"] is True


def other(**changes: Any) -> dict[str, Any]:
    return {**DRAFT, **changes}


@pytest.mark.parametrize(
    ("content", "header", "word"),
    [
        (other(answers={"phone": "12"}), {}, "answers-invalid"),
        (other(answers={}), {}, "answers-invalid"),
        (other(answers={"phone": "19900000009", "more": 1}), {}, "answers-invalid"),
        (other(answers=[]), {}, "cannot-open"),
        ("text", {}, "cannot-open"),
        (DRAFT, {"key_id": "TEST-seal-0"}, "unknown-key"),
        (DRAFT, {"item_id": "no-such-item"}, "service-withdrawn"),
        (DRAFT, {"terminal": "YK-OTHER"}, "malformed"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_for_good(
    content: Any, header: dict[str, Any], word: str, sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys(), content, **header)
    assert refused(lambda: gateway.put_case(case, soon(5))) == (Trouble.REFUSED, word)
    assert sandbox.get("/sandbox/cases") == []


def test_a_field_of_two_lines_is_none_of_the_contract(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    two_lines = replace(case, body=case.body.replace(case.slip_number.encode(), rb"YK-1\ntest-allowance"))
    assert refused(lambda: gateway.put_case(two_lines, soon(5))) == (Trouble.REFUSED, "malformed")


def test_a_header_changed_after_sealing_does_not_open(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    moved = replace(case, body=case.body.replace(case.slip_number.encode(), b"YK-ANOTHER"))
    assert refused(lambda: gateway.put_case(moved, soon(5))) == (Trouble.REFUSED, "cannot-open")


def test_answers_for_an_older_form_are_taken_in_unjudged(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    gateway.put_case(sealed_case(sandbox.keys(), other(answers={"old": True}), item_version="0"), soon(5))
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["answers_checked"] is False


def test_another_terminal_does_not_get_this_ones_receipt(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    gateways().put_case(case, soon(5))
    stranger = gateways(terminal="YK-OTHER", key=STRANGER)
    assert refused(lambda: stranger.put_case(case, soon(5))) == (Trouble.REFUSED, "digest-mismatch")


def test_a_receipt_outlives_a_kill(elsewhere: Callable[[], tuple[str, ...]], tmp_path: Path, soon: Soon) -> None:
    receipts, database = [], elsewhere()
    with SandboxProcess(tmp_path, *database) as sandbox:
        case = sealed_case(sandbox.keys())
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, soon(5)))
        gateway.close()
        sandbox.kill()
    with SandboxProcess(tmp_path, *database) as sandbox:
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, soon(5)))
        gateway.close()
    assert receipts[0] == receipts[1]


# Ratings.


def test_one_rating_per_case_and_node(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    first = replace(RATING, case_id="c1")
    gateway.put_rating(first, soon(5))
    other_visit = replace(first, rating_id="rating-0002", visit="visit-2")
    assert refused(lambda: gateway.put_rating(other_visit, soon(5))) == (Trouble.REFUSED, "already-rated")
    gateway.put_rating(replace(other_visit, node=RatingNode.DECIDED), soon(5))
    assert [one["node"] for one in sandbox.get("/sandbox/ratings")] == ["received", "decided"]


def test_a_changed_mind_under_the_same_id_is_refused(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.put_rating(RATING, soon(5))
    assert refused(lambda: gateway.put_rating(replace(RATING, level=4), soon(5))) == (Trouble.REFUSED, "already-rated")


def test_visits_without_a_case_do_not_take_each_others_place(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    gateway.put_rating(RATING, soon(5))
    gateway.put_rating(replace(RATING, rating_id="rating-0002", visit="visit-2"), soon(5))
    assert len(sandbox.get("/sandbox/ratings")) == 2


# One-time codes.


def question(name: str, proof: str = "", visit: str = "v1", item: str = ITEM_ID, **parameters: str) -> Question:
    return Question(name, item, visit, "proof_of_person", {**WANG, "proof": proof}, parameters)


def verify(gateway: HttpGateway, soon: Soon, code: str, visit: str = "v1") -> CodeVerified:
    answer = gateway.ask(question("code.verify", visit=visit, code=code), soon(5))
    assert isinstance(answer, CodeVerified)
    return answer


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_five_tries_and_no_more(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    code = sandbox.newest_code("19900000001")
    assert [verify(gateway, soon, wrong(code)).tries_left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert verify(gateway, soon, code) == CodeVerified(False, 0, "")


def test_a_code_is_good_once(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    code = sandbox.newest_code("19900000001")
    assert verify(gateway, soon, code).right
    assert not verify(gateway, soon, code).right


def test_a_code_lives_five_minutes(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    sandbox.put("/sandbox/clock", {"offset_s": 301})
    assert verify(gateway, soon, sandbox.newest_code("19900000001")) == CodeVerified(False, 0, "")


def test_a_newer_code_makes_the_older_void(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    old = sandbox.newest_code("19900000001")
    gateway.ask(question("code.send"), soon(5))
    new = sandbox.newest_code("19900000001")
    assert old == new or not verify(gateway, soon, old).right
    assert verify(gateway, soon, new).right


def test_too_many_codes_are_busy(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    for _ in range(5):
        gateway.ask(question("code.send"), soon(5))
    assert refused(lambda: gateway.ask(question("code.send"), soon(5))) == (Trouble.BUSY, "too-many-codes")


@pytest.mark.parametrize(
    "identity",
    [
        {"number": "990101198001010021", "name": "别人"},
        {"number": "990101199001010000", "name": "没有登记"},
    ],
)
def test_who_is_not_on_record_and_whose_name_is_wrong_look_alike(
    identity: dict[str, str], sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", identity)
    assert refused(lambda: gateway.ask(asked, soon(5))) == (Trouble.REFUSED, "no-registered-phone")


def test_a_person_without_a_phone_on_record_gets_no_code(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", {"number": "990101198001010021", "name": "无话机"})
    assert refused(lambda: gateway.ask(asked, soon(5))) == (Trouble.REFUSED, "no-registered-phone")
    assert sandbox.get("/sandbox/phones") == {}


# Proofs.


@pytest.mark.parametrize("name", ["pension.enrolment", "cases.of_person"])
def test_a_look_up_without_proof_is_refused(
    name: str, sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    for proof in ("", "garbage", "a.b.c"):
        asked = question(name, proof)
        assert refused(lambda asked=asked: gateway.ask(asked, soon(5))) == (Trouble.REFUSED, "proof-required")  # type: ignore[misc]


def test_a_proof_serves_one_person_in_one_visit_at_one_terminal_for_a_while(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    gateway = gateways()
    gateway.ask(question("code.send"), soon(5))
    proof = verify(gateway, soon, sandbox.newest_code("19900000001")).proof
    asked = question("pension.enrolment", proof)
    assert isinstance(gateway.ask(asked, soon(5)), LookupResult)
    borrowed = replace(asked, identity={"number": "990101198001010021", "name": "无话机", "proof": proof})
    denied = (Trouble.REFUSED, "proof-required")
    assert refused(lambda: gateway.ask(borrowed, soon(5))) == denied
    assert refused(lambda: gateway.ask(replace(asked, visit="v2"), soon(5))) == denied
    assert refused(lambda: gateways(terminal="YK-OTHER").ask(asked, soon(5))) == denied
    sandbox.put("/sandbox/clock", {"offset_s": 1801})
    assert refused(lambda: gateway.ask(asked, soon(5))) == denied


def test_prefill_asks_for_the_proof_its_item_asks_for(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    answer = gateway.ask(question("prefill"), soon(5))
    assert isinstance(answer, Prefill)
    assert answer.values["household_address"][1] == "registry.household"
    for item in ("test-strict", "no-such-item"):
        asked = question("prefill", item=item)
        assert refused(lambda asked=asked: gateway.ask(asked, soon(5))) == (Trouble.REFUSED, "proof-required")  # type: ignore[misc]


# The page for people.


def beat(gateway: HttpGateway, soon: Soon, report: Heartbeat = REPORT) -> None:
    gateway.heartbeat(report, soon(5))


def test_the_page_shows_the_terminal_in_most_trouble_first(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    beat(gateways(terminal="YK-A"), soon, replace(REPORT, devices=()))
    beat(gateways(terminal="YK-B"), soon, replace(REPORT, devices=(), out_of_service="<b>door</b>"))
    beat(gateways(terminal="YK-C"), soon)
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert page.index("YK-B") < page.index("YK-C") < page.index("YK-A")
    assert "&lt;b&gt;door&lt;/b&gt;" in page
    assert "<b>door</b>" not in page


def test_the_page_tells_nothing_about_a_person(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    receipt = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    gateway.put_rating(replace(RATING, level=1, labels=("108",)), soon(5))
    gateway.ask(question("code.send"), soon(5))
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert receipt.case_number in page
    assert "非常不满意" in page
    for personal in (WANG["number"], WANG["name"], "19900000001", "19900000009"):
        assert personal not in page


class _Nesting(HTMLParser):
    """Fails on a tag that closes another one's element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag != "script"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_no_script(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    pages = [requests.get(sandbox.url + "/", timeout=10).text]
    assert "还没有终端联系过" in pages[0]
    beat(gateway, soon)
    gateway.put_case(sealed_case(sandbox.keys()), soon(5))
    gateway.put_rating(RATING, soon(5))
    pages.append(requests.get(sandbox.url + "/", timeout=10).text)
    for page in pages:
        nesting = _Nesting()
        nesting.feed(page)
        assert nesting.open == []


# The start.


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.platform.sandbox", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "platform.example", "::"])
def test_it_listens_to_this_machine_alone(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_loopback(host)
    assert main(["--host", host, "--port", "0"]) == 2
    assert "refused" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": "1", "items": [{}]}', '{"version": "1", "items": {"a": 1}}']
)
def test_a_catalogue_that_is_none_is_named_at_the_start(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalogue.json").write_text(content)
    assert main(["--port", "0", "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json")]) == 2
    assert "cannot start" in capsys.readouterr().err


def test_the_public_keys_can_be_had_for_a_profile() -> None:
    done = run("--pins")
    assert done.returncode == 0
    assert 'sign_key_id = "TEST-sign-1"' in done.stdout
    assert len(done.stdout.splitlines()) == 4


def test_a_taken_port_is_named(sandbox: SandboxProcess, tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text('{"version": "1", "items": []}')
    port = sandbox.url.rpartition(":")[2]
    done = run("--port", port, "--data", str(tmp_path), "--services", str(tmp_path / "catalogue.json"))
    assert done.returncode == 2
    assert done.stderr.startswith("cannot start: OSError")


def test_a_closed_door_enrols_nobody(tmp_path: Path, soon: Soon) -> None:
    with SandboxProcess(tmp_path, "--closed") as sandbox:
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        assert refused(lambda: gateway.catalogue("", soon(5))) == (Trouble.IDENTITY, "not-enrolled")
        sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": b64url(bytes.fromhex("aa" * 32))})
        assert refused(lambda: gateway.catalogue("", soon(5))) == (Trouble.IDENTITY, "not-enrolled")
        sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public})
        assert gateway.catalogue("", soon(5)) is not None
        gateway.close()


def test_registers_that_are_malformed_are_named(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text("[a]\nnumber = 1")
    assert load(tmp_path / "people.toml").people == {}
    (tmp_path / "own.toml").write_text('as_of = "x"\n[a]\nsurprise = 1')
    with pytest.raises(ValueError):
        load(tmp_path / "people.toml", tmp_path / "own.toml")


def test_the_registers_own_file_is_well_formed(tmp_path: Path) -> None:
    people = "".join(
        f'[people.{name}]\nnumber = "{n}"\nname = "x"\nphone = "1"\n' for n, name in enumerate(["wang_old"])
    )
    (tmp_path / "people.toml").write_text(people)
    registers = load(tmp_path / "people.toml")
    found = registers.find("0", " x ")
    assert found is not None
    assert found.entry.pension
    assert json.dumps({"number": found.number}) not in repr(found)


def test_the_items_that_come_with_the_product_are_published_as_a_terminal_reads_them(
    tmp_path: Path, soon: Soon
) -> None:
    with SandboxProcess(tmp_path, services=ROOT / "config" / "services") as sandbox:
        keys = sandbox.keys()
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, keys, SystemClock())
        token = gateway.catalogue("", soon(5))
        assert token is not None
        catalogue = load_catalogue(verify_token(token.decode(), keys, CATALOGUE))
        assert {item.id for item in catalogue} >= {"old-age-allowance", "pension-enrolment", "case-progress"}
        assert gateway.catalogue(catalogue.version, soon(5)) is None
        gateway.close()
