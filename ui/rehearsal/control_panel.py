"""The control panel for QML: for each device of the profile a button for all that scenarios can do to it.

Its labels are messages `panel-action-…`, `panel-trouble-…` and `panel-device-…`; what has none, such as a misfortune of
a new family, is shown in the words of the simulator's own table.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from devices import PAPER, PERSON, TEXT, Clock
from kiosk.scenario.actors import ActorError, device_named, simulator_of
from kiosk.scenario.device_table import Handle, handles_of, papers_of
from kiosk.scenario.phone import FILES
from kiosk.scenario.world import World
from ui.rehearsal.cabinet_state import CabinetState
from ui.rehearsal.sheet_pictures import PICTURES, page_files, page_png

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

PAY = "pay"
"""The phone pays the code on the screen."""
CHROME = ("title", "people", "network", "phone", "no-message", "any-text", "any-paper", "drop")
"""The panel's own texts: message keys `panel-…`."""
PAGE_FILES = (".pdf", *PICTURES)
STACKS = frozenset({"put_stack"})
"""Actions with all pages of a file; the others take its first."""
POLL_EVERY_MS = 700
NETWORK = "network_off"
THE_SLIP, THE_PHONE = "slip", "identity"
CODES: Mapping[str, str] = MappingProxyType(
    {THE_SLIP: "", THE_PHONE: "", "poster": "梧桐社区图书角欢迎您", "link": "https://example.invalid/pay?to=somebody"}
)
"""Texts that are ready for an action with a text: message key `panel-code-…`. The newest slip's is on it, and the
phone's of the first person comes from the platform."""
PAPERS: Mapping[str, str] = MappingProxyType(
    {
        "register": "居民户口簿\n户号 990101\n户主 张样例\n住址 样例市样例路 1 号",
        "pages": "租房合同 第一页\n甲方 张样例|租房合同 第二页\n乙方 李样例|租房合同 第三页\n签名 李样例",
    }
)
"""Papers that are ready for an action with a paper, all invented: message key `panel-paper-…`."""
READY: Mapping[str, Mapping[str, str]] = MappingProxyType({TEXT: CODES, PAPER: PAPERS})
"""Argument of an action → the ready ones."""
PNG = "data:image/png;base64,"
KEEP_PICTURES = 60


@QmlElement
@QmlUncreatable("made by the program")
class ControlPanel(QObject):
    """Cards, devices with their troubles and papers, and text messages of a rehearsal.

    `words` gives the text of a message key, None for one that there is not.
    """

    changed = Signal()
    papersChanged = Signal()  # noqa: N815 (QML's style)
    fixed = Signal()
    _fetched = Signal(list)
    _sent = Signal(str)

    def __init__(
        self, world: World, clock: Clock, words: Callable[[str], str | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._world = world
        self._clock = clock
        self._words = words
        self._handles = handles_of(world.terminal.devices)
        self._cabinet = CabinetState(world, words, self)
        self._pictures: dict[object, str] = {}
        self._papers: dict[str, list[str]] = {}
        self._on: set[str] = set()
        self._messages: list[dict[str, str]] = []
        self._fetching = False
        self._fetched.connect(self._set_messages, Qt.ConnectionType.QueuedConnection)
        self._folder: TemporaryDirectory[str] | None = None
        self._trouble = ""
        self._sent.connect(self._set_trouble, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_EVERY_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._cabinet.stop()
        if self._folder is not None:
            self._folder.cleanup()

    @Slot(str)
    def put(self, person: str) -> None:
        self._world.cards.put(person)
        self.changed.emit()

    @Slot(str, str)
    def act(self, device: str, action: str) -> None:
        """Do what a person does to a device, by its name in the simulator's table; the first one where it is theirs."""
        self._world.device_actions.do(device, action, next(iter(self._world.cards.people)))
        self._look_at_papers()
        self.changed.emit()

    @Slot(str, str, str)
    def actWithText(self, device: str, action: str, text: str) -> None:  # noqa: N802 (QML's style)
        """The same, with a text, or the name of a file with pages; nothing is done without one."""
        if "\n" not in text and text.lower().endswith(PAGE_FILES):
            self._folder = self._folder or TemporaryDirectory(prefix="yike-papers-")
            files = page_files(Path(text), Path(self._folder.name))
            if not files:
                self._set_trouble(f"{self._words('panel-no-pages') or ''} {text}")
                return
            text = "|".join(map(str, files if action in STACKS else files[:1]))
        if text:
            self._world.device_actions.do(device, action, text)
            self.changed.emit()

    @Slot(str, str, "QVariantList")
    def drop(self, device: str, action: str, urls: list[QUrl]) -> None:
        """Do it with the first of the files that were dropped on the device."""
        if urls and urls[0].isLocalFile():
            self.actWithText(device, action, urls[0].toLocalFile())

    @Slot(str)
    def send(self, file: str) -> None:
        """The citizen's phone sends a file of kiosk/scenario/phone.py, in a worker thread."""
        self._clock.spawn("sending", lambda: self._send(file))

    def _send(self, file: str) -> None:
        try:
            if file == PAY:
                self._world.platform.pay(self._world.phone.code_to_pay(), file)
            else:
                self._world.phone.opened().send(file)
            self._sent.emit("")
        except ActorError as trouble:
            self._sent.emit(str(trouble))

    def _set_trouble(self, trouble: str) -> None:
        self._trouble = trouble
        self.changed.emit()

    @Slot(str, str, str)
    def actWithCode(self, device: str, action: str, name: str) -> None:  # noqa: N802 (QML's style)
        """The same, with one of READY."""
        text = {**CODES, **PAPERS}[name]
        if name == THE_SLIP:
            text = self._world.slips.newest_number(self._world.terminal.settings.terminal.code)
        elif name == THE_PHONE:
            text = self._world.identity_code_of(next(iter(self._world.cards.people)))
        self.actWithText(device, action, text)

    @Slot()
    def toggleNetwork(self) -> None:  # noqa: N802 (QML's style)
        """Cut or mend the network cable."""
        cable = self._world.platform.cable
        (cable.mend if NETWORK in self._on else cable.cut)()
        self._on ^= {NETWORK}
        self.changed.emit()

    @Slot(str, str)
    def toggle(self, device: str, misfortune: str) -> None:
        """Begin or end a misfortune of a device."""
        name = f"{device}:{misfortune}"
        simulator = simulator_of(device_named(self._world.terminal.devices, device))
        (simulator.end if name in self._on else simulator.begin)(misfortune)
        self._on ^= {name}
        self.changed.emit()

    def poll(self) -> None:
        """Fetch the text messages from the sandbox, in a worker thread."""
        if not self._fetching:
            self._fetching = True
            self._clock.spawn("phone", self._fetch)
        self._look_at_papers()
        self.changed.emit()

    def _fetch(self) -> None:
        try:
            messages = self._world.platform.messages()
        except ActorError:
            messages = []
        self._fetched.emit(messages)

    def _set_messages(self, messages: list[dict[str, str]]) -> None:
        self._fetching = False
        self._messages = messages
        self.changed.emit()

    @Property("QVariantList", notify=fixed)  # type: ignore[arg-type]
    def people(self) -> list[dict[str, str]]:
        """The people whose card can be laid on the reader; none without a reader."""
        if self._world.cards.reader is None:
            return []
        return [{"id": person, "name": card.name} for person, card in self._world.cards.people.items()]

    @Property("QVariantList", notify=fixed)  # type: ignore[arg-type]
    def devices(self) -> list[dict[str, Any]]:
        """Each device with what can be done to it; its name leads to what changes: `on` and `papers`."""
        return [
            {
                "id": each.name,
                "label": self._label("device", each.name, self._label("device", each.family, each.name)),
                "actions": [self._handle("action", act) for act in each.actions if self._is_button(each.name, act)],
                "texts": [self._written(act) for act in each.actions if act.argument in READY],
                "troubles": [self._handle("trouble", trouble) for trouble in each.misfortunes],
            }
            for each in self._handles
        ]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def on(self) -> list[str]:
        """The misfortunes that are on, as "device:misfortune", and the network."""
        return sorted(self._on)

    @Property(CabinetState, notify=fixed)
    def cabinet(self) -> CabinetState:
        return self._cabinet

    @Property("QVariantMap", notify=papersChanged)  # type: ignore[arg-type]
    def papers(self) -> dict[str, list[str]]:
        """Device → pictures of its papers."""
        return self._papers

    def _is_button(self, device: str, act: Handle) -> bool:
        """Whether an action is a button of the device; the cards of all people are a list of their own."""
        reader = self._world.cards.reader
        own_list = reader is not None and reader.spec.name == device
        return not act.argument or (act.argument == PERSON and not own_list)

    def _look_at_papers(self) -> None:
        """Draw what came out since; pictures that are the same are not drawn again on the screen either."""
        devices = self._world.terminal.devices
        now = {each.name: [self._picture(paper) for paper in papers_of(devices[each.name])] for each in self._handles}
        if now != self._papers:
            self._papers = now
            self.papersChanged.emit()

    def _picture(self, paper: Any) -> str:
        """A slip is a picture; of a sheet one is drawn."""
        if paper not in self._pictures:
            if len(self._pictures) >= KEEP_PICTURES:
                self._pictures.clear()
            png = paper.png if hasattr(paper, "png") else page_png(paper.pdf, paper.number - 1)
            self._pictures[paper] = PNG + base64.b64encode(png).decode()
        return self._pictures[paper]

    def _written(self, act: Handle) -> dict[str, Any]:
        """An action with a text or a paper, and what is ready for it."""
        sort = "paper" if act.argument == PAPER else "code"
        ready = [{"id": name, "label": self._label(sort, name, name)} for name in READY[act.argument]]
        return {**self._handle("action", act), "ready": ready, "paper": act.argument == PAPER}

    def _handle(self, sort: str, handle: Handle) -> dict[str, str]:
        return {"id": handle.name, "label": self._label(sort, handle.name, handle.words)}

    def _label(self, sort: str, name: str, instead: str) -> str:
        return self._words(f"panel-{sort}-{name.replace('_', '-')}") or instead

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def phone(self) -> list[str]:
        return [f"{m.get('phone', '')}: {m.get('text') or m.get('code', '')}" for m in self._messages[-3:]]

    @Property("QVariantList", notify=fixed)  # type: ignore[arg-type]
    def files(self) -> list[dict[str, str]]:
        """The files that the phone can send, and that it can pay."""
        return [{"id": name, "label": self._label("file", name, name)} for name in (PAY, *FILES)]

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why the last thing could not be done, "" if it could."""
        return self._trouble

    @Property("QVariantMap", notify=fixed)  # type: ignore[arg-type]
    def chrome(self) -> dict[str, str]:
        return {key: self._words(f"panel-{key}") or "" for key in CHROME}
