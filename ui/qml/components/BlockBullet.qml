import QtQuick
import Yike

// A bulleted item.
Item {
    id: root

    required property string text
    readonly property bool unbreakable: true

    implicitHeight: words.implicitHeight

    Rectangle {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(2)
        y: Theme.textReading * 0.65 - height / 2
        width: Theme.mm(2.4)
        height: width
        radius: width / 2
        color: Theme.blue
    }

    Words {
        id: words

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9)
        anchors.right: parent.right
        text: root.text
        size: Theme.textReading
    }
}
