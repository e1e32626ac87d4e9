"""A person's name and number as pages have them: shown with stars and not said aloud. Said whole in headphones, where
only the citizen hears it, and only then is the whole value part of the page."""

from __future__ import annotations

from kiosk.documents.masking import mask_name, mask_number
from kiosk.visit import Session
from kiosk.words import Data


def covered_name(session: Session, name: str) -> Data:
    return _covered(session, mask_name(name), name)


def covered_number(session: Session, number: str) -> Data:
    return _covered(session, mask_number(number), number)


def covered_person(session: Session, name: str, number: str) -> Data:
    """Both on one line."""
    return _covered(session, f"{mask_name(name)} {mask_number(number)}", f"{name}，{number}")


def _covered(session: Session, shown: str, whole: str) -> Data:
    return Data(shown, masked=True, whole=whole if session.status.private else "")
