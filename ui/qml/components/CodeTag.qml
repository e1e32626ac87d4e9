pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The short code of a fault, in a frame of its own.
Rectangle {
    id: root

    required property string code
    property color ink: Theme.attention
    property int size: Theme.textSmall

    visible: root.code !== ""
    implicitWidth: root.code !== "" ? letters.implicitWidth + Theme.mm(4) : 0
    implicitHeight: letters.implicitHeight + Theme.mm(1.5)
    radius: Theme.mm(2)
    color: "transparent"
    border.width: Theme.line
    border.color: root.ink

    Letters {
        id: letters

        anchors.centerIn: parent
        text: root.code
        size: root.size
        font.bold: true
        lineHeight: 1.0
        wrapMode: Text.NoWrap
        color: root.ink
    }
}
