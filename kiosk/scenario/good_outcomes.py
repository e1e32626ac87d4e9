"""Successful answers of devices and platform, for walks without trouble."""

from __future__ import annotations

from dataclasses import replace

from devices.locker.contract import DoorOutcome, DoorResult
from devices.receipt_printer.contract import Paper, PrintOutcome, Retraction, RetractOutcome
from kiosk.case.blobs import BlobRef
from kiosk.case_events import Kept, KeptCase, KeptFound
from kiosk.catalogue.item import Item
from kiosk.effects import Ask, AskOrder, AskPermit, Effect, Fetch, FindKept, Job, Keep, OpenRelay, Recut, TakePhoto
from kiosk.events import Answered, Event, Fetched, JobEnded, Permitted
from kiosk.paper_events import PageCutAgain, PhotoTaken
from kiosk.papers.page import PagesScanned, PaperPage
from kiosk.papers.scan_verdict import PageLook
from kiosk.papers.sheet import Sheet
from kiosk.payment_events import OrderCame
from kiosk.platform.documents import APPLICATION as OF_APPLICATION
from kiosk.platform.documents import Documents
from kiosk.platform.gateway import LookupResult
from kiosk.platform.orders import Order, OrderDeed, OrderState
from kiosk.platform.pick_ups import PERMIT, PickUp
from kiosk.relay_events import RelayOpened, RelayReceived
from kiosk.scenario.surroundings import NOW, Surroundings

VISIT, APPLICATION = "visit-1", "01890a5d-ac96-774b-bcce-b302099a8057"
PAGE = PaperPage(BlobRef(2, "1" * 64, 20_000, 1, "image/jpeg"))
SHOWN = Sheet("2", 992, 1403)
LOOK = PageLook(992, 1403, True, 0.0, 20_000.0, False, False)


def phone_news(effect: OpenRelay) -> list[Event]:
    """Events from a phone, in order."""
    opened = RelayOpened(VISIT, effect.number, "https://platform.invalid/r#k", "1234", 600)
    return [opened, RelayReceived(VISIT, effect.number, 1, PAGE.file, SHOWN, LOOK)]


def good_outcome(effect: Effect, item: Item, surroundings: Surroundings) -> Event | None:
    """The successful outcome of an effect; None for effects without one."""
    match effect:
        case Keep():
            slip, drafts = surroundings.slip, enumerate(effect.drafts, 1)
            kept = tuple(KeptCase(f"case-{n}", slip, NOW, each.item_id) for n, each in drafts)
            return Kept(VISIT, effect.number, kept, APPLICATION)
        case FindKept():
            return KeptFound(VISIT, effect.number)
        case Job(verb="scan"):
            return JobEnded(VISIT, effect.number, PagesScanned((PAGE,), SHOWN))
        case Job(verb="glance"):
            return JobEnded(VISIT, effect.number, PagesScanned(glass_empty=True))
        case Job(verb="open"):
            return JobEnded(VISIT, effect.number, DoorOutcome(DoorResult.OPENED))
        case Job(verb="retract"):
            return JobEnded(VISIT, effect.number, RetractOutcome(Retraction.TAKEN_BACK))
        case Recut():
            return PageCutAgain(VISIT, effect.number, effect.page, SHOWN)
        case TakePhoto():
            return PhotoTaken(VISIT, effect.number, PAGE.file, SHOWN)
        case Job():
            return JobEnded(VISIT, effect.number, PrintOutcome(Paper.CAME_OUT, None))
        case Fetch():
            held = BlobRef(1, "0" * 64, 20_000, 1, "application/pdf")
            return Fetched(VISIT, effect.number, held, (Sheet("1", 992, 1403, ((0.1, 0.2, 0.3, 0.02),)),))
        case AskOrder():
            shown = Order(
                effect.request.key,
                OrderState.OPEN if effect.request.deed is OrderDeed.OPEN else OrderState.PAID,
                item.fee_here,
                {"zh-CN": "样例收费处"},
                "2511241000000371",
                ("wechat", "alipay"),
                "https://platform.invalid/pay/1",
                285,
            )
            return OrderCame(VISIT, effect.number, shown)
        case AskPermit():
            return Permitted(VISIT, effect.number)
        case Ask() if effect.question.name in surroundings.answers:
            answer = surroundings.answers[effect.question.name]
            if isinstance(answer, Documents) and item.certificate is not None:
                kind = item.certificate.kind
                of = effect.question.parameters.get(OF_APPLICATION, "")
                answer = Documents(tuple(replace(each, kind=kind, application=of) for each in answer.documents))
            if isinstance(answer, PickUp):
                answer = replace(answer, permit=str(effect.question.parameters[PERMIT]))
            if isinstance(answer, LookupResult):
                answer = replace(answer, rows=tuple((row, "样例") for row in item.rows))
            return Answered(VISIT, effect.number, answer)
    return None
