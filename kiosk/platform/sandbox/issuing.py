"""Issue of certificates: drawn, signed and stored once, so that a document has the same bytes for ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from devices.lazy_dataclass import dataclass
from kiosk.platform.sandbox.certificate_pdf import Certificate, CertificateMaker
from kiosk.platform.sandbox.departments import CertificateKind
from kiosk.platform.sandbox.document_keys import DocumentKeys
from kiosk.platform.sandbox.registers import Person
from kiosk.platform.sandbox.storage import Document

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


@dataclass(frozen=True)
class Issuer:
    """Issues the certificates of all departments."""

    kinds: tuple[CertificateKind, ...]
    maker: CertificateMaker
    keys: DocumentKeys

    def issued_to(self, session: Session, person: Person, today: date) -> list[Document]:
        """Return this person's documents that may be printed today; issue what is missing."""
        return [self._newest(session, person, kind, today) for kind in self.kinds if person.entry.pension]

    def kind(self, document: Document) -> CertificateKind:
        """Raises StopIteration for a kind that no department issues any more."""
        return next(kind for kind in self.kinds if kind.kind == document.kind)

    def reprint_until(self, document: Document) -> date:
        return date.fromisoformat(document.issued_on) + timedelta(days=self.kind(document).reprint_days)

    def draw(self, kind: CertificateKind, person: Person, number: str, issued_on: date) -> bytes:
        """Return the unsigned certificate. Raises CannotDraw."""
        return self.maker.draw(kind.template, _certificate(kind, person, number, issued_on))

    def _newest(self, session: Session, person: Person, kind: CertificateKind, today: date) -> Document:
        known = select(Document).where(Document.person == person.number, Document.kind == kind.kind)
        newest = session.scalar(known.order_by(Document.order.desc()).limit(1))
        if newest is not None and date.fromisoformat(newest.issued_on) <= today <= self.reprint_until(newest):
            return newest
        return self._issue(session, person, kind, today)

    def _issue(self, session: Session, person: Person, kind: CertificateKind, today: date) -> Document:
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
            pages=page_count(drawn),
            drawn=drawn,
            pdf=sealed(drawn, self.keys.signer),
        )
        session.add(document)
        session.flush()
        return document


def _certificate(kind: CertificateKind, person: Person, number: str, issued_on: date) -> Certificate:
    on_record = {row.label: row.value for row in person.entry.pension}
    rows = [("姓名", person.name), ("证件号码", person.number)]
    rows += [(words, on_record[label]) for label, words in kind.rows.items() if label in on_record]
    return Certificate(
        title=kind.title,
        number=number,
        office=kind.office,
        statement=kind.statement,
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
