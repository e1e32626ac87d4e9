pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Three buttons at the same place on every page: back or help, leave, and the main action.
Rectangle {
    id: root

    required property ViewModel viewModel
    readonly property real unit: (root.width - 2 * Theme.margin - 2 * Theme.gap) / 10

    implicitHeight: bar.height + Theme.mm(12)
    color: Theme.paper

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }

    Item {
        id: bar

        x: Theme.margin
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        height: Math.max(Theme.mm(35), left.implicitHeight, middle.implicitHeight, right.implicitHeight)

        component Place: KioskButton {
            id: place

            required property var choice
            readonly property int largest: Theme.elder ? Theme.textBody : place.main ? Theme.textHeading : Theme.px(10)

            key: place.choice.key ?? ""
            label: place.choice.label ?? ""
            note: place.choice.whyNot || (place.choice.note ?? "")
            symbol: place.choice.icon ?? ""
            speech: place.choice.speech ?? ""
            usable: place.choice.enabled ?? false
            visible: place.key !== ""
            // A long word is written smaller rather than broken.
            labelSize: Theme.parts(place.label, letters, place.room - (place.symbol !== "" ? place.largest * 1.15 + Theme.mm(2) : 0)) ? Theme.px(7) : place.largest
            noteSize: Theme.textSmall
            height: bar.height
            onClicked: root.viewModel.touch(place.key)

            FontMetrics {
                id: letters

                font.family: Theme.family
                font.pixelSize: place.largest
                font.bold: place.main
            }
        }

        Place {
            id: left

            anchors.left: parent.left
            choice: root.viewModel.left
            width: root.unit * 2.7
        }

        Place {
            id: middle

            choice: root.viewModel.middle
            anchors.left: parent.left
            anchors.leftMargin: root.unit * 2.7 + Theme.gap
            width: root.unit * 2.7
        }

        Place {
            id: right

            choice: root.viewModel.right
            main: true
            anchors.left: parent.left
            anchors.leftMargin: root.unit * 5.4 + 2 * Theme.gap
            width: root.unit * 4.6
        }
    }
}
