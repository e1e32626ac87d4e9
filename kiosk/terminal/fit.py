"""Warnings about values of a profile that the pages have no room for. Nothing breaks, but people see less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from devices.registry import families, load_family
from kiosk.catalogue.lengths import width_of
from kiosk.settings import ScreenSection, Settings

PAGE_MM = (267.0, 476.0)
"""Width and height of the screen that the pages are made for; on a smaller one everything is smaller alike."""
LEAST_SCALE = 0.7
"""The smallest scale in which pages can be used: controls of 10 mm are hit by a finger, smaller ones are not."""
LONGEST_NAME = 22
"""Width of a terminal's name in half characters, with which the status bar of the start page has room for it in every
language."""
LONGEST_NEAREST = 100
"""The same of the nearest terminal's name and place: three lines below the start page."""
MOST_LABELLED = 8
"""Devices on the cabinet's front that have a label each in its drawing."""
Place = Sequence[float]


def scale_of(screen: ScreenSection) -> float:
    """Return the scale in which pages fit on a screen, 1 or less."""
    width, height = (pixels / screen.px_per_mm for pixels in (screen.width, screen.height))
    return min(1.0, width / PAGE_MM[0], height / PAGE_MM[1])


def unfit(settings: Settings) -> Iterator[str]:
    """Yield one line for each thing that does not fit, with its key and what to do."""
    yield from _names(settings)
    yield from _screen(settings.screen)
    yield from _cabinet(settings)


def _names(settings: Settings) -> Iterator[str]:
    for key, most, where in (
        ("name", LONGEST_NAME, "the status bar shows the product's name in its place, only help has the whole name"),
        ("nearest", LONGEST_NEAREST, "it takes more than three lines of the start page"),
    ):
        width = width_of(getattr(settings.terminal, key))
        if width > most:
            yield f"terminal.{key}: is {width} half characters long, more than {most} (a hanzi is two): {where}"


def _screen(screen: ScreenSection) -> Iterator[str]:
    width, height = (pixels / screen.px_per_mm for pixels in (screen.width, screen.height))
    scale = scale_of(screen)
    size = f"screen: is {width:.0f} by {height:.0f} mm; pages are made for {PAGE_MM[0]:.0f} by {PAGE_MM[1]:.0f}"
    if round(scale, 2) < LEAST_SCALE:
        yield f"{size}: buttons of {scale:.0%} are too small for a finger; correct px_per_mm, or take a larger screen"
    elif round(scale, 2) < 1:
        yield f"{size}: letters and buttons are {scale:.0%} of their size"


def _cabinet(settings: Settings) -> Iterator[str]:
    cabinet = settings.cabinet
    places = {name: place for name, place in cabinet.items() if name != "size" and len(place) == 4}
    devices = places.keys() - {"screen"}
    for name in settings.devices if cabinet else ():
        family = settings.devices[name].family or name
        beside = any(
            other in places and (device.family or other) == family for other, device in settings.devices.items()
        )
        # Of two devices of one family, as a jack and its mixer are, people may see one.
        if name not in places and not beside and not _is_inside_the_cabinet(family):
            yield f"cabinet.{name}: is not there: no page shows where the device is; add x, y, width, height"
    if len(devices) > MOST_LABELLED:
        yield (
            f"cabinet: has {len(devices)} devices; its drawing has room for the labels of {MOST_LABELLED}: "
            "leave out those that people do not use"
        )
    if len(cabinet.get("size", ())) == 2:
        yield from (
            f"cabinet.{name}: lies outside the front of {cabinet['size'][0]:.0f} by {cabinet['size'][1]:.0f} mm"
            for name, place in places.items()
            if not _is_inside(place, cabinet["size"])
        )
    for one, other in combinations(places, 2):
        if _overlap(places[one], places[other]):
            yield f"cabinet.{other}: lies over cabinet.{one}: correct one of the places"


def _is_inside_the_cabinet(family: str) -> bool:
    """Whether people see nothing of the devices of this family."""
    return family in families() and load_family(family).inside


def _is_inside(place: Place, size: Place) -> bool:
    x, y, width, height = place
    return x >= 0 and y >= 0 and x + width <= size[0] and y + height <= size[1]


def _overlap(one: Place, other: Place) -> bool:
    return all(one[n] < other[n] + other[n + 2] and other[n] < one[n] + one[n + 2] for n in (0, 1))
