pragma ComponentBehavior: Bound

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

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "pause-circle-outline"
            size: Theme.mm(48)
            color: Theme.overBlueQuiet
        }

        Words {
            width: parent.width
            text: root.bridge.chrome["curtain-title"] ?? ""
            size: Theme.textTitle
            color: Theme.overBlue
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }

        KioskButton {
            width: parent.width
            height: Math.max(Theme.mm(38), implicitHeight)
            key: "curtain-off"
            label: root.bridge.chrome["curtain-off"] ?? ""
            speech: root.bridge.chrome["curtain-off-said"] ?? ""
            labelSize: Theme.textHeading
            ink: Theme.blue
            onClicked: root.bridge.touch(key)
        }
    }
}
