"""The thread that keeps: it seals a draft and commits it before anybody is thanked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from devices import Clock, Mailbox
from kiosk.case.ids import new_id
from kiosk.case.sealing import ALONE, CannotSeal, CaseRelation, seal_case
from kiosk.case.slip_number import new_slip_number
from kiosk.effects import Keep, Rate, Shown
from kiosk.events import Event, Kept, KeptCase, NotKept
from kiosk.messages import Languages
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.platform.identity import PlatformKeys
from kiosk.platform.wire_types import Rating
from kiosk.workers.notices import CannotKeep

OF_ONE_CASE = frozenset({"material_too_large", "too_many_materials"})
"""Troubles that say nothing of the next case."""


def digest_of(shown: Shown, languages: Languages) -> str:
    """SHA-256 (hex) of the very words shown, line by line, in the language they were shown in."""
    words = languages.words(shown.language)
    return hashlib.sha256("\n".join(words.text(each) for each in shown.words).encode()).hexdigest()


class CaseSealer:
    """Seals and keeps, one at a time. `after_keep` is called once something new is durable."""

    def __init__(
        self,
        outbox: Outbox,
        keys: PlatformKeys,
        languages: Callable[[], Languages],
        clock: Clock,
        clock_quality: Callable[[], str],
        terminal: str,
        post: Callable[[Event | CannotKeep], None],
        after_keep: Callable[[], None],
    ) -> None:
        self._outbox = outbox
        self._keys = keys
        self._languages = languages
        self._clock = clock
        self._clock_quality = clock_quality
        self._terminal = terminal
        self._post = post
        self._after_keep = after_keep
        self._jobs: Mailbox[tuple[str, Keep | Rate] | None] = Mailbox(clock)

    def start(self) -> None:
        self._thread = self._clock.spawn("keeper", self._run)

    def stop(self) -> None:
        self._jobs.put(None)

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def keep(self, visit: str, effect: Keep | Rate) -> None:
        self._jobs.put((visit, effect))

    def _run(self) -> None:
        while self._serve():
            pass

    def _serve(self) -> bool:
        """One job, of which no variable holds anything afterwards; False at the end."""
        job = self._jobs.get()
        if job is None:
            return False
        visit, effect = job
        try:
            outcome = self._do(visit, effect)
        except (KeepFailed, CannotSeal) as trouble:
            outcome = NotKept(visit, effect.number, trouble.code)
            if trouble.code not in OF_ONE_CASE:
                self._post(CannotKeep(trouble.code))
        else:
            self._after_keep()
        if outcome is not None:
            self._post(outcome)
        return True

    def _do(self, visit: str, effect: Keep | Rate) -> Event | None:
        if isinstance(effect, Keep):
            return self._cases(visit, effect)
        self._rating(visit, effect)
        return None

    def _cases(self, visit: str, effect: Keep) -> Event:
        """Seal every draft and keep them in one transaction. Several cases share the id of their application."""
        sealed_at, shown = self._clock.now(), self._digests(effect.shown)
        several = len(effect.drafts) > 1
        relation = CaseRelation(application=new_id(sealed_at, secrets.token_bytes)) if several else ALONE
        sealed = [
            seal_case(
                replace(draft, evidence=replace(draft.evidence, shown=shown)),
                keys=self._keys,
                case_id=new_id(sealed_at, secrets.token_bytes),
                slip_number=new_slip_number(self._terminal, self._outbox.next_counter(), secrets.randbelow),
                sealed_at=sealed_at,
                clock_quality=self._clock_quality(),
                standing=relation,
            )
            for draft in effect.drafts
        ]
        self._outbox.keep(sealed)
        kept = tuple(KeptCase(each.case_id, each.slip_number, sealed_at) for each in sealed)
        return Kept(visit, effect.number, kept)

    def _digests(self, shown: Mapping[str, Shown]) -> Mapping[str, str]:
        languages = self._languages()
        return {name: digest_of(each, languages) for name, each in shown.items()}

    def _rating(self, visit: str, effect: Rate) -> None:
        rated_at: datetime = self._clock.now()
        self._outbox.keep_rating(
            Rating(
                rating_id=new_id(rated_at, secrets.token_bytes),
                visit=visit,
                case_id=effect.case_id,
                item_id=effect.item_id,
                node=effect.node,
                level=effect.level,
                labels=effect.labels,
                label_set=effect.label_set,
                rated_at=rated_at,
            )
        )
