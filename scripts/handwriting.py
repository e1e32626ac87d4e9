"""Measure the accuracy and speed of a handwriting recogniser on characters with known strokes (docs/handwriting.md).

    python3 scripts/handwriting.py FOLDER

FOLDER contains the two Debian packages extracted by `dpkg -x`, and the archive of strokes. Nothing is installed.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

LIBRARY = "usr/lib/*/libzinnia.so.0"
MODEL = "usr/share/tegaki/models/zinnia/handwriting-zh_CN.model"
STROKES = "hanzi-writer-data-*.tgz"
SEED, CHARACTERS, BEST, SIZE = 7, 1000, 10, 1000
RARE = "龘䶮㐂𠮷喆堃"

Point = tuple[float, float]
Strokes = list[list[Point]]


class Recogniser:
    """Zinnia through its C interface."""

    def __init__(self, library: Path, model: Path) -> None:
        self.lib = ctypes.CDLL(str(library))
        for name in ("zinnia_recognizer_new", "zinnia_character_new", "zinnia_recognizer_classify"):
            getattr(self.lib, name).restype = ctypes.c_void_p
        self.lib.zinnia_result_value.restype = ctypes.c_char_p
        self.lib.zinnia_result_size.restype = ctypes.c_size_t
        self.recogniser = ctypes.c_void_p(self.lib.zinnia_recognizer_new())
        self.character = ctypes.c_void_p(self.lib.zinnia_character_new())
        began = time.perf_counter()
        if not self.lib.zinnia_recognizer_open(self.recogniser, str(model).encode()):
            raise SystemExit(f"{model} is no model")
        self.opened_ms = 1000 * (time.perf_counter() - began)

    def read(self, strokes: Strokes) -> list[str]:
        self.lib.zinnia_character_clear(self.character)
        self.lib.zinnia_character_set_width(self.character, ctypes.c_size_t(SIZE))
        self.lib.zinnia_character_set_height(self.character, ctypes.c_size_t(SIZE))
        for number, stroke in enumerate(strokes):
            for x, y in stroke:
                self.lib.zinnia_character_add(self.character, ctypes.c_size_t(number), round(x), round(y))
        found = self.lib.zinnia_recognizer_classify(self.recogniser, self.character, ctypes.c_size_t(BEST))
        if not found:
            return []
        result = ctypes.c_void_p(found)
        count = self.lib.zinnia_result_size(result)
        words = [self.lib.zinnia_result_value(result, ctypes.c_size_t(n)).decode() for n in range(count)]
        self.lib.zinnia_result_destroy(result)
        return words


def unchanged(strokes: Strokes, random: Random) -> Strokes:
    return strokes


def distorted(strength: float) -> Callable[[Strokes, Random], Strokes]:
    """Return a distortion that slants, scales, shifts and rotates the character and adds noise to every point."""

    def drawn(strokes: Strokes, random: Random) -> Strokes:
        slant, turn = random.uniform(-0.15, 0.15) * strength, random.uniform(-0.08, 0.08) * strength
        wide, tall = (1 - random.uniform(0, 0.2) * strength for _ in "xy")
        right, down = (random.uniform(-0.04, 0.04) * SIZE * strength for _ in "xy")
        shake = 0.01 * SIZE * strength

        def moved(point: Point) -> Point:
            x, y = point[0] - SIZE / 2, point[1] - SIZE / 2
            x, y = (x + slant * y) * wide, y * tall
            x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
            return (
                min(SIZE, max(0, x + SIZE / 2 + right + random.gauss(0, shake))),
                min(SIZE, max(0, y + SIZE / 2 + down + random.gauss(0, shake))),
            )

        return [[moved(point) for point in stroke] for stroke in strokes]

    return drawn


def joined(strokes: Strokes, random: Random) -> Strokes:
    """Join three in ten strokes to the stroke before, as when the finger is not lifted."""
    found: Strokes = []
    for stroke in distorted(1)(strokes, random):
        if found and random.random() < 0.3:
            found[-1] = found[-1] + stroke
        else:
            found.append(stroke)
    return found


def misordered(strokes: Strokes, random: Random) -> Strokes:
    """Exchange two neighbouring strokes."""
    found = distorted(1)(strokes, random)
    if len(found) > 1:
        place = random.randrange(len(found) - 1)
        found[place : place + 2] = reversed(found[place : place + 2])
    return found


def shuffled(strokes: Strokes, random: Random) -> Strokes:
    return random.sample(found := distorted(1)(strokes, random), len(found))


DISTORTIONS: dict[str, Callable[[Strokes, Random], Strokes]] = {
    "as in the data": unchanged,
    "slanted, scaled, shifted and shaken a little": distorted(1),
    "the same, twice as strong": distorted(2),
    "a little, three strokes in ten joined to the one before": joined,
    "a little, two neighbouring strokes exchanged": misordered,
    "a little, strokes in any order": shuffled,
}


def in_gb2312(character: str) -> bool:
    try:
        return len(character) == 1 and len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def known_strokes(archive: Path) -> dict[str, Strokes]:
    """Read the stroke medians of every GB 2312 character, as points on a square with its origin at the top left."""
    found: dict[str, Strokes] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            character = Path(member.name).stem
            if in_gb2312(character) and (file := tar.extractfile(member)):
                medians = json.load(file)["medians"]
                found[character] = [[(x * SIZE / 1024, (900 - y) * SIZE / 1024) for x, y in each] for each in medians]
    return found


def single_match(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(f"no {pattern} in {folder}: docs/handwriting.md says how it comes there")
    return found[0]


def main(folder: Path) -> None:
    model = single_match(folder, MODEL)
    recogniser, content = Recogniser(single_match(folder, LIBRARY), model), model.read_bytes()
    strokes = known_strokes(single_match(folder, STROKES))
    chosen = Random(SEED).sample(sorted(strokes), CHARACTERS)
    print(f"{len(chosen)} of {len(strokes)} characters, seed {SEED}, load {os.getloadavg()[0]:.1f}")
    print(f"model: {len(content) / 1e6:.0f} MB, opened in {recogniser.opened_ms:.0f} ms")
    # In the model file a class begins with its character, zero-padded to 16 bytes.
    classes = [c for c in (*strokes, *RARE) if c.encode().ljust(16, b"\0") in content]
    rare = "".join(c for c in RARE if c in classes) or "none"
    print(f"in the model: {len(set(strokes) & set(classes))} of the data's, and of {RARE} {rare}")
    for name, distort in DISTORTIONS.items():
        random, took, first, among = Random(SEED), [], 0, 0
        for character in chosen:
            drawn = distort(strokes[character], random)
            began = time.perf_counter()
            read = recogniser.read(drawn)
            took.append(1000 * (time.perf_counter() - began))
            first += read[:1] == [character]
            among += character in read
        took.sort()
        p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
        print(f"| {name} | {first / len(chosen):.1%} | {among / len(chosen):.1%} | {p50:.1f} / {p99:.1f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
