pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A step of an instruction: its number or a tick, what to do, and what the machine sees of it; a button where it sees nothing.
Rectangle {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string origin
    required property var sign
    required property var change
    readonly property bool unbreakable: true
    readonly property string mark: root.sign.mark ?? ""
    readonly property bool current: root.mark === "now"

    implicitHeight: Math.max(sign.height, words.height) + Theme.mm(10)
    radius: Theme.radius * 0.8
    color: root.mark === "good" ? Theme.paleDone : Theme.paper
    border.width: root.current ? Theme.line * 2.5 : Theme.line
    border.color: root.current ? Theme.teal : Theme.outline

    StateSign {
        id: sign

        x: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        sign: root.sign
        size: Theme.px(13)
    }

    Column {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(2)

        Words {
            width: parent.width
            text: root.text
            size: Theme.textHeading
            font.bold: root.current
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: root.value
        }

        Words {
            width: parent.width
            text: root.origin
            size: Theme.textSmall
            color: root.mark === "none" ? Theme.grey : Theme.markColor(root.mark)
        }

        KioskButton {
            visible: key !== ""
            key: root.change.key ?? ""
            label: root.change.label ?? ""
            speech: (root.change.speech ?? "") + "，" + root.text
            usable: root.change.enabled ?? false
            width: Math.max(Theme.mm(60), implicitWidth)
            height: Math.max(implicitHeight, Theme.mm(20))
            ground: Theme.teal
            ink: Theme.overBlue
            edge: Theme.teal
            onClicked: root.viewModel.touch(key)
        }
    }
}
