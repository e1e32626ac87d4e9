import QtQuick
import Yike

// An item of a numbered list.
Item {
    id: root

    required property string text
    required property int number
    readonly property bool unbreakable: true

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
