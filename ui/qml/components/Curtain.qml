pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Cover over the page while the citizen looks for a document.
Rectangle {
    id: root

    required property ViewModel viewModel
    // Downward offset from the centre that keeps the button in everyone's reach.
    property real reachOffset: 0

    visible: root.viewModel.curtain
    color: Theme.blue

    MouseArea {
        anchors.fill: parent
    }

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.reachOffset
        width: parent.width - 4 * Theme.margin
        spacing: Theme.mm(14)

        // By file: the first frame does not wait for a drawing that it does not show.
        Loader {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(Theme.mm(110), root.height * 0.28)
            height: width
            active: root.visible
            source: "../drawings/AwayPicture.qml"
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
            speech: root.viewModel.chrome["curtain-off-speech"] ?? ""
            labelSize: Theme.textHeading
            ink: Theme.blue
            onClicked: root.viewModel.touch(key)
        }
    }
}
