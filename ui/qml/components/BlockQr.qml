import QtQuick
import Yike
import "../drawings"

// A QR code to take along, beside the sentence that says what it is for.
Item {
    id: root

    required property string text
    required property var modules
    readonly property bool unbreakable: true

    implicitHeight: Math.max(code.height, words.height)

    QrCode {
        id: code

        anchors.left: parent.left
        width: Theme.mm(38)
        height: width
        modules: root.modules
    }

    Words {
        id: words

        anchors.left: code.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: root.text
    }
}
