"""The guides are correct: their examples run, and every word of the item and scenario formats is explained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue import answers, item
from kiosk.catalogue.__main__ import main as catalogue
from kiosk.scenario.__main__ import play_bare
from kiosk.vocabulary.since import SINCE
from tests.house.doors import ROOT

ITEMS = (ROOT / "config" / "services" / "README.md").read_text(encoding="utf-8")
SCENARIOS = (ROOT / "config" / "scenarios" / "README.md").read_text(encoding="utf-8")
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def blocks(guide: str) -> list[tuple[str, str]]:
    """Return every code block with the text after its fence."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)


def explained(guide: str) -> set[str]:
    prose = re.sub(r"^```.*?^```$", "", guide, flags=re.MULTILINE | re.DOTALL)
    return {word for code in re.findall(r"`([^`]+)`", prose) for word in (code, code.split(" ")[0])}


def test_the_item_of_the_guide_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "reading-room"
    folder.mkdir()
    for fence, content in blocks(ITEMS):
        if " " in fence:
            (folder / fence.split(" ")[1]).write_text(content, encoding="utf-8")
    assert catalogue(["check", str(folder)]) == 0, capsys.readouterr().err
    assert "reading-room 2026.1: 4 pages, 3 examples" in capsys.readouterr().out


def test_the_bundle_of_the_guide_is_a_bundle_of_its_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("reading-room", "book-delivery", "reading"):
        (tmp_path / name).mkdir()
        for fence, content in blocks(ITEMS):
            if " " in fence:
                own = content.replace("reading-room", name) if fence.endswith("item.toml") else content
                (tmp_path / name / fence.split(" ")[1]).write_text(own, encoding="utf-8")
    (lines,) = (content for fence, content in blocks(ITEMS) if 'kind = "bundle"' in content)
    bundle = tmp_path / "reading"
    for file in ("answers.schema.json", "pages.json"):
        (bundle / file).unlink()
    written = (bundle / "item.toml").read_text(encoding="utf-8")
    written = re.sub(r"^(kind|steps) = .*\n", "", written, flags=re.MULTILINE)
    (bundle / "item.toml").write_text(lines + written, encoding="utf-8")
    parts = ("reading-room", "book-delivery", "address-check")
    words = "".join(f"part-{part} = 样例\npart-{part}-by = 样例局\n" for part in parts)
    (bundle / "zh-CN.ftl").write_text((bundle / "zh-CN.ftl").read_text(encoding="utf-8") + words, encoding="utf-8")
    for name, organisation in (("book-delivery", "0000002X"), ("reading", "00000031")):
        path = tmp_path / name / "item.toml"
        codes = path.read_text(encoding="utf-8").replace("MB0000001T", f"MB{organisation}")
        path.write_text(codes, encoding="utf-8")
    assert catalogue(["check", str(tmp_path)]) == 0, capsys.readouterr().err
    assert "reading 2026.1: 4 pages, 3 examples" in capsys.readouterr().out


def test_every_key_of_an_item_is_explained() -> None:
    models = (item.Item, item.JourneyStep, item.Codes, item.Limit, item.Fee, item.Material, item.Phones, item.Part)
    keys = {name for model in (*models, item.ControlOptions) for name in model.__struct_encode_fields__}
    keys |= answers.FORM_KEYWORDS | answers.ANSWER_KEYWORDS | answers.TYPES
    keys |= {word for words in SINCE.values() for word in words}
    assert keys <= explained(ITEMS), sorted(keys - explained(ITEMS))


def test_the_scenario_of_the_guide_plays(tmp_path: Path) -> None:
    (source,) = (content for fence, content in blocks(SCENARIOS) if fence == "toml")
    path = tmp_path / "guide.toml"
    path.write_text(source, encoding="utf-8")
    report = play_bare(path, None)
    assert report.ok, report.failures


def test_every_word_of_the_scenario_language_is_explained() -> None:
    schema: Any = json.loads((ROOT / "config" / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8"))
    words = {name for each in (schema, *schema["$defs"].values()) for name in each["properties"]}
    assert words <= explained(SCENARIOS), sorted(words - explained(SCENARIOS))


def test_both_readmes_have_the_same_sections_and_commands() -> None:
    assert len(re.findall("^## ", ENGLISH, re.MULTILINE)) == len(re.findall("^## ", CHINESE, re.MULTILINE))

    def commands(readme: str) -> list[str]:
        lines = [line for _, content in blocks(readme) for line in content.splitlines()]
        return [line.split("  #")[0].strip() for line in lines if re.match(r"(make|python) ", line)]

    assert commands(ENGLISH) == commands(CHINESE)
    inline = r"`((?:make|python|main\.py) [^`]+|make)`"
    assert sorted(re.sub(r"\s+", " ", c) for c in re.findall(inline, ENGLISH)) == sorted(
        re.sub(r"\s+", " ", c) for c in re.findall(inline, CHINESE)
    )


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["en", "zh-CN"])
def test_a_readme_names_every_command_of_make_help(readme: str) -> None:
    made = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    run = {
        line.split()[1] for _, content in blocks(readme) for line in content.splitlines() if line.startswith("make ")
    }
    prose = {word for code in explained(readme) for word in code.split()}
    named = run | prose
    assert set(made) <= named, f"not in the README: {sorted(set(made) - named)}"


GUIDES = "".join(
    path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "config").rglob("*.md"))
)


def test_every_command_of_a_program_is_named_in_a_guide() -> None:
    """A command that no guide names is found by nobody."""
    missing = [
        f"{module} {command}"
        for program in (*ROOT.glob("kiosk/**/__main__.py"), ROOT / "devices" / "__main__.py")
        for module in [".".join(program.parent.relative_to(ROOT).parts)]
        for command in re.findall(r'add_parser\(\s*"([a-z-]+)"', program.read_text(encoding="utf-8"))
        if not re.search(rf"python -m {re.escape(module)} (?:[^`\n]* )?{command}\b", GUIDES)
    ]
    assert not missing, missing
    options = re.findall(r'"(--[a-z]+)"', (ROOT / "main.py").read_text(encoding="utf-8"))
    assert not [each for each in options if each not in GUIDES]
