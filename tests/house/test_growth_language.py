"""A language is its files of words and one row of data: one is added to a copy of the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.catalogue.__main__ import main
from kiosk.events import Touched
from kiosk.language_table import load_table
from kiosk.messages import BASE, Languages
from kiosk.session import view_of
from kiosk.session.attract import Attract
from kiosk.session.fallback import NOTE
from kiosk.session.in_visit import InVisit
from kiosk.settings import load_settings
from kiosk.spoken import sentences_of
from kiosk.terminal.facts import terminal_facts
from kiosk.terminal.startup import START_FAILURES
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import View
from kiosk.words import Data, text
from tests.frozen import SERVICES, catalogue, config_in
from tests.kiosk.session.citizen import ALL_WELL
from tests.languages import INVENTED as CODE
from tests.languages import LANGUAGES, NAME, add_language

ITEM = "old-age-allowance"


@dataclass(frozen=True)
class Grown:
    """A configuration with one language more, and what a terminal has of it."""

    config: Path
    facts: TerminalFacts
    languages: Languages

    def say(self, view: View) -> str:
        words = self.languages.words(view.language)
        return "\n".join(line.text for line in sentences_of(view, words))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    config = config_in(tmp_path_factory.mktemp("grown") / "config")
    add_language(config / "languages")
    facts = terminal_facts(load_settings(config / "terminals" / "rehearsal.toml", rehearsal=True), config)
    return Grown(config, facts, Languages.load(config / "languages").with_items(catalogue()))


def attract(grown: Grown) -> Attract:
    return Attract("visit-1", grown.facts, catalogue(), ALL_WELL)


def begun(grown: Grown) -> InVisit:
    state, _ = attract(grown).advance(Touched("", f"start:{CODE}"))
    assert isinstance(state, InVisit)
    return state


def test_the_checks_pass_and_warn_of_what_items_lack(grown: Grown, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", str(grown.config / "languages")]) == 0
    check = ["check", str(grown.config / "services"), "--languages", str(grown.config / "languages")]
    assert main(check) == 0
    warnings = capsys.readouterr().err.splitlines()
    assert all(line.startswith("warning: ") for line in warnings)
    assert any(f"{CODE}.ftl: " in line for line in warnings)


def test_a_row_without_files_stops_check_and_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = config_in(tmp_path / "config")
    add_language(config / "languages")
    (config / "languages" / f"ui.{CODE}.ftl").unlink()
    assert main(["words", str(config / "languages")]) == 1
    wrong = f"ui.{CODE}.ftl: missing, and languages.toml has a row for {CODE}"
    assert wrong in capsys.readouterr().err
    with pytest.raises(START_FAILURES, match=wrong):
        terminal_facts(load_settings(config / "terminals" / "rehearsal.toml", rehearsal=True), config)


def test_the_first_page_offers_it_in_its_own_words(grown: Grown) -> None:
    view = attract(grown).view()
    offered = {choice.key: choice.label for choice in view.choices}
    assert offered[f"start:{CODE}"] == Data(NAME, language=CODE)
    assert set(offered) >= {f"start:{code}" for code in LANGUAGES[1:]}
    assert begun(grown).session.language == CODE


def test_the_language_button_goes_through_all_languages(grown: Grown) -> None:
    state = attract(grown)
    seen = []
    for _ in load_table(grown.config / "languages"):
        seen.append(state.language)
        following = state.view().next_language
        moved, _ = state.advance(Touched("", "language"))
        assert isinstance(moved, Attract)
        state = moved
        assert following is not None
        assert following.language == state.language
    assert seen == [*LANGUAGES, CODE]
    assert state.language == BASE


def test_an_item_without_the_language_is_shown_in_chinese_and_says_so(grown: Grown) -> None:
    session = begun(grown).session
    state, _ = InVisit(session).advance(Touched("visit-1", f"item:{ITEM}"))
    assert isinstance(state, InVisit)
    view = view_of(state.session)
    words = grown.languages.words(CODE)
    assert view.blocks.count(NOTE) == 1
    assert words.text(text("name", ITEM)) == "高龄津贴申领"
    assert "高龄津贴申领" in grown.say(view)
    assert "shown in Chinese" in grown.say(view)
    read = {line.language for line in sentences_of(view, words)}
    assert read >= {BASE, CODE}, "each word is read by the voice of its language"


WITH_WORDS = [code for code in LANGUAGES if (SERVICES / ITEM / f"{code}.ftl").exists()]
"""The languages that the frozen item has words in."""


@pytest.mark.parametrize("language", WITH_WORDS)
def test_an_item_with_all_its_words_says_nothing_of_it(grown: Grown, language: str) -> None:
    state, _ = attract(grown).advance(Touched("", "start" if language == BASE else f"start:{language}"))
    assert state is not None
    state, _ = state.advance(Touched("visit-1", f"item:{ITEM}"))
    assert isinstance(state, InVisit)
    assert state.session.language == language
    assert NOTE not in view_of(state.session).blocks


def test_no_voice_is_offered_in_a_language_without_one(grown: Grown) -> None:
    assert grown.facts.speaks
    assert "start:voice" in {choice.key for choice in attract(grown).view().choices}
    state = attract(grown)
    while state.language != CODE:
        moved, _ = state.advance(Touched("", "language"))
        assert isinstance(moved, Attract)
        state = moved
    assert "start:voice" not in {choice.key for choice in state.view().choices}
    assert CODE not in grown.languages.voices
    larger, _ = begun(grown).advance(Touched("visit-1", "larger"))
    assert isinstance(larger, InVisit)
    assert larger.session.modes.elder
    assert not larger.session.modes.voice
