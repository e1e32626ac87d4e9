"""A terminal in service loads no rehearsal, scenario, simulator or sandbox, whatever it has come to use.

The import contracts follow import statements; this test also sees what is loaded by name (drivers, gateways).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from tests.house.doors import ROOT
from tests.kiosk.test_pinned import OURS

SERVICE = "A terminal in service knows no rehearsal, simulator or sandbox"
BUILD = """
import sys
from importlib import import_module
from pathlib import Path

import ui.production
import ui.terminal_runner
from devices import SystemClock, Wait
from devices.driver_table import DRIVERS
from kiosk.terminal.assembly import GATEWAYS, assemble
from kiosk.terminal.startup import load_settings
from kiosk.terminal.terminal import Places

config, profile, data = Path("config"), Path(sys.argv[1]), Path(sys.argv[2])
settings = load_settings(profile, rehearsal=False)
clock = SystemClock()
terminal = assemble(settings, clock, lambda view: None, Places(config, data))
for name in (*(row.module for row in DRIVERS), *(module for module, _ in GATEWAYS.values())):
    import_module(name)
for opened in terminal.devices.values():
    opened.device.status(Wait(clock, 1))
print(*sys.modules, sep="\\n")
"""


def test_a_terminal_in_service_loads_nothing_of_a_rehearsal(tmp_path: Path) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (forbidden,) = (each["forbidden_modules"] for each in contracts if each["name"] == SERVICE)
    profile = tmp_path / "community.toml"
    community = (ROOT / "config" / "terminals" / "community.toml").read_text(encoding="utf-8")
    # A terminal in service refuses the placeholders.
    for name, key in OURS.items():
        community = re.sub(rf"^{name} = .*$", f'{name} = "{key}"', community, flags=re.MULTILINE)
    profile.write_text(community, encoding="utf-8")
    command = [sys.executable, "-c", BUILD, str(profile), str(tmp_path / "data")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    loaded = ran.stdout.split()
    assert {"kiosk.workers.device", "devices.id_reader.samv", "kiosk.platform.client"} <= set(loaded)
    assert [name for name in loaded for each in forbidden if fnmatch(name, each) or name.startswith(f"{each}.")] == []
