"""The gallery's index: one HTML file with filters, lazily loaded pictures, and the findings of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gallery</title>
<style>
body { font: 15px/1.4 sans-serif; margin: 0; background: #f6f4ee; color: #14213d }
header { position: sticky; top: 0; background: #fff; padding: 10px 16px; border-bottom: 1px solid #7d889e }
label { margin-right: 14px } select, input { font: inherit }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 16px; padding: 16px }
figure { margin: 0 } img { width: 100%; aspect-ratio: 9/16; border: 1px solid #7d889e; background: #ddd }
figcaption { font-size: 13px; overflow-wrap: anywhere } li { color: #a8430f } .bad img { border: 4px solid #a8430f }
ul { margin: 4px 0; padding-left: 18px }
</style>
<header id="filters"></header><main id="all"></main>
<script>
const pictures = __DATA__;
const by = ["page", "language", "look", "height", "px_per_mm"];
const chosen = {};
const filters = document.getElementById("filters"), all = document.getElementById("all");
for (const name of by) {
  const label = document.createElement("label"), select = document.createElement("select");
  for (const value of ["", ...new Set(pictures.map(p => String(p[name])))])
    select.add(new Option(value || "all", value));
  select.onchange = () => { chosen[name] = select.value; draw(); };
  label.append(name + " ", select);
  filters.append(label);
}
const only = document.createElement("input"), onlyLabel = document.createElement("label");
const count = document.createElement("b");
only.type = "checkbox"; only.onchange = draw;
onlyLabel.append(only, " with findings only");
filters.append(onlyLabel, count);
function draw() {
  const shown = pictures.filter(p => by.every(n => !chosen[n] || String(p[n]) === chosen[n])
    && (!only.checked || p.findings.length));
  const bad = shown.filter(p => p.findings.length).length;
  count.textContent = `${shown.length} of ${pictures.length}, ${bad} with findings`;
  all.replaceChildren(...shown.map(p => {
    const figure = document.createElement("figure"), link = document.createElement("a");
    const image = document.createElement("img"), words = document.createElement("figcaption");
    const list = document.createElement("ul");
    figure.className = p.findings.length ? "bad" : "";
    image.loading = "lazy"; image.src = link.href = encodeURIComponent(p.file); image.alt = p.view;
    link.append(image);
    words.textContent = `${p.view} · ${p.language} · ${p.look} · ${p.height} · ${p.px_per_mm} px/mm · ${p.turn}`
      + (p.empty === null ? "" : ` · ${Math.round(p.empty * 100)} % empty`);
    list.append(...p.findings.map(f => { const li = document.createElement("li"); li.textContent = f; return li; }));
    figure.append(link, words, list);
    return figure;
  }));
}
draw();
</script></html>
"""


def index_page(pictures: Sequence[Mapping[str, Any]]) -> str:
    """Return the index."""
    data = json.dumps(list(pictures), ensure_ascii=False).replace("<", "\\u003c")
    return PAGE.replace("__DATA__", data)
