"""What the screen must show: keys and data, no sentences.

A view is one immutable picture. `Text` names a message of the language files (or of the service item's own words);
`Data` is shown as it is in every language. Everything touchable carries a `key`: it is the object name on the screen,
what a scenario touches, and what comes back in `Touched(key)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.words import Data, Text, Words, text


class Tone(StrEnum):
    """What a colour also says; never said by colour alone."""

    PLAIN = "plain"
    DONE = "done"
    ATTENTION = "attention"
    QUIET = "quiet"


@dataclass(frozen=True)
class Choice:
    """Something that can be touched. `why_not` explains a disabled one; `chosen` is None outside option lists."""

    key: str
    label: Words
    note: Words | None = None
    icon: str = ""
    enabled: bool = True
    chosen: bool | None = None
    tag: Words | None = None
    tag_tone: Tone = Tone.DONE
    why_not: Words | None = None


class FieldKind(StrEnum):
    """How a field is filled; decides the keyboard."""

    DIGITS = "digits"
    ID_NUMBER = "id_number"
    LATIN = "latin"
    CHINESE = "chinese"
    SLIP_NUMBER = "slip_number"
    SEARCH = "search"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One thing to fill in. The screen owns the text being typed; `value` is what the session holds.

    `source` says where a prefilled value comes from; `wrong` says what to do about it; CHOICE fields list `options`.
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
    optional: bool = False
    options: tuple[Choice, ...] = ()


class BlockKind(StrEnum):
    """How a block of content is drawn."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ROW = "row"
    """Label and value on one line; with `change`, the value can be changed."""
    BIG_NUMBER = "big_number"
    """The slip number: large, in groups."""
    NOTE = "note"
    """Set apart by a bar at its side."""
    STATUS = "status"
    """A sentence about a device or a paper, with a tone."""
    BOX_START = "box_start"
    """From here to BOX_END the blocks stand in a card; its tone is the card's ground (plain or quiet)."""
    BOX_END = "box_end"


@dataclass(frozen=True)
class Block:
    """One piece of content, in order of reading."""

    kind: BlockKind
    words: Words | None = None
    value: Words | None = None
    tone: Tone = Tone.PLAIN
    change: Choice | None = None
    source: Words | None = None
    reveal: Choice | None = None
    """Shows or hides a masked value."""


@dataclass(frozen=True)
class Progress:
    """Where on the way: the names of the steps and the index of the current one."""

    steps: tuple[Words, ...]
    current: int


@dataclass(frozen=True)
class Guidance:
    """This cabinet, one device marked, and the gesture: place_card | lift_card | take_slip | wait."""

    device: str
    gesture: str
    state: Words
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Actions:
    """The same three places on every page: left = back or help, middle = leave, right = the one main action."""

    left: Choice | None = None
    middle: Choice | None = None
    right: Choice | None = None


@dataclass(frozen=True)
class Modes:
    """What the citizen switched on; forgotten at the end of the visit."""

    elder: bool = False
    contrast: bool = False
    low: bool = False
    voice: bool = False
    companion: bool = False
    """Somebody helps at the side of the applicant, and both are on the record."""


@dataclass(frozen=True)
class Countdown:
    """The page is about to end for want of a touch: seconds left when it began, and the way to stay."""

    seconds: int
    more: Choice
    leave: Choice


@dataclass(frozen=True)
class Traits:
    """How the screen lays out a page and which of its own parts go with it. The step that makes the view sets them."""

    scaffold: str = "Standard"
    """The QML file (without suffix) of ui/qml/pages that draws the page."""
    many: bool = False
    """Several choices can be chosen: they are marked as check boxes, not as radio buttons."""
    choices_first: bool = False
    """Choices precede the blocks."""
    tall_choices: bool = False
    small_choices: bool = False
    """Choices that are not options are plain buttons, up to three side by side."""
    large_rows: bool = False
    """Rows of label and value are large: a phone number is read from a distance."""
    cabinet_first: bool = False
    """The drawing of the cabinet precedes everything else."""
    cabinet_least_mm: float = 120.0
    """Least height of that drawing."""
    status_bar: bool = True
    action_bar: bool = True
    mode_strip: bool = False
    """The strip with the citizen's modes is shown even when low position is off."""
    offers_modes: bool = True
    """Within a visit: modes can be switched here."""
    starts_visit: bool = False
    """A visit begins here; any key wakes the voice."""
    explains_keys: bool = False
    """Reading aloud ends with how the keys work."""
    is_help: bool = False
    """The page is help itself: it offers no other, and the help key closes it."""


LARGE_CHOICES = Traits(choices_first=True, tall_choices=True)
"""A few large choices are the page."""
SEVERAL_CHOICES = Traits(many=True)
ENTRY = Traits(small_choices=True)
"""Fields are the page; choices are ways out."""


@dataclass(frozen=True)
class View:
    """One picture of the screen. `page` names the kind of page for tests and scenarios, `id` the page of the journey
    ("form/contact"); how it is drawn is in `traits`."""

    page: str
    id: str
    language: str
    title: Words
    lead: Words | None = None
    icon: str = ""
    tone: Tone = Tone.PLAIN
    where: Words | None = None
    """What the status bar says: the matter at hand, or the terminal's name."""
    progress: Progress | None = None
    blocks: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    guidance: Guidance | None = None
    actions: Actions = Actions()
    wrong: tuple[Words, ...] = ()
    """Everything that is missing or wrong, at once."""
    modes: Modes = Modes()
    countdown: Countdown | None = None
    curtain: bool = False
    visit: str = ""
    rehearsal: bool = False
    """Says on the page that this is a rehearsal."""
    practice: bool = False
    """Says on the page that this is practice."""
    traits: Traits = Traits()
    next_language: Data | None = None
    """The label of the language button; None where there is only one language."""

    @property
    def offers_modes(self) -> bool:
        """Can the citizen switch modes here? Not outside a visit: there is nobody whose text could be larger."""
        return bool(self.visit) and self.traits.offers_modes


__all__ = [
    "ENTRY",
    "LARGE_CHOICES",
    "SEVERAL_CHOICES",
    "Actions",
    "Block",
    "BlockKind",
    "Choice",
    "Countdown",
    "Data",
    "Field",
    "FieldKind",
    "Guidance",
    "Modes",
    "Progress",
    "Text",
    "Tone",
    "Traits",
    "View",
    "Words",
    "text",
]
