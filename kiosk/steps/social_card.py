"""Identify by the social security card, in place of the identity card, for items that take it.

The card says whose it is: a number and a name, without a photo or the holder's address. Whoever found one could put it
in as well, so it opens nothing alone: the item's second proof follows, a code to the phone that the authority has on
record. A case's evidence knows identity cards only, so it is no way to an application. kiosk.catalogue.checks refuses
an item that says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.card_reader.contract import READ, SocialCard
from devices.id_reader import card_checks, numbers
from devices.id_reader.contract import READ as READ_ID_CARD
from devices.id_reader.contract import CardFlaw, CardKind, CardProblem, FlawKind, IdCard
from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import Item, Proof
from kiosk.documents.masking import mask_number
from kiosk.effects import Audit, AuditKind
from kiosk.events import Event, ReadingBegan, ReadingCame, Timer, TimerRang, Touched, Watch, WatchFailed
from kiosk.steps.card_flaws import flaw_notes, with_missing_glyphs
from kiosk.steps.card_refusal import refusal
from kiosk.steps.covered import covered_name
from kiosk.steps.fault import fault_message, troubled, what_to_do
from kiosk.steps.step import BACK, LEAVE, box, page
from kiosk.view import Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import Go, InMatter, Session, StepState, Turn, unawaited
from kiosk.words import Data, Words, text

PAGE = "identify/social_card"
BY_SOCIAL_CARD = "social_card"
OTHER_CARD = frozenset(
    {"card_reader.bank_card", "card_reader.other_card", "card_reader.needs_pin", "card_reader.id_card"}
    | {"social_card.unusable", "social_card.expired"}
)
"""Troubles that only another card ends."""
ASKS_CITIZEN = OTHER_CARD | {"card_reader.mute", "card_reader.pulled_away", "card_reader.unreadable"}
"""Troubles that the citizen can end."""
NOT_ON_IT = frozenset({CardProblem.VALID_FROM, CardProblem.VALID_TO, CardProblem.ETHNIC_CODE, CardProblem.SEX_CODE})
"""Problems of an identity card that are none here: these fields may be missing, or are not read."""


@dataclass(frozen=True)
class SocialCardState(StepState):
    chosen: bool = False
    """The citizen uses this card and not the identity card."""
    reading: bool = False


def accepts(item: Item) -> bool:
    """Whether an item takes the card; where it cannot, whatever the item says."""
    own = item.kind != "application" and item.for_whom == ("self",) and item.proof is Proof.CARD_AND_PERSON
    return own and BY_SOCIAL_CARD in item.identify_by


def may_be_read(session: Session, item: Item) -> bool:
    """Whether the card can ever be read for this item here; its reader may be out of order now."""
    return accepts(item) and not session.practice and bool(session.status.device_for(READ.capability))


def offered(session: Session, item: Item) -> bool:
    """Whether the card can be read for this item here now, in place of an identity card."""
    return may_be_read(session, item) and session.status.can(READ.capability)


def chosen(session: InMatter) -> bool:
    return session.own(SocialCardState).chosen


def choose(session: InMatter) -> Turn:
    return Turn(session.with_own(SocialCardState(chosen=True)), go=PAGE)


def is_about(event: Event) -> bool:
    """Whether an event comes from the reader of these cards."""
    return isinstance(event, ReadingBegan | ReadingCame | WatchFailed) and event.watch.capability == READ.capability


def beside_id_card(session: InMatter) -> frozenset[Watch]:
    """The watch on the page that waits for an identity card: whoever puts the other card in has chosen it."""
    return session.watch(READ, since=session.next_number) if offered(session, session.item) else frozenset()


def on_elsewhere(session: InMatter, event: Event) -> Turn:
    """A card was put in on the page that waits for an identity card, where a reader out of order is no trouble."""
    match event:
        case ReadingBegan():
            return Turn(session.with_own(SocialCardState(chosen=True, reading=True)), go=PAGE)
        case ReadingCame():
            turn = on(session.with_own(SocialCardState(chosen=True)), event)
            return replace(turn, go=PAGE)
    return Turn(session)


def leave(session: InMatter) -> InMatter:
    return session.with_own(SocialCardState())


def _card(session: InMatter) -> IdCard | None:
    return session.matter.card


def _broken(session: InMatter) -> bool:
    return bool(session.trouble) and session.trouble not in ASKS_CITIZEN


def _reading(session: InMatter) -> bool:
    """Whether the page says that a card is being read. In trouble it goes on saying what is wrong."""
    return session.own(SocialCardState).reading and _card(session) is None and not session.trouble


def _title(session: InMatter) -> Words:
    if session.trouble:
        return fault_message(session.terminal, session.trouble)
    if _card(session) is not None:
        return text("social-card-title-read")
    return text("social-card-title-reading" if _reading(session) else "social-card-title")


def _guidance(session: InMatter) -> Guidance:
    device = session.status.device_for(READ.capability)
    if session.trouble:
        gesture = "lift_card" if session.trouble in ASKS_CITIZEN else "wait"
        return Guidance(device, gesture, text(_waiting_key(session)), Tone.ATTENTION)
    if _card(session) is not None:
        return Guidance(device, "lift_card", text("social-card-take"), Tone.DONE)
    say = "social-card-reading" if _reading(session) else "social-card-waiting"
    return Guidance(device, "place_card", text(say))


def _waiting_key(session: InMatter) -> str:
    """The words on the resting button: what has to happen before the page goes on."""
    if session.trouble in OTHER_CARD:
        return "identify-change-card"
    if _broken(session):
        return "action-reader-out"
    return "action-goes-on-when-read" if _reading(session) else "social-card-goes-on"


def _blocks(session: InMatter) -> tuple[Block, ...]:
    card = _card(session)
    if session.trouble:
        return what_to_do(session, session.trouble, do="fault-do-by-card" if _broken(session) else "")
    if card is None:
        return (Block(BlockKind.NOTE, text("social-card-why")),)
    return (
        *box(
            Block(BlockKind.ROW, text("card-name"), covered_name(session, card.name)),
            Block(BlockKind.ROW, text("card-number"), Data(mask_number(card.number), masked=True)),
            Block(BlockKind.ROW, text("card-kind"), text("card-kind-social-card")),
        ),
        *flaw_notes(card),
        Block(BlockKind.NOTE, text("identify-not-verified")),
    )


def view(session: InMatter) -> View:
    card, trouble = _card(session), session.trouble
    by_id_card = Choice("by-card", text("phone-code-by-card"), icon="id-card")
    waiting = Choice("continue", text(_waiting_key(session)), enabled=False)
    return page(
        session,
        "SocialCard",
        _title(session),
        lead=None if trouble or card is not None else text("social-card-lead", place=session.place_of(READ.capability)),
        icon="alert" if _broken(session) else "",
        tone=Tone.ATTENTION if _broken(session) else Tone.PLAIN,
        guidance=_guidance(session),
        blocks=_blocks(session),
        choices=() if card is not None else (by_id_card,),
        actions=Actions(
            BACK, LEAVE, waiting if card is None else replace(waiting, label=text("action-continue"), enabled=True)
        ),
        traits=Traits(small_choices=True, cabinet_first=True, cabinet_least_mm=90 if trouble else 130),
    )


def on(session: InMatter, event: Event) -> Turn:
    if isinstance(event, TimerRang) or (is_about(event) and not isinstance(event, ReadingBegan)):
        session = session.with_own(replace(session.own(SocialCardState), reading=False))
    match event:
        case Touched(key="by-card") if _card(session) is None:
            return Turn(leave(session), go=PAGE.partition("/")[0])
        case ReadingBegan() if is_about(event):
            return Turn(session.with_own(replace(session.own(SocialCardState), reading=True)))
        case ReadingCame(value=SocialCard() as card):
            return _read(session, card)
        case WatchFailed() if is_about(event):
            return troubled(session, event.fault.code)
        case Touched(key="continue") | TimerRang() if _card(session) is not None:
            return Turn(session, go=Go.ON)
    return Turn(session)


def _read(session: InMatter, card: SocialCard) -> Turn:
    session = replace(session, slot_used=True)
    holder = holder_of(card)
    reason = refusal(holder, session.status.today, (), 0)
    if reason:
        # A new number is a new watch: the reader looks for another card. The same one is no sign of life.
        code = f"social_card.{reason}"
        fresh, _ = unawaited(replace(session, activity=session.activity + (session.trouble != code)))
        return troubled(fresh, code)
    fresh, number = unawaited(replace(session, trouble="", activity=session.activity + 1))
    read = with_missing_glyphs(holder, session.terminal.glyphs)
    cards = MappingProxyType({**fresh.matter.cards, "applicant": read})
    audit = Audit(number, AuditKind.CARD_READ, BY_SOCIAL_CARD)
    return Turn(fresh.with_matter(replace(fresh.matter, cards=cards)), (audit,))


def holder_of(card: SocialCard) -> IdCard:
    """The person of a social security card, as a matter knows people. What the card says is checked like an identity
    card; what it does not say is no problem."""
    kind = CardKind.FOREIGN_2017 if numbers.is_foreign_2017(card.number) else CardKind.RESIDENT
    holder = IdCard(
        kind,
        card.name,
        card.number,
        sex_code=card.sex_code,
        birth=card.birth or numbers.birth_of(card.number),
        birth_text=card.birth_text,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        flaws=(CardFlaw("name", FlawKind.INCOMPLETE, card.name_read),) if card.name_read else (),
    )
    return replace(holder, problems=tuple(each for each in card_checks.problems(holder) if each not in NOT_ON_IT))


def watches(session: InMatter) -> frozenset[Watch]:
    if _card(session) is not None:
        return frozenset()
    return session.watch(READ, since=session.next_number) | session.watch(READ_ID_CARD, since=session.next_number)


def timers(session: InMatter) -> frozenset[Timer]:
    if _reading(session):
        return frozenset({session.timer("card_reading")})
    if _card(session) is None or session.speaking or session.trouble:
        return frozenset()
    return frozenset({session.timer("card_read_shown")})
