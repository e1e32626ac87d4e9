"""Frozen service items and terminal profiles, for tests of the program that must not depend on what `config/` ships.

`config()` is a whole configuration folder made of them and of the product's other data; see tests/fixtures/README.md.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from devices.strict_struct import replace
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.load import Catalogue
from tests.house.doors import ROOT

SHIPPED = ROOT / "config"
SERVICES = ROOT / "tests" / "fixtures" / "services"
WHOM = ROOT / "tests" / "fixtures" / "whom"
CHARGED = ROOT / "tests" / "fixtures" / "charged"
BUNDLE = ROOT / "tests" / "fixtures" / "bundle"
"""Two items and a bundle of both."""
PAYEES = ROOT / "tests" / "fixtures" / "payees"
"""A bundle of three items, of which two have fees of different payees."""
DATED = ROOT / "tests" / "fixtures" / "dated"
PLEDGES = ROOT / "tests" / "fixtures" / "pledges"
LOCKER = ROOT / "tests" / "fixtures" / "locker"
TERMINALS = ROOT / "tests" / "fixtures" / "terminals"
FROZEN = {"services": SERVICES, "terminals": TERMINALS}
LEFT_OUT = frozenset({*FROZEN, "scenarios"})
"""Entries of the product's configuration that the folder of `config()` does not copy."""
PLACE = tempfile.gettempdir()
"""Read at import: a test that plays a visit redirects temporary files, and deletes them afterwards."""


@cache
def catalogue() -> Catalogue:
    """The catalogue of the frozen items."""
    return Catalogue(build_catalogue(SERVICES))


@cache
def whom() -> Catalogue:
    """The catalogue of the items for every value of `for_whom`."""
    return Catalogue(build_catalogue(WHOM / "services"))


@cache
def with_pledges() -> Catalogue:
    """The catalogue of the frozen items and of the one with a pledge and a later paper."""
    more = build_catalogue(PLEDGES).items
    return Catalogue(replace(catalogue().document, items=(*catalogue().items, *more)))


@cache
def charged() -> Catalogue:
    """The catalogue of the one item that costs something, apart from the others as `DATED` is."""
    return Catalogue(build_catalogue(CHARGED))


@cache
def locker() -> Catalogue:
    """The catalogue of the one item that is picked up from a locker."""
    return Catalogue(build_catalogue(LOCKER))


@cache
def payees() -> Catalogue:
    """The catalogue of the bundle with two payees."""
    return Catalogue(build_catalogue(PAYEES))


@cache
def bundle() -> Catalogue:
    """The catalogue of a bundle and its two parts."""
    return Catalogue(build_catalogue(BUNDLE))


@cache
def config() -> Path:
    """A configuration folder with the frozen items and profiles, built once a process and removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="yike-frozen-config-", dir=PLACE))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return config_in(folder)


def config_in(folder: Path) -> Path:
    """The same as `config` in the given folder, for a process that cannot remove it at its end."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in SHIPPED.iterdir():
        if entry.name not in LEFT_OUT:
            _copy(entry, folder / entry.name)
    for name, source in FROZEN.items():
        _copy(source, folder / name)
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
