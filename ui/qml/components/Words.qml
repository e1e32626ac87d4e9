pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Plain words: never cut, wrapped between words, one family.
Text {
    id: root

    property int size: Theme.textBody

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: root.size
    lineHeight: 1.08
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
