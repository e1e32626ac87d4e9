"""Things that people bring and no page asks for: other codes, two faces, wrong files, a paper left on the glass.

Each is done once on every page where it can be done. None is a fault of the terminal: no page may say that one is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

CODE_PAGES = frozenset({"way/slip", "identify/phone_code", "collect"})
PHOTO_PAGES = frozenset({"materials/photo"})
PHONE_PAGES = frozenset({"materials/phone"})
GLASS_PAGES = frozenset({"materials/glass"})
PICK_UP_FIELD, PICK_UP_CODE = "pickup", "20260001"
"""The field for the code of a thing in a locker, and one that the sandbox knows."""
DOOR, DOOR_IS_OPEN = "collect/door", "taken"
"""The page on which a door opens, and the button that says that it is open: before that nothing can be taken."""


@dataclass(frozen=True)
class Brought:
    """One of them: in words, the pages where it can be brought, what is done at a device (family, action, argument),
    one after another, and the file that a phone sends. With neither, the citizen does not do what the page asks."""

    words: str
    pages: frozenset[str]
    acts: tuple[tuple[str, str, str], ...] = ()
    file: str = ""

    @property
    def families(self) -> frozenset[str]:
        """Families of devices that it is brought to."""
        return frozenset(family for family, _, _ in self.acts)


def _code(words: str, code: str) -> Brought:
    return Brought(words, CODE_PAGES, (("code_scanner", "show_code", code), ("code_scanner", "take_code_away", "")))


BROUGHT: Mapping[str, Brought] = MappingProxyType(
    {
        "strangers_poster": _code("A poster's code is held before the scanner", "梧桐社区图书角欢迎您"),
        "link": _code("A link is held before it", "https://example.invalid/pay?to=somebody&sum=100"),
        "four_kilobytes": _code("A code of 4 KB is held before it", "https://example.invalid/" + "x" * 4072),
        "two_faces": Brought("Two people stand before the camera", PHOTO_PAGES, (("camera", "show_two_people", ""),)),
        "nobody": Brought("Nobody stands before it", PHOTO_PAGES, (("camera", "show_nobody", ""),)),
        "zip_bomb": Brought("The phone sends a zip bomb", PHONE_PAGES, file="zip_bomb"),
        "web_page": Brought("The phone sends a web page named .pdf", PHONE_PAGES, file="web_page"),
        "huge_picture": Brought("The phone sends a picture of 144 megapixels", PHONE_PAGES, file="huge_picture"),
        "original_left": Brought("The original stays on the glass", GLASS_PAGES),
    }
)
