"""The sealing thread answers every draft and outlives each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from devices import FakeClock
from kiosk.case import sealing
from kiosk.case.blobs import BlobGone, BlobStore
from kiosk.case.draft import Draft, Evidence, Person, Subject
from kiosk.case.handed import Handed
from kiosk.case_events import Kept, KeptFound, NotKept
from kiosk.effects import FindKept, Keep
from kiosk.messages import Languages
from kiosk.outbox import holdings
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import unb64url, unseal
from kiosk.platform.records import CaseBody, material_info
from kiosk.platform.sandbox.keys import SEAL_PRIVATE, pins
from kiosk.workers import case_sealer
from kiosk.workers.case_sealer import CaseSealer
from tests.house.doors import ROOT
from tests.loops import loop_of

EVIDENCE = Evidence(
    "old-age-allowance", "1", "1", "1", {}, "zh-CN", (), "self", "", (), "WT02", "visit-1"
)  # fmt: skip
PERSON = Person("990101194305100053", "钱样例", "resident", "card", "chip", True)


def draft(**answers: str) -> Draft:
    """One draft; none outlives its test, for other tests look for drafts that are still alive."""
    given = {"address": "青禾县柳溪镇样例村一组一号", **answers}
    return Draft("old-age-allowance", "code", PERSON, None, given, EVIDENCE)


HALF_A_PAIR = "\ud845"


@dataclass(frozen=True)
class Bench:
    """A sealer at work, and everything it posted."""

    sealer: CaseSealer
    clock: FakeClock
    posted: list[Any]
    outbox: Outbox
    blobs: BlobStore

    def keep(self, visit: str, draft: Draft) -> None:
        self.sealer.keep(visit, Keep(7, (draft,), {}))
        self.clock.advance(1)

    def outcomes(self) -> list[tuple[str, type]]:
        return [(each.visit, type(each)) for each in self.posted if isinstance(each, Kept | NotKept)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock, posted, blobs = FakeClock(), list[Any](), BlobStore()
    outbox = Outbox.open(tmp_path, clock)
    languages = Languages.load(ROOT / "config" / "languages")
    sealer = CaseSealer(
        outbox, pins(), lambda: languages, clock, lambda: "synced", "WT02", posted.append, lambda: None, blobs
    )  # fmt: skip
    loop = loop_of(sealer, clock)
    loop.start()
    yield Bench(sealer, clock, posted, outbox, blobs)
    loop.stop()
    loop.join(5)
    outbox.close()


def test_a_draft_is_kept_and_said_to_be(bench: Bench) -> None:
    bench.keep("visit-1", draft())
    assert bench.outcomes() == [("visit-1", Kept)]


def test_a_draft_that_is_no_utf_8_is_answered_and_the_next_one_is_kept(bench: Bench) -> None:
    bench.keep("visit-1", draft(address="样" + HALF_A_PAIR))
    bench.keep("visit-2", draft())
    assert [visit for visit, _ in bench.outcomes()] == ["visit-1", "visit-2"]
    assert bench.outcomes()[-1] == ("visit-2", Kept)


def test_a_programming_error_while_sealing_is_not_kept_and_the_next_draft_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a programming error")

    monkeypatch.setattr(case_sealer, "seal_case", broken)
    bench.keep("visit-1", draft())
    monkeypatch.setattr(case_sealer, "seal_case", sealing.seal_case)
    bench.keep("visit-2", draft())
    assert bench.outcomes() == [("visit-1", NotKept), ("visit-2", Kept)]


def test_what_is_here_is_found_and_withdrawn_by_a_case_of_its_application(bench: Bench) -> None:
    bench.keep("visit-1", draft())
    kept = bench.posted[-1].cases[0]
    bench.sealer.keep("visit-2", FindKept(8, kept.slip_number))
    bench.clock.advance(1)
    (here,) = bench.posted[-1].cases
    assert (here.case_id, here.application, here.followed) == (kept.case_id, bench.posted[0].application, False)
    subject = Subject("withdraw", here.case_id, here.digest, here.application, unsent=True)
    bench.keep("visit-2", replace(draft(), subject=subject))
    bench.sealer.keep("visit-3", FindKept(9, bench.posted[-1].cases[0].slip_number))
    bench.clock.advance(1)
    assert bench.posted[-1].cases == (replace(here, followed=True),)
    assert [entry.id for entry in bench.outbox.due()] == [kept.case_id], "the withdrawal waits for its case"


def test_of_a_store_that_cannot_be_read_nothing_is_found(bench: Bench) -> None:
    bench.outbox.store._connection.close()
    bench.sealer.keep("visit-1", FindKept(8, "WT02-0001-0000-0"))
    bench.clock.advance(1)
    assert bench.posted == [KeptFound("visit-1", 8)]


def opened(bench: Bench) -> tuple[dict[str, Any], list[bytes]]:
    """The only case that was kept, and its materials, as the platform reads them."""
    kept = bench.posted[-1].cases[0]
    entry = holdings.find(bench.outbox, kept.case_id)
    assert entry is not None
    body = CaseBody.model_validate_json(holdings.body_of(bench.outbox, entry))
    pages = [
        unseal(each.read(0, each.size), SEAL_PRIVATE, material_info(kept.case_id, number, reference.media_type))
        for number, (each, reference) in enumerate(
            zip(holdings.materials_of(bench.outbox, entry), body.materials, strict=True)
        )
    ]
    return json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info())), pages


def test_papers_are_sealed_page_by_page_and_the_case_says_how_each_was_given(bench: Bench) -> None:
    first, second = (bench.blobs.put(each, "image/jpeg", 1) for each in (b"page one", b"page two"))
    handed = (Handed("lease", "scan", (first, second)), Handed("id-card", "licence", reference="licence-0001"))
    bench.sealer.keep("visit-1", Keep(7, (replace(draft(), handed=handed),), {}))
    bench.blobs.wipe()  # the visit ends before the sealer comes to it
    bench.clock.advance(1)
    content, pages = opened(bench)
    assert pages == [b"page one", b"page two"]
    assert [each["label"] for each in content["materials"]] == ["lease 1/2", "lease 2/2"]
    lease, card = content["handed"]
    assert (lease["way"], lease["grade"], lease["pages"]) == ("scan", "C", [first.sha256, second.sha256])
    assert (card["way"], card["grade"], card["reference"], card["pages"]) == ("licence", "A", "licence-0001", [])


def test_without_its_pages_a_case_is_not_begun(bench: Bench) -> None:
    page = bench.blobs.put(b"page", "image/jpeg", 1)
    bench.blobs.drop(page)
    with pytest.raises(BlobGone):
        bench.sealer.keep("visit-1", Keep(7, (replace(draft(), handed=(Handed("lease", "scan", (page,)),)),), {}))
