"""The worker of the outbox for a visit: seals and keeps drafts, keeps ratings and paper reports, finds kept cases."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime

from devices import Clock, Mailbox
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobStore
from kiosk.case.draft import Draft, Material, asks_correction
from kiosk.case.ids import new_id
from kiosk.case.sealing import CannotSeal, relation_of, seal_case
from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import KeepUnconfirmed, Kept, KeptCase, KeptFound, NotKept
from kiosk.effects import FindKept, Keep, Rate, ReportPaper, Shown
from kiosk.events import Event
from kiosk.messages import Languages
from kiosk.outbox import holdings
from kiosk.outbox.kept_cases import kept_cases
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.platform.identity import PlatformKeys
from kiosk.platform.wire_types import Rating
from kiosk.workers.notices import CannotKeep
from kiosk.workers.shown_words import digest_of
from kiosk.workers.supervised import JobDeadline

SealerEffect = Keep | Rate | ReportPaper | FindKept
OF_ONE_CASE = frozenset({"material_too_large", "too_many_materials"})
"""Failures that say nothing about the next case."""
SEAL_LONGEST_S = 20.0
"""Sealing takes milliseconds and a commit to a slow disk seconds; a job that takes longer is stuck."""


def _materials(draft: Draft, papers: Mapping[int, bytes]) -> tuple[Material, ...]:
    """Each page handed in as a material, named by its paper and number: `lease 1/2`."""
    return tuple(
        Material(each.material, f"{each.material} {n}/{len(each.pages)}", page.media_type, papers[page.key])
        for each in draft.handed
        for n, page in enumerate(each.pages, start=1)
    )


@dataclass
class Sealing:
    """One effect to carry out, of one visit."""

    visit: str
    effect: SealerEffect
    kept: Kept | None = None
    """The outcome if the store commits; set before it is asked to."""
    reported: bool = False
    papers: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    """The pages of the papers handed in, by the key of their blob."""


class CaseSealer:
    """Carries out SealerEffects, one at a time; a body of the supervised loop. `keep` may be called from any thread;
    `after_keep` is called once something new is durable."""

    name = "case_sealer"
    replaceable = True

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
        blobs: BlobStore,
    ) -> None:
        self._outbox = outbox
        self._keys = keys
        self._languages = languages
        self._clock = clock
        self._clock_quality = clock_quality
        self._terminal = terminal
        self._post = post
        self._after_keep = after_keep
        self._blobs = blobs
        self._jobs: Mailbox[Sealing | None] = Mailbox(clock)

    def keep(self, visit: str, effect: SealerEffect) -> None:
        """Queue it. The papers are taken now: what the visit holds is gone when it ends. Raises BlobGone."""
        drafts = effect.drafts if isinstance(effect, Keep) else ()
        pages = (page for draft in drafts for handed in draft.handed for page in handed.pages)
        self._jobs.put(Sealing(visit, effect, papers={page.key: self._blobs.get(page) for page in pages}))

    def next(self) -> Sealing | None:
        return self._jobs.get()

    def visit_of(self, job: Sealing) -> str:
        return job.visit

    def longest_s(self, job: Sealing) -> float:
        return SEAL_LONGEST_S

    def run(self, job: Sealing, deadline: JobDeadline) -> None:
        try:
            outcome = self._do(job)
        except (KeepFailed, CannotSeal) as failure:
            if isinstance(job.effect, FindKept):
                self.failed(job)
                return
            outcome = NotKept(job.visit, job.effect.number, failure.code)
            if failure.code not in OF_ONE_CASE:
                self._post(CannotKeep(failure.code))
        except Exception:
            # The error may have come after the commit: the store knows.
            if job.kept is not None and all(
                holdings.find(self._outbox, case.case_id) is not None for case in job.kept.cases
            ):
                self._report(job, job.kept)
            raise
        self._report(job, outcome)
        if not isinstance(outcome, NotKept | KeptFound):
            self._after_keep()

    def failed(self, job: Sealing) -> None:
        if not job.reported and isinstance(job.effect, FindKept):
            self._report(job, KeptFound(job.visit, job.effect.number))
        if job.reported or not isinstance(job.effect, Keep):
            return
        if job.kept is None:
            self._report(job, NotKept(job.visit, job.effect.number, "program"))
        else:
            # The store was asked to commit and did not say whether it did; it may be what hangs, so it is not asked.
            self._report(job, KeepUnconfirmed(job.visit, job.effect.number))

    def refused(self, job: Sealing) -> None:
        self.failed(job)

    def _report(self, job: Sealing, outcome: Event | None) -> None:
        job.reported = True
        if outcome is not None:
            self._post(outcome)

    def reset(self) -> None:
        """Holds nothing between two jobs."""

    def abandon(self) -> None:
        """Holds nothing between two jobs."""

    def stop(self) -> None:
        """Jobs asked for before are still done."""
        self._jobs.put(None)

    def close(self) -> None:
        """The outbox belongs to the terminal."""

    def _do(self, job: Sealing) -> Event | None:
        if isinstance(job.effect, Keep):
            return self._cases(job, job.effect)
        if isinstance(job.effect, FindKept):
            found, numbers = kept_cases(self._outbox.store, job.effect.slip_number)
            return KeptFound(job.visit, job.effect.number, found, numbers)
        if isinstance(job.effect, ReportPaper):
            self._outbox.papers.keep(job.effect.permit, job.effect.outcome)
        else:
            self._rating(job.visit, job.effect)
        return None

    def _cases(self, job: Sealing, effect: Keep) -> Event:
        """Seal every draft and keep them in one transaction, with one slip number and the id of one application."""
        sealed_at, shown = self._clock.now(), self._digests(effect.shown)
        application = new_id(sealed_at, secrets.token_bytes)
        slip_number = new_slip_number(self._terminal, self._outbox.next_counter(), secrets.randbelow)
        sealed = [
            seal_case(
                replace(
                    draft,
                    evidence=replace(draft.evidence, shown=shown),
                    materials=(*draft.materials, *_materials(draft, job.papers)),
                ),
                keys=self._keys,
                case_id=new_id(sealed_at, secrets.token_bytes),
                slip_number=slip_number,
                sealed_at=sealed_at,
                clock_quality=self._clock_quality(),
                relation=relation_of(draft, application),
            )
            for draft in effect.drafts
        ]
        cases = tuple(
            KeptCase(each.case_id, slip_number, sealed_at, each.item_id, asks_correction(draft))
            for each, draft in zip(sealed, effect.drafts, strict=True)
        )
        job.kept = kept = Kept(job.visit, effect.number, cases, application)
        self._outbox.keep(sealed)
        return kept

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
