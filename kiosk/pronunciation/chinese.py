"""Write a Chinese sentence as it is spoken: numbers, dates, sums and signs become hanzi. Latin words stay.

The rules are applied in the order of their table: what a rule has written no later rule reads as a number again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.pronunciation import patterns as written
from kiosk.pronunciation.numbers import counted, dictated, digits, in_groups, integer, money, number

MEASURES = (
    *"个件次份天人位张项年种条页步周名家套本只台点户类部栏处样倍元块万千亿米斤岁层遍格组段句间枚双回趟代根颗所门秒成方片盒瓶辆头把幅封座排列",
    *("小时", "分钟", "公里", "公斤", "平方米", "工作日"),
)
"""Words that 2 is 两 before."""
NUMBER_NAMES = (
    *("电话", "热线", "拨打", "拨", "致电", "打", "验证码", "编号", "号码"),
    *("代码", "机号", "尾号", "凭条号", "后四位", "账号", "卡号", "短信"),
)
"""Words after which digits are a number to keep."""
N, BEGIN, END, DASH = written.NUMBER, written.BEGIN, written.END, written.DASH
PAUSE = "，"


def _spell(text: str) -> str:
    """Return a number to keep sign by sign, with a pause between groups."""
    shown = (f" {PAUSE}".join(" ".join(dictated(group)) for group in in_groups(text.replace("*", "")))).strip()
    return f" {shown} "


def _spelt(match: re.Match[str]) -> str:
    return PAUSE.join(dictated(each) for each in re.split(r"[，,] ?", match[0]))


def _phone(match: re.Match[str]) -> str:
    hidden = re.match(r"(\D*\d{3})[- ]?\*{4}[- ]?(\d{4})", match[0])
    if hidden:
        return f" {_spell(hidden[1]).strip()} {PAUSE}四位隐藏{PAUSE}{_spell(hidden[2]).strip()} "
    return _spell(match[0].replace("+", ""))


def _day(year: str, month: str, day: str) -> str:
    return f"{digits(year)}年{integer(int(month))}月{integer(int(day))}日"


def _time(hour: str, minute: str, second: str | None = None) -> str:
    found = f"{counted(str(int(hour)))}点"
    if int(minute):
        found += f"{'零' if int(minute) < 10 else ''}{integer(int(minute))}分"
    return found + (f"{integer(int(second))}秒" if second else "")


def _times(match: re.Match[str]) -> str:
    first = _time(match[1], match[2], match[3])
    return f"{first}到{_time(match[4], match[5])}" if match[4] else first


def _long(match: re.Match[str]) -> str:
    """Many digits, or leading zeros, without a unit are a number to keep; with one they are a quantity."""
    followed = match.string[match.end() :].lstrip()
    if followed.startswith(tuple(MEASURES)):
        return integer(int(match[0]))
    return _spell(match[0])


def _plain(match: re.Match[str]) -> str:
    followed = match.string[match.end() :].lstrip()
    return counted(match[0]) if followed.startswith(tuple(MEASURES)) else number(match[0])


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

NUMBER_RULES: tuple[Rule, ...] = (
    (written.SPELT, _spelt),
    (written.CODE, lambda m: _spell(m[0])),
    (written.DATE, lambda m: _day(m[1], m[3], m[4])),
    (written.MONTH, lambda m: f"{digits(m[1])}年{integer(int(m[2]))}月"),
    (written.TIMES, _times),
    (written.SIGNS, lambda m: _spell(m[0])),
    # A service line is no phone where a unit says that it is a quantity.
    (re.compile(rf"(?:{written.PHONE.pattern})(?! ?(?:{'|'.join(MEASURES)}|\.\d|%))"), _phone),
    (
        re.compile(rf"((?:{'|'.join(NUMBER_NAMES)})(?:[是为：:，,]|请打)? ?)(\d{{3,}})(?![\d.-]|,\d| ?[元位个次条])"),
        lambda m: m[1] + _spell(m[2]),
    ),
    (re.compile(r"(?<!\d)([12]\d{3}) ?(?=年(?!后|前|内|以))"), lambda m: digits(m[1])),
    (re.compile(rf"(?<=[\d%％元角岁天年月日时点个万亿]){DASH}(?=[¥￥\d零一二三四五六七八九十两])"), lambda m: "到"),
    (re.compile(rf"[¥￥] ?({N})(?: ?元)?"), lambda m: money(m[1])),
    (re.compile(rf"{BEGIN}({N}) ?元"), lambda m: money(m[1])),
    (re.compile(rf"{BEGIN}({N}) ?[%％]"), lambda m: f"百分之{number(m[1])}"),
    (re.compile(rf"{BEGIN}({N}) ?‰"), lambda m: f"千分之{number(m[1])}"),
    (written.FRACTION, lambda m: f"{integer(int(m[2]))}分之{integer(int(m[1]))}"),
    (re.compile(r"第 ?(\d+) ?"), lambda m: f"第{integer(int(m[1]))}"),
    (re.compile(rf"{BEGIN}0(\d)(?= ?[月日号点时分秒])"), lambda m: integer(int(m[1]))),
    (re.compile(rf"{BEGIN}2(?= ?月)"), lambda m: "二"),
    (re.compile(rf"{BEGIN}(\d{{3,4}}) ?(?=室|房)"), lambda m: digits(m[1])),
    (re.compile(rf"{BEGIN}\d+(?:\.\d+){{2,}}{END}"), lambda m: "点".join(integer(int(x)) for x in m[0].split("."))),
    (re.compile(rf"{BEGIN}(?:0\d{{2,}}|\d{{8,}})(?![\d.])"), _long),
    (re.compile(rf"(?<![\d\w])[-−](?={N})"), lambda m: "负"),
    (re.compile(rf"{N}"), _plain),
)

SIGN_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<=[元角分]) ?/ ?(?=[个月年天日人次户])"), lambda m: "每"),
    (re.compile(r"(?<=\S) [·•|] (?=\S)"), lambda m: PAUSE),
    (re.compile(r"\*{2,}"), lambda m: f"{PAUSE}隐藏{PAUSE}"),
    (re.compile(r" ?[~～—–] ?"), lambda m: "到"),
    (re.compile(r" ?[/\\|] ?"), lambda m: "或"),
)
SIGN_WORDS = {
    "&": "和", "+": "加", "＋": "加", "=": "等于", "≥": "不少于", "≤": "不超过", ">": "大于", "<": "小于", "×": "乘",
    "%": "百分之", "@": " at ", "℃": "摄氏度", "㎡": "平方米", "№": "号", "#": "井号", "…": PAUSE, "→": PAUSE, "·": "",
    "•": PAUSE, "*": "星号",
}  # fmt: skip
BLANK = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])|^ +| +$| +(?=[，。；：？！、）])|(?<=[，。；：？！、（]) +")


def written_out(sentence: str) -> str:
    """Return a sentence with its numbers and signs as words."""
    text = re.sub(r"——+|……", PAUSE, sentence.translate(written.WIDE))
    for pattern, words in (*NUMBER_RULES, *SIGN_RULES):
        text = pattern.sub(words, text)
    text = "".join(SIGN_WORDS.get(each, each) for each in text)
    return re.sub(" {2,}", " ", BLANK.sub("", re.sub(r"，{2,}", PAUSE, text))).strip(PAUSE)
