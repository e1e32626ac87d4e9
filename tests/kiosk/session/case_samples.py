"""Cases as the platform shows them to a citizen: every state, with everything that an authority may say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.platform.listing import (
    CaseAction,
    CaseDetail,
    CaseMoment,
    CaseProgress,
    CaseState,
    Delivery,
    MissingPaper,
)
from kiosk.platform.records import NEXT_STEPS
from tests.kiosk.session.citizen import NOW

NUMBER = "11990100MB0000001T4990511001000202611240001"
SLIP = "WT02-0001-4Q7X-D"
IDS = tuple(f"00000000-0000-7000-8000-{number:012d}" for number in range(1, 10))
WORDS = {"zh-CN": "材料已转到有关科室，请等通知。", "en": "Your papers were passed on. Please wait."}
PAPERS = (
    MissingPaper("bank-card", {"zh-CN": "收款的银行卡", "en": "The bank card"}, ("original",), {"zh-CN": "少写了一位"}),
    MissingPaper("years-form", {"zh-CN": "缴费年限认定表", "en": "The form of years paid"}, ("original", "copy")),
)


def case_in(state: CaseState, number: int = 0, item_id: str = "old-age-allowance", **detail: Any) -> CaseProgress:
    """A case in this state since now, two days after it came; `detail` overrides what the authority says."""
    moments = (CaseMoment(CaseState.RECEIVED, NOW - timedelta(days=2)), CaseMoment(state, NOW))
    said = CaseDetail(
        case_id=IDS[number],
        digest=f"{number + 1:064x}",
        offices={"zh-CN": "民政局", "en": "Civil Affairs Bureau"},
        moments=moments,
    )
    return CaseProgress(
        NUMBER,
        SLIP,
        state,
        NOW,
        NEXT_STEPS[state],
        item_id=item_id,
        detail=replace(said, **{**MORE.get(state, {}), **detail}),
    )


MORE: dict[CaseState, dict[str, Any]] = {
    CaseState.RECEIVED: {"actions": frozenset({CaseAction.URGE, CaseAction.AMEND, CaseAction.WITHDRAW})},
    CaseState.ACCEPTED: {"actions": frozenset({CaseAction.WITHDRAW}), "promised_by": "2026-12-08", "urged_at": NOW},
    CaseState.CORRECTION: {
        "missing": PAPERS,
        "deadline": "2026-12-04",
        "stopped_since": NOW,
        "actions": frozenset({CaseAction.CORRECT, CaseAction.WITHDRAW}),
    },
    CaseState.UNDER_REVIEW: {"promised_by": "2026-12-08", "actions": frozenset({CaseAction.URGE, CaseAction.WITHDRAW})},
    CaseState.SUSPENDED: {"stopped_since": NOW, "words": WORDS, "actions": frozenset({CaseAction.WITHDRAW})},
    CaseState.TRANSFERRED: {"transferred_to": {"zh-CN": "样例省民政厅", "en": "Sample Province Civil Affairs"}},
    CaseState.NOT_ACCEPTED: {"words": WORDS, "transferred_to": {"zh-CN": "样例市医保局"}},
    CaseState.GRANTED: {
        "delivery": Delivery.WINDOW,
        "pick_up": {"zh-CN": "政务大厅 3 号窗口", "en": "Counter 3 of the hall"},
        "actions": frozenset({CaseAction.RATE}),
    },
    CaseState.NOT_GRANTED: {"words": WORDS, "actions": frozenset({CaseAction.RATE})},
    CaseState.DELIVERED: {"delivery": Delivery.PHONE},
}

EACH_STATE = tuple(case_in(state) for state in CaseState)
BUNDLE = (
    case_in(CaseState.CORRECTION, 0, application="application-1"),
    case_in(CaseState.UNDER_REVIEW, 1, "residence-permit", application="application-1"),
    case_in(CaseState.GRANTED, 2, "no-longer-offered", application="application-1"),
)


def printed(case: CaseProgress) -> CaseProgress:
    """The same found by slip number alone."""
    missing = case.detail.missing
    kept = CaseDetail(missing=missing, deadline=case.detail.deadline)
    if missing:
        kept = replace(
            kept, case_id=case.detail.case_id, digest=case.detail.digest, actions=frozenset({CaseAction.CORRECT})
        )
    return replace(case, item_id=case.item_id if missing else "", note="", detail=kept)
