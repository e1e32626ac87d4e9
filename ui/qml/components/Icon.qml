pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A picture from the icon font; never the only bearer of a meaning.
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
