pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// What this page is about, and everything that is missing or wrong, at once.
Column {
    id: root

    required property Bridge bridge
    readonly property bool whole: true

    spacing: Theme.space

    Row {
        width: parent.width
        spacing: Theme.mm(7)
        visible: root.bridge.title !== ""

        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            name: root.bridge.icon
            size: Theme.mm(26)
            color: root.bridge.tone === "plain" ? Theme.blue : Theme.toneColor(root.bridge.tone)
        }

        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (picture.text !== "" ? picture.width + parent.spacing : 0)
            spacing: Theme.mm(2)

            Words {
                width: parent.width
                text: root.bridge.title
                size: Theme.textTitle
                font.bold: true
                lineHeight: 1.0
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: root.bridge.lead
                color: Theme.grey
            }
        }
    }

    Rectangle {
        width: parent.width
        visible: root.bridge.wrong.length > 0
        height: wrongs.height + Theme.mm(9)
        radius: Theme.radius
        color: Theme.paleAttention
        border.width: Theme.line
        border.color: Theme.attention
        Accessible.role: Accessible.AlertMessage
        Accessible.name: root.bridge.wrong.join("，")

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.mm(6)
            name: "alert-circle-outline"
            size: Theme.px(10)
            color: Theme.attention
        }

        Column {
            id: wrongs

            anchors.verticalCenter: parent.verticalCenter
            x: sign.x + sign.width + Theme.mm(4)
            width: parent.width - x - Theme.mm(6)

            Repeater {
                model: root.bridge.wrong

                Words {
                    required property string modelData

                    width: wrongs.width
                    text: modelData
                    color: Theme.attention
                    font.bold: true
                }
            }
        }
    }
}
