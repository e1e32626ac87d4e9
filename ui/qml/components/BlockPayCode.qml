pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../drawings"

// The code by which a phone pays, 110 mm wide, beside what to do with it and which apps can.
Rectangle {
    id: root

    required property string text
    required property string origin
    required property var modules
    readonly property bool unbreakable: true

    implicitHeight: Math.max(code.height, words.height) + Theme.mm(12)
    radius: Theme.radius
    color: Theme.paper
    border.width: Theme.line * 2
    border.color: Theme.blue

    QrCode {
        id: code

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(Theme.mm(110), parent.width * 0.5)
        height: width
        modules: root.modules
    }

    Column {
        id: words

        anchors.left: code.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Words {
            width: parent.width
            text: root.text
            size: Theme.textHeading
            font.bold: true
        }

        Words {
            width: parent.width
            text: root.origin
            size: Theme.textReading
            color: Theme.grey
        }
    }
}
