"""The pages of registers and mandates, from the fixture's items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.platform.gateway import FailureKind
from kiosk.platform.mandates import Mandates, MandateState
from kiosk.view import View
from tests.frozen import whom
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.mandate_citizen import COMPANY, begun, mandate
from tests.kiosk.session.test_prefill import ALL, answered, at_consent, at_prefill
from tests.ui.sample_parts import LONG_NAME

LONG_SCOPE = {
    "zh-CN": "养老金账户变更、待遇资格认证、个人缴费证明打印与丧葬补助金申领",
    "en": "Change of the pension account, proof of entitlement, certificates of payments and the funeral grant",
}


def whom_views() -> Iterator[View]:
    yield from _prefilled()
    yield from _mandates()


def _prefilled() -> Iterator[View]:
    consent = at_consent()
    yield consent.view
    waiting = at_prefill()
    yield waiting.view
    waiting.rings("say_what")
    yield waiting.view
    for trouble, reason in ((FailureKind.SLOW, ""), (FailureKind.NOT_THE_PLATFORM, "other-person")):
        none = at_prefill()
        none.no_answer("prefill", trouble, reason)
        yield none.view
    filled = answered(*ALL)
    yield filled.view
    filled.touch("dispute:address")
    filled.types("answer:address", "样例市新地址 9 号")
    yield filled.view
    filled.touch("continue", "continue")
    yield filled.view
    filled.touch("continue")
    filled.types("answer:phone", "19900000001")
    filled.touch("continue")
    yield filled.view
    filled.touch("continue", "declare")
    filled.kept()
    filled.rings("receipt_wait")
    yield filled.view
    filled.receipt()
    yield filled.view


def _mandates() -> Iterator[View]:
    start = Citizen(items=whom())
    start.touch("item:pension-account", "continue")
    yield start.view
    start.world(online=False)
    yield start.view
    child = Citizen(items=whom())
    child.touch("item:birth-report", "continue")
    yield child.view
    relative = begun("funeral-grant")
    yield relative.view
    relative.types("principal", "990101193802010012")
    relative.touch("continue")
    yield relative.view
    asked = begun("pension-account", "for:ward")
    yield asked.view
    asked.answers("mandates", Mandates(()))
    yield asked.view
    for kind in ("ward", "authorised"):
        several = begun("pension-account", f"for:{kind}")
        found = [mandate(kind, scopes=LONG_SCOPE, name=LONG_NAME[:1] + "＊＊＊")]
        found += [
            mandate(kind, state, token=f"token-{state}") for state in MandateState if state is not MandateState.VALID
        ]
        several.answers("mandates", Mandates(tuple(found[:4])))
        yield several.view
    for state in MandateState:
        if state is not MandateState.VALID:
            ended = begun("pension-account", "for:ward")
            ended.answers("mandates", Mandates((mandate(state=state),)))
            ended.touch("principal:token-ward")
            yield ended.view
    company = begun("shop-address")
    found_companies = (COMPANY, replace(COMPANY, token="token-two", name="青禾县" + "样例商贸" * 6 + "有限责任公司"))
    company.answers("mandates", Mandates(found_companies))
    yield company.view
    company.touch("principal:token-two", "agree:consent-record", "continue")
    company.types("answer:address", "样例市样例大道 9 号")
    company.touch("continue")
    company.types("answer:phone", "19900000001")
    company.touch("continue")
    yield company.view
    company.touch("continue", "declare")
    yield company.view
    company.answers("mandates", Mandates(found_companies))
    company.kept()
    company.rings("receipt_wait")
    yield company.view
