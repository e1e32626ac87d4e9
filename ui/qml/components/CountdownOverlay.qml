import QtQuick
import Yike
import Yike.Bridge

// "Are you still there?": one touch to stay.
Rectangle {
    id: root

    required property Bridge bridge
    readonly property var question: root.bridge.countdown

    visible: root.question.more !== undefined
    color: "#cc14213d"

    MouseArea {
        anchors.fill: parent
    }

    Rectangle {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.margin
        height: inside.height + Theme.mm(24)
        radius: Theme.radius * 2
        color: Theme.paper

        Column {
            id: inside

            anchors.centerIn: parent
            width: parent.width - Theme.mm(24)
            spacing: Theme.mm(8)

            Words {
                width: parent.width
                text: root.bridge.chrome["countdown-title"] ?? ""
                size: Theme.textTitle
                font.bold: true
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.AlertMessage
            }

            Rectangle {
                width: parent.width
                height: Theme.mm(3)
                radius: height / 2
                color: Theme.resting

                Rectangle {
                    id: left

                    width: parent.width
                    height: parent.height
                    radius: height / 2
                    color: Theme.attention

                    NumberAnimation on width {
                        running: root.visible
                        from: left.parent.width
                        to: 0
                        duration: (root.question.seconds ?? 20) * 1000
                    }
                }
            }

            KioskButton {
                width: parent.width
                height: Theme.mm(30)
                main: true
                key: root.question.more?.key ?? ""
                label: root.question.more?.label ?? ""
                labelSize: Theme.textHeading
                onClicked: root.bridge.touch(key)
            }

            KioskButton {
                width: parent.width
                height: Theme.mm(22)
                key: root.question.leave?.key ?? ""
                label: root.question.leave?.label ?? ""
                labelSize: Theme.textBody
                onClicked: root.bridge.touch(key)
            }
        }
    }
}
