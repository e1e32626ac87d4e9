pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A supply: its name, what is left in words, and a bar as full as it is.
Item {
    id: root

    required property string text
    required property string value
    required property real share
    required property var sign
    readonly property bool unbreakable: true
    readonly property color ink: Theme.markColor(root.sign.mark ?? "")

    implicitHeight: name.height + bar.height + Theme.mm(4)

    Words {
        id: name

        width: parent.width - worth.width - Theme.mm(4)
        text: root.text
    }

    Words {
        id: worth

        anchors.right: parent.right
        text: root.value
        font.bold: true
        color: root.ink
    }

    Rectangle {
        id: bar

        y: name.height + Theme.mm(1.5)
        width: parent.width
        height: Theme.mm(4)
        radius: height / 2
        color: Theme.paper
        border.width: Theme.line
        border.color: root.ink

        Rectangle {
            width: Math.max(0, Math.min(1, root.share)) * parent.width
            height: parent.height
            radius: height / 2
            color: root.ink
        }
    }
}
