import QtQuick
import Yike
import Yike.Bridge

// The citizen looks for a paper: the page is covered.
Rectangle {
    id: root

    required property Bridge bridge

    visible: root.bridge.curtain
    color: Theme.blue

    MouseArea {
        anchors.fill: parent
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.margin
        spacing: Theme.mm(14)

        Words {
            width: parent.width
            text: root.bridge.chrome["curtain-title"] ?? ""
            size: Theme.textTitle
            color: Theme.light
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }

        KioskButton {
            width: parent.width
            height: Theme.mm(34)
            key: "curtain-off"
            label: root.bridge.chrome["curtain-off"] ?? ""
            labelSize: Theme.textHeading
            onClicked: root.bridge.touch(key)
        }
    }
}
