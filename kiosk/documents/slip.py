"""Layout of the slip as blocks of the receipt printer's contract.

Always in Chinese, and also in the visitor's language. Names and numbers are masked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from devices.lazy_dataclass import dataclass
from devices.receipt_printer.contract import Align, Block, Document, GapBlock, QrBlock, RuleBlock, TextBlock
from kiosk.messages import BASE
from kiosk.words import Words

BODY_MM = 4.0
TITLE_MM = 6.0
NUMBER_MM = 8.0


@dataclass(frozen=True)
class SlipLine:
    """A label and its value."""

    label: Words
    value: Words = field(repr=False)


@dataclass(frozen=True)
class SlipContent:
    """Content of a slip as message keys and data. `number` is the slip number in groups, "" for a look-up."""

    language: str
    title: Words
    state: Words
    number: str = ""
    number_label: Words | None = None
    lines: tuple[SlipLine, ...] = ()
    notes: tuple[Words, ...] = ()
    qr: str = ""
    mark: Words | None = None
    """First line of an invalid slip: rehearsal, practice."""


def slip_document(content: SlipContent, translate: Callable[[str, Words], str]) -> Document:
    """Lay out a slip, in Chinese and in its language. `translate(language, words)` returns the text in a language."""
    languages = (BASE,) if content.language == BASE else (BASE, content.language)

    def in_languages(words: Words) -> list[str]:
        return list(dict.fromkeys(translate(lang, words) for lang in languages))

    blocks: list[Block] = []
    if content.mark is not None:
        blocks += [
            TextBlock(f"【{text}】", BODY_MM, bold=True, align=Align.CENTRE) for text in in_languages(content.mark)
        ]
    blocks += [TextBlock(text, TITLE_MM, bold=True, align=Align.CENTRE) for text in in_languages(content.title)]
    blocks += [TextBlock(text, BODY_MM, align=Align.CENTRE) for text in in_languages(content.state)]
    blocks.append(RuleBlock())
    if content.number and content.number_label is not None:
        blocks += [TextBlock(text, BODY_MM) for text in in_languages(content.number_label)]
        blocks.append(TextBlock(content.number, NUMBER_MM, bold=True))
        blocks.append(GapBlock())
    for line in content.lines:
        labels, values = in_languages(line.label), in_languages(line.value)
        blocks += [
            TextBlock(f"{label}：{value}") for label, value in zip(labels, _pad(values, len(labels)), strict=True)
        ]
    if content.qr:
        blocks += [GapBlock(), QrBlock(content.qr)]
    blocks.append(RuleBlock())
    blocks += [TextBlock(text) for note in content.notes for text in in_languages(note)]
    blocks.append(GapBlock(6.0))
    return tuple(blocks)


def _pad(values: list[str], count: int) -> list[str]:
    """Bring the values to the number of labels: a name or number is the same in every language."""
    return values + values[-1:] * (count - len(values)) if len(values) < count else values[:count]
