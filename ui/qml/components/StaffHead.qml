pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The head of the pages of staff: graphite, a wrench on amber, the terminal, who is at work, and the language button.
Rectangle {
    id: root

    required property ViewModel viewModel
    readonly property string language: root.viewModel.chrome["language"] ?? ""

    implicitHeight: Math.max(names.height, badge.height, button.visible ? button.height : 0) + Theme.mm(7) + hatch.height
    color: Theme.head

    Rectangle {
        id: badge

        x: Theme.margin
        y: (parent.height - hatch.height - height) / 2
        width: Theme.mm(17)
        height: width
        radius: Theme.mm(4)
        color: Theme.amber

        Icon {
            anchors.centerIn: parent
            name: "wrench"
            size: parent.width * 0.62
            color: Theme.overAmber
        }
    }

    Column {
        id: names

        anchors.left: badge.right
        anchors.leftMargin: Theme.mm(5)
        anchors.right: clock.left
        anchors.rightMargin: Theme.mm(4)
        y: (parent.height - hatch.height - height) / 2

        Words {
            width: parent.width
            text: root.viewModel.where
            size: Theme.textStatus
            font.bold: true
            lineHeight: 1.0
            color: Theme.overHead
        }

        Words {
            width: parent.width
            text: root.viewModel.staff
            size: Theme.px(6.4)
            lineHeight: 1.0
            color: Theme.overHeadQuiet
        }
    }

    Words {
        id: clock

        anchors.right: button.left
        anchors.rightMargin: Theme.mm(4)
        y: (parent.height - hatch.height - height) / 2
        text: root.viewModel.time
        size: Theme.textStatus
        lineHeight: 1.0
        color: Theme.overHead
    }

    KioskButton {
        id: button

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: (parent.height - hatch.height - height) / 2
        visible: root.language !== ""
        width: visible ? implicitWidth : 0
        round: true
        key: "language"
        label: root.language
        speech: root.viewModel.chrome["language-speech"] ?? ""
        labelSize: Theme.textSmall
        ground: Theme.headQuiet
        ink: Theme.overHead
        edge: Theme.overHeadQuiet
        ring: Theme.amber
        onClicked: root.viewModel.touch(key)
    }

    Hatch {
        id: hatch

        anchors.bottom: parent.bottom
        width: parent.width
    }
}
