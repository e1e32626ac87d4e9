"""Parts that sample views are made of. All people, numbers and places are invented."""

from __future__ import annotations

from dataclasses import replace

from kiosk.view import Actions, Block, BlockKind, Choice, Modes, Progress, View
from kiosk.words import Data, Words
from tests.languages import next_name
from tests.ui.pseudo import PSEUDO, stretched

K = BlockKind
LONG_NAME = "买买提明·吐尔逊阿不都热依木·阿布都克热木江"
ADDRESS = "测试省样例自治州梧桐土家族苗族自治县凤凰山街道青松社区第十二网格北环路一千二百三十四号样例花园二期锦绣苑二十八幢三单元一千八百零六室（原东风公社第三生产大队老仓库旁）"
LONG_ADDRESS = "，".join([ADDRESS] * 3)
"""Twelve lines in large text."""
ENGLISH_ADDRESS = (
    "Room 1806, Unit 3, Building 28, Splendid Court, Phase II of Sample Gardens, 1234 North Ring Road, "
    "Grid 12 of Green Pine Community, Phoenix Mountain Subdistrict, Wutong Autonomous County, Sample Prefecture"
)


class SampleParts:
    """Parts of views, with texts in one language."""

    def __init__(self, language: str, modes: Modes | None = None) -> None:
        self.language = language
        self.modes = modes or Modes()

    def say(self, chinese: str, english: str) -> Words:
        said = {"zh-CN": chinese, PSEUDO: stretched(english)}
        return Data(said.get(self.language, english))

    def choice(self, key: str, chinese: str, english: str, **more: object) -> Choice:
        return Choice(key, self.say(chinese, english), **more)  # type: ignore[arg-type]

    def block(self, kind: BlockKind, chinese: str, english: str, **more: object) -> Block:
        return Block(kind, self.say(chinese, english), **more)  # type: ignore[arg-type]

    def row(self, chinese: str, english: str, value: Words, **more: object) -> Block:
        return Block(K.ROW, self.say(chinese, english), value, **more)  # type: ignore[arg-type]

    def view(self, page: str, chinese: str, english: str, **more: object) -> View:
        made = View(
            page,
            page.lower(),
            self.language,
            self.say(chinese, english),
            visit="v1",
            modes=self.modes,
            next_language=self.next_language,
        )
        where = self.say("高龄津贴申领", "Old-age allowance application")
        return replace(made, **{"where": where, "actions": self.usual, **more})  # type: ignore[arg-type]

    @property
    def next_language(self) -> Data:
        return Data(next_name(self.language))

    @property
    def usual(self) -> Actions:
        return Actions(
            self.choice("back", "返回", "Back", icon="chevron-left"),
            self.choice("leave", "退出", "Leave"),
            self.choice("continue", "继续", "Continue"),
        )

    def steps(self, current: int) -> Progress:
        names = (("看指南", "Guide"), ("确认身份", "Identity"), ("填表", "Form"), ("核对", "Check"), ("结果", "Result"))
        return Progress(tuple(self.say(*name) for name in names), current)
