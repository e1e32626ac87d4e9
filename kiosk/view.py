"""The view: an immutable description of what the screen shows, as message keys and data, without sentences.

`Text` names a message of the language files (or of the service item); `Data` is shown unchanged in every language.
Every control has a `key`: its object name in QML, the name a scenario touches, and the key of the `Touched` event.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from devices.lazy_dataclass import dataclass
from kiosk.console_view import Bar, Chip, Sign, Spot
from kiosk.papers.live_view import LiveCheck
from kiosk.papers.sheet import Sheet
from kiosk.signing import Pad
from kiosk.traits import ENTRY, LARGE_CHOICES, SEVERAL_CHOICES, Traits
from kiosk.words import Data, Text, Words, text


class Tone(StrEnum):
    """Emphasis of a part. The colour is never its only sign."""

    PLAIN = "plain"
    DONE = "done"
    ATTENTION = "attention"
    QUIET = "quiet"


@dataclass(frozen=True)
class Choice:
    """A control that can be touched. `why_not` explains a disabled one; `chosen` is None outside option lists."""

    key: str
    label: Words
    note: Words | None = None
    icon: str = ""
    enabled: bool = True
    chosen: bool | None = None
    tag: Words | None = None
    tag_tone: Tone = Tone.DONE
    why_not: Words | None = None
    main: bool = False
    """The choice that most visits take: drawn like the main action."""


class FieldKind(StrEnum):
    """Kind of input; selects the on-screen keyboard."""

    DIGITS = "digits"
    ID_NUMBER = "id_number"
    LATIN = "latin"
    CHINESE = "chinese"
    NAME = "name"
    """A person's name, written in hanzi: rare characters are offered in a large grid."""
    NAME_IN_LETTERS = "name_in_letters"
    """The same field, whose keyboard opens with Latin letters."""
    SLIP_NUMBER = "slip_number"
    SEARCH = "search"
    DATE = "date"
    """A day, typed as eight digits; the text is `YYYY-MM-DD`, as far as typed (see `kiosk.typed_day`)."""
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One input field. The screen owns the text being typed; `value` is the session's value.

    `source` is the origin of a prefilled value; `wrong` is the remedy of an error; CHOICE fields have `options`.
    `unspoken` is not read aloud; `groups` are the sizes of groups of digits, `length` that of a complete value or 0.
    """

    key: str
    label: Words
    kind: FieldKind
    value: str = field(default="", repr=False)
    hint: Words | None = None
    source: Words | None = None
    wrong: Words | None = None
    max_length: int = 100
    masked: bool = False
    unspoken: bool = False
    secret: bool = False
    """Nobody may see it, not even while it is typed."""
    groups: tuple[int, ...] = ()
    length: int = 0
    optional: bool = False
    opens: bool = False
    """Its keyboard opens when the field is shown, or when this becomes true: the citizen asked to change it."""
    options: tuple[Choice, ...] = ()


class BlockKind(StrEnum):
    """Kind of a content block; selects how it is drawn."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ROW = "row"
    """Label and value on one line; with `change`, the value can be changed."""
    BIG_NUMBER = "big_number"
    """The slip number: large, in groups."""
    NOTE = "note"
    """Marked by a bar at its side."""
    STATUS = "status"
    """A sentence about a device or a document, with a tone."""
    STAGE = "stage"
    """One stage of several below each other, with what it means: DONE, QUIET (going on now) or PLAIN (to come)."""
    PART = "part"
    """One of several things applied for together: its name, what became of it (the value), and what follows (the
    source), with a tone."""
    PICTURE = "picture"
    """A drawing (`picture`) beside its sentence and what to do."""
    SHEET = "sheet"
    """A page of a document as a picture (`sheet`); the words describe it to who cannot see it."""
    LIVE_VIEW = "live_view"
    """The live picture of a camera, what to do about it, where the camera is (the value), and its checks (`live`)."""
    SUM = "sum"
    """A sum to be paid, very large: what it is for, the sum (the value), and how long it can be paid (the source)."""
    PAY_CODE = "pay_code"
    """The value as a large QR code for a phone to pay by, beside what to do and which apps can (the source)."""
    QR = "qr"
    """The value as a QR code, beside the sentence that says what it is for."""
    CABINET = "cabinet"
    """The front of the cabinet with the state of each part (`spots`)."""
    FINDING = "finding"
    """A part that needs somebody: its sign, its name, since when (the value), where (the source), what hangs on it
    (`chips`), and the way to its instruction (`change`)."""
    CHECK = "check"
    """A short row with a sign, a name and a value; with `change` it opens."""
    PLOT = "plot"
    """A bar for each day (`bars`)."""
    TASK = "task"
    """A step of an instruction: its sign, what to do, how (the value), what is seen of it (the source), and a button
    where nothing can be seen (`change`)."""
    BOX_START = "box_start"
    """Blocks up to BOX_END are drawn in a card; the tone is its background (plain or quiet)."""
    BOX_END = "box_end"


@dataclass(frozen=True)
class Block:
    """One part of the content; blocks are in reading order."""

    kind: BlockKind
    words: Words | None = None
    value: Words | None = None
    tone: Tone = Tone.PLAIN
    change: Choice | None = None
    """Changes the value, or opens what the words name."""
    source: Words | None = None
    reveal: Choice | None = None
    """Shows or hides a masked value."""
    picture: str = ""
    """Name of the drawing of a PICTURE, `object-state`: `slip-out`, `card-taken`."""
    sheet: Sheet | None = None
    live: tuple[LiveCheck, ...] = ()
    sign: Sign | None = None
    chips: tuple[Chip, ...] = ()
    spots: tuple[Spot, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Progress bar: the names of the steps, the index of the current one, and the page within it (from 0)."""

    steps: tuple[Words, ...]
    current: int
    part: int = 0
    parts: int = 1
    asks: bool = False
    """The pages of this step are questions, which are counted."""


@dataclass(frozen=True)
class Guidance:
    """Drawing of the cabinet with one device marked, and the gesture: place_card | lift_card | take_slip | wait."""

    device: str
    gesture: str
    state: Words
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Actions:
    """The action bar, the same on every page: left = back or help, middle = leave, right = the main action."""

    left: Choice | None = None
    middle: Choice | None = None
    right: Choice | None = None


@dataclass(frozen=True)
class Modes:
    """Accessibility modes that the citizen switched on; reset at the end of the visit."""

    elder: bool = False
    contrast: bool = False
    dark: bool = False
    """High contrast is light on black."""
    low: bool = False
    voice: bool = False
    companion: bool = False
    """A companion assists the applicant; both are recorded in the case."""


@dataclass(frozen=True)
class Countdown:
    """The idle question: seconds left when it appeared, and the choices to stay or leave."""

    seconds: int
    more: Choice
    leave: Choice


@dataclass(frozen=True)
class View:
    """One state of the screen. `page` is the kind of page for tests and scenarios, `id` the page of the journey
    ("form/contact"); `traits` sets the layout."""

    page: str
    id: str
    language: str
    title: Words
    lead: Words | None = None
    icon: str = ""
    tone: Tone = Tone.PLAIN
    says: Words | None = None
    """Said aloud once when it appears, to somebody who has not asked for the voice; never within a visit."""
    where: Words | None = None
    """Text of the status bar: the service item, or the terminal's name."""
    progress: Progress | None = None
    blocks: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    guidance: Guidance | None = None
    pad: Pad | None = None
    tabs: tuple[Choice, ...] = ()
    """The pages of an area, above the page; the present one is chosen."""
    staff: Words | None = None
    """The member of staff at work, in the head of the technician's pages."""
    actions: Actions = Actions()
    wrong: tuple[Words, ...] = ()
    """All missing or wrong answers of the page."""
    modes: Modes = Modes()
    countdown: Countdown | None = None
    curtain: bool = False
    visit: str = ""
    rehearsal: bool = False
    """The page is marked as a rehearsal."""
    practice: bool = False
    """The page is marked as practice."""
    traits: Traits = Traits()
    headphones: bool = False
    private: bool = False
    dot_on_five: bool = False
    """Set by the conductor: sound is for headphones; nobody else hears it; the keypad's 5 has a raised dot."""
    next_language: Data | None = None
    """The label of the language button; None where there is only one language."""

    @property
    def offers_modes(self) -> bool:
        """Return whether modes can be switched here: only within a visit, so that no mode is left on for the next."""
        return bool(self.visit) and self.traits.offers_modes


__all__ = [
    "ENTRY", "LARGE_CHOICES", "SEVERAL_CHOICES", "Actions", "Bar", "Block", "BlockKind", "Choice", "Countdown", "Data",
    "Field", "FieldKind", "Guidance", "LiveCheck", "Modes", "Pad", "Progress", "Sheet", "Sign", "Spot",
    "Text", "Tone", "Traits", "View", "Words", "text",
]  # fmt: skip
