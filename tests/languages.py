"""The languages the product ships, found in the folder of its words, for tests that hold in every language."""

from __future__ import annotations

from kiosk.messages import BASE, Languages
from tests.frozen import SHIPPED

FOLDER = SHIPPED / "languages"
LANGUAGES = tuple(Languages.load(FOLDER).by_language)
"""The base first."""
assert LANGUAGES[0] == BASE
