"""A terminal without a network, for tests: its profile, key and outbox, and the commands of a technician."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from devices import SystemClock
from kiosk.outbox.__main__ import main
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import PlatformKeys, TerminalKey
from kiosk.platform.sandbox import intake
from kiosk.platform.wire_types import Rating, SealedCase
from tests.kiosk.outbox.cases import rating
from tests.sandbox_process import DRAFT, material, sealed_case

CODE = "WT07"
PROFILE = """
rehearsal = true

[terminal]
code = "{code}"
name = "梧桐社区 07"
duty_phone = "0571-0000 0007"

[platform]
url = "https://platform.invalid"
seal_key_id = "{keys.seal_key_id}"
seal_public = "{keys.seal_public}"
sign_key_id = "{keys.sign_key_id}"
sign_public = "{keys.sign_public}"

[devices]
"""


@dataclass
class OfflineTerminal:
    """A terminal without a network; `root` has its profile and data folder."""

    root: Path
    keys: PlatformKeys
    name: str = "one"
    code: str = CODE

    def __post_init__(self) -> None:
        profiles = self.root / "config" / "terminals"
        profiles.mkdir(parents=True, exist_ok=True)
        (profiles / f"{self.name}.toml").write_text(PROFILE.format(code=self.code, keys=self.keys), encoding="utf-8")
        self.key = TerminalKey.load_or_create(self.data / "terminal.key")

    @property
    def data(self) -> Path:
        return self.root / f"data-{self.name}"

    @property
    def outbox(self) -> Outbox:
        return Outbox.open(self.data / "outbox", SystemClock())

    def case(self, sizes: Sequence[int] = ()) -> SealedCase:
        """Seal a case with materials of these sizes."""
        materials = [material(size, number) for number, size in enumerate(sizes)]
        return sealed_case(self.keys, DRAFT, materials=materials, terminal=self.code)

    def keep(self, *cases: SealedCase, ratings: Sequence[Rating] = ()) -> None:
        outbox = self.outbox
        outbox.keep(cases)
        for each in ratings:
            outbox.keep_rating(each)
        outbox.close()

    def states(self) -> dict[str, int]:
        outbox = self.outbox
        found = {state: count for state, count in outbox.counts().items() if count}
        outbox.close()
        return found

    def run(self, command: str, folder: Path) -> int:
        return main([command, str(folder), "--profile", self.name])


def import_there(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    """Run the platform's import; return its exit code and its line for each file."""
    capsys.readouterr()
    code = intake.main([str(folder), "--url", url])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("'")]
    return code, {line[1:].partition("': ")[0]: line.partition("': ")[2] for line in lines}


def named_rating(rating_id: str) -> Rating:
    return replace(rating(rating_id), visit=f"visit-{rating_id}")
