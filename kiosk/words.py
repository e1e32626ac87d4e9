"""Words before translation: `Text` names a message, `Data` is shown unchanged. `kiosk.messages` translates them."""

from __future__ import annotations

from dataclasses import field

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Text:
    """A message: key, arguments, and the service item whose word files contain it ("" for the terminal's).

    Arguments of type Text or Data are resolved first.
    """

    key: str
    args: tuple[tuple[str, str | int | Text | Data], ...] = ()
    item: str = ""


@dataclass(frozen=True)
class Data:
    """A value shown unchanged: a name, a number, an address. Masked data is not read aloud, but in headphones."""

    text: str = field(repr=False)
    masked: bool = False
    language: str = ""
    """Language of the voice that reads it; "": that of the page."""
    whole: str = field(default="", repr=False)
    """Said in headphones for a text that is shown with stars; "": the text."""


Words = Text | Data


def text(key: str, item: str = "", /, **args: str | int | Text | Data) -> Text:
    """Make a Text from a key, and an item where the message is in the item's word files."""
    return Text(key, tuple(sorted(args.items())), item)
