"""Pages of a paper from the citizen's phone: a code to scan, the four digits that both show, and what arrives."""

from __future__ import annotations

from dataclasses import replace

from kiosk.effects import OpenRelay
from kiosk.events import Event, NotAnswered, Touched
from kiosk.papers.page import PaperPage
from kiosk.relay_events import RelayEnded, RelayMoved, RelayOpened, RelayReceived, RelayRefused, RelayRemoved
from kiosk.steps.asking import stages
from kiosk.steps.fault import fault_message, not_answered, what_to_do
from kiosk.steps.materials_state import (
    PAGE,
    PHONE,
    MaterialsState,
    Relay,
    forgetting,
    hand_in,
    material,
    with_state,
)
from kiosk.steps.step import BACK, LEAVE, box, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import RELAY, InMatter, Turn, numbered
from kiosk.words import Data, text

VIEW = "Phone"
GROUP = "handed"
"""The group of bytes that papers from a phone are counted in (kiosk.case.blobs)."""


def begin(session: InMatter) -> Turn:
    """To the page on which a relay is open; leaving it ends the relay."""
    return Turn(session, go=PHONE)


def open_relay(session: InMatter) -> Turn:
    state = session.own(MaterialsState)
    paper = material(session, state.open)
    asking, number = numbered(with_state(replace(session, trouble=""), pages=(), shown=None), RELAY)
    words = (text("name", session.item.id), text(f"material-{paper.id}", session.item.id))
    effect = OpenRelay(number, *words, session.language, paper.pages_most, GROUP)
    return Turn(with_state(asking, relay=Relay(number)), (effect,))


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(MaterialsState)
    relay = state.relay
    match event:
        case NotAnswered():
            return not_answered(with_state(session, relay=None), event)
        case _ if relay is None:
            return open_relay(session) if isinstance(event, Touched) and event.key == "again" else Turn(session)
        case RelayOpened():
            return Turn(_with_relay(session, relay, link=event.link, digits=event.digits, state="waiting"))
        case RelayMoved():
            return Turn(_with_relay(session, relay, state=event.state, sending=event.sending, percent=event.percent))
        case RelayReceived():
            return _received(session, relay, event)
        case RelayRefused():
            return Turn(_with_relay(session, relay, refused=event.why))
        case RelayRemoved():
            kept = [(n, each) for n, each in zip(relay.files, state.pages, strict=True) if n != event.file]
            left = with_state(session, pages=tuple(each for _, each in kept))
            return Turn(_with_relay(left, relay, files=tuple(n for n, _ in kept), refused=""))
        case RelayEnded():
            return Turn(_with_relay(session, relay, over=event.why))
        case Touched(key="again") if relay.over and not state.pages:
            return open_relay(session)
        case Touched(key="continue") if state.pages:
            return Turn(*hand_in(session, "phone", tuple(each.file for each in state.pages)), PAGE)
    return Turn(session)


def _with_relay(session: InMatter, relay: Relay, **changes: object) -> InMatter:
    return with_state(session, relay=replace(relay, **changes))  # type: ignore[arg-type]  # by name, as replace takes them


def _received(session: InMatter, relay: Relay, event: RelayReceived) -> Turn:
    """Note a page; only the picture of the newest is held."""
    state = session.own(MaterialsState)
    new = PaperPage(event.page, sharp=event.look.sharp, blank=event.look.blank)
    noted = with_state(session, pages=(*state.pages, new), shown=event.picture)
    old = () if state.shown is None else (state.shown.key,)
    return Turn(*forgetting(_with_relay(noted, relay, files=(*relay.files, event.file), refused=""), (), old))


def view(session: InMatter) -> View:
    state = session.own(MaterialsState)
    relay, paper = state.relay, text(f"material-{state.open}", session.item.id)
    if relay is None:
        return page(
            session,
            VIEW,
            text("phone-not"),
            lead=fault_message(session.terminal, session.trouble or "platform.broken"),
            icon="alert",
            tone=Tone.ATTENTION,
            blocks=what_to_do(session, session.trouble or "platform.broken", "fault-safe-pages"),
            actions=Actions(BACK, LEAVE, Choice("again", text("action-try-again"))),
            traits=Traits(large_rows=True),
        )
    if relay.state == "opening":
        return page(
            session,
            VIEW,
            text("phone-opening"),
            icon="phone",
            blocks=stages("stage-relay-opened", "stage-phone-scans", "stage-phone-sends", done=0),
            actions=Actions(BACK, LEAVE, None),
        )
    count = len(state.pages)
    use = Choice(
        "continue",
        text("phone-use", count=count) if count else text("phone-nothing-yet"),
        enabled=count > 0,
        why_not=None if count else text("phone-one-is-enough"),
    )
    code = (
        *box(
            Block(BlockKind.QR, text("phone-scan"), Data(relay.link)),
            Block(BlockKind.BIG_NUMBER, text("phone-digits"), Data(f"{relay.digits[:2]} {relay.digits[2:]}")),
        ),
    )
    return page(
        session,
        VIEW,
        text("phone-title", paper=paper),
        blocks=(
            *(code if not relay.over else ()),
            *_news(session, state, relay),
            *(() if relay.over else (Block(BlockKind.NOTE, text("phone-private")),)),
        ),
        choices=(Choice("again", text("phone-again")),) if relay.over and not count else (),
        actions=Actions(BACK, LEAVE, use),
    )


def _news(session: InMatter, state: MaterialsState, relay: Relay) -> tuple[Block, ...]:
    """Rows about the phone: its state, what arrived, and what was not taken."""
    done = Tone.DONE if state.pages else Tone.PLAIN
    blocks = [Block(BlockKind.STATUS, text(f"phone-{_state_word(relay)}", percent=relay.percent), tone=_tone(relay))]
    if state.pages:
        blocks.append(Block(BlockKind.STATUS, text("phone-received", count=len(state.pages)), tone=done))
    doubtful = tuple(n for n, each in enumerate(state.pages, 1) if not each.sharp or each.blank)
    if doubtful:
        blocks.append(Block(BlockKind.NOTE, text("phone-doubtful", number=doubtful[0])))
    if relay.refused:
        word = relay.refused.replace("_", "-")
        blocks.append(Block(BlockKind.STATUS, text(f"phone-refused-{word}"), tone=Tone.ATTENTION))
    return tuple(blocks)


def _state_word(relay: Relay) -> str:
    if relay.over:
        return f"over-{relay.over}"
    return "sending" if relay.state == "claimed" and relay.sending else relay.state


def _tone(relay: Relay) -> Tone:
    return Tone.ATTENTION if relay.state == "cut" or relay.over not in ("", "done") else Tone.QUIET
