pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Title, lead, and the list of missing or wrong answers.
Column {
    id: root

    required property ViewModel viewModel
    readonly property bool unbreakable: true

    spacing: Theme.space

    Row {
        width: parent.width
        spacing: Theme.mm(7)
        visible: root.viewModel.title !== ""

        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            name: root.viewModel.icon
            size: Theme.mm(26)
            color: root.viewModel.tone === "plain" ? Theme.blue : Theme.toneColor(root.viewModel.tone)
        }

        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (root.viewModel.icon !== "" ? picture.width + parent.spacing : 0)
            spacing: Theme.mm(2)

            Words {
                width: parent.width
                text: root.viewModel.title
                size: Theme.textTitle
                font.bold: true
                lineHeight: 1.0
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: root.viewModel.lead
                color: Theme.grey
            }
        }
    }

    Loader {
        width: parent.width
        active: root.viewModel.wrong.length > 0
        visible: active
        sourceComponent: Rectangle {
            implicitHeight: wrongs.height + Theme.mm(9)
            radius: Theme.radius
            color: Theme.paleAttention
            border.width: Theme.line
            border.color: Theme.attention
            Accessible.role: Accessible.AlertMessage
            Accessible.name: root.viewModel.wrong.join("，")

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(6)
                name: "alert-circle-outline"
                size: Theme.px(10)
                color: Theme.attention
            }

            Column {
                id: wrongs

                anchors.verticalCenter: parent.verticalCenter
                anchors.left: sign.right
                anchors.leftMargin: Theme.mm(4)
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(6)

                Repeater {
                    model: root.viewModel.wrong

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
}
