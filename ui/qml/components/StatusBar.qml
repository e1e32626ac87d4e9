pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Name of the service, time, and mode buttons; same geometry on every page.
Rectangle {
    id: root

    required property ViewModel viewModel

    // With long button labels the name of the service is on a line below them.
    readonly property bool stacked: modes.full > root.width * 0.6

    implicitHeight: Theme.mm(7) + (root.stacked ? modes.implicitHeight + Theme.gap + where.height : Math.max(where.height, modes.implicitHeight))
    color: Theme.paper

    Column {
        id: where

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: root.stacked ? parent.right : clock.left
        anchors.rightMargin: root.stacked ? Theme.margin : Theme.gap
        y: root.stacked ? modes.y + modes.height + Theme.gap : (parent.height - height) / 2

        Words {
            width: parent.width
            text: root.viewModel.where
            size: Theme.textBody
            lineHeight: 1.0
            font.bold: true
        }
    }

    Words {
        id: clock

        anchors.right: modes.left
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: modes.verticalCenter
        text: root.viewModel.time
        size: Theme.textSmall
        color: Theme.grey
    }

    ModeButtons {
        id: modes

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        // Top-aligned, so that the buttons do not move when the name of the service wraps.
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(3.5)
        room: root.width - 2 * Theme.margin - clock.width - Theme.mm(5)
        viewModel: root.viewModel
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }
}
