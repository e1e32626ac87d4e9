"""Shipped scenarios by keys and in the dark, one a day; `make soak` plays all of them in each way and language."""

from __future__ import annotations

import random

from kiosk.scenario.files import files_of, name_of
from kiosk.scenario.names import load_for_terminal
from tests.daily import seed
from tests.house.doors import ROOT
from tests.journeys.by_keys import CONFIG, ENDS_OTHERWISE, LANGUAGES, WAYS, play_by

FILES = files_of([CONFIG / "services"])
MOST_STEPS = 25
"""Longer ones, of up to a minute and a half, are left to the soak."""


def test_a_visit_is_made_without_touching_the_glass() -> None:
    draw = random.Random(seed())
    way, language = draw.choice(list(WAYS)), draw.choice(LANGUAGES)
    scenarios = ((file, load_for_terminal(file, CONFIG)) for file in draw.sample(FILES, len(FILES)))
    file, scenario = next(
        (file, scenario)
        for file, scenario in scenarios
        if len(scenario.step) <= MOST_STEPS and (way, name_of(file)) not in ENDS_OTHERWISE
    )
    report = play_by(way, language, scenario)
    assert report.ok, f"{way} {file.relative_to(ROOT)} {language}: {report.failures}"
