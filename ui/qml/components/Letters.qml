pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Plain words: never cut, wrapped between words, one family. On their own only inside what speaks for itself.
Text {
    id: root

    property int size: Theme.textBody

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: root.size
    lineHeight: 1.08
    wrapMode: Text.Wrap
    // By name: text of any script follows the direction of the page, which mirrors it.
    horizontalAlignment: Text.AlignLeft
    textFormat: Text.PlainText
}
