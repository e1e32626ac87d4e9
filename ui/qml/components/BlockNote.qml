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
        width: Theme.mm(1.5)
        height: parent.height
        radius: width / 2
        color: Theme.outline
    }

    Words {
        id: words

        x: Theme.mm(6)
        y: Theme.mm(1.5)
        width: parent.width - x
        text: root.text
        color: Theme.grey
    }
}
