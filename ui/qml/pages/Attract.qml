import QtQuick
import Yike
import Yike.Bridge
import "../components"

// Nobody is here: what can be done, and one large place to touch.
Item {
    id: root

    required property Bridge bridge

    signal wanted(var input)

    Content {
        id: content

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(12)
        anchors.bottom: starts.top
        bridge: root.bridge

        BlockList {
            width: parent.width
            bridge: root.bridge
        }
    }

    Column {
        id: starts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(30)
        spacing: Theme.mm(8)

        Repeater {
            model: root.bridge.choices

            KioskButton {
                id: start

                required property var model
                required property int index

                width: starts.width
                height: Theme.mm(start.index === 0 ? 62 : 26)
                main: start.index === 0
                labelSize: start.index === 0 ? Theme.textTitle : Theme.textHeading
                key: start.model.key
                label: start.model.label
                note: start.model.note
                icon_: start.model.icon
                speech: start.model.speech
                onClicked: root.bridge.touch(start.model.key)
            }
        }
    }
}
