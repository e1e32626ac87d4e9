"""The photo is taken and used only as the citizen says; a phone sends pages, and what becomes of them is said here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devices import Fault, Next
from kiosk.effects import ForgetPapers, OpenRelay, Recut
from kiosk.events import ViewJudged, WatchFailed
from kiosk.paper_events import NoPhoto, PageCutAgain, PhotoTaken
from kiosk.papers.page import PaperPage
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.papers.scan_verdict import PageLook
from kiosk.platform.gateway import FailureKind
from kiosk.platform.relays import RelayReason
from kiosk.relay_events import RelayEnded, RelayMoved, RelayOpened, RelayReceived, RelayRefused, RelayRemoved
from kiosk.session import timers_of, watches_of
from kiosk.words import Data
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.fault_pages import of, says_it_all
from tests.kiosk.session.papers import LICENCE, at_list, blob, forgotten, handed, said, shown
from tests.view_texts import texts_in

TAKEN = (RelayReason.NONE, RelayReason.BLURRED, RelayReason.BLANK)
"""Reasons with which a file is taken all the same."""


def at_photo(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or at_list(LICENCE)
    citizen.touch("material:photo", "way:photo")
    assert citizen.page == "materials/photo"
    return citizen


def judged(citizen: Citizen, verdict: PhotoVerdict, *passed: PhotoCheck) -> None:
    (watch,) = watches_of(citizen.session)
    citizen.happens(ViewJudged("visit-1", watch, verdict, frozenset(passed)))


def takes(citizen: Citizen) -> None:
    """Touch the button and hold still for three counts."""
    citizen.touch("take")
    for left in (3, 2, 1):
        citizen.touch_in_vain("take")
        assert counted(citizen) == left
        assert "photo" not in citizen.session.awaiting.values(), "not before the last count"
        citizen.rings("photo_count")


def counted(citizen: Citizen) -> object:
    return next((dict(each.args)["left"] for each in texts_in(citizen.view) if each.key == "photo-count"), 0)


@pytest.mark.parametrize("what", ["moves", "camera", "leaves"])
def test_the_count_ends_when_the_picture_is_no_longer_good(what: str) -> None:
    citizen = at_photo()
    judged(citizen, PhotoVerdict.GOOD)
    citizen.touch("take")
    citizen.rings("photo_count")
    if what == "moves":
        judged(citizen, PhotoVerdict.GOOD)
        assert counted(citizen) == 2, "the same picture counts on"
        judged(citizen, PhotoVerdict.TWO)
        assert "photo-do-two" in said(citizen)
    elif what == "camera":
        (watch,) = watches_of(citizen.session)
        citizen.happens(WatchFailed("visit-1", watch, Fault("camera.frozen", Next.CALL_STAFF)))
    else:
        citizen.touch("back")
    assert not [each for each in timers_of(citizen.session) if each.name == "photo_count"]
    assert counted(citizen) == 0


def test_a_photo_is_taken_only_of_a_good_picture_and_used_only_when_the_citizen_says_so() -> None:
    citizen = at_photo()
    judged(citizen, PhotoVerdict.TOO_FAR, PhotoCheck.ALONE)
    assert "photo-do-too-far" in said(citizen)
    citizen.touch_in_vain("take")
    judged(citizen, PhotoVerdict.GOOD, *PhotoCheck)
    takes(citizen)
    citizen.happens(PhotoTaken("visit-1", citizen.awaited("photo"), blob(5), shown("9")))
    assert not watches_of(citizen.session), "the camera rests while the photo is looked at"
    citizen.touch("again")
    assert forgotten(citizen) == {5}
    judged(citizen, PhotoVerdict.GOOD, *PhotoCheck)
    takes(citizen)
    citizen.happens(PhotoTaken("visit-1", citizen.awaited("photo"), blob(6), shown("10")))
    citizen.touch("continue")
    assert (citizen.page, handed(citizen)) == ("materials", ["licence", "photo"])
    assert forgotten(citizen) == {5}


def test_a_new_photo_does_not_take_the_place_of_the_one_handed_in_until_it_is_used() -> None:
    citizen = at_photo()
    judged(citizen, PhotoVerdict.GOOD)
    takes(citizen)
    citizen.happens(PhotoTaken("visit-1", citizen.awaited("photo"), blob(5), shown("9")))
    citizen.touch("continue", "material:photo")
    citizen.happens(PageCutAgain("visit-1", citizen.awaited("cut"), PaperPage(blob(5)), shown()))
    citizen.touch("other-way", "way:photo")
    judged(citizen, PhotoVerdict.GOOD)
    takes(citizen)
    citizen.happens(PhotoTaken("visit-1", citizen.awaited("photo"), blob(6), shown("10")))
    citizen.touch("back")
    assert forgotten(citizen) == {6}, "the old one is still handed in"


@pytest.mark.parametrize("why", ["moved", "camera.frozen"])
def test_a_photo_that_was_not_taken_says_what_to_do(why: str) -> None:
    citizen = at_photo()
    judged(citizen, PhotoVerdict.GOOD)
    takes(citizen)
    word = PhotoVerdict.BLURRED if why == "moved" else why
    citizen.happens(NoPhoto("visit-1", citizen.awaited("photo"), word))
    assert ("photo-do-blurred" if why == "moved" else "trouble-camera-frozen") in said(citizen)
    citizen.touch("take")


@pytest.mark.parametrize("code", of("camera"))
def test_a_camera_that_fails_is_said_and_its_picture_comes_back(code: str) -> None:
    citizen = at_photo()
    (watch,) = watches_of(citizen.session)
    citizen.happens(WatchFailed("visit-1", watch, Fault(code, Next.CALL_STAFF)))
    says_it_all(citizen.view, code)
    judged(citizen, PhotoVerdict.GOOD)
    citizen.touch("take")


def at_phone() -> Citizen:
    """For the lease, which is the first paper that is missing."""
    citizen = at_list(LICENCE)
    citizen.touch("way:phone")
    assert citizen.page == "materials/phone"
    return citizen


def relay(citizen: Citizen) -> int:
    return citizen.awaited("relay")


def received(citizen: Citizen, file: int, key: int, **look: Any) -> None:
    seen = replace(PageLook(990, 1400, True, 0.0, 20_000.0, False, False), **look)
    citizen.happens(RelayReceived("visit-1", relay(citizen), file, blob(key), shown(f"{key}"), seen))


def opened() -> Citizen:
    citizen = at_phone()
    citizen.happens(RelayOpened("visit-1", relay(citizen), "https://platform.invalid/r/1#key", "5821", 600))
    return citizen


def test_a_phone_scans_the_code_both_show_four_digits_and_its_pages_are_used() -> None:
    citizen = opened()
    effect = citizen.last(OpenRelay)
    assert (effect.pages_most, effect.case) == (20, "handed")
    assert Data("58 21") in {block.value for block in citizen.view.blocks}
    citizen.touch_in_vain("continue")
    citizen.happens(RelayMoved("visit-1", relay(citizen), "claimed", 0, 1, 45, 500))
    assert "phone-sending" in said(citizen)
    received(citizen, 1, 11)
    received(citizen, 1, 12)
    received(citizen, 2, 13, blank=True)
    assert {"phone-received", "phone-doubtful"} <= said(citizen)
    dropped = {key for each in citizen.effects if isinstance(each, ForgetPapers) for key in each.pictures}
    assert dropped == {"11", "12"}, "one picture is held at a time"
    citizen.happens(RelayRemoved("visit-1", relay(citizen), 2))
    assert "phone-doubtful" not in said(citizen)
    citizen.touch("continue")
    assert (citizen.page, handed(citizen)) == ("materials", ["licence", "phone"])
    assert not citizen.session.awaiting, "the relay is closed"
    citizen.touch("material:lease")
    assert citizen.last(Recut).page.file == blob(11)


@pytest.mark.parametrize("why", [each.value for each in RelayReason if each not in TAKEN])
def test_a_file_that_was_refused_is_named_here_too(why: str) -> None:
    citizen = opened()
    citizen.happens(RelayRefused("visit-1", relay(citizen), 1, why))
    assert f"phone-refused-{why.replace('_', '-')}" in said(citizen)
    citizen.touch_in_vain("continue")


@pytest.mark.parametrize("why", ["expired", "cut", "program", "done"])
def test_what_came_before_the_end_of_a_relay_can_be_used_and_without_it_another_is_opened(why: str) -> None:
    citizen = opened()
    received(citizen, 1, 11)
    citizen.happens(RelayEnded("visit-1", relay(citizen), why))
    citizen.touch("continue")
    assert handed(citizen) == ["licence", "phone"]
    citizen = opened()
    citizen.happens(RelayEnded("visit-1", relay(citizen), why))
    citizen.touch("again")
    assert citizen.count(OpenRelay) == 2


def test_without_a_platform_no_phone_can_send_and_the_page_says_so() -> None:
    citizen = at_phone()
    citizen.no_answer("relay", FailureKind.OFFLINE)
    says_it_all(citizen.view, "platform.offline")
    citizen.touch("again")
    assert citizen.count(OpenRelay) == 2


def test_leaving_the_phones_page_ends_its_relay() -> None:
    citizen = opened()
    received(citizen, 1, 11)
    citizen.touch("back")
    assert not citizen.session.awaiting
    assert forgotten(citizen) == {11}
