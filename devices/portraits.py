"""Draw what a simulated camera sees: invented faces, drawn by this program, and nobody's picture.

Like `drawn_scans` it imports Pillow, on first use.

A picture changes a little from frame to frame, as every sensor's does: two frames that are alike to the last byte are a
frozen camera's.
"""

from __future__ import annotations

import io
import random
from functools import lru_cache
from typing import Any

from devices.lazy_dataclass import dataclass

WALL, FLOOR = (205, 210, 214), (172, 178, 184)
SKINS = ((232, 190, 160), (214, 164, 128), (240, 204, 176))
HAIRS = ((52, 46, 44), (120, 118, 120), (36, 34, 40))
COATS = ((62, 70, 98), (104, 62, 66), (64, 92, 78))
DARK_PART, GLARE_PART = 0.12, 2.4
"""Brightness of a scene that is too dark, and of one with the sun in it."""
DOTS = 120
"""Specks of noise in a frame."""
LARGEST_SIDE = 4000


@dataclass(frozen=True)
class Pose:
    """A person before the camera, in parts of the picture: the middle of the face, and its width; the tilt of the head
    in degrees; which of the drawn people it is."""

    x: float = 0.5
    y: float = 0.44
    width: float = 0.3
    tilt: float = 0.0
    person: int = 0


@dataclass(frozen=True)
class Scene:
    """All that is before the camera: people, or a picture file held there; brightness (1 is well lit), and blur in
    pixels, as of somebody who moves."""

    width: int = 640
    height: int = 480
    people: tuple[Pose, ...] = ()
    picture: bytes = b""
    light: float = 1.0
    blur: float = 0.0


@lru_cache(maxsize=64)
def camera_jpeg(scene: Scene, variant: int) -> bytes:
    """The scene as JPEG; another variant is another frame. Raises OSError for what is no picture file."""
    from PIL import ImageDraw

    image = _drawn(scene).copy()
    pen, source = ImageDraw.Draw(image), random.Random(variant)
    for _ in range(DOTS):
        x, y = source.randrange(scene.width), source.randrange(scene.height)
        level = image.getpixel((x, y))
        pen.point((x, y), fill=tuple(max(0, min(255, part + source.choice((-6, 6)))) for part in level))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


@lru_cache(maxsize=8)
def _drawn(scene: Scene) -> Any:
    from PIL import Image, ImageEnhance, ImageFilter

    image = _held(scene) if scene.picture else _people(scene)
    if scene.blur:
        image = image.filter(ImageFilter.GaussianBlur(scene.blur))
    if scene.light != 1.0:
        image = ImageEnhance.Brightness(image).enhance(scene.light)
    if image.size != (scene.width, scene.height):
        image = image.resize((scene.width, scene.height), Image.Resampling.BILINEAR)
    return image


def _held(scene: Scene) -> Any:
    """A picture file that fills the view."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(scene.picture), formats=("JPEG", "PNG")) as opened:
        if max(opened.size) > LARGEST_SIDE:
            raise OSError(f"a picture of {opened.size} pixels")
        opened.draft("RGB", (scene.width, scene.height))
        return ImageOps.fit(opened.convert("RGB"), (scene.width, scene.height))


def _people(scene: Scene) -> Any:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (scene.width, scene.height), WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, scene.height * 0.8, scene.width, scene.height), fill=FLOOR)
    for pose in scene.people:
        _person(image, pose)
    return image


def _person(image: Any, pose: Pose) -> None:
    """The head is drawn at twice its size and shrunk: its edges are soft, as a lens makes them."""
    from PIL import Image

    unit = max(8, round(pose.width * image.width))
    middle = round(pose.x * image.width), round(pose.y * image.height)
    _body(image, middle, unit, pose.person)
    head = Image.new("RGBA", (unit * 4, unit * 4), (0, 0, 0, 0))
    _head(head, unit * 2, pose.person)
    head = head.rotate(pose.tilt, Image.Resampling.BICUBIC).resize((unit * 2, unit * 2), Image.Resampling.BOX)
    image.paste(head, (middle[0] - unit, middle[1] - unit), head)


def _body(image: Any, at: tuple[int, int], unit: int, person: int) -> None:
    from PIL import ImageDraw

    pen, (x, y) = ImageDraw.Draw(image), at
    skin, coat = SKINS[person % len(SKINS)], COATS[person % len(COATS)]
    neck = tuple(round(part * 0.86) for part in skin)
    top = y + unit * 0.62
    coat_box = (x - unit * 1.05, top + unit * 0.22, x + unit * 1.05, image.height + unit)
    pen.rounded_rectangle(coat_box, radius=unit * 0.5, fill=coat)
    collar = [(x - unit * 0.36, top + unit * 0.2), (x + unit * 0.36, top + unit * 0.2), (x, top + unit * 0.8)]
    pen.polygon(collar, fill=(246, 246, 246))
    pen.rectangle((x - unit * 0.24, y + unit * 0.3, x + unit * 0.24, top + unit * 0.32), fill=neck)


def _head(canvas: Any, unit: int, person: int) -> None:
    """A face `unit` wide, in the middle of the canvas: shaded as a light from above shades it."""
    from PIL import ImageDraw, ImageFilter

    pen, middle = ImageDraw.Draw(canvas), canvas.width / 2
    skin, hair = SKINS[person % len(SKINS)], HAIRS[person % len(HAIRS)]

    def shade(part: float) -> tuple[int, ...]:
        return tuple(round(min(255, level * part)) for level in skin)

    def oval(x: float, y: float, wide: float, high: float, fill: Any) -> None:
        pen.ellipse(
            (middle + (x - wide / 2) * unit, middle + (y - high / 2) * unit,
             middle + (x + wide / 2) * unit, middle + (y + high / 2) * unit),
            fill=fill,
        )  # fmt: skip

    oval(0, -0.16, 1.12, 1.24, hair)
    for side in (-1, 1):
        oval(side * 0.5, 0.02, 0.14, 0.28, shade(0.88))
    oval(0, 0.05, 0.96, 1.28, skin)
    oval(0, -0.4, 0.86, 0.34, shade(1.05))
    pen.pieslice(
        (middle - 0.52 * unit, middle - 0.8 * unit, middle + 0.52 * unit, middle + 0.1 * unit), 188, 352, fill=hair
    )
    oval(0, -0.28, 0.8, 0.26, shade(1.03))
    for side in (-1, 1):
        oval(side * 0.23, -0.11, 0.32, 0.2, shade(0.7))
        oval(side * 0.23, -0.09, 0.22, 0.1, (240, 238, 234))
        oval(side * 0.23, -0.09, 0.1, 0.1, (44, 34, 30))
        pen.line(
            [(middle + (side * 0.23 - 0.14) * unit, middle - 0.2 * unit),
             (middle + (side * 0.23 + 0.14) * unit, middle - 0.2 * unit)],
            fill=hair, width=max(1, round(unit * 0.05)),
        )  # fmt: skip
        oval(side * 0.28, 0.2, 0.24, 0.2, shade(1.08))
        oval(side * 0.06, 0.22, 0.08, 0.06, shade(0.6))
    oval(0, 0.06, 0.1, 0.32, shade(1.1))
    oval(0, 0.3, 0.5, 0.08, shade(0.82))
    oval(0, 0.42, 0.34, 0.08, (150, 74, 70))
    oval(0, 0.52, 0.3, 0.06, shade(0.84))
    canvas.paste(canvas.filter(ImageFilter.GaussianBlur(unit * 0.012)))
