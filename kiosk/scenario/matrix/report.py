"""Report of the matrix as one HTML page: a grid per item, a sign and a colour per cell, the details of each cell."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from kiosk.scenario.matrix.played import Played
from kiosk.scenario.matrix.rules import ENDINGS, RULES
from kiosk.scenario.matrix.table import Result

GOOD, BAD, NONE = "✓", "✗ ", "·"
STYLE = """
body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:#14213d;background:#faf7f0;margin:2rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #8b93a3;padding:.2rem .4rem;text-align:center}
th{background:#eee9dd;font-weight:600}tbody th{text-align:left;white-space:nowrap}
thead th{writing-mode:vertical-rl;max-height:14rem}
td.good{background:#dff0e4}td.good a{color:#0f5a34}td.bad{background:#f6d9c9;font-weight:700}td.bad a{color:#8a3509}
a{text-decoration:none}.wide{overflow-x:auto}
details{background:#fff;border:1px solid #8b93a3;margin:.4rem 0;padding:.5rem}
details:target{outline:3px solid #0b4f9e}.seen{color:#3a4456}.bad{color:#8a3509}
"""


def json_data(results: Iterable[Result], seconds: float) -> dict[str, Any]:
    """Return the results as JSON-compatible data."""
    rows = [_row(result) for result in results]
    return {
        "cells": len(rows),
        "violations": sum(len(row["violations"]) for row in rows),
        "seconds": round(seconds, 1),
        "rules": {rule.name: rule.words for rule in RULES},
        "results": rows,
    }


def _row(result: Result) -> dict[str, Any]:
    cell, played = result.cell, result.played
    return {
        "id": cell.id,
        "item": cell.walk.item,
        "page": cell.page,
        "trouble": cell.trouble.id,
        "passes": cell.passes,
        "seen": [{"id": seen.id, "words": list(seen.words)} for seen in played.seen if seen.injected],
        "ending": ending_of(played),
        "held": None if played.after is None else asdict(played.after),
        "left_behind": None if played.after is None else played.leaks,
        "violations": [asdict(each) for each in result.violations],
    }


def ending_of(played: Played) -> str:
    """Return the last statement to the citizen about the case."""
    endings = [ENDINGS[key] for seen in played.seen for key in ENDINGS if key in seen.keys]
    return endings[-1] if endings else "no ending was shown"


def html_page(results: Sequence[Result], seconds: float) -> str:
    """Return one self-contained HTML page."""
    wrong = sum(len(result.violations) for result in results)
    items = list(dict.fromkeys(result.cell.walk.item for result in results))
    head = f"<h1>Misfortune matrix</h1><p>{len(results)} cells, {wrong} violations, {seconds:.0f} s</p>"
    rules = "".join(f"<li><b>{rule.name}</b>: {html.escape(rule.words)}</li>" for rule in RULES)
    grids = "".join(_grid(item, [each for each in results if each.cell.walk.item == item]) for item in items)
    details = "".join(map(_details, results))
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Misfortune matrix</title><style>{STYLE}</style>"
        f"{head}<p>{GOOD} all rules hold · {BAD.strip()} number of violations · {NONE} does not happen there."
        f" A second sign: the same trouble, passing after a while.</p>"
        f"<ul>{rules}</ul>{grids}<h2>Cells</h2>{details}</html>"
    )


def _grid(item: str, results: Sequence[Result]) -> str:
    pages = list(dict.fromkeys(result.cell.page for result in sorted(results, key=lambda r: r.cell.act)))
    troubles = sorted({result.cell.trouble.id: result.cell.trouble for result in results}.items())
    head = "".join(f"<th>{html.escape(page)}</th>" for page in pages)
    by_place: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        by_place.setdefault((result.cell.trouble.id, result.cell.page), []).append(result)
    body = "".join(
        f"<tr><th title='{html.escape(trouble.words, quote=True)}'>{html.escape(name)}</th>"
        + "".join(_grid_cell(by_place.get((name, page), [])) for page in pages)
        + "</tr>"
        for name, trouble in troubles
    )
    return (
        f"<h2>{html.escape(item)}</h2><div class=wide><table><thead><tr><th></th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _grid_cell(results: Sequence[Result]) -> str:
    if not results:
        return f"<td>{NONE}</td>"
    signs = " ".join(
        f"<a href='#{html.escape(r.cell.id)}'>{BAD + str(len(r.violations)) if r.violations else GOOD}</a>"
        for r in results
    )
    return f"<td class={'bad' if any(r.violations for r in results) else 'good'}>{signs}</td>"


def _details(result: Result) -> str:
    cell, played = result.cell, result.played
    seen = [each for each in played.seen if each.injected]
    pages = "".join(f"<li><b>{html.escape(s.id)}</b> <span class=seen>{_words(s.words)}</span></li>" for s in seen)
    wrong = "".join(f"<li class=bad>{BAD}{each.rule}: {html.escape(each.what)}</li>" for each in result.violations)
    after = played.after
    held = (
        "not known"
        if after is None
        else f"platform {after.platform}, handed over {after.received}, waiting here {after.unsent}, "
        f"slips {after.slips}, ratings {after.ratings}"
    )
    left = ", ".join(played.leaks) or ("not known" if after is None else "nothing")
    return (
        f"<details id='{html.escape(cell.id)}'><summary>{BAD if result.violations else GOOD} {html.escape(cell.id)}: "
        f"{html.escape(cell.trouble.words)}</summary><ul>{wrong}</ul><p>Told: {ending_of(played)}. Held in the end: "
        f"{held}. Left behind: {html.escape(left)}.</p><ol>{pages}</ol></details>"
    )


def _words(words: Sequence[str]) -> str:
    return html.escape(" / ".join(words))
