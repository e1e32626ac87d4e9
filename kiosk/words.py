"""Words as they are passed about: a `Text` names a message, `Data` is shown as it is. `kiosk.messages` says them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """A message: key, arguments, and the service item whose own words hold it ("" for the terminal's words).

    An argument that is itself Text or Data is resolved first.
    """

    key: str
    args: tuple[tuple[str, str | int | Text | Data], ...] = ()
    item: str = ""


@dataclass(frozen=True)
class Data:
    """A value shown as it is: a name, a number, an address. Masked data is not spoken by loudspeaker."""

    text: str = field(repr=False)
    masked: bool = False
    language: str = ""
    """Whose voice reads it; "": that of the page."""


Words = Text | Data


def text(key: str, item: str = "", /, **args: str | int | Text | Data) -> Text:
    """A message by key, and by item where the words are a service item's own."""
    return Text(key, tuple(sorted(args.items())), item)
