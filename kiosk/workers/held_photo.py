"""A photo that was taken: its bytes for the case, and its picture for the screen."""

from __future__ import annotations

from kiosk.case.blobs import BlobRef, BlobRefused, BlobStore
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.photo_verdict import PHOTO_HEIGHT, PHOTO_WIDTH, PhotoFile
from kiosk.papers.pictures import Pictures, TooManyPictures
from kiosk.papers.sheet import Sheet

JPEG = "image/jpeg"


class NoRoom(Exception):
    """The visit holds too much already."""


class HeldPhoto:
    """Puts photos into the stores of the visit. The session says when one is forgotten: it may be handed in already."""

    def __init__(self, blobs: BlobStore, pictures: Pictures) -> None:
        self._blobs = blobs
        self._pictures = pictures
        self._held: tuple[BlobRef, Sheet] | None = None

    def hold(self, photo: PhotoFile) -> tuple[BlobRef, Sheet]:
        """Raises NoRoom; then it is not held."""
        try:
            blob = self._blobs.put(photo.jpeg, JPEG, 1)
        except BlobRefused:
            raise NoRoom from None
        try:
            key = self._pictures.add(PageImage(PHOTO_WIDTH, PHOTO_HEIGHT, photo.rgb32))
        except TooManyPictures:
            self._blobs.drop(blob)
            raise NoRoom from None
        self._held = blob, Sheet(key, PHOTO_WIDTH, PHOTO_HEIGHT)
        return self._held

    def drop(self) -> None:
        """Forget the newest: nobody awaited it any more."""
        held, self._held = self._held, None
        if held is not None:
            self._blobs.drop(held[0])
            self._pictures.drop(held[1].key)

    def wipe(self) -> None:
        """The visit is over: forget this and all else that it holds."""
        self._held = None
        self._blobs.wipe()
        self._pictures.wipe()
