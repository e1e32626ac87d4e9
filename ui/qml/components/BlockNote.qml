pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A note with a bar at its left.
Item {
    id: root

    required property string text
    readonly property bool unbreakable: true

    implicitHeight: words.implicitHeight + Theme.mm(3)

    Rectangle {
        anchors.left: parent.left
        width: Theme.mm(1.5)
        height: parent.height
        radius: width / 2
        color: Theme.outline
    }

    Words {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        y: Theme.mm(1.5)
        text: root.text
        size: Theme.textReading
        color: Theme.grey
    }
}
