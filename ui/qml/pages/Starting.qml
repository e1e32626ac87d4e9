import QtQuick
import Yike
import Yike.Bridge
import "../components"

// The very first picture, before any word is loaded: the name alone.
Item {
    id: root

    required property Bridge bridge

    signal wanted(var input)

    Words {
        anchors.centerIn: parent
        text: "一刻"
        size: Theme.px(30)
        color: Theme.blue
        font.bold: true
    }
}
