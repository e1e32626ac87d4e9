pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Name of the service, time, and mode buttons; same geometry on every page.
Rectangle {
    id: root

    required property ViewModel viewModel

    // With long button labels the name of the service is on a line below them.
    readonly property bool stacked: modes.full > root.width * 0.72
    readonly property real room: root.stacked ? root.width - 2 * Theme.margin : clock.x - Theme.margin - Theme.gap

    implicitHeight: Theme.mm(9) + modes.implicitHeight + (root.stacked ? Theme.gap + where.height : 0)
    color: Theme.paper

    // A name that does not fit on one line is not shown here; help has it.
    Words {
        id: where

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: root.room
        y: root.stacked ? modes.y + modes.height + Theme.gap : (parent.height - height) / 2
        text: name.advanceWidth <= root.room ? name.text : root.viewModel.screen.brand ?? ""
        size: Theme.textStatus
        lineHeight: 1.0
        font.bold: true
        Accessible.name: root.viewModel.where || text

        TextMetrics {
            id: name

            font: where.font
            text: root.viewModel.where
        }
    }

    Words {
        id: clock

        anchors.right: modes.left
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: modes.verticalCenter
        text: root.viewModel.time
        size: Theme.textStatus
        color: Theme.grey
        lineHeight: 1.0
    }

    ModeButtons {
        id: modes

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(4.5)
        room: root.width - 2 * Theme.margin - clock.width - Theme.mm(4)
        viewModel: root.viewModel
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }
}
