"""Issue of certificates: drawn, signed and stored once, so that a document has the same bytes for ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from devices.lazy_dataclass import dataclass
from kiosk.platform.sandbox.certificate_kinds import CertificateKind
from kiosk.platform.sandbox.certificate_pdf import Certificate, CertificateMaker
from kiosk.platform.sandbox.document_keys import DocumentKeys
from kiosk.platform.sandbox.registers import Person, Row
from kiosk.platform.sandbox.storage import Document

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
PENSION = "pension"
"""The register of a kind that names none."""


@dataclass(frozen=True)
class Source:
    """The item that gives a document, the days in which it is printed again, and the application that paid for it, ""
    for one that costs nothing."""

    item_id: str
    reprint_days: int
    application: str = ""


@dataclass(frozen=True)
class Issuer:
    """Issues the certificates of all departments."""

    kinds: tuple[CertificateKind, ...]
    maker: CertificateMaker
    keys: DocumentKeys

    def on_request(self, session: Session, person: Person, name: str, source: Source, today: date) -> Document | None:
        """Return this person's document of a kind, issued today if there is none that may still be printed. None if no
        department issues this kind, or not to this person."""
        known = select(Document).where(
            Document.person == person.number, Document.kind == name, Document.application == source.application
        )
        newest = session.scalar(known.order_by(Document.order.desc()).limit(1))
        if newest is not None and (source.application or _may_be_printed(newest, source, today)):
            return newest
        kind = next((each for each in self.kinds if each.kind == name), None)
        if kind is None or not (_entries(kind, person) or kind.no_entry):
            return None
        return self._issue(session, person, kind, source, today)

    def kind(self, document: Document) -> CertificateKind:
        """Raises StopIteration for a kind that no department issues any more."""
        return next(kind for kind in self.kinds if kind.kind == document.kind)

    def draw(self, kind: CertificateKind, person: Person, number: str, issued_on: date) -> bytes:
        """Return the unsigned certificate. Raises CannotDraw."""
        return self.maker.draw(kind.template, _certificate(kind, person, number, issued_on))

    def _issue(self, session: Session, person: Person, kind: CertificateKind, source: Source, today: date) -> Document:
        # Imported here: pyHanko takes half a second, and most rehearsals print no certificate.
        from kiosk.platform.sandbox.seals import page_count, sealed

        serial = (session.scalar(select(func.max(Document.order))) or 0) + 1
        number = f"9901{today:%Y%m%d}{serial:06d}"
        drawn = self.draw(kind, person, number, today)
        document = Document(
            order=serial,
            document_id=str(uuid.uuid4()),
            person=person.number,
            kind=kind.kind,
            number=number,
            issued_on=today.isoformat(),
            item_id=source.item_id,
            application=source.application,
            pages=page_count(drawn),
            drawn=drawn,
            pdf=sealed(drawn, self.keys.signer),
        )
        session.add(document)
        session.flush()
        return document


def last_day(document: Document, reprint_days: int) -> date:
    """The last day on which a copy is printed."""
    return date.fromisoformat(document.issued_on) + timedelta(days=reprint_days)


def _may_be_printed(document: Document, source: Source, today: date) -> bool:
    return date.fromisoformat(document.issued_on) <= today <= last_day(document, source.reprint_days)


def _entries(kind: CertificateKind, person: Person) -> Sequence[Row]:
    """The rows of the register that the certificate is about."""
    return person.entry.pension if kind.register_ == PENSION else person.entry.lists.get(kind.register_, ())


def _certificate(kind: CertificateKind, person: Person, number: str, issued_on: date) -> Certificate:
    on_record = {row.label: row.value for row in _entries(kind, person)}
    rows = [("姓名", person.name), ("证件号码", person.number)]
    rows += [(words, on_record[label]) for label, words in kind.rows.items() if label in on_record]
    return Certificate(
        title=kind.title,
        number=number,
        office=kind.office,
        statement=kind.statement if on_record else kind.no_entry or kind.statement,
        issued_on=issued_on,
        rows=rows,
        head=kind.payments,
        details=tuple(_payments(person, issued_on)) if kind.payments else (),
        note=kind.note,
    )


def _payments(person: Person, issued_on: date) -> Iterator[tuple[str, ...]]:
    paid = person.entry.payments
    if paid is None:
        return
    for year in range(paid.since, min(paid.until, issued_on.year) + 1):
        for quarter in QUARTERS:
            yield str(year), quarter, paid.each, paid.subsidy
