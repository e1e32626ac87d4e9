"""Sample view of the signature, with a name written on the pad."""

from __future__ import annotations

from kiosk.scenario.drawing import DRAWINGS, points_along
from kiosk.signing import Pad
from kiosk.view import Actions, Block, Traits, View
from tests.ui.sample_parts import K, SampleParts


def signing(sample: SampleParts) -> tuple[str, View]:
    strokes = tuple(tuple((x, y, 16 * n) for n, (x, y) in enumerate(points_along(line))) for line in DRAWINGS["name"])
    pad = Pad(
        "signature",
        sample.say("签名的方框，用手指写", "Box for your signature"),
        sample.say("签在虚线上", "Write on the line"),
        sample.say("只用在这次申请", "For this application only"),
        strokes,
    )
    return "sign", sample.view(
        "Sign",
        "请在方框里签上您的名字",
        "Please sign your name in the box",
        progress=sample.steps(3),
        lead=sample.say("用手指写，写大一点。手掌碰到没关系。", "Write large, with a finger."),
        blocks=(
            Block(K.BOX_START),
            sample.block(K.HEADING, "您签的是高龄津贴的声明", "You sign: old-age allowance"),
            sample.block(K.PARAGRAPH, "我填的内容都真实。", "What I entered is true."),
            Block(K.BOX_END),
        ),
        pad=pad,
        choices=(
            sample.choice("undo", "撤一笔", "Undo a stroke", icon="undo"),
            sample.choice("clear", "重写", "Start again", icon="again"),
            sample.choice("other", "不方便写字", "I cannot write"),
        ),
        actions=Actions(
            sample.usual.left,
            sample.usual.middle,
            sample.choice(
                "signed", "签好了，提交", "I have signed", note=sample.say("提交后不能再改", "This submits it")
            ),
        ),
        traits=Traits("Sign"),
    )
