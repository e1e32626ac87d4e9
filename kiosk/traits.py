"""Traits of a page by which the screen lays it out, so that it knows no page by name."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Traits:
    """Layout of a page, and the bars shown with it. Set by the step that makes the view."""

    scaffold: str = "Standard"
    """The QML file (without suffix) of ui/qml/pages that draws the page."""
    many: bool = False
    """Several choices can be chosen: they are marked as check boxes, not as radio buttons."""
    choices_first: bool = False
    """Choices precede the blocks."""
    tall_choices: bool = False
    small_choices: bool = False
    """Choices that are not options are plain buttons, up to three side by side."""
    paired_choices: bool = False
    """Choices are in two columns."""
    wide_first: bool = False
    """The first of them has a row of its own."""
    faces: bool = False
    """Choices are the five levels of satisfaction, drawn as faces."""
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
    """A visit begins here; any key of the keypad starts reading aloud."""
    explains_keys: bool = False
    """Reading aloud ends with how the keys work."""
    read_first: bool = False
    """The keyboard is closed, for there is something to be read."""
    kept: bool = False
    """The page everybody comes back to: within a visit its file is hidden, not unloaded."""
    area: str = ""
    """"technician": the page is drawn by that area's layout and in its colours, never taken for a citizen's."""
    is_help: bool = False
    """The page is the help page: it offers no help, and the help key closes it."""


LARGE_CHOICES = Traits(choices_first=True, tall_choices=True)
"""The page consists of a few large choices."""
SEVERAL_CHOICES = Traits(many=True)
ENTRY = Traits(small_choices=True)
"""The page consists of fields; its choices are alternatives to them."""
