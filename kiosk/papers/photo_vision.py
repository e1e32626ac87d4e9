"""A camera's frame, looked at with OpenCV: is there a face, where, how large, how light, how sharp. Runs in the process
of `photo_child` only.

Faces are found by the Haar cascade that comes with OpenCV: it answers whether something has the light and dark places
of a face seen from the front. It recognises nobody, and does not know a face from a picture of one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from devices.document_scanner.picture import JPEG, NotWhole, read_size
from devices.lazy_dataclass import dataclass
from kiosk.papers.photo_verdict import (
    FRAME_BYTES_MOST,
    FRAME_PIXELS_MOST,
    PHOTO_BYTES_MOST,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    VIEW_HEIGHT,
    VIEW_WIDTH,
    PhotoFailure,
    PhotoLook,
    WhyNoPhoto,
)

LIMITS = {
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(FRAME_PIXELS_MOST),
    "OPENBLAS_NUM_THREADS": "1",
}
"""Environment of the libraries, which read it when they are imported."""
CASCADE = "haarcascade_frontalface_default.xml"
SEARCHED = 320, 240
"""Pixels of the picture in which faces are looked for."""
SMALLEST = 32
"""Pixels of the smallest face there."""
STEP, HITS = 1.1, 5
"""Growth of the searched size, and the hits that make a face."""
BESIDE = 0.4
"""A second face counts from this part of the first one's width on: a poster far behind is nobody beside."""
AROUND = 1.43
"""Width of a photo in widths of its face."""
MEASURED = 160
"""Pixels of a face whose sharpness is measured."""
COARSE = 2.0
"""Pixels over which what is no fine detail is smooth."""
INNER = 0.7
"""Part of the found square that is face alone."""
QUALITIES = (92, 85, 75, 60, 40)


@dataclass
class Face:
    """A square around a face, in pixels of the frame."""

    left: float
    top: float
    side: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.side / 2, self.top + self.side / 2


@dataclass
class View:
    """The middle of a frame, 4 : 3, as a picture and in grey, and where it lies in the frame."""

    frame: Any
    picture: Any
    grey: Any
    left: int
    top: int


class PhotoVision:
    """The library with its cascade. Loads all that it will need: later the process may open no file."""

    def __init__(self) -> None:
        os.environ.update(LIMITS)
        import cv2
        import numpy as np

        cv2.setNumThreads(1)
        self._cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / CASCADE))
        if self._cascade.empty():
            raise OSError(f"OpenCV has no {CASCADE}")
        tiny = np.full((VIEW_HEIGHT, VIEW_WIDTH, 3), 120, np.uint8)
        self.look(View(tiny, tiny, tiny[:, :, 0].copy(), 0, 0))
        done, data = cv2.imencode(".jpg", tiny)
        assert done
        self.read(bytes(data))

    def read(self, data: bytes) -> View:
        """Decode a frame. Raises PhotoFailure."""
        import cv2
        import numpy as np

        if len(data) > FRAME_BYTES_MOST:
            raise PhotoFailure(WhyNoPhoto.TOO_LARGE)
        try:
            size = read_size(data)
        except NotWhole:
            raise PhotoFailure(WhyNoPhoto.NOT_A_PICTURE) from None
        if size.media_type != JPEG:
            raise PhotoFailure(WhyNoPhoto.NOT_A_PICTURE)
        if size.width * size.height > FRAME_PIXELS_MOST:
            raise PhotoFailure(WhyNoPhoto.TOO_LARGE)
        try:
            flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
            frame: Any = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
        except cv2.error:
            frame = None
        if frame is None or frame.shape[:2] != (size.height, size.width):
            raise PhotoFailure(WhyNoPhoto.DAMAGED)
        width = max(1, min(size.width, size.height * VIEW_WIDTH // VIEW_HEIGHT))
        height = max(1, min(size.height, size.width * VIEW_HEIGHT // VIEW_WIDTH))
        left, top = (size.width - width) // 2, (size.height - height) // 2
        picture = frame[top : top + height, left : left + width]
        return View(frame, picture, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), left, top)

    def look(self, view: View) -> PhotoLook:
        """Look for faces, and measure the largest."""
        faces = self._faces(view)
        light = float(view.grey.mean())
        if not faces:
            return PhotoLook(0, 0.0, 0.0, 0.0, round(light, 1), 0.0, 0.0, fits=False)
        height, width = view.grey.shape
        face = faces[0]
        across, down = face.middle
        face_light, sharpness = _measured(view.grey, face)
        return PhotoLook(
            faces=min(2, len(faces)),
            x=round(across / width, 3),
            y=round(down / height, 3),
            width=round(face.side / width, 3),
            light=round(light, 1),
            face_light=round(face_light, 1),
            sharpness=round(sharpness, 1),
            fits=_crop(view, face) is not None,
        )

    def photo(self, view: View) -> tuple[bytes, memoryview] | None:
        """The photo as JPEG and as RGB32; None where no single face has room around it."""
        import cv2

        faces = self._faces(view)
        crop = _crop(view, faces[0]) if len(faces) == 1 else None
        if crop is None:
            return None
        left, top, width, height = crop
        cut = view.frame[top : top + height, left : left + width]
        how = cv2.INTER_AREA if width > PHOTO_WIDTH else cv2.INTER_CUBIC
        photo = cv2.resize(cut, (PHOTO_WIDTH, PHOTO_HEIGHT), interpolation=how)
        for quality in QUALITIES:
            done, data = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if done and len(data) <= PHOTO_BYTES_MOST:
                return bytes(data), _rgb32(photo)
        return None

    def mirrored(self, view: View) -> tuple[int, int, memoryview]:
        """Width, height and pixels for the screen, as a mirror shows it."""
        import cv2

        picture = view.picture
        height, width = picture.shape[:2]
        scale = min(1.0, VIEW_WIDTH / width, VIEW_HEIGHT / height)
        if scale < 1.0:
            size = max(1, int(width * scale)), max(1, int(height * scale))
            picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        picture = cv2.flip(picture, 1)
        return picture.shape[1], picture.shape[0], _rgb32(picture)

    def _faces(self, view: View) -> list[Face]:
        """Faces that count, the largest first; squares on the same place are one face."""
        import cv2

        small = cv2.resize(view.grey, SEARCHED, interpolation=cv2.INTER_AREA)
        found: Any = self._cascade.detectMultiScale(small, STEP, HITS, minSize=(SMALLEST, SMALLEST))
        scale = view.grey.shape[1] / SEARCHED[0]
        squares = sorted(((int(side), int(x), int(y)) for x, y, side, _ in found), reverse=True)
        faces: list[Face] = []
        for side, x, y in squares:
            face = Face(x * scale, y * scale, side * scale)
            if not any(_same(face, other) for other in faces) and (not faces or side * scale > BESIDE * faces[0].side):
                faces.append(face)
        return faces


def _same(face: Face, other: Face) -> bool:
    """Whether the middle of a face lies in the square of a larger one."""
    across, down = face.middle
    return 0 <= across - other.left <= other.side and 0 <= down - other.top <= other.side


def _measured(grey: Any, face: Face) -> tuple[float, float]:
    """Brightness and sharpness of the inner part of a face."""
    import cv2

    margin = face.side * (1 - INNER) / 2
    top, left, side = int(face.top + margin), int(face.left + margin), max(2, int(face.side * INNER))
    inner = grey[max(0, top) : top + side, max(0, left) : left + side]
    same_size = cv2.resize(inner, (MEASURED, MEASURED), interpolation=cv2.INTER_AREA).astype("float64")
    detail = same_size - cv2.GaussianBlur(same_size, (0, 0), COARSE)
    return float(inner.mean()), 1000 * float((detail**2).mean()) / max(1.0, float(same_size.var()))


def _crop(view: View, face: Face) -> tuple[int, int, int, int] | None:
    """Left, top, width and height of a photo in the frame, with the face in its middle; None where it has no room."""
    width = round(face.side * AROUND)
    height = round(width * PHOTO_HEIGHT / PHOTO_WIDTH)
    across, down = face.middle
    left, top = round(view.left + across - width / 2), round(view.top + down - height / 2)
    inside = left >= 0 and top >= 0 and left + width <= view.frame.shape[1] and top + height <= view.frame.shape[0]
    return (left, top, width, height) if inside else None


def _rgb32(picture: Any) -> memoryview:
    """Pixels as QImage.Format_RGB32 takes them."""
    import cv2

    return memoryview(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)).cast("B")
