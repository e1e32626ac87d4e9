pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A number for the citizen to keep, as large as its line allows.
Column {
    id: root

    required property string text
    required property string value
    readonly property bool unbreakable: true
    readonly property int fits: root.width / Math.max(6, root.value.length) / 0.62

    spacing: Theme.mm(2)

    Words {
        width: parent.width
        text: root.text
        color: Theme.grey
    }

    Words {
        width: parent.width
        text: root.value
        size: Math.max(Theme.textHeading, Math.min(Theme.textNumber, root.fits))
        lineHeight: 1.0
        font.bold: true
    }
}
