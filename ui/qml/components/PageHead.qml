pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Title, lead, and the list of missing or wrong answers. What happened tints the head and has a sign.
Column {
    id: root

    required property ViewModel viewModel
    readonly property bool unbreakable: true
    readonly property bool tinted: root.viewModel.tinted
    // Not the disc's `visible`: a head that is hidden because it is too high must not become lower by that.
    readonly property bool pictured: root.viewModel.icon !== ""

    spacing: Theme.space

    Item {
        width: parent.width
        height: heading.height + (root.tinted ? Theme.mm(16) : 0)
        visible: root.viewModel.title !== ""

        Rectangle {
            x: -Theme.margin
            width: parent.width + 2 * Theme.margin
            height: parent.height
            visible: root.tinted
            color: Theme.toneGround(root.viewModel.tone)

            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.line * 2
                visible: Theme.contrast
                color: Theme.toneColor(root.viewModel.tone)
            }
        }

        Row {
            id: heading

            y: root.tinted ? Theme.mm(8) : 0
            width: parent.width
            spacing: Theme.mm(8)

            Rectangle {
                id: disc

                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(root.tinted ? 37 : 30)
                height: width
                radius: root.tinted ? width / 2 : Theme.radius
                visible: root.pictured
                color: root.tinted ? Theme.toneColor(root.viewModel.tone) : Theme.paleBlue
                border.width: Theme.contrast && !root.tinted ? Theme.line : 0
                border.color: Theme.outline

                Icon {
                    anchors.centerIn: parent
                    name: root.viewModel.icon
                    size: parent.width * 0.62
                    color: root.tinted ? Theme.overBlue : Theme.blue
                }
            }

            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (root.pictured ? disc.width + parent.spacing : 0)
                spacing: Theme.mm(2.5)

                Words {
                    width: parent.width
                    text: root.viewModel.title
                    size: root.viewModel.title.length > 60 ? Theme.textHeading : root.tinted ? Theme.px(Theme.elder ? 13 : 15) : Theme.chinese ? Theme.textTitle : Theme.textTitle * 0.88
                    font.bold: true
                    lineHeight: 1.0
                    Accessible.role: Accessible.Heading
                }

                Words {
                    width: parent.width
                    visible: text !== ""
                    text: root.viewModel.lead
                    color: root.tinted ? Theme.ink : Theme.grey
                }
            }
        }
    }

    Loader {
        width: parent.width
        active: root.viewModel.wrong.length > 0 && !root.viewModel.asksOne
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
                name: "alert"
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
