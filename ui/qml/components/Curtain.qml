pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The citizen looks for a paper: the page is covered.
Rectangle {
    id: root

    required property ViewModel viewModel
    // How far below the middle everybody reaches it.
    property real lower: 0

    visible: root.viewModel.curtain
    color: Theme.blue

    MouseArea {
        anchors.fill: parent
    }

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.lower
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
            text: root.viewModel.chrome["curtain-title"] ?? ""
            size: Theme.textTitle
            color: Theme.overBlue
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }

        KioskButton {
            width: parent.width
            height: Math.max(Theme.mm(38), implicitHeight)
            key: "curtain-off"
            ring: Theme.overBlue
            label: root.viewModel.chrome["curtain-off"] ?? ""
            speech: root.viewModel.chrome["curtain-off-said"] ?? ""
            labelSize: Theme.textHeading
            ink: Theme.blue
            onClicked: root.viewModel.touch(key)
        }
    }
}
