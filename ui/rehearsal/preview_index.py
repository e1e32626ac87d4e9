"""The index of a preview: one HTML file beside the pictures, a row of pictures for each way through the item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INDEX = "index.html"
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
body {{ font: 15px/1.45 sans-serif; margin: 0; background: #f6f4ee; color: #14213d }}
header, section {{ padding: 12px 20px }} header {{ background: #fff; border-bottom: 1px solid #7d889e }}
h1 {{ font-size: 22px; margin: 0 }} h2 {{ font-size: 17px; margin: 8px 0 }} p {{ margin: 4px 0; max-width: 70em }}
.way {{ display: flex; gap: 14px; overflow-x: auto; padding-bottom: 12px }}
figure {{ margin: 0; flex: 0 0 220px }} img {{ width: 220px; border: 1px solid #7d889e; background: #ddd }}
figcaption {{ font-size: 13px }} .stuck {{ color: #a8430f }} h3 {{ font-size: 14px; margin: 8px 0 4px }}
</style>
<header><h1>{title}</h1>
<p>Each row is one way through the item: its worked examples, then what only other choices lead to. Devices and platform
did what is hoped for. Not drawn: pages of troubles (a printer without paper, no network), help, and papers or
certificates themselves, which are blank here.</p></header>
{ways}
</html>
"""


@dataclass(frozen=True)
class Drawn:
    """One picture: the name of its page, and its language."""

    name: str
    language: str
    file: str


@dataclass(frozen=True)
class Row:
    """One way through the item; `stuck`: why it has no end."""

    name: str
    pictures: Sequence[Drawn]
    stuck: str = ""


def index_page(item: str, modes: Sequence[str], languages: Sequence[str], rows: Sequence[Row]) -> str:
    """Return the index as HTML."""
    title = escape(" · ".join((item, *modes)))
    return PAGE.format(title=title, ways="\n".join(_way(row, languages) for row in rows))


def _way(row: Row, languages: Sequence[str]) -> str:
    stuck = f'<p class="stuck">It does not come to its end: {escape(row.stuck)}</p>' if row.stuck else ""
    strips = "".join(
        f"<h3>{escape(language)}</h3><div class=way>"
        f"{''.join(_figure(each) for each in row.pictures if each.language == language)}</div>"
        for language in languages
    )
    return f"<section><h2>{escape(row.name)}</h2>{stuck}{strips}</section>"


def _figure(each: Drawn) -> str:
    file, page = escape(each.file, quote=True), escape(each.name)
    image = f'<a href="{file}"><img loading="lazy" src="{file}" alt="{page}"></a>'
    return f"<figure>{image}<figcaption>{page}</figcaption></figure>"
