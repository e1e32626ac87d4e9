"""The digest of words that a citizen was shown, as evidence."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Ask, Shown
from kiosk.messages import Languages
from kiosk.platform.registers import CONSENT


def digest_of(shown: Shown, languages: Languages) -> str:
    """SHA-256 (hex) of the very words shown, line by line, in the language they were shown in."""
    words = languages.words(shown.language)
    return hashlib.sha256("\n".join(words.text(each) for each in shown.words).encode()).hexdigest()


def with_consent(ask: Ask, languages: Languages) -> Ask:
    """Add the digest of the words of consent to a question that is asked because of them."""
    if ask.consent is None:
        return ask
    consent = {"digest": digest_of(ask.consent, languages), "language": ask.consent.language}
    parameters = MappingProxyType({**ask.question.parameters, CONSENT: consent})
    return replace(ask, question=replace(ask.question, parameters=parameters))
