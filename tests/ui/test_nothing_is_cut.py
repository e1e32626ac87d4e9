"""Every page in every language, text size and mode: nothing cut, overlapped, outside, too small or nameless."""

from __future__ import annotations

import pytest

from kiosk.view import Field, FieldKind, Modes
from tests.ui.audit import every_turn, findings
from tests.ui.glass import Glass
from tests.ui.sample_views import Samples

LOOKS = {
    "standard": Modes(),
    "elder": Modes(elder=True),
    "elder-contrast-low": Modes(elder=True, contrast=True, low=True),
}
KINDS = [kind for kind in FieldKind if kind is not FieldKind.CHOICE]
NAMES = tuple(Samples("zh-CN").all())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_read_and_touched(glass: Glass, name: str, language: str, look: str) -> None:
    view = Samples(language, LOOKS[look]).all()[name]
    glass.show(view)
    wrong = {turn: findings(glass, elder=view.modes.elder) for turn in every_turn(glass)}
    assert not any(wrong.values()), "\n".join(f"turn {t + 1}: {line}" for t, lines in wrong.items() for line in lines)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_keyboard_can_be_read_and_touched(glass: Glass, kind: FieldKind, language: str, look: str) -> None:
    sample = Samples(language, LOOKS[look])
    field = Field("field", sample.say("现住址", "Address"), kind, hint=sample.say("写到门牌号", "To the door number"))
    glass.show(sample.view("Form", "现在住在哪里？", "Where do you live?", fields=(field,), progress=sample.steps(2)))
    glass.touch("field")
    assert {key for key in glass.touchables() if key.startswith("key:")}
    assert findings(glass, elder=LOOKS[look].elder) == []
