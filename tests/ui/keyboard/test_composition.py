"""Keys and the text that they write; Chinese input by pinyin and strokes, without learning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.doors import ROOT
from ui.keyboard.chinese import SCHEMA, Engine, Preedit
from ui.keyboard.composition import ROWS, ComposerState, end_composition, open_field, press
from ui.keyboard.rime import Rime, RimeSession

FOLDER = ROOT / "build" / "rime"
KEYS = {key.id for rows in ROWS.values() for row in rows for key in row}
ANY_KEY = st.sampled_from(sorted(KEYS | {"page-up", "page-down", "choose:0", "choose:5", "choose:99", "nonsense"}))


@pytest.fixture(scope="module")
def engine() -> RimeSession:
    return Rime(FOLDER).open()


def type_keys(kind: str, keys: list[str], engine: RimeSession | None = None, longest: int = 50) -> ComposerState:
    state = open_field(kind, "", longest)
    for key in keys:
        state = press(state, key, engine)
    return state


def test_pinyin_finds_the_word_and_choosing_writes_it(engine: RimeSession) -> None:
    state = type_keys("chinese", list("zhongguo"), engine)
    assert state.preedit.candidates[0] == "中国"
    assert state.text == "", "only what is chosen leaves"
    state = press(state, "choose:0", engine)
    assert (state.text, state.letters) == ("中国", "")


def test_space_takes_the_first_and_delete_takes_letters_first(engine: RimeSession) -> None:
    state = press(type_keys("chinese", list("nii"), engine), "delete", engine)
    assert state.letters == "ni"
    assert press(state, "space", engine).text != ""


def test_candidates_are_turned_page_by_page(engine: RimeSession) -> None:
    first = type_keys("chinese", list("shi"), engine)
    second = press(first, "page-down", engine)
    assert not set(first.preedit.candidates) & set(second.preedit.candidates)
    assert press(second, "page-up", engine).preedit.candidates == first.preedit.candidates
    engine.clear()


def test_a_search_shows_its_uncommitted_letters(engine: RimeSession) -> None:
    state = type_keys("search", list("ylbx"), engine)
    assert state.shown == "ylbx"
    engine.clear()


@pytest.mark.parametrize(
    ("kind", "keys", "text"),
    [
        ("digits", ["1", "2", "a", "3"], "123"),
        ("id_number", ["1", "x"], "1X"),
        ("slip_number", ["w", "t", "0", "i", "o"], "WT0"),
        ("latin", ["shift", "a", "b", "-"], "Ab-"),
        ("latin", ["a", "delete", "delete"], ""),
    ],
)
def test_a_field_takes_only_the_keys_of_its_keyboard(kind: str, keys: list[str], text: str) -> None:
    assert type_keys(kind, keys).text == text


TOLERANT = (
    "zongguo中国 sanghai上海 senfen身份 naoren老人 lanjing南京 cangsa长沙 senqin申请 zenmin证明 cengsi城市 souru收入 "
)
TOLERANT += "sehui社会 senri生日 zuzi住址 cuntian春天 lver女儿 renming人民 souji手机 yisen医生 dizi地址 zengfu政府 "
TOLERANT += "yannao养老 xinmin姓名 sicang市场 angquan安全 renzeng认真 siqin事情 baoxiang保险 naosi老师"
PRECISE = "zhongguo中国 shenfen身份 laoren老人 nanjing南京 zhengming证明 shouru收入 zijin资金 ziji自己"
PRECISE += " conglai从来 jinnian今年"


def _split(pairs: str) -> list[tuple[str, str]]:
    return [
        (each.rstrip("".join(c for c in each if not c.isascii())), each.lstrip("abcdefghijklmnopqrstuvwxyz"))
        for each in pairs.split()
    ]


def test_a_word_spelt_as_it_is_spoken_in_the_south_is_on_the_first_page_nine_times_of_ten(engine: RimeSession) -> None:
    pairs = _split(TOLERANT)
    found = []
    for letters, word in pairs:
        found.append(word in type_keys("chinese", list(letters), engine).preedit.candidates)
        engine.clear()
    assert sum(found) >= 0.9 * len(pairs)


@pytest.mark.parametrize(("letters", "word"), _split(PRECISE))
def test_a_word_spelt_precisely_comes_first(engine: RimeSession, letters: str, word: str) -> None:
    state = type_keys("chinese", list(letters), engine)
    engine.clear()
    assert state.preedit.candidates[0] == word


@pytest.mark.parametrize(
    ("strokes", "character"),
    [("hzhzhz", "㐂"), ("hpznphhpn", "䶮"), ("hshszh", "𠮷"), ("nhnphszhhshzhzhhhnhnphs", "龘")],
)
def test_a_rare_character_is_written_by_its_strokes(engine: RimeSession, strokes: str, character: str) -> None:
    state = type_keys("chinese", ["layer:strokes", *strokes], engine)
    assert character in state.preedit.candidates
    state = press(state, f"choose:{state.preedit.candidates.index(character)}", engine)
    assert state.text == character
    back = press(state, "layer:chinese", engine)
    assert (back.kind, back.text) == ("chinese", character)
    engine.clear()


def test_without_an_engine_a_stroke_key_never_writes_a_letter() -> None:
    assert type_keys("chinese", ["layer:strokes"]).kind == "chinese"


def test_homophones_have_different_spoken_forms(engine: RimeSession) -> None:
    page = type_keys("chinese", list("shi"), engine).preedit.candidates
    engine.clear()
    said = [engine.spoken(each) for each in page]
    assert len(set(said)) == len(page)
    assert all(len(words) > len(each) for words, each in zip(said, page, strict=True) if len(each) == 1)


@pytest.mark.parametrize(
    ("kind", "keys", "text"),
    [
        ("chinese", list("wang"), "wang"),
        ("chinese", list("zhongguo"), "zhongguo"),
        ("chinese", [*"zhongguo", "choose:0", *"li"], "中国li"),
        ("chinese", ["layer:strokes", *"hsp"], ""),
        ("search", list("ylbx"), "ylbx"),
        ("chinese", [], ""),
    ],
)
def test_what_is_composed_is_committed_as_it_is_shown(
    engine: RimeSession, kind: str, keys: list[str], text: str
) -> None:
    ended = end_composition(type_keys(kind, keys, engine), engine)
    engine.select_schema(SCHEMA)
    assert (ended.letters, ended.text) == ("", text)


def test_a_word_chosen_in_part_is_committed_with_the_letters_left(engine: RimeSession) -> None:
    state = type_keys("chinese", list("wangyinan"), engine)
    place = next(n for n, word in enumerate(state.preedit.candidates) if len(word) == 2)
    part = press(state, f"choose:{place}", engine)
    ended = end_composition(part, engine)
    engine.clear()
    assert ended.text in (state.preedit.candidates[place] + left for left in ("an", "nan")), "wang yin an, wang yi nan"


def test_a_digit_after_letters_loses_none_of_them(engine: RimeSession) -> None:
    assert type_keys("chinese", [*"lu", "8"], engine).text == "lu8"


NAME = "·".join(["阿卜杜热合曼江𠮷"] * 8)
LONGEST_NAME = 120
"""Maximum length of a name in the shipped service items."""


class ScriptedEngine:
    """An engine that offers the pieces of a name one after another, whatever is typed."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._letters = ""

    def press(self, symbol: int) -> str:
        self._letters += chr(symbol)
        return ""

    def choose(self, place: int) -> str:
        self._letters = ""
        return self._pieces.pop(0)

    def preedit(self) -> Preedit:
        return Preedit(self._letters, tuple(self._pieces[:1]) if self._letters else ())

    def clear(self) -> None:
        self._letters = ""

    def select_schema(self, schema: str) -> None:
        self.clear()

    def spoken(self, text: str) -> str:
        return text

    def for_names(self) -> Engine:
        return self


@pytest.mark.parametrize("dot", ["·", "•", "‧", "・", "．", "∙", "⋅", "･", "᛫"])
def test_separators_of_a_long_name_are_normalized(dot: str) -> None:
    pieces = [piece for part in NAME.split("·") for piece in (dot, part)][1:]
    engine = ScriptedEngine(list(pieces))
    state = open_field("chinese", "", LONGEST_NAME)
    for _ in pieces:
        state = press(press(state, "a", engine), "choose:0", engine)
    assert len(state.text) == 71
    assert state.text == NAME


def test_a_key_normalizes_separators_typed_on_another_keyboard() -> None:
    typed = NAME.replace("·", " • ")
    assert len(typed) > 71
    assert press(open_field("chinese", typed, 71), "·", None).text == NAME, (
        "separators are normalized before the text is cut"
    )
    assert press(open_field("latin", "Ana•Maria", LONGEST_NAME), "space", None).text == "Ana·Maria "


def test_a_separator_that_is_on_no_key_is_ignored() -> None:
    assert press(open_field("latin", "", 9), "•", None).text == ""
    assert type_keys("chinese", ["·"]).text == "·"


@pytest.mark.parametrize("longest", [50, 71, LONGEST_NAME])
def test_length_is_counted_in_code_points(longest: int) -> None:
    nearly = "𠮷" * (longest - 1)
    full = press(open_field("chinese", nearly, longest), "1", None)
    assert full.text == nearly + "1"
    assert press(full, "2", None).text == full.text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ROWS)), st.lists(ANY_KEY, max_size=25))
def test_random_keys_never_exceed_the_maximum_length(engine: RimeSession, kind: str, keys: list[str]) -> None:
    engine.clear()
    state = type_keys(kind, keys, engine, longest=8)
    assert len(state.text) <= 8
    assert "\n" not in state.text
