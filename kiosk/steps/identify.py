"""Read the cards: the applicant's, the helper's when somebody acts for another, and the companion's when somebody helps
at the applicant's side.

A card that was read says that somebody holds it. The page says "card read", never "identity verified".
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices import Presence
from devices.id_reader.contract import PRESENCE, READ, IdCard
from devices.lazy_dataclass import dataclass
from kiosk.documents.masking import mask_name
from kiosk.effects import Audit, AuditKind
from kiosk.events import Event, ReadingBegan, ReadingCame, Timer, TimerRang, Touched, Watch, WatchFailed
from kiosk.steps import other_documents, other_ways, social_card
from kiosk.steps.card_flaws import flaw_notes, with_missing_glyphs
from kiosk.steps.card_refusal import refusal
from kiosk.steps.companion import has_companion
from kiosk.steps.covered import covered_name, covered_number
from kiosk.steps.fault import fault_message, troubled, what_to_do
from kiosk.steps.other_ways import OtherWay, chosen_by, way_at
from kiosk.steps.step import BACK, LEAVE, Step, box, page
from kiosk.steps.whom import WHOM
from kiosk.view import Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import Go, InMatter, StepState, Turn, unawaited
from kiosk.words import Data, Words, text

HELPER = "identify/helper"
COMPANION = "identify/companion"
APPLICANT = "identify"
OTHER_DOCUMENTS = "identify/other_documents"

PRACTICE_CARD = {APPLICANT: 0, HELPER: 1, COMPANION: 1}
"""Page → which of the invented cards is used there in practice."""
CARD_OF = {HELPER: "helper", APPLICANT: "applicant", COMPANION: "companion"}
"""Page → whose card is read there."""
PAGE_OF = {whose: page for page, whose in CARD_OF.items()}

ASKS_CITIZEN = frozenset({"id_reader.lift_and_retry", "id_reader.wrong_card", "id_reader.card_rejected"})
"""Troubles that the citizen can end by laying a card down again."""
OTHER_CARD = frozenset({"id_reader.wrong_card", "card.same_person", "card.unusable", "card.expired", "card.too_young"})
"""Troubles that only another card ends."""
OTHER_PERSON = "card.other_person"
"""After a card was read here, another person's was laid down: the first stays, and the page says whose it is."""


@dataclass(frozen=True)
class ReaderState(StepState):
    reading_on: str = ""
    """The page on which a card is being read, "" while none is."""


def _being_read(session: InMatter) -> bool:
    """Return whether the page says that a card is being read. In trouble it goes on saying what is wrong: a card that
    stays where it is, is tried again and again."""
    here = session.own(ReaderState).reading_on == session.page
    return here and _card_here(session) is None and not session.trouble


def pages(session: InMatter) -> tuple[str, ...]:
    cards = WHOM[session.matter.acting_for].cards
    if cards != ("applicant",):
        return tuple(PAGE_OF[whose] for whose in cards)
    own = other_ways.chosen_page(session) or APPLICANT
    return (own, COMPANION) if has_companion(session) else (own,)


def _card_here(session: InMatter) -> IdCard | None:
    return session.matter.cards.get(CARD_OF[session.page])


def _others(session: InMatter) -> set[str]:
    """The numbers of the cards that were read on the other pages."""
    return {card.number for whose, card in session.matter.cards.items() if whose != CARD_OF[session.page]}


def _broken(session: InMatter) -> bool:
    """Return whether the page shows a trouble that the citizen cannot end."""
    return bool(session.trouble) and session.trouble not in ASKS_CITIZEN


def _title(session: InMatter) -> Words:
    """Say what the reader waits for, and when a card was read, that it can be taken."""
    if session.trouble == "id_reader.wrong_card":
        return text("identify-title-other-card")
    if _broken(session):
        return _trouble_words(session)
    if _card_here(session) is not None and not session.trouble:
        return text("identify-title-read")
    if _being_read(session):
        return text("identify-title-reading")
    if WHOM[session.matter.acting_for].cards == ("helper",):
        return text("identify-title-own-card")
    if session.page != APPLICANT:
        return text(f"identify-title-{session.page.rpartition('/')[2]}")
    return text("identify-title-self" if session.matter.acting_for == "self" else "identify-title-applicant")


def _guidance(session: InMatter, card: IdCard | None) -> Guidance:
    if card is not None and not session.trouble:
        return Guidance(session.status.device_for(READ.capability), "lift_card", text("identify-read"), Tone.DONE)
    if session.trouble:
        gesture = "lift_card" if card is not None or session.trouble in ASKS_CITIZEN else "wait"
        # The title has the name of the person whose card is expected, in letters large enough for a rare one.
        say = _trouble_words(session)
        if session.trouble == OTHER_PERSON:
            say = text("fault-do-that-card")
        elif _broken(session):
            # The title says what is wrong.
            say = text(_waiting_key(session))
        return Guidance(session.status.device_for(READ.capability), gesture, say, Tone.ATTENTION)
    # The same drawing: another would jump while the card lies there.
    say = text("identify-reading" if _being_read(session) else "identify-waiting")
    return Guidance(session.status.device_for(READ.capability), "place_card", say)


def _waiting_key(session: InMatter) -> str:
    """The words on the resting button: what has to happen before the page goes on."""
    if session.trouble in OTHER_CARD:
        return "identify-change-card"
    if _broken(session):
        return "action-reader-out"
    return "action-goes-on-when-read" if _being_read(session) else "action-goes-on-by-itself"


def _trouble_words(session: InMatter) -> Words:
    card = _card_here(session)
    if session.trouble == "card.too_young":
        return fault_message(session.terminal, session.trouble, years=session.item.age_from)
    if session.trouble == OTHER_PERSON:
        return fault_message(session.terminal, session.trouble, name=Data(mask_name(card.name) if card else ""))
    return fault_message(session.terminal, session.trouble)


def view(session: InMatter) -> View:
    if (way := way_at(session.page)) is not None:
        return way.view(session)
    if session.page == OTHER_DOCUMENTS:
        return other_documents.view(session)
    card = _card_here(session)
    ways = other_ways.choices(session) if session.page == APPLICANT else ()
    blocks: tuple[Block, ...] = (Block(BlockKind.NOTE, text("identify-why")),)
    if session.trouble:
        blocks = what_to_do(session, session.trouble, do="fault-do-other-way" if ways and _broken(session) else "")
    if card is not None:
        blocks = (
            *(what_to_do(session, session.trouble) if session.trouble else ()),
            *box(
                Block(BlockKind.ROW, text("card-name"), covered_name(session, card.name)),
                Block(BlockKind.ROW, text("card-number"), covered_number(session, card.number)),
                Block(BlockKind.ROW, text("card-kind"), text(f"card-kind-{card.kind.value.replace('_', '-')}")),
            ),
            *flaw_notes(card),
            Block(BlockKind.NOTE, text("identify-not-verified")),
        )
    elif session.practice:
        blocks = (Block(BlockKind.NOTE, text("practice-card-why")),)
    practice = Choice("practice-card", text("practice-card"), icon="id-card")
    other = Choice("other-documents", text("identify-other"), text("identify-other-note"), "id-card")
    without = Choice("without-companion", text("companion-no-card"), text("companion-no-card-note"), "family")
    waiting = Choice("continue", text(_waiting_key(session)), enabled=False)
    return page(
        session,
        "Identify",
        _title(session),
        lead=None if _broken(session) else text("identify-lead", place=session.place_of(READ.capability)),
        icon="alert" if _broken(session) else "",
        tone=Tone.ATTENTION if _broken(session) else Tone.PLAIN,
        guidance=_guidance(session, card),
        blocks=blocks,
        choices=()
        if card is not None
        else (
            *((practice,) if session.practice else ()),
            *ways,
            without if session.page == COMPANION else other,
        ),
        actions=Actions(
            BACK, LEAVE, waiting if card is None else replace(waiting, label=text("action-continue"), enabled=True)
        ),
        traits=Traits(small_choices=True, cabinet_first=True, cabinet_least_mm=90 if session.trouble else 130),
    )


def on(session: InMatter, event: Event) -> Turn:
    if (way := way_at(session.page)) is not None:
        return _on_other_way(session, way, event)
    if social_card.is_about(event):
        return social_card.on_elsewhere(session, event)
    if isinstance(event, ReadingCame | WatchFailed | TimerRang) and session.own(ReaderState).reading_on:
        session = session.with_own(ReaderState())
    match event:
        case ReadingBegan():
            return Turn(session.with_own(ReaderState(session.page)))
        case Touched(key=key) if (chosen := chosen_by(session, key)) is not None:
            return chosen.choose(session)
        case Touched(key="other-documents") if session.page != OTHER_DOCUMENTS:
            return Turn(session, go=OTHER_DOCUMENTS)
        case Touched(key="without-companion"):
            return Turn(session, go=Go.ON)
        case Touched(key="continue") | TimerRang() if _card_here(session) is not None:
            return Turn(session, go=Go.ON)
        case Touched(key="practice-card") if session.practice and _card_here(session) is None:
            return _practice_card(session)
        case ReadingCame(value=Presence() as presence) if session.practice:
            return _practice_presence(session, presence)
        case ReadingCame(value=IdCard() as card):
            return _card_read(session, card)
        case WatchFailed() if _card_here(session) is None:
            return troubled(session, event.fault.code)
    return Turn(session)


def _on_other_way(session: InMatter, way: OtherWay, event: Event) -> Turn:
    """An identity card that is laid down on the page of another way is the way that counts."""
    if not isinstance(event, ReadingBegan | ReadingCame) or event.watch.capability != READ.capability:
        return way.on(session, event)
    by_card = way.leave(session)
    if isinstance(event, ReadingCame) and isinstance(event.value, IdCard):
        return _card_read(replace(by_card, page=APPLICANT), event.value).then(APPLICANT)
    return Turn(by_card, go=APPLICANT)


def _card_read(session: InMatter, card: IdCard) -> Turn:
    session = replace(session, card_used=session.card_used or not session.practice)
    before = _card_here(session)
    if before is not None:
        return _laid_after(session, before, card)
    age_from = session.item.age_from if session.page == APPLICANT else 0
    reason = refusal(card, session.status.today, _others(session), age_from)
    if reason:
        # A new number is a new watch: the reader looks for another card.
        fresh, _ = unawaited(replace(session, activity=session.activity + 1))
        return troubled(fresh, f"card.{reason}")
    fresh, number = unawaited(replace(session, trouble="", activity=session.activity + 1))
    read = with_missing_glyphs(card, session.terminal.glyphs)
    cards = MappingProxyType({**fresh.matter.cards, CARD_OF[session.page]: read})
    return Turn(
        fresh.with_matter(replace(fresh.matter, cards=cards)), (Audit(number, AuditKind.CARD_READ, card.kind.value),)
    )


def _laid_after(session: InMatter, before: IdCard, card: IdCard) -> Turn:
    """A card was laid down after the one of this page: the same once more, or another person's."""
    fresh, _ = unawaited(replace(session, activity=session.activity + 1))
    if (card.number, card.kind) == (before.number, before.kind):
        return Turn(replace(fresh, trouble=""))
    return troubled(fresh, OTHER_PERSON)


def _practice_card(session: InMatter) -> Turn:
    return _card_read(session, session.terminal.practice_cards[PRACTICE_CARD[session.page]])


def _practice_presence(session: InMatter, presence: Presence) -> Turn:
    """Any card shows how the hand moves; nothing on it is read. One that lay there before is not laid down."""
    if presence is Presence.PRESENT and session.card_on_reader is False:
        return _practice_card(replace(session, card_on_reader=True, card_used=True))
    if presence is Presence.PRESENT:
        return Turn(replace(session, card_on_reader=True, card_used=True))
    return Turn(replace(session, card_on_reader=False))


def enter(session: InMatter) -> Turn:
    return Turn(replace(session, trouble="").with_own(ReaderState()))


def watches(session: InMatter) -> frozenset[Watch]:
    if (way := way_at(session.page)) is not None:
        return way.watches(session)
    if session.page == OTHER_DOCUMENTS or (session.practice and _card_here(session) is not None):
        return frozenset()
    own = session.watch(PRESENCE if session.practice else READ, since=session.next_number)
    waits = session.page == APPLICANT and _card_here(session) is None
    return own | social_card.beside_id_card(session) if waits else own


def timers(session: InMatter) -> frozenset[Timer]:
    if (way := way_at(session.page)) is not None:
        return way.timers(session)
    if _being_read(session):
        return frozenset({session.timer("card_reading")})
    if session.page == OTHER_DOCUMENTS or _card_here(session) is None or session.speaking or session.trouble:
        return frozenset()
    return frozenset({session.timer("card_read_shown")})


STEP = Step(InMatter, "step-identify", (APPLICANT,), pages, view, on, enter, watches, timers)
