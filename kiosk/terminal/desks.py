"""The workers that hold something of a visit in memory: documents, scanned pages, what a phone sent, an order.

They share one store of bytes and one of pictures, which are wiped when a visit ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobStore
from kiosk.outbox.open_orders import OpenOrders
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.photo_reader import PhotoReader
from kiosk.papers.pictures import Pictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.upload import UploadReader
from kiosk.platform.gateway import PlatformGateway
from kiosk.terminal.words_in_use import WordsInUse
from kiosk.workers.device import Post
from kiosk.workers.document_desk import DocumentDesk
from kiosk.workers.payment_desk import PaymentDesk
from kiosk.workers.relay_desk import RelayDesk
from kiosk.workers.scan_desk import ScanDesk, past
from kiosk.workers.supervised import SupervisedLoop
from kiosk.workers.supervision import Supervision
from kiosk.workers.view_in_hand import Work as ViewWork
from kiosk.workers.viewfinder import Viewfinder

CAMERA, SCANNER = "camera", "document_scanner"
"""Families of devices that give bytes of a visit."""


@dataclass(frozen=True)
class Desks:
    """The desks of a terminal."""

    blobs: BlobStore
    documents: DocumentDesk
    scans: ScanDesk
    relays: RelayDesk
    viewfinder: Viewfinder
    payments: PaymentDesk

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; of another visit than the last, wipe what is held."""
        self.scans.keep_only(visit, numbers)
        self.relays.keep_only(visit, numbers)
        self.viewfinder.keep_only(visit, numbers)
        self.payments.keep_only(visit, numbers)
        self.documents.keep_only(visit, numbers)

    def post_of(self, family: str, post: Post) -> Post:
        """The mailbox for the worker of a device: bytes that it gives go to their desk, everything else to `post`."""
        if family == CAMERA:
            return self.viewfinder.take_reading
        return past(self.scans, post) if family == SCANNER else post

    def loops(self, clock: Clock, supervision: Supervision) -> tuple[SupervisedLoop[Any], ...]:
        """A supervised loop for each."""
        return (
            SupervisedLoop(self.scans, clock, supervision),
            SupervisedLoop(self.relays, clock, supervision),
            SupervisedLoop[ViewWork](self.viewfinder, clock, supervision),
            SupervisedLoop(self.documents, clock, supervision),
            SupervisedLoop(self.payments, clock, supervision),
        )


def make_desks(
    gateway: Callable[[], PlatformGateway],
    clock: Clock,
    checked: Clock,
    post: Post,
    on_trouble: Callable[[], None],
    reader: Callable[[], PdfReader],
    words: WordsInUse,
    pictures: Pictures,
    orders: OpenOrders,
    settle: Callable[[], None],
) -> Desks:
    """`checked` has the right day, `on_trouble` is called when the line fails, `reader` makes the process that checks
    and draws documents, `settle` is called when `orders` has something for the courier."""
    blobs = BlobStore()

    def uploads() -> UploadReader:
        """A phone's PDF is no document: nobody's signature is looked for."""
        return UploadReader(ScanReader, lambda: PdfReader((), checked))

    return Desks(
        blobs,
        DocumentDesk(gateway, clock, post, on_trouble, reader, blobs, pictures),
        ScanDesk(clock, post, ScanReader, blobs, pictures),
        RelayDesk(
            gateway,
            clock,
            post,
            on_trouble,
            lambda wanted: {code: each.text(wanted) for code, each in words.current.by_language.items()},
            uploads,
            blobs,
            pictures,
        ),
        Viewfinder(clock, post, PhotoReader, blobs, pictures),
        PaymentDesk(gateway, clock, post, on_trouble, orders, settle),
    )
