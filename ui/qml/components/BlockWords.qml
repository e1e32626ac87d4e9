pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A paragraph, a bullet, or a numbered sentence with its mark in the margin.
Item {
    id: root

    required property var block
    readonly property bool numbered: root.block.kind === "numbered"

    implicitHeight: words.implicitHeight

    Rectangle {
        visible: root.block.kind === "bullet"
        x: Theme.mm(2)
        y: Theme.textBody * 0.65 - height / 2
        width: Theme.mm(2.4)
        height: width
        radius: width / 2
        color: Theme.blue
    }

    Words {
        visible: root.numbered
        text: root.block.number
        color: Theme.blue
        font.bold: true
        Accessible.ignored: true
    }

    Words {
        id: words

        x: root.numbered || root.block.kind === "bullet" ? Theme.mm(9) : 0
        width: root.width - x
        text: root.block.text
    }
}
