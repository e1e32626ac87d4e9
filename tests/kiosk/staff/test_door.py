"""Entries of staff: two factors with one verdict, locks that end, and tries counted before they are checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.platform import staff_records
from kiosk.platform.identity import sign_token
from kiosk.platform.one_time_codes import ENTER, UNLOCK, answer_to, code_of, step_of
from kiosk.platform.sandbox.keys import SandboxKeys, published_keys
from kiosk.platform.sandbox.staff_register import StaffRegister
from kiosk.staff import door as door_module
from kiosk.staff.door import CHALLENGE_S, StaffDoor
from kiosk.staff.entry import EntryWay, StaffEntry, StaffRole, StaffVerdict, VerdictKind
from kiosk.staff.staff_list import VALID_DAYS, BadStaffList, StaffLists
from kiosk.staff.tries import LOCK_S, SLOW_S, TOGETHER_MOST, WRONG_MOST

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STAFF, PIN = "4711", "975310"
WRONG, LOCKED, ENTERED = VerdictKind.WRONG, VerdictKind.LOCKED, VerdictKind.ENTERED


class Terminal:
    """A terminal with a list of one technician, and the platform that signed it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock(NOW)
        self.keys = published_keys()
        self.register = StaffRegister(self.keys, self.clock.now)
        member = self.register.put(STAFF, PIN)
        assert member is not None
        self.secret = member.secret
        self.lists = StaffLists(folder / "staff.jws", self.keys.pins())
        self.renew()
        self.start()

    def start(self) -> None:
        """As after a restart of the program."""
        self.lists = StaffLists(self.folder / "staff.jws", self.keys.pins())
        self.door = StaffDoor("WT02", self.lists, self.clock, self.folder / "tries.json")

    def renew(self) -> None:
        self.lists.take(self.register.signed()[1])

    def code(self, steps: int = 0) -> str:
        return code_of(self.secret, step_of(self.clock.now().timestamp()) + steps)

    def enter(self, code: str | None = None, pin: str = PIN, staff: str = STAFF) -> StaffVerdict:
        return self.door.enter(StaffEntry(EntryWay.TOTP, staff, pin, self.code() if code is None else code))

    def answer(self, label: str, challenge: str, pin: str = PIN) -> StaffVerdict:
        proof = answer_to(self.secret, label, "WT02", challenge)
        return self.door.enter(StaffEntry(EntryWay.ANSWER, STAFF, pin, proof))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """At a hundredth of the cost of a guess."""
    monkeypatch.setattr(staff_records, "COST", 2**7)
    return Terminal(tmp_path)


def test_both_factors_let_somebody_in_once(terminal: Terminal) -> None:
    assert terminal.enter() == StaffVerdict(ENTERED, StaffRole.TECHNICIAN, STAFF)
    assert terminal.enter().kind is WRONG, "a code is used up"
    terminal.clock.move(30)
    assert terminal.enter().kind is ENTERED


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_a_clock_may_be_off_by_one_step(terminal: Terminal, steps: int) -> None:
    assert (terminal.enter(terminal.code(steps)).kind is ENTERED) == (abs(steps) == 1)


@pytest.mark.parametrize(
    ("staff", "pin", "code"),
    [
        (STAFF, "975300", None),
        (STAFF, PIN, "000000"),
        ("9999", PIN, None),
        (STAFF, "", ""),
        ("", "", ""),
        ("x" * 99, PIN, None),
    ],
)
def test_one_verdict_for_whatever_was_wrong(terminal: Terminal, staff: str, pin: str, code: str | None) -> None:
    assert terminal.enter(code, pin, staff) == StaffVerdict(WRONG)


def test_five_wrong_tries_lock_this_code_for_a_quarter_of_an_hour_and_no_other(terminal: Terminal) -> None:
    other = terminal.register.put("1234", "111111")
    assert other is not None
    terminal.renew()
    verdicts = [terminal.enter("000000").kind for _ in range(WRONG_MOST)]
    assert verdicts == [WRONG] * (WRONG_MOST - 1) + [LOCKED]
    assert terminal.enter() == StaffVerdict(LOCKED, locked_s=LOCK_S)
    code = code_of(other.secret, step_of(terminal.clock.now().timestamp()))
    assert terminal.enter(code, "111111", "1234").kind is ENTERED
    terminal.clock.move(LOCK_S - 1)
    assert terminal.enter().locked_s == pytest.approx(1)
    terminal.clock.move(1)
    assert terminal.enter().kind is ENTERED


def test_a_lock_outlives_the_program_and_begins_anew_with_the_machine(terminal: Terminal, tmp_path: Path) -> None:
    for _ in range(WRONG_MOST):
        terminal.enter("000000")
    terminal.clock.move(60)
    terminal.start()
    assert terminal.enter().locked_s == pytest.approx(LOCK_S - 60)
    path = tmp_path / "tries.json"
    path.write_text(json.dumps({**json.loads(path.read_text("ascii")), "boot": "another"}), "ascii")
    terminal.start()
    assert terminal.enter().locked_s == pytest.approx(LOCK_S)


def test_a_try_is_on_disk_before_it_is_checked(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug is pulled while the PIN is stretched, five times."""

    def pulled(row: object, pin: str) -> bytes:
        raise SystemExit

    monkeypatch.setattr(door_module, "secret_behind", pulled)
    for _ in range(WRONG_MOST):
        with pytest.raises(SystemExit):
            terminal.enter()
        terminal.start()
    assert terminal.enter().kind is LOCKED


def test_ten_thousand_pins_derive_few_keys(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    derived, stretch = [], staff_records.secret_behind

    def counting(row: staff_records.StaffRow, pin: str) -> bytes:
        derived.append(pin)
        return stretch(row, pin)

    monkeypatch.setattr(door_module, "secret_behind", counting)
    kinds = {terminal.enter("123456", str(pin)).kind for pin in range(10_000)}
    assert len(derived) == WRONG_MOST
    assert kinds == {WRONG, LOCKED}


def test_all_wrong_tries_together_slow_the_terminal_and_lock_nobody_out(terminal: Terminal) -> None:
    for number in range(TOGETHER_MOST):
        assert terminal.enter("000000", "0", str(100_000 + number)).kind is WRONG
    assert terminal.enter() == StaffVerdict(LOCKED, locked_s=SLOW_S)
    terminal.clock.move(SLOW_S)
    assert terminal.enter().kind is ENTERED
    terminal.clock.move(30)
    assert terminal.enter().kind is ENTERED, "the count begins anew"


def test_a_dead_clock_is_helped_by_a_challenge_once(terminal: Terminal) -> None:
    terminal.clock.shift(datetime(1970, 1, 1, tzinfo=UTC).timestamp() - NOW.timestamp())
    challenge = terminal.door.challenge(STAFF)
    assert len(challenge) == 8
    assert terminal.answer(ENTER, challenge).kind is ENTERED
    assert terminal.answer(ENTER, challenge).kind is WRONG, "once"


def test_an_answer_to_an_old_or_another_challenge_is_none(terminal: Terminal) -> None:
    old = terminal.door.challenge(STAFF)
    terminal.door.challenge(STAFF)
    assert terminal.answer(ENTER, old).kind is WRONG
    late = terminal.door.challenge(STAFF)
    terminal.clock.move(CHALLENGE_S)
    assert terminal.answer(ENTER, late).kind is WRONG
    asked = terminal.door.challenge("1234")
    assert terminal.answer(ENTER, asked).kind is WRONG
    pin = terminal.door.challenge(STAFF)
    assert terminal.answer(ENTER, pin, "111112").kind is WRONG


def test_a_lock_is_ended_by_phone_with_its_own_label_only(terminal: Terminal) -> None:
    for _ in range(WRONG_MOST):
        terminal.enter("000000")
    assert terminal.answer(ENTER, terminal.door.challenge(STAFF)).kind is LOCKED
    assert terminal.enter().kind is LOCKED, "a wrong answer ends no lock"
    assert terminal.answer(UNLOCK, terminal.door.challenge(STAFF)).kind is ENTERED
    assert terminal.enter().kind is ENTERED


def test_the_code_of_the_hall_opens_its_own_role(terminal: Terminal) -> None:
    terminal.register.set_site("246800")
    terminal.renew()
    assert terminal.door.enter(StaffEntry(EntryWay.SITE, proof="246801")).kind is WRONG
    assert terminal.door.enter(StaffEntry(EntryWay.SITE, proof="246800")) == StaffVerdict(ENTERED, StaffRole.SITE)


def test_who_left_is_not_let_in_after_the_next_list(terminal: Terminal) -> None:
    terminal.register.revoke(STAFF)
    terminal.renew()
    assert terminal.enter().kind is WRONG
    terminal.start()
    assert terminal.enter().kind is WRONG


def test_a_list_that_was_not_renewed_opens_nothing(terminal: Terminal) -> None:
    terminal.clock.move(VALID_DAYS * 86_400 + 1)
    assert terminal.enter().kind is VerdictKind.NO_LIST
    terminal.renew()
    assert terminal.enter().kind is ENTERED


def test_without_a_list_nobody_enters(tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    door = StaffDoor("WT02", StaffLists(tmp_path / "none", published_keys().pins()), clock, tmp_path / "tries")
    assert door.enter(StaffEntry(EntryWay.TOTP, STAFF, PIN, "123456")).kind is VerdictKind.NO_LIST
    assert door.challenge(STAFF) == ""


def _older(terminal: Terminal) -> str:
    return terminal.register.signed()[1]


def _strangers(terminal: Terminal) -> str:
    keys = published_keys()
    return StaffRegister(SandboxKeys("s", keys.seal_private, keys.sign_key_id, bytes(32)), lambda: NOW).signed()[1]


def _shapeless(payload: bytes) -> Callable[[Terminal], str]:
    keys = published_keys()
    return lambda _: sign_token(payload, keys.sign_private, keys.sign_key_id, staff_records.KIND)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (_strangers, "signature"),
        (_shapeless(b"{}"), "shape"),
        (_shapeless(b'{"number": 1, "issued": "soon", "rows": []}'), "shape"),
        (_shapeless(b'{"number": 1, "issued": "2026-11-24T02:00:00", "rows": []}'), "shape"),
        (_shapeless(b'{"number": 1, "issued": "2026-11-24T02:00:00Z", "rows": [{"staff": "1"}]}'), "shape"),
        (lambda terminal: "no token", "signature"),
    ],
)
def test_a_list_that_is_none_leaves_the_one_in_use(
    terminal: Terminal, made: Callable[[Terminal], str], code: str
) -> None:
    with pytest.raises(BadStaffList) as caught:
        terminal.lists.take(made(terminal))
    assert caught.value.code == code
    assert terminal.enter().kind is ENTERED


def test_an_older_list_is_not_taken_back(terminal: Terminal) -> None:
    older = _older(terminal)
    terminal.clock.move(5)
    terminal.register.revoke(STAFF)
    terminal.renew()
    with pytest.raises(BadStaffList) as caught:
        terminal.lists.take(older)
    assert caught.value.code == "older"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"accounts": {"a": {"wrong": -1}}}', bytes(1000)])
def test_damaged_counts_begin_anew(terminal: Terminal, content: bytes) -> None:
    (terminal.folder / "tries.json").write_bytes(content)
    terminal.start()
    assert terminal.enter().kind is ENTERED


def test_a_disk_that_cannot_count_lets_nobody_in(terminal: Terminal) -> None:
    (terminal.folder / "tries.json.new").mkdir()
    assert terminal.enter().kind is WRONG
    (terminal.folder / "tries.json.new").rmdir()
    assert terminal.enter().kind is ENTERED


def test_nothing_of_an_entry_is_shown_or_kept(terminal: Terminal) -> None:
    entry = StaffEntry(EntryWay.TOTP, STAFF, PIN, terminal.code())
    terminal.door.enter(entry)
    assert PIN not in repr(entry)
    assert PIN not in (terminal.folder / "tries.json").read_text("ascii")
