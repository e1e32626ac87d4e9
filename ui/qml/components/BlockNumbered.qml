import QtQuick
import Yike

// A sentence with its number in the margin.
Item {
    id: root

    required property string text
    required property int number
    readonly property bool whole: true

    implicitHeight: words.implicitHeight

    Letters {
        anchors.left: parent.left
        text: root.number
        color: Theme.blue
        font.bold: true
    }

    Words {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9)
        anchors.right: parent.right
        text: root.text
    }
}
