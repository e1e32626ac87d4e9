pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A glyph of the icon font. Text with the same meaning must accompany it.
Text {
    id: root

    required property string name
    property int size: Theme.textHeading

    text: Theme.icon(root.name)
    visible: root.text !== ""
    color: Theme.blue
    font.family: Theme.symbols
    font.pixelSize: root.size
    textFormat: Text.PlainText
}
