"""Step kinds, and the rules for each in the `steps` of an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.vocabulary.builds import FIRST_BUILD
from kiosk.vocabulary.facts import WITH_MANDATE, WITHOUT_THEIR_CARD

FIRST_STEP = "guide"
"""Every item's journey begins with it: conditions, papers, time limit and fee are known before anything is asked."""


@dataclass(frozen=True)
class Need:
    """An element of the item without which a step has nothing to do.

    `element`: a key or property of Item. `values`: it must be, or contain, one of them; without values it must not be
    empty. `demands`: an item with that element must also have the step. `because` completes "… is missing, and".
    """

    element: str
    because: str
    values: tuple[str, ...] = ()
    demands: bool = True


@dataclass(frozen=True)
class StepKind:
    """One step kind, and the rules for it in an item's `steps`.

    `after`: steps that come earlier wherever an item has both. `relies_on`: the same, and no citizen may skip that step
    and still meet this one. `may_skip`: the values (`fact=value`) with which it may be absent; `skippable`: it may be
    absent for any reason.
    """

    needs: tuple[Need, ...] = ()
    after: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    may_skip: tuple[str, ...] = ()
    skippable: bool = False
    in_items: bool = True
    """False: every journey has it, no item names it."""
    since: str = FIRST_BUILD

    @property
    def comes_after(self) -> tuple[str, ...]:
        return (*self.after, *self.relies_on)


BY_SLIP = "way=slip"
"""A look-up by slip number: no card is read, so steps that need a person may be absent."""

STEPS: Mapping[str, StepKind] = MappingProxyType(
    {
        "home": StepKind(in_items=False),
        "guide": StepKind(),
        # What is used and asked depends on the parts: they are chosen before the notice.
        "parts": StepKind((Need("parts", "it is a bundle of parts"),)),
        "for_whom": StepKind(
            (Need("for_whom", "for_whom names more than self", ("family", "other", *WITHOUT_THEIR_CARD)),),
        ),
        "way": StepKind((Need("kind", "it is about progress", ("progress",), demands=False),)),
        # The notice comes before any personal data is asked for (Personal Information Protection Law, article 17).
        "notice": StepKind(
            (Need("notice", "there are words of notice"),), after=("parts", "for_whom"), may_skip=(BY_SLIP,)
        ),
        "identify": StepKind(
            (Need("proof", "a proof of person is asked for", ("card", "card+person")),),
            after=("for_whom", "way"),
            relies_on=("notice",),
            may_skip=(BY_SLIP,),
        ),
        "second_proof": StepKind(
            (Need("proof", "the proof is card+person", ("card+person",)),),
            relies_on=("identify",),
            may_skip=(BY_SLIP,),
        ),
        "mandate": StepKind(
            (Need("for_whom", "for_whom names somebody who is acted for by a mandate", WITH_MANDATE),),
            after=("for_whom",),
            relies_on=("identify", "second_proof"),
        ),
        # Consent counts only where the notice was read (the same law, article 14).
        "consent": StepKind(
            (Need("consent", "there are purposes to consent to"),),
            relies_on=("notice",),
            may_skip=(BY_SLIP,),
        ),
        "prefill": StepKind(
            (Need("prefill", "registers are asked"),),
            after=("mandate",),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "form": StepKind(
            (
                Need("pages", "there are form pages"),
                Need("answers", "there is a schema of the answers", demands=False),
                Need("form_version", "the version of the form is evidence in every case", demands=False),
            ),
            after=("for_whom", "identify", "mandate", "prefill"),
            relies_on=("notice", "consent"),
        ),
        # Papers are personal data, and what the platform has already is given to a proven person alone.
        "materials": StepKind(
            (
                Need("handed_in", "a paper is handed in here (it has ways)"),
                Need("kind", "it is an application", ("application", "bundle"), demands=False),
            ),
            after=("form",),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "review": StepKind(after=("form", "materials")),
        # Whoever acts for somebody else declares other things than an applicant.
        "declare": StepKind(
            (Need("declaration", "there are words of declaration"),),
            after=("form", "materials", "review"),
            skippable=True,
        ),
        # It stands under the declaration, and is one of a person.
        "sign": StepKind(
            (
                Need("kind", "it is an application", ("application", "bundle"), demands=False),
                Need("declaration", "there are words to sign", demands=False),
            ),
            relies_on=("identify", "declare"),
            skippable=True,
        ),
        "submit": StepKind(
            (
                Need("kind", "it is an application", ("application", "bundle")),
                Need("proof", "a case has an identified applicant", ("card", "card+person"), demands=False),
            ),
            after=("review", "declare", "sign"),
            relies_on=("identify", "second_proof", "consent", "form", "materials"),
        ),
        # What costs money is first a case that the platform holds.
        "pay": StepKind(
            (
                Need("fee_here", "a fee with a sum is paid at the terminal"),
                Need("kind", "it is an application", ("application", "bundle"), demands=False),
            ),
            relies_on=("submit",),
        ),
        # After what is paid and printed: the slip says all of it.
        "ending": StepKind(
            (Need("kind", "it is an application", ("application", "bundle")),),
            after=("pay", "certificate"),
            relies_on=("submit",),
        ),
        "lookup": StepKind(
            (
                Need("kind", "it is a look-up", ("lookup",)),
                Need("question", "the platform is asked by name", demands=False),
                Need("rows", "only rows with words are shown", demands=False),
            ),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "certificate": StepKind(
            (
                Need("kind", "it is a certificate or an application", ("certificate", "application"), demands=False),
                Need("certificate", "a document is given (certificate)"),
            ),
            relies_on=("identify", "second_proof", "consent", "pay"),
        ),
        "progress": StepKind(
            (
                Need("kind", "it is about progress", ("progress",)),
                Need("question", "the platform is asked by name", demands=False),
            ),
            after=("way", "identify", "second_proof", "consent"),
        ),
        "collect": StepKind((Need("kind", "something is picked up", ("collection",)),), after=("identify",)),
        "rate": StepKind(after=("ending", "pay", "lookup", "certificate", "progress", "collect"), skippable=True),
        "farewell": StepKind(in_items=False),
    }
)
"""In the order in which items usually have them."""
