"""Draw the pictures of both READMEs anew: docs/pages.png and docs/slip.png, from three scenarios played on the window.

    python -m scripts.pictures [--played OUT]

With `--played` the scenarios are not played again: OUT has a folder of pictures for each.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = (
    ("happy_visit", "attract", 0),
    ("happy_visit", "identify", 0),
    ("happy_visit", "form-phone", 0),
    ("happy_visit", "review", 0),
    ("offline_then_delivered", "ending", -1),
    ("foreign_card", "ending", -1),
)
"""Scenario, page, and which of its pictures."""
SLIP = "foreign_card"
COLUMNS, WIDTH, GAP = 3, 411, 11
GROUND = "#d8d3c8"


def main() -> int:
    """Play what is missing and write the pictures. Exit code: that of the first scenario that does not end well."""
    parser = argparse.ArgumentParser(prog="python -m scripts.pictures", description=__doc__.partition("\n")[0])
    parser.add_argument("--played", type=Path, metavar="OUT", help="folder with a folder of pictures for each scenario")
    played = parser.parse_args().played
    if played is not None:
        draw(played)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name in dict.fromkeys(scenario for scenario, _, _ in SHOWN):
            file, out = ROOT / "config" / "scenarios" / f"{name}.toml", Path(folder) / name
            command = [sys.executable, "main.py", "--scenario", str(file), "--headless", "--out", str(out)]
            ended = subprocess.run(command, cwd=ROOT, check=False)
            if ended.returncode:
                return ended.returncode
        draw(Path(folder))
    return 0


def draw(played: Path) -> None:
    """Write both pictures."""
    from PIL import Image

    pages = []
    for scenario, page, which in SHOWN:
        with Image.open(sorted((played / scenario).glob(f"*-{page}.png"))[which]) as picture:
            height = round(picture.height * WIDTH / picture.width)
            pages.append(picture.convert("RGB").resize((WIDTH, height)))
    rows = -(-len(pages) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) - GAP, rows * (pages[0].height + GAP) - GAP)
    sheet = Image.new("RGB", size, GROUND)
    for place, page_picture in enumerate(pages):
        row, column = divmod(place, COLUMNS)
        sheet.paste(page_picture, (column * (WIDTH + GAP), row * (page_picture.height + GAP)))
    sheet.quantize(256, dither=Image.Dither.NONE).save(ROOT / "docs" / "pages.png", optimize=True)
    (ROOT / "docs" / "slip.png").write_bytes((played / SLIP / "slip-1.png").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
