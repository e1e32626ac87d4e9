import QtQuick
import Yike
import Yike.Bridge

// The same three places on every page: left back or help, middle leave, right the one main action.
Rectangle {
    id: root

    required property Bridge bridge
    readonly property real unit: (root.width - 2 * Theme.margin - 2 * Theme.gap) / 10

    implicitHeight: bar.height + Theme.mm(10)
    color: Theme.paper

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }

    Item {
        id: bar

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        height: Math.max(Theme.mm(28) * (Theme.elder ? 1.15 : 1), left.implicitHeight, middle.implicitHeight, right.implicitHeight)

        component Place: KioskButton {
            id: place

            required property var offer

            key: place.offer.key ?? ""
            label: place.offer.label ?? ""
            note: place.offer.note ?? ""
            icon_: place.offer.icon ?? ""
            speech: place.offer.speech ?? ""
            enabled: place.offer.enabled ?? false
            visible: place.key !== ""
            labelSize: Theme.textHeading
            height: bar.height
            onClicked: root.bridge.touch(place.key)
        }

        Place {
            id: left

            offer: root.bridge.left
            width: root.unit * 2.7
        }

        Place {
            id: middle

            offer: root.bridge.middle
            x: root.unit * 2.7 + Theme.gap
            width: root.unit * 2.7
        }

        Place {
            id: right

            offer: root.bridge.right
            main: true
            x: root.unit * 5.4 + 2 * Theme.gap
            width: root.unit * 4.6
        }
    }
}
