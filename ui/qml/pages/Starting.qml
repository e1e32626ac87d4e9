pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The very first picture, before any word is loaded: the sign and the name alone.
Item {
    id: root

    required property ViewModel viewModel

    signal wanted(Item input)

    // While the terminal is built nobody needs this thread: the first page is made ready.
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
