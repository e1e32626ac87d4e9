import QtQuick
import Yike

// An item of a numbered list.
Item {
    id: root

    required property string text
    required property int number
    property bool large: false
    readonly property bool unbreakable: true

    implicitHeight: Math.max(disc.height, words.implicitHeight)

    Rectangle {
        id: disc

        anchors.left: parent.left
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
        y: Math.max(0, (disc.height - implicitHeight) / 2)
        text: root.text
        size: root.large ? Theme.textHeading : Theme.textReading
    }
}
