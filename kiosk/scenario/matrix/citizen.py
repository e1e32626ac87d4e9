"""A simulated citizen who walks any item: chooses the next act from the view.

All it knows of an item is the item's first worked example, so a new item needs no code here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.text_files import read_toml
from kiosk.case.slip_number import new_slip_number
from kiosk.scenario.actors import ActorError, device_if_any
from kiosk.scenario.drawing import DRAWINGS
from kiosk.scenario.matrix.at_devices import APPLICANT, AT_DEVICES, DEVICE_PAGES
from kiosk.scenario.matrix.brought import DOOR, DOOR_IS_OPEN, PICK_UP_CODE, PICK_UP_FIELD
from kiosk.scenario.stage import BareStage, touchable_keys
from kiosk.scenario.start_page import keys_to
from kiosk.scenario.world import World
from kiosk.view import BlockKind, Choice, Field, FieldKind, View

HELPER_PAGES = ("identify/helper", "identify/companion")
HELPER = "zhao_helper"
PRINCIPAL_FIELD, PRINCIPAL = "principal", "grandfather"
"""The field for the number of a relative who died, and whose it is."""
BRANCH_PREFIXES = ("for", "way", "give", "rate", "relation")
"""Prefixes of choices that lead to different pages."""
NO_WAY_ON = frozenset(
    {"change", "reveal", "dispute", "restore", "item", "start", "sheet", "material", "held", "edge", "page"}
)
"""Prefixes of choices that lead to an earlier page, or to none."""
DETOUR = "detour"
DETOURS: Mapping[str, tuple[str, ...]] = {
    "help": ("help", "back"),
    "companion": ("help", "companion", "back"),
    "staff": ("help", "staff-end", "back", "back"),
    "other_documents": ("other-documents", "back"),
    "practice": ("start:practice",),
    "phone_code": ("phone-code",),
    "social_card": ("social-card",),
}
"""Detours from the direct way: keys touched in order, each as soon as it is shown. Chosen by preference ("detour" →
"help")."""
OF_SOME_ITEMS = frozenset({"phone_code", "social_card"})
"""Detours that only some items have."""
EXCURSIONS = frozenset({"help", "staff", "other_documents"})
"""Detours after which all is as before."""
DEVICE_WAIT_S, PHOTO_WAIT_S = 6.0, 2.5
"""Seconds that a citizen waits on a page where a device works; before a camera they are many pictures."""
DOCUMENT_WAITS = 6
"""Further such times in which a document is fetched, checked and printed."""
AT_PHONE = "materials/phone"
"""The page on which a person sends a photo of the paper from a phone."""
SCAN_WAIT_S = 3.0
"""Seconds that a citizen holds a code before the scanner."""


def first_answers(services: Path, item: str) -> Mapping[str, Any]:
    """Return the answers of an item's first worked example."""
    examples = read_toml(services / item / "examples.toml")
    found: Mapping[str, Any] = examples.get("example", [{}])[0].get("answers", {})
    return found


@dataclass(frozen=True)
class Act:
    """One act of a citizen: touch | type | draw | card | scan | act | send | pay | take | wait, with its key and
    text."""

    verb: str
    key: str = ""
    text: str = field(default="", repr=False)


@dataclass
class Citizen:
    """Walk one item. `preferences` maps a branch to the choice to take ("way" → "slip")."""

    stage: BareStage
    world: World
    item: str
    answers: Mapping[str, Any]
    preferences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    wrong_code: bool = False
    detour: list[str] = field(default_factory=list)
    """Keys of the detour still to be touched."""
    scanned: bool = False
    """A code was held before the scanner: what comes of it, the same is typed afterwards."""
    paid: str = ""
    """The code that was paid."""
    at_device: str = ""
    """The page on which the person did already what is done at a device there."""

    def __post_init__(self) -> None:
        self.detour = list(DETOURS.get(self.preferences.get(DETOUR, ""), ()))

    def next_act(self) -> Act | None:
        """Return the next act on the page that is shown; None if one can only wait or leave."""
        view = self.stage.view()
        if view.countdown is not None:
            return Act("touch", view.countdown.more.key)
        if self.world.slips.waiting and view.page in ("Ending", "Lookup", "Farewell"):
            return Act("take")
        if self.detour and self.detour[0] in touchable_keys(view):
            return Act("touch", self.detour[0])
        if view.page == "Attract":
            return Act("touch", "start") if view.choices else None
        if view.page == "Home":
            services = self.world.places.config / "services"
            return self._touch(view, keys_to(view, f"item:{self.item}", services)[0])
        if view.id == "identify/phone_code" and not _enabled(view.actions.right):
            return self._show_identity_code(view)
        if view.page == "Identify" and not _enabled(view.actions.right):
            return Act("touch", "practice-card") if view.practice else Act("card", card_for(view.id))
        if view.pad is not None and not view.pad.strokes:
            return Act("draw", view.pad.key, "name")
        return (
            self._pay(view)
            or self._at_device(view)
            or self._fill(view)
            or self._choose(view)
            or self._main_action(view)
        )

    def _pay(self, view: View) -> Act | None:
        """Pay a code that the screen shows, once; then wait for the platform's word, and go when it does not come."""
        if view.page != "Pay" or _enabled(view.actions.right):
            return None
        shown = any(block.kind is BlockKind.PAY_CODE for block in view.blocks)
        if shown and self.paid != (code := self.world.phone.code_to_pay()):
            return Act("pay", code)
        return self._touch(view, "go") or Act("wait")

    def _at_device(self, view: View) -> Act | None:
        """Once on its page; None where the terminal has no such device."""
        if view.id == DOOR and DOOR_IS_OPEN not in touchable_keys(view):
            return None
        if view.id == self.at_device or view.id not in (*AT_DEVICES, AT_PHONE):
            self.at_device = view.id if view.id in (*AT_DEVICES, AT_PHONE) else ""
            return None
        self.at_device = view.id
        if view.id == AT_PHONE:
            return Act("send", view.id, "photo")
        device = device_if_any(self.world.terminal.devices, AT_DEVICES[view.id][0])
        return Act("act", device.spec.name, view.id) if device is not None else None

    def _show_identity_code(self, view: View) -> Act | None:
        """Hold the phone's code before the scanner, once; take the card where it did not help."""
        if view.practice:
            return self._touch(view, "practice-code")
        if self.scanned or not self._scanner():
            return self._touch(view, "by-card")
        return Act("scan", self._scanner(), self.world.identity_code_of(APPLICANT))

    def _fill(self, view: View) -> Act | None:
        for each in view.fields:
            if each.options:
                wanted = str(self.answers.get(each.key.removeprefix("answer:"), ""))
                key = f"option:{each.key.removeprefix('answer:')}:{wanted}"
                if not any(option.chosen for option in each.options):
                    known = [option.key for option in each.options if option.enabled]
                    return Act("touch", key if key in known else known[0]) if known else None
            elif not each.value and not each.optional:
                if each.kind is FieldKind.SLIP_NUMBER and not self.scanned and self._scanner():
                    return Act("scan", self._scanner(), self._text_for(each))
                return Act("type", each.key, self._text_for(each))
        return None

    def _scanner(self) -> str:
        """The name of the terminal's code scanner; "" without one."""
        scanner = device_if_any(self.world.terminal.devices, "code_scanner")
        return scanner.spec.name if scanner is not None else ""

    def _text_for(self, each: Field) -> str:
        if each.key == "code":
            if self.wrong_code or self.stage.view().practice:
                return "000000"
            return self.world.platform.newest_code()
        if each.kind is FieldKind.SLIP_NUMBER:
            return new_slip_number(self.world.terminal.settings.terminal.code, 1, lambda below: 0)
        if each.key == PICK_UP_FIELD:
            return PICK_UP_CODE
        if each.key == PRINCIPAL_FIELD:
            return self.world.cards.person(PRINCIPAL).number
        return str(self.answers.get(each.key.removeprefix("answer:"), "1"))

    def _choose(self, view: View) -> Act | None:
        """Give consents, select one rating label, take branches by preference, and the first choice of a group that is
        not known here."""
        for choice in view.choices:
            verb, _, _ = choice.key.partition(":")
            if verb == "agree" and not choice.chosen and choice.enabled:
                return Act("touch", choice.key)
        labels = [choice for choice in view.choices if choice.key.startswith("label:")]
        if labels and not any(choice.chosen for choice in labels):
            return Act("touch", labels[0].key)
        branches = [
            choice for choice in view.choices if choice.key.partition(":")[0] in BRANCH_PREFIXES and choice.enabled
        ]
        if branches and not (branches[0].key.startswith("relation:") and any(c.chosen for c in branches)):
            verb = branches[0].key.partition(":")[0]
            wanted = f"{verb}:{self.preferences.get(verb, '')}"
            return Act("touch", wanted if wanted in {c.key for c in branches} else branches[0].key)
        return self._first_of_unknown(view) or self._touch(view, "print")

    def _first_of_unknown(self, view: View) -> Act | None:
        groups: dict[str, list[Choice]] = {}
        for choice in view.choices:
            verb, _, value = choice.key.partition(":")
            if value and choice.enabled and verb not in {"agree", "label", *BRANCH_PREFIXES, *NO_WAY_ON}:
                groups.setdefault(verb, []).append(choice)
        for choices in groups.values():
            if not any(choice.chosen for choice in choices):
                return Act("touch", choices[0].key)
        return None

    def _main_action(self, view: View) -> Act | None:
        right = view.actions.right
        wanted = right.key if right is not None and right.enabled else "again"
        return self._touch(view, wanted) or self._touch(view, "by-card")

    def _touch(self, view: View, key: str) -> Act | None:
        return Act("touch", key) if key in touchable_keys(view) else None

    def do(self, act: Act) -> None:
        """Perform an act. Raises CannotTouch, ActorError."""
        match act.verb:
            case "touch":
                self.stage.touch(act.key)
                if self.detour[:1] == [act.key]:
                    del self.detour[0]
            case "type":
                self.stage.type_text(act.key, act.text)
            case "draw":
                self.stage.draw(DRAWINGS[act.text])
            case "card":
                self.world.cards.put(act.key)
                self.stage.advance(2.0)
            case "scan":
                self.scanned = True
                self.world.device_actions.do(act.key, "show_code", act.text)
                self.stage.advance(SCAN_WAIT_S)
                self.world.device_actions.do(act.key, "take_code_away")
            case "act":
                _, action, argument = AT_DEVICES[act.text]
                self.world.device_actions.do(act.key, action, argument)
            case "send":
                self.stage.advance(DEVICE_WAIT_S)
                self.send(act.text)
                self.stage.advance(DEVICE_WAIT_S)
            case "pay":
                self.paid = act.key
                with suppress(ActorError):  # an app takes no code of an order that the platform has lost
                    self.world.platform.pay(act.key, "pay")
            case "take":
                self.world.slips.take()
                self.stage.advance(1.0)
        self.stage.settle()
        if self.stage.view().page in DEVICE_PAGES:
            self.wait_for_device()

    def send(self, file: str) -> None:
        """Send a file of kiosk/scenario/phone.py by the phone, if the page shows a code for it.
        Raises ActorError."""
        if any(block.kind is BlockKind.QR for block in self.stage.view().blocks):
            self.world.phone.opened().send(file)

    def wait_for_device(self) -> None:
        """Wait as long as a device may need; lift the card once it was read."""
        view = self.stage.view()
        if view.page == "Identify" and _enabled(view.actions.right):
            self.world.cards.lift()
            return
        seconds = PHOTO_WAIT_S if view.page == "Photo" else DEVICE_WAIT_S
        self.stage.advance(seconds)
        for _ in range(DOCUMENT_WAITS):
            now = self.stage.view()
            if now.page not in ("Certificate", "Scan", "Photo") or _enabled(now.actions.right):
                break
            self.stage.advance(seconds)


def card_for(page: str) -> str:
    """Return the person whose card this page asks for."""
    return HELPER if page in HELPER_PAGES else APPLICANT


def _enabled(choice: Choice | None) -> bool:
    return choice is not None and choice.enabled
