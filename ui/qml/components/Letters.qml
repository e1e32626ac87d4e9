pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Plain text in the terminal's font, wrapped. It has no accessible name: use it inside items that have one.
Text {
    id: root

    property int size: Theme.textBody

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: root.size
    font.features: Theme.features
    lineHeight: 1.08
    wrapMode: Text.Wrap
    // By name: text of any script follows the direction of the page, which mirrors it.
    horizontalAlignment: Text.AlignLeft
    textFormat: Text.PlainText
}
