import QtQuick
import Yike

// An item of a numbered list; a large one is a card.
Rectangle {
    id: root

    required property string text
    required property int number
    property bool large: false
    readonly property bool unbreakable: true
    readonly property real inset: root.large ? Theme.mm(8) : 0

    implicitHeight: Math.max(disc.height, words.implicitHeight) + (root.large ? Theme.mm(12 + 44 * Theme.spread) : 0)
    radius: Theme.radius
    color: root.large ? Theme.paper : "transparent"
    border.width: root.large ? Theme.line : 0
    border.color: Theme.outline

    Rectangle {
        id: disc

        anchors.left: parent.left
        anchors.leftMargin: root.inset
        y: root.large ? (parent.height - height) / 2 : 0
        width: Theme.px(15)
        height: width
        radius: width / 2
        color: Theme.blue

        Letters {
            anchors.centerIn: parent
            text: root.number
            size: Theme.textBody
            color: Theme.overBlue
            font.bold: true
            lineHeight: 1.0
        }
    }

    Words {
        id: words

        anchors.left: disc.right
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: root.inset
        y: root.large ? (parent.height - implicitHeight) / 2 : Math.max(0, (disc.height - implicitHeight) / 2)
        text: root.text
        size: root.large ? Theme.textHeading : Theme.textReading
    }
}
