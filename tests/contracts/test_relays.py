"""Relays of every gateway, against a real sandbox and a phone that speaks HTTP."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial

import pytest

from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.relay_crypto import BadFile, RelayKey
from kiosk.platform.relays import FILES_MOST, OPEN_S, SEALED_MOST, RelayFile, RelayOrder, RelayReason, RelayState
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.kiosk.platform.refusals import refusal_of
from tests.phone import Phone

UNKNOWN = (FailureKind.REFUSED, "unknown")
ITEM, MATERIAL = {"zh-CN": "居住证", "en": "Residence permit"}, {"zh-CN": "租房合同", "en": "Lease"}


def order(key: RelayKey) -> RelayOrder:
    return RelayOrder(key.relay, ITEM, MATERIAL, "zh-CN")


def opened(harness: GatewayHarness) -> tuple[RelayKey, Phone]:
    key = RelayKey.new()
    made = harness.gateway.open_relay(order(key), wait())
    return key, Phone(harness.sandbox.url, key.link(made.url))


def test_a_photo_comes_through_and_nobody_between_can_read_it(harness: GatewayHarness) -> None:
    key, phone = opened(harness)
    gateway, photo = harness.gateway, secrets.token_bytes(1_200_000)
    waiting = gateway.relay(key.relay, wait())
    assert (waiting.state, waiting.heard) == (RelayState.WAITING, None)
    shown = phone.claim()
    assert (shown["item"], shown["material"], shown["language"]) == (ITEM, MATERIAL, "zh-CN")
    assert phone.key.digits == key.digits
    phone.send(1, photo)
    status = gateway.relay(key.relay, wait())
    assert (status.state, [each.whole for each in status.files]) == (RelayState.CLAIMED, [True])
    assert status.heard == phone.state()["silent"] == 0
    sealed = gateway.relay_file(key.relay, 1, wait())
    assert photo[:64] not in sealed
    file = key.open(1, sealed)
    assert (file.name, file.type, file.data) == ("IMG_0001.jpg", "image/jpeg", photo)
    with pytest.raises(BadFile):
        key.open(2, sealed)
    gateway.judge_relay_file(key.relay, 1, RelayReason.BLURRED, wait())
    assert phone.state()["files"] == [
        {"number": 1, "size": len(sealed), "held": len(sealed), "judged": True, "reason": "blurred"}
    ]
    assert refusal_of(lambda: gateway.relay_file(key.relay, 1, wait())) == UNKNOWN, "the platform has forgotten it"
    phone.done()
    assert gateway.relay(key.relay, wait()).state is RelayState.DONE
    gateway.close_relay(key.relay, wait())
    assert refusal_of(lambda: gateway.relay(key.relay, wait())) == UNKNOWN
    assert phone.call("GET", "/state").status_code == 404


def test_an_order_whose_answer_was_lost_opens_one_relay(harness: GatewayHarness) -> None:
    key = RelayKey.new()
    harness.drop_next_answer()
    with pytest.raises(PlatformFailure):
        harness.gateway.open_relay(order(key), wait())
    made = harness.gateway.open_relay(order(key), wait())
    assert made.url.endswith(f"/relays/{key.relay}")
    assert 0 < made.seconds <= OPEN_S
    other = replace(order(key), language="en")
    assert refusal_of(lambda: harness.gateway.open_relay(other, wait())) == (FailureKind.REFUSED, "digest-mismatch")


def test_the_first_phone_has_the_relay_alone(harness: GatewayHarness) -> None:
    _, phone = opened(harness)
    second = Phone(phone.host, phone.link, "another-phone-000000001")
    assert phone.claim()["files"] == []
    assert phone.claim()["files"] == [], "the answer may have been lost"
    for refused in (partial(second.call, "PUT", "/claim"), partial(second.call, "GET", "/state")):
        answer = refused()
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:yike:problem:relay-claimed")
    assert second.begin(1, 100).status_code == 409


def test_a_deleted_file_is_gone_and_its_number_is_not_used_again(harness: GatewayHarness) -> None:
    key, phone = opened(harness)
    phone.claim()
    phone.send(1, b"first")
    assert phone.delete(1) == 204
    assert harness.gateway.relay(key.relay, wait()).files == ()
    assert refusal_of(lambda: harness.gateway.relay_file(key.relay, 1, wait())) == UNKNOWN
    assert phone.begin(1, 100).status_code == 409
    assert phone.begin(2, 100).status_code == 200


def test_a_cut_upload_goes_on_where_it_was(harness: GatewayHarness) -> None:
    key, phone = opened(harness)
    phone.claim()
    assert phone.begin(1, 10).json() == {"held": 0}
    assert phone.append(1, 0, b"12345").json() == {"held": 5}
    assert phone.append(1, 0, b"12345").status_code == 409, "its answer was lost"
    assert phone.begin(1, 10).json() == {"held": 5}
    assert phone.begin(1, 10, "mark-0002").status_code == 409, "another file under its number, of a second tab"
    assert harness.gateway.relay(key.relay, wait()).files == (RelayFile(1, 10, 5),)
    assert refusal_of(lambda: harness.gateway.relay_file(key.relay, 1, wait())) == UNKNOWN
    assert phone.append(1, 5, b"678901").status_code == 413
    assert phone.append(1, 5, b"67890").json() == {"held": 10}
    assert harness.gateway.relay_file(key.relay, 1, wait()) == b"1234567890"


def test_a_phone_sends_no_more_than_its_bounds(harness: GatewayHarness) -> None:
    _, phone = opened(harness)
    phone.claim()
    assert phone.begin(1, SEALED_MOST + 1).status_code == 413
    sizes = [SEALED_MOST, SEALED_MOST, 40 * 2**20 - 2 * SEALED_MOST]
    assert [phone.begin(number, size).status_code for number, size in enumerate(sizes, 1)] == [200] * 3
    assert phone.begin(4, 1).status_code == 413, "40 MB together"
    for number in (1, 2, 3):
        phone.delete(number)
    for number in range(4, 4 + FILES_MOST):
        assert phone.begin(number, 1).status_code == 200
    assert phone.begin(4 + FILES_MOST, 1).status_code == 413
    phone.delete(4)
    assert phone.begin(60, 1).status_code == 200
    phone.delete(5)
    assert phone.begin(61, 1).status_code == 400


def test_time_is_prolonged_once(harness: GatewayHarness) -> None:
    key, phone = opened(harness)
    phone.claim()
    for _ in range(2):
        seconds = phone.call("PUT", "/more").json()["seconds"]
        assert OPEN_S < seconds <= 2 * OPEN_S
    assert harness.gateway.relay(key.relay, wait()).seconds == pytest.approx(seconds, abs=3)


def test_after_done_nothing_more_comes(harness: GatewayHarness) -> None:
    _, phone = opened(harness)
    phone.claim()
    phone.send(1, b"page")
    phone.done()
    assert phone.begin(2, 10).status_code == 404
    assert phone.state()["done"]


def test_a_relay_is_of_one_terminal(harness: GatewayHarness) -> None:
    """Whoever knows the id may claim it as a phone; as a terminal only the one that opened it is answered."""
    unknown = RelayKey.new().relay
    for call in (
        lambda: harness.gateway.relay(unknown, wait()),
        lambda: harness.gateway.close_relay(unknown, wait()),
        lambda: harness.gateway.judge_relay_file(unknown, 1, RelayReason.NONE, wait()),
    ):
        assert refusal_of(call) == UNKNOWN
