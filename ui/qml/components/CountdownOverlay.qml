pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Idle warning with the seconds left and a button to continue the visit.
Rectangle {
    id: root

    required property ViewModel viewModel
    // Downward offset from the centre that keeps the buttons in everyone's reach.
    property real reachOffset: 0
    readonly property var question: root.viewModel.countdown
    readonly property int total: root.question.seconds ?? 0
    property int remaining: 0

    visible: root.question.more !== undefined
    color: "#cc14213d"
    onVisibleChanged: {
        if (root.visible) {
            root.remaining = root.viewModel.countdown.seconds ?? 0;
            more.forceActiveFocus();
        }
    }

    Timer {
        running: root.visible && root.remaining > 0
        interval: 1000
        repeat: true
        onTriggered: root.remaining -= 1
    }

    MouseArea {
        anchors.fill: parent
    }

    Rectangle {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: root.reachOffset
        width: parent.width - 4 * Theme.margin
        height: inside.height + Theme.mm(28)
        radius: Theme.radius * 1.5
        color: Theme.paper

        Column {
            id: inside

            anchors.centerIn: parent
            width: parent.width - Theme.mm(28)
            spacing: Theme.mm(7)

            Words {
                width: parent.width
                text: root.viewModel.chrome["countdown-title"] ?? ""
                size: Theme.textTitle
                font.bold: true
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.AlertMessage
            }

            Words {
                width: parent.width
                text: (root.viewModel.chrome["countdown-left"] ?? "").replace("{number}", root.remaining)
                color: Theme.attention
                horizontalAlignment: Text.AlignHCenter
            }

            Rectangle {
                width: parent.width
                height: Theme.mm(3)
                radius: height / 2
                color: Theme.resting

                Rectangle {
                    anchors.left: parent.left
                    width: parent.width * root.remaining / Math.max(1, root.total)
                    height: parent.height
                    radius: height / 2
                    color: Theme.attention
                }
            }

            KioskButton {
                id: more

                width: parent.width
                height: Math.max(Theme.mm(34), implicitHeight)
                main: true
                key: root.question.more?.key ?? ""
                label: root.question.more?.label ?? ""
                speech: root.question.more?.speech ?? ""
                labelSize: Theme.textTitle
                onClicked: root.viewModel.touch(key)
            }

            KioskButton {
                width: parent.width
                height: Math.max(Theme.mm(24), implicitHeight)
                key: root.question.leave?.key ?? ""
                label: root.question.leave?.label ?? ""
                speech: root.question.leave?.speech ?? ""
                labelSize: Theme.textHeading
                onClicked: root.viewModel.touch(key)
            }
        }
    }
}
