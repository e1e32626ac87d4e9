pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Label and value with nothing to touch: most rows of a page. Made of as few items as can be, for a guide has nine.
Item {
    id: root

    required property string text
    required property string value
    property bool large: false
    readonly property bool unbreakable: true
    readonly property real labelWidth: root.width * (root.large ? 0.34 : 0.29)
    readonly property FontMetrics valueFont: root.large ? Theme.headingFont : Theme.valueFont
    // True if the value is below its label, because a word or number would be broken beside it.
    readonly property bool stacked: Theme.parts(root.text, Theme.bodyFont, root.labelWidth - Theme.mm(4)) || Theme.parts(root.value, root.valueFont, root.width - root.labelWidth)

    implicitHeight: root.stacked ? label.height + worth.height : Math.max(label.height, worth.height)

    Words {
        id: label

        anchors.left: parent.left
        width: root.stacked ? root.width : root.labelWidth - Theme.mm(4)
        text: root.text
        size: Theme.textReading
        color: Theme.grey
    }

    Words {
        id: worth

        anchors.left: parent.left
        anchors.leftMargin: root.stacked ? 0 : root.labelWidth
        anchors.right: parent.right
        y: root.stacked ? label.height : 0
        text: root.value
        size: root.valueFont.font.pixelSize
        font.bold: root.large
    }
}
