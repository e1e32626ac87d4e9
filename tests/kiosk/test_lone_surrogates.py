"""Half of a surrogate pair passes no boundary: what enters can be shown, printed and sealed."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from kiosk.catalogue.load import BadCatalogue, load_catalogue
from kiosk.platform.gateway import PlatformFailure
from kiosk.platform.questions import ANSWERS
from kiosk.platform.records import HeartbeatAnswer, parse_answer
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import SENT, at_code, at_form

HALVES = ("\ud842", "\udfb7", "1\udfb7\ud842", "王\ud842")
ESCAPED = rb'"\ud842"'


def at_slip() -> Citizen:
    citizen = Citizen()
    citizen.touch("item:case-progress", "continue", "way:slip")
    return citizen


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(("at", "field"), [(at_form, "answer:name"), (at_code, "code"), (at_slip, "slip")])
def test_a_typed_or_scanned_text_comes_in_without_it(at: Any, field: str, half: str) -> None:
    citizen = at()
    if field == "code":
        citizen.answers("code.send", SENT)
    citizen.types(field, half)
    assert citizen.session.typed[field].encode().decode() == half.translate(dict.fromkeys((0xD842, 0xDFB7)))


@pytest.mark.parametrize("question", ANSWERS)
def test_an_answer_of_the_platform_with_it_is_no_answer(question: str) -> None:
    body = b'{"masked_phone":%s,"rows":[{"label":"status","value":%s}],"digits":6,"seconds":300}' % (ESCAPED, ESCAPED)
    with pytest.raises(PlatformFailure):
        parse_answer(ANSWERS[question].model_validate_json, body)


def test_a_heartbeats_answer_with_it_is_no_answer() -> None:
    with pytest.raises(PlatformFailure):
        parse_answer(HeartbeatAnswer.model_validate_json, b'{"server_time":%s}' % ESCAPED)


def test_a_catalogue_with_it_is_refused() -> None:
    with pytest.raises(BadCatalogue):
        load_catalogue(b'{"version":%s,"items":[]}' % ESCAPED)


def test_a_settings_file_cannot_have_it() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(r'name = "\ud842"')
