"""The terminal's state while staff have it: who they are, the page they are on, and what they are doing.

Every page is a row of `PAGES`. An event goes to the page that is shown; what all pages share (leaving, tabs, display,
the question whether somebody is still there) is answered here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from devices.lazy_dataclass import dataclass
from kiosk.console_view import Bar
from kiosk.delays import DELAYS
from kiosk.effects import Effect, LookAtPart
from kiosk.events import Event, Output, StatusChanged, TerminalStatus, Timer, TimerRang, Touched, Typed, Watch
from kiosk.health import DeviceRecord
from kiosk.language_table import next_language
from kiosk.outcome import Outcome
from kiosk.platform.network_steps import StepResult
from kiosk.staff.entry import EntryWay, StaffRole
from kiosk.technician import (
    cabinet_page,
    cleaning_page,
    display_page,
    instruction_page,
    login_page,
    network_page,
    part_page,
    running,
    screen_pages,
    service_page,
    site_page,
    tests_page,
)
from kiosk.technician.audit import audit, audited
from kiosk.technician.doing import Doing
from kiosk.technician.entering import Entering
from kiosk.technician.frame import TABS
from kiosk.technician.touchable import is_shown
from kiosk.technician.workshop import EMPTY, Workshop
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import Modes, View

if TYPE_CHECKING:
    from kiosk.terminal_state import TerminalState

Turn = tuple["Technician | None", tuple[Effect, ...]]
PAGE_IDLE, LOGIN_IDLE, COUNTDOWN = "staff_idle", "staff_login_idle", "countdown"
LOCKS_AT_MOST = 3
"""So many locked entries in one stay, and the citizens' page comes back by itself."""


@dataclass(frozen=True)
class Page:
    """A page: what it shows, what an event means there, and what it wants of devices and clock meanwhile."""

    view: Callable[[Technician], View]
    on: Callable[[Technician, Event], Turn]
    role: StaffRole | None = StaffRole.TECHNICIAN
    """The role that may see it; a technician also sees the pages of the hall. None: anybody."""
    timers: Callable[[Technician], frozenset[Timer]] = lambda state: frozenset()
    watches: Callable[[Technician], frozenset[Watch]] = lambda state: frozenset()
    outputs: Callable[[Technician], frozenset[Output]] = lambda state: frozenset()
    idle: str = PAGE_IDLE
    """The delay after which it is asked whether somebody is still there; "" for a page that ends by itself."""


def _unlocked(state: Technician) -> frozenset[Timer]:
    locked_s = state.entering.locked_s
    return frozenset({Timer("unlocked", locked_s, state.locks)} if locked_s else ())


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "login": Page(login_page.view, login_page.on, None, timers=_unlocked, idle=LOGIN_IDLE),
        "site": Page(site_page.view, site_page.on, StaffRole.SITE),
        "cleaning": Page(cleaning_page.view, cleaning_page.on, StaffRole.SITE, timers=cleaning_page.timers, idle=""),
        "service": Page(service_page.view, service_page.on, StaffRole.SITE),
        "display": Page(display_page.view, display_page.on, StaffRole.SITE),
        "map": Page(cabinet_page.view, cabinet_page.on),
        "part": Page(part_page.view, part_page.on),
        "instruction": Page(instruction_page.view, instruction_page.on, StaffRole.SITE),
        "tests": Page(tests_page.view, tests_page.on),
        "network": Page(network_page.view, network_page.on),
        "touch": Page(screen_pages.view_touch, screen_pages.on),
        "colours": Page(screen_pages.view_colours, screen_pages.on),
    }
)


@dataclass(frozen=True)
class Technician:
    """Holds nothing of any citizen. `visit` is the id under which its outcomes come back."""

    visit: str
    terminal: TerminalFacts
    status: TerminalStatus
    workshop: Workshop = EMPTY
    language: str = ""
    modes: Modes = field(default_factory=Modes)
    entering: Entering = Entering()
    role: StaffRole | None = None
    """None until both factors hold."""
    staff: str = ""
    page: str = "login"
    part: str = ""
    """The part, by its name in the profile, that the page is about."""
    code: str = ""
    """The fault that the instruction is about."""
    ticked: frozenset[int] = frozenset()
    """Steps of the instruction that were said to be done, where no sensor sees it."""
    doing: Doing | None = None
    """The last test, or the one that runs."""
    record: DeviceRecord | None = None
    """Names and counters of the part that is shown; None until it came."""
    days: tuple[Bar, ...] = ()
    way: tuple[StepResult, ...] = ()
    """The last test of the way to the platform."""
    touched: frozenset[int] = frozenset()
    """Squares of the touch test that were touched, or colours that were seen."""
    seconds_left: int = 0
    """Of the cleaning."""
    locks: int = 0
    activity: int = 0
    counting_down: bool = False
    awaited: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Number of an effect whose outcome counts → what it is for."""
    next_number: int = 1

    in_visit = False
    practising = False
    closed_for = "technician"

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", self.language or self.terminal.languages[0].code)
        if self.role is None and self.entering.way is EntryWay.TOTP and not login_page.knows_the_time(self.status):
            object.__setattr__(self, "entering", self.entering.in_way(EntryWay.ANSWER))

    @property
    def awaiting(self) -> frozenset[int]:
        return frozenset(self.awaited)

    def numbered(self, purpose: str) -> tuple[Self, int]:
        """This awaiting the outcome of one more effect, and its number."""
        number = self.next_number
        awaited = MappingProxyType({**self.awaited, number: purpose})
        return replace(self, awaited=awaited, next_number=number + 1), number

    def at(self, page: str, part: str = "", code: str = "") -> Self:
        """This on another page."""
        return replace(
            self,
            page=page,
            part=part,
            code=code,
            ticked=frozenset(),
            touched=frozenset(),
            record=None,
            days=(),
            seconds_left=0,
        )

    def may(self, page: str) -> bool:
        """Whether who entered may open this page."""
        needed = PAGES[page].role
        return needed is None or self.role is StaffRole.TECHNICIAN or (self.role is not None and self.role is needed)

    def advance(self, event: Event) -> tuple[Technician | None, tuple[Effect, ...]]:
        if isinstance(event, StatusChanged):
            return instruction_page.seen(replace(self, status=event.status)), ()
        if event.visit != self.visit or (isinstance(event, Outcome) and event.effect not in self.awaited):
            return self, ()
        if isinstance(event, Touched) and not is_shown(self.view(), event.key):
            return self, ()
        following, effects = self._turn(event)
        if following is None or following.locks >= LOCKS_AT_MOST:
            return None, (*audited(effects), audit("left", self.staff))
        following, looks = _arrived(self, following)
        return following, (*audited(effects), *looks)

    def _turn(self, event: Event) -> Turn:
        state = self
        if isinstance(event, Touched | Typed):
            state = replace(state, activity=state.activity + 1, counting_down=False)
        if isinstance(event, Outcome):
            left = {number: purpose for number, purpose in state.awaited.items() if number != event.effect}
            state = replace(state, awaited=MappingProxyType(left))
        match event:
            case TimerRang() if event.timer not in self.timers():
                return self, ()
            case TimerRang() if event.timer.name in (PAGE_IDLE, LOGIN_IDLE):
                return replace(state, counting_down=True, activity=state.activity + 1), ()
            case Touched(key="leave"):
                return None, ()
            case TimerRang() if event.timer.name == COUNTDOWN:
                return None, ()
            case Touched(key="more-time" | "still-here"):
                return state, ()
            case Touched(key="language"):
                following = next_language(state.terminal.languages, state.language)
                return replace(state, language=following.code), ()
            case Touched(verb="tab", value=name) if name in TABS:
                return state.at(name), ()
        tested = running.after(state, event)
        return PAGES[state.page].on(tested or state, event)

    def view(self) -> View:
        return PAGES[self.page].view(self)

    def timers(self) -> frozenset[Timer]:
        page = PAGES[self.page]
        own = page.timers(self) | running.timers(self)
        if self.counting_down:
            return own | {Timer(COUNTDOWN, DELAYS[COUNTDOWN], self.activity)}
        if not page.idle or (self.doing is not None and self.doing.runs):
            return own
        return own | {Timer(page.idle, DELAYS[page.idle], self.activity)}

    def watches(self) -> frozenset[Watch]:
        return running.watches(self) | PAGES[self.page].watches(self)

    def outputs(self) -> frozenset[Output]:
        return running.outputs(self) | PAGES[self.page].outputs(self)

    def awaits_receipt(self, case_id: str) -> bool:
        return False

    def refreshed(self, status: TerminalStatus, catalogue: object) -> TerminalState:
        return replace(self, status=status)

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        return None

    def personal_parts(self) -> tuple[object, ...]:
        return ()


def _arrived(before: Technician, after: Technician) -> tuple[Technician, tuple[Effect, ...]]:
    """On a page that has just come: what is noted about a part is looked up, and steps that hold are ticked."""
    if (before.page, before.part) == (after.page, after.part):
        return after, ()
    after = instruction_page.seen(replace(after, doing=None))
    if after.page != "part":
        return after, ()
    asking, number = after.numbered("part")
    return asking, (LookAtPart(number, after.part),)
