"""The worker that checks entries of staff: to stretch a PIN takes a while, and the conductor does not wait for it."""

from __future__ import annotations

from collections.abc import Callable

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.effects import AskChallenge, CheckStaff
from kiosk.log import Log
from kiosk.staff.door import StaffDoor
from kiosk.staff.entry import StaffVerdict, VerdictKind
from kiosk.staff.staff_list import BadStaffList, StaffLists
from kiosk.staff_events import ChallengeCame, StaffChecked
from kiosk.workers.mailbox_body import MailboxBody

NAME = "staff_desk"


@dataclass(frozen=True)
class _Asked:
    visit: str
    effect: CheckStaff | AskChallenge


Work = _Asked | str
"""A request, or the token of a new list."""


class StaffDesk(MailboxBody[Work]):
    """A body of the supervised loop. `take` comes from the conductor's thread, `take_list` from that of heartbeats."""

    name = NAME

    def __init__(
        self,
        door: Callable[[], StaffDoor],
        lists: StaffLists,
        clock: Clock,
        log: Log,
        post: Callable[[StaffChecked | ChallengeCame], None],
    ) -> None:
        """`door` reads its file when it is made: by this worker, when somebody first asks."""
        super().__init__(clock)
        self._make_door = door
        self._door: StaffDoor | None = None
        self._lists = lists
        self._log = log
        self._post = post

    def take(self, visit: str, effect: CheckStaff | AskChallenge) -> None:
        self._orders.put(_Asked(visit, effect))

    def take_list(self, token: str) -> None:
        self._orders.put(token)

    def visit_of(self, job: Work) -> str:
        return "" if isinstance(job, str) else job.visit

    def run(self, job: Work, deadline: object) -> None:
        if isinstance(job, str):
            self._use(job)
            return
        if self._door is None:
            self._door = self._make_door()
        effect = job.effect
        if isinstance(effect, CheckStaff):
            self._post(StaffChecked(job.visit, effect.number, self._door.enter(effect.entry)))
        else:
            self._post(ChallengeCame(job.visit, effect.number, self._door.challenge(effect.staff)))

    def failed(self, job: Work) -> None:
        """Nobody enters by a fault of the program."""
        if isinstance(job, str):
            return
        if isinstance(job.effect, CheckStaff):
            self._post(StaffChecked(job.visit, job.effect.number, StaffVerdict(VerdictKind.WRONG)))
        else:
            self._post(ChallengeCame(job.visit, job.effect.number, ""))

    def reset(self) -> None:
        self._door = None

    def _use(self, token: str) -> None:
        try:
            self._lists.take(token)
        except BadStaffList as wrong:
            self._log.write(NAME, f"list_{wrong.code}")
        except OSError:
            self._log.write(NAME, "list_not_kept")
