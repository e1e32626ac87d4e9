"""Identify by the code that the citizen's phone shows, in place of a card.

The code is opaque: the platform resolves it, once, to the person and a proof for this visit. It is sent there and
forgotten. Only the person themselves can show it, so it is no way for a helper; and a case's evidence knows cards only,
so it is no way to an application. kiosk.catalogue.checks refuses an item that says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from devices.code_scanner.contract import Code
from devices.id_reader import numbers
from devices.id_reader.contract import CardKind, IdCard
from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import Item
from kiosk.effects import Ask, Audit, AuditKind
from kiosk.events import Answered, Event, NotAnswered, ReadingCame, Timer, TimerRang, Touched, Watch, WatchFailed
from kiosk.platform.gateway import CodeHolder, Question
from kiosk.steps.asking import asking_lead, fresh, on_waiting, waiting_timers
from kiosk.steps.codes import ADDRESS, CUT_CODE, SCAN_CODE, can_scan, code_read, scanner_fault, watch_code
from kiosk.steps.covered import covered_name, covered_number
from kiosk.steps.fault import UNKNOWN, fault_message, not_answered, troubled, what_to_do
from kiosk.steps.step import BACK, LEAVE, box, page
from kiosk.view import Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import Go, InMatter, Session, StepState, Turn, numbered, unawaited
from kiosk.words import Words, text

PAGE = "identify/phone_code"
BY_CODE = "phone_code"
TOKEN = re.compile(r"[!-~]{16,600}")
"""Form of a code that is sent to the platform: printable ASCII without blanks, as long as identity codes are."""
TRIES = 5
"""Codes that led to nobody after which the visit ends, like five wrong slip numbers."""
PRACTICE = "practice"


@dataclass(frozen=True)
class PhoneCode(StepState):
    chosen: bool = False
    """The citizen wants to show a code instead of a card."""
    identified: bool = False
    tries: int = 0
    other: str = ""
    """Message about the last code, which was not an identity code or led to nobody."""


def accepts(item: Item) -> bool:
    """Whether an item takes a code; where it cannot be one, whatever the item says."""
    own = item.kind != "application" and not item.age_from and item.for_whom == ("self",)
    return own and BY_CODE in item.identify_by


def offered(session: Session, item: Item) -> bool:
    """Whether a code can be shown for this item here now, in place of a card."""
    return accepts(item) and (session.practice or (can_scan(session) and session.status.online))


def instead_of_card(session: Session) -> bool:
    """Whether the person of this matter was identified by a code."""
    return session.own(PhoneCode).identified


def chosen(session: InMatter) -> bool:
    return session.own(PhoneCode).chosen


def choose(session: InMatter) -> Turn:
    return Turn(session.with_own(PhoneCode(chosen=True)), go=PAGE)


def leave(session: InMatter) -> InMatter:
    """Forget that a code was chosen, and a person whom it named."""
    if instead_of_card(session):
        cards = {whose: card for whose, card in session.matter.cards.items() if whose != "applicant"}
        session = session.with_matter(replace(session.matter, cards=MappingProxyType(cards), proof=""))
    return session.with_own(PhoneCode())


def _title(session: InMatter) -> Words:
    if session.trouble and session.trouble != CUT_CODE:
        return fault_message(session.terminal, session.trouble)
    return text("phone-code-read" if instead_of_card(session) else "phone-code-title")


def _guidance(session: InMatter) -> Guidance:
    device, state = session.status.device_for(SCAN_CODE), session.own(PhoneCode)
    if state.identified:
        return Guidance(device, "wait", text("phone-code-read"), Tone.DONE)
    if session.awaiting:
        return Guidance(device, "wait", text("phone-code-asking"))
    if session.trouble == CUT_CODE:
        return Guidance(device, "wait", fault_message(session.terminal, CUT_CODE), Tone.ATTENTION)
    if state.other:
        return Guidance(device, "wait", text(state.other), Tone.ATTENTION)
    return Guidance(device, "wait", text("phone-code-waiting"))


def _blocks(session: InMatter) -> tuple[Block, ...]:
    card = session.matter.card
    if instead_of_card(session) and card is not None:
        return (
            *box(
                Block(BlockKind.ROW, text("card-name"), covered_name(session, card.name)),
                Block(BlockKind.ROW, text("card-number"), covered_number(session, card.number)),
            ),
            Block(BlockKind.NOTE, text("phone-code-from-platform")),
        )
    if session.trouble and session.trouble != CUT_CODE:
        return what_to_do(session, session.trouble, do=_what_to_do(session))
    if session.own(PhoneCode).other or session.trouble:
        # What is wrong, and the card as a way, must be in sight.
        return ()
    return (Block(BlockKind.NOTE, text("practice-card-why" if session.practice else "phone-code-why")),)


def _what_to_do(session: InMatter) -> str:
    if scanner_fault(session):
        return "fault-do-by-card"
    again = session.terminal.faults.get(session.trouble, UNKNOWN).do == "again"
    return "fault-do-code-again" if again else ""


def view(session: InMatter) -> View:
    identified, broken = instead_of_card(session), bool(session.trouble) and session.trouble != CUT_CODE
    by_card = Choice("by-card", text("phone-code-by-card"), icon="id-card")
    practice = (Choice("practice-code", text("practice-phone-code"), icon="phone"),) if session.practice else ()
    waiting = Choice("continue", text("phone-code-goes-on"), enabled=False)
    lead = asking_lead(session) or text("phone-code-lead", place=session.place_of(SCAN_CODE))
    return page(
        session,
        "PhoneCode",
        _title(session),
        lead=None if broken or identified else lead,
        icon="alert" if broken else "",
        tone=Tone.ATTENTION if broken else Tone.PLAIN,
        guidance=_guidance(session),
        blocks=_blocks(session),
        choices=() if identified else (*practice, by_card),
        actions=Actions(
            BACK, LEAVE, replace(waiting, label=text("action-continue"), enabled=True) if identified else waiting
        ),
        traits=Traits(small_choices=True, cabinet_first=True, cabinet_least_mm=80),
    )


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(PhoneCode)
    match event:
        case Touched(key="by-card") if not state.identified:
            return Turn(leave(session), go=PAGE.partition("/")[0])
        case Touched(key="practice-code") if session.practice and not session.awaiting:
            return _ask(session, PRACTICE)
        case Touched(key="continue") if state.identified:
            return Turn(session, go=Go.ON)
        case TimerRang() if event.timer.name == "card_read_shown":
            return Turn(session, go=Go.ON)
        case ReadingCame(value=Code() as code):
            return _scanned(code_read(session), code)
        case WatchFailed():
            return troubled(session, event.fault.code)
        case Answered(answer=CodeHolder() as holder):
            return _resolved(session, holder)
        case NotAnswered():
            return not_answered(session, event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _scanned(session: InMatter, code: Code) -> Turn:
    link = code.problem is None and ADDRESS.match(code.text)
    if code.problem is not None or link or not TOKEN.fullmatch(code.text):
        other = "phone-code-link" if link else "phone-code-other"
        return Turn(replace(session, trouble="").with_own(replace(session.own(PhoneCode), other=other)))
    return _ask(session, code.text)


def _ask(session: InMatter, code: str) -> Turn:
    plain = fresh(session).with_own(replace(session.own(PhoneCode), other=""))
    asking, number = numbered(plain, "identity.code")
    question = Question(
        "identity.code", session.item.id, session.visit, "proof_of_person", parameters=MappingProxyType({"code": code})
    )
    return Turn(asking, (Ask(number, question),))


def _resolved(session: InMatter, holder: CodeHolder) -> Turn:
    """Take the person whom the platform names; a code that names nobody is a try."""
    state = session.own(PhoneCode)
    if not holder.number:
        missed = session.with_own(replace(state, tries=state.tries + 1, other="phone-code-unknown"))
        return Turn(missed, go=Go.END if state.tries + 1 >= TRIES else Go.STAY)
    person = IdCard(CardKind(holder.kind), holder.name, holder.number, birth=numbers.birth_of(holder.number))
    fresh, number = unawaited(replace(session, activity=session.activity + 1))
    cards = MappingProxyType({**fresh.matter.cards, "applicant": person})
    known = fresh.with_matter(replace(fresh.matter, cards=cards, proof=holder.proof))
    settled = known.with_own(replace(state, identified=True, other=""))
    return Turn(settled, (Audit(number, AuditKind.PERSON_PROVEN, BY_CODE),))


def watches(session: InMatter) -> frozenset[Watch]:
    if session.practice or session.awaiting or instead_of_card(session):
        return frozenset()
    return watch_code(session)


def timers(session: InMatter) -> frozenset[Timer]:
    if instead_of_card(session) and not session.speaking:
        return frozenset({session.timer("card_read_shown")})
    return waiting_timers(session)
