pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A sum to be paid: what it is for, the sum at 24 mm where its line has room, and beside it how long it can be paid.
Item {
    id: root

    required property string text
    required property string value
    required property string origin
    readonly property bool unbreakable: true
    // In Latin letters the unit is longer, and the time goes below.
    readonly property bool beside: Theme.chinese && !Theme.elder

    implicitHeight: sum.height + (root.beside ? 0 : left.height + Theme.mm(1))

    Column {
        id: sum

        width: root.beside ? parent.width * 0.62 : parent.width

        Words {
            width: parent.width
            text: root.text
            color: Theme.grey
        }

        Words {
            width: parent.width
            text: root.value
            size: Math.max(Theme.textHeading, Math.min(Theme.mm(24), root.width * (root.beside ? 0.62 : 1) / Math.max(5, root.value.length) / 0.56))
            lineHeight: 1.0
            font.bold: true
        }
    }

    Words {
        id: left

        x: root.width - width
        y: root.beside ? sum.height - height - Theme.mm(3) : sum.height + Theme.mm(1)
        width: root.beside ? root.width * 0.36 : root.width
        horizontalAlignment: root.beside ? Text.AlignRight : Text.AlignLeft
        text: root.origin
        size: Theme.textReading
        font.bold: true
    }
}
