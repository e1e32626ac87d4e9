"""Tell a screen reader what changed: the title of a new page, and on the same page what is new on it.

A live region for a page as a whole: a change of state (card read, sent, wrong answer, the question whether somebody is
still there) is said without being looked for. Nothing happens where no screen reader listens.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickWindow

from ui.bridge import Bridge


class Announcer(QObject):
    """Announce the changes of the view that a bridge shows. It lives on the GUI thread."""

    def __init__(self, window: QQuickWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self._scene: tuple[str, str, str] | None = None
        """Visit, page id and language of the view before."""
        self._known: frozenset[str] = frozenset()
        bridge.changed.connect(self._follow_view)

    def _follow_view(self) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # imported late, see `_news`

        if not QAccessible.isActive():
            self._scene = None
            return
        message = "，".join(self._news())
        if message:
            event = QAccessibleAnnouncementEvent(self._window, message)
            view = self._bridge.view
            if view is not None and (view.wrong or view.countdown is not None):
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def _news(self) -> Iterator[str]:
        """Yield the sentences to announce, and remember the view."""
        from kiosk.spoken import sentences_of  # imported late: the first frame says nothing

        view, words = self._bridge.view, self._bridge.words
        if view is None or words is None:
            return
        said = [line.text for line in sentences_of(view, words) if not line.still]
        scene, known = (view.visit, view.id, view.language), self._known
        if scene != self._scene:
            yield words.speech(view.title)
            known = frozenset(said) if view.countdown is None and not view.curtain else known
        yield from (text for text in dict.fromkeys(said) if text not in known)
        self._scene, self._known = scene, frozenset(said)
