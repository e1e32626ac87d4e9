pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Buttons to the previous and next screen of a long page, and the position. Dragging is never required.
Item {
    id: root

    required property ViewModel viewModel
    required property int turn
    required property int turns

    signal turned(int step)

    implicitHeight: Math.max(up.implicitHeight, down.implicitHeight, place.implicitHeight)

    KioskButton {
        id: up

        key: "turn-up"
        anchors.left: parent.left
        width: root.width * 0.31
        height: root.height
        label: root.viewModel.chrome["more-above"] ?? ""
        speech: root.viewModel.chrome["more-above-speech"] ?? ""
        symbol: "chevron-up"
        labelSize: Theme.textStatus
        usable: root.turn > 0
        onClicked: root.turned(-1)
    }

    Words {
        id: place

        anchors.centerIn: parent
        width: root.width * 0.34
        text: (root.viewModel.chrome["page-of"] ?? "").replace("{number}", root.turn + 1).replace("{count}", root.turns)
        size: Theme.textStatus
        color: Theme.grey
        lineHeight: 1.0
        horizontalAlignment: Text.AlignHCenter
    }

    KioskButton {
        id: down

        key: "turn-down"
        anchors.right: parent.right
        width: root.width * 0.31
        height: root.height
        label: root.viewModel.chrome["more-below"] ?? ""
        speech: root.viewModel.chrome["more-below-speech"] ?? ""
        symbol: "chevron-down"
        labelSize: Theme.textStatus
        usable: root.turn < root.turns - 1
        ground: usable ? Theme.paleBlue : Theme.resting
        ink: usable ? Theme.blue : Theme.grey
        edge: usable ? Theme.blue : Theme.outline
        onClicked: root.turned(1)
    }
}
