pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// First frame, before any message is loaded: logo and product name.
Item {
    id: root

    required property ViewModel viewModel

    // Compiled while the terminal is assembled in a worker thread; kept so that the engine's cache holds it.
    property Component first

    Timer {
        interval: 1
        running: true
        onTriggered: root.first = Qt.createComponent("Attract.qml", Component.Asynchronous)
    }

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(12)

        QuarterMark {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(64)
        }

        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            text: root.viewModel.screen.brand ?? ""
            size: Theme.mm(26)
            color: Theme.blue
            font.bold: true
        }
    }
}
