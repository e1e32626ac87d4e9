"""Documents of the person who looks at the progress that can still be printed: of their cases, and those that cost
nothing. Opening one begins a matter of the certificate alone."""

from __future__ import annotations

from kiosk.catalogue.item import Item
from kiosk.platform.documents import IssuedDocument
from kiosk.platform.listing import CaseProgress
from kiosk.steps.asking import ask
from kiosk.steps.certificate_said import until_words
from kiosk.steps.certificate_state import PAGE, CertificateState
from kiosk.steps.progress_state import PROOFS, ProgressState
from kiosk.steps.returning import come_back
from kiosk.steps.step import BACK, DONE, LEAVE, page, said
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter, Turn
from kiosk.words import Data, Words, text

CERTIFICATE = "certificate"
"""The step that a document opens."""
DOCUMENTS = "proofs"
"""Purpose of the question; the page does not wait for it."""


def ask_documents(session: InMatter) -> Turn:
    """Ask for the documents of who is proven; nobody gets any by slip number alone."""
    if session.practice or session.matter.card is None or not session.matter.proof:
        return Turn(session)
    return ask(session, DOCUMENTS, "documents", purpose="documents")


def item_of(session: InMatter, document: IssuedDocument) -> Item | None:
    """The item that prints a document: the one that gave it, else another that gives this kind."""
    items: tuple[Item, ...] = session.catalogue.items
    giving = [each for each in items if each.certificate is not None and each.certificate.kind == document.kind]
    own = (each for each in giving if each.id == document.item_id)
    return next(own, next(iter(giving), None))


def _words_of(document: IssuedDocument) -> Words:
    return text("progress-reprint" if document.next_copy > 1 else "progress-print")


def of_case(session: InMatter, case: CaseProgress) -> Choice | None:
    """The button that prints the document of this case; None where it has none, or it is not printed here."""
    for number, each in enumerate(session.own(ProgressState).documents):
        mine = bool(each.application) and each.application == case.detail.application
        if mine and item_of(session, each) is not None:
            return Choice(f"reprint:{number}", _words_of(each), icon="printer", enabled=session.status.online)
    return None


def all_of_them(session: InMatter, own: Choice | None = None) -> tuple[Choice, ...]:
    """The button to the page of all documents, if there is another than the one that has a button of its `own`."""
    count = len(session.own(ProgressState).documents)
    if count <= (own is not None):
        return ()
    return (Choice("proofs", text("progress-proofs", count=count), icon="certificate"),)


def unknown(session: InMatter) -> tuple[Block, ...]:
    """That the documents were not answered."""
    if not session.own(ProgressState).documents_unknown:
        return ()
    return (Block(BlockKind.NOTE, text("progress-proofs-unknown")),)


def view(session: InMatter) -> View:
    found = session.own(ProgressState).documents
    return page(
        session,
        "Progress",
        text("progress-proofs-title"),
        lead=text("progress-proofs-lead"),
        choices=tuple(_row(session, number, each) for number, each in enumerate(found)),
        actions=Actions(BACK, LEAVE, DONE),
        traits=Traits(choices_first=True, tall_choices=True),
    )


def _row(session: InMatter, number: int, document: IssuedDocument) -> Choice:
    item = item_of(session, document)
    printed = document.printed > 0
    title = said(session, document.titles) or (text("short", item.id) if item is not None else Data(document.kind))
    why_not = None if item is not None else text("progress-proof-elsewhere")
    return Choice(
        f"reprint:{number}",
        title,
        text("progress-proof-row", issued=document.issued_on, until=until_words(document)),
        item.icon if item is not None else "document",
        enabled=item is not None and session.status.online,
        why_not=why_not,
        tag=text("progress-proof-printed", count=document.printed) if printed else text("progress-proof-new"),
        tag_tone=Tone.PLAIN if printed else Tone.DONE,
    )


def open_document(session: InMatter, index: str) -> Turn:
    found = session.own(ProgressState).documents
    if not index.isdecimal() or int(index) >= len(found) or not session.status.online:
        return Turn(session)
    document = found[int(index)]
    item = item_of(session, document)
    if item is None:
        return Turn(session)
    matter = come_back(session, item, document.application, {CERTIFICATE})
    return Turn(matter.with_own(CertificateState(listed=True, document=document)), go=PAGE)


def open_list(session: InMatter) -> Turn:
    return Turn(session, go=PROOFS)
