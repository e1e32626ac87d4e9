pragma ComponentBehavior: Bound

import QtQuick
import Yike

// One of several things applied for together: its name, what became of it, and what follows.
Rectangle {
    id: root

    required property string text
    required property string value
    required property string origin
    required property string tone
    readonly property bool unbreakable: true
    readonly property color sign: root.tone === "quiet" || root.tone === "plain" ? Theme.blue : Theme.toneColor(root.tone)
    readonly property var signs: ({
            "done": "check",
            "attention": "alert",
            "quiet": "clock"
        })

    implicitHeight: Math.max(words.height, disc.height) + Theme.mm(10)
    radius: Theme.radius
    color: Theme.paper
    border.width: Theme.line * 2
    border.color: root.sign

    Rectangle {
        id: disc

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(7)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(22)
        height: width
        radius: width / 2
        color: root.sign

        Icon {
            anchors.centerIn: parent
            name: root.signs[root.tone] ?? "info"
            size: parent.width * 0.6
            color: Theme.overBlue
        }
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: disc.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        spacing: Theme.mm(1)

        Words {
            width: parent.width
            text: root.text
            size: Theme.textReading
            font.bold: true
        }

        Words {
            width: parent.width
            text: root.value
            size: Theme.textReading
            font.bold: true
            color: root.sign
        }

        Words {
            width: parent.width
            visible: root.origin !== ""
            text: root.origin
            size: Theme.textSmall
            color: Theme.grey
        }
    }
}
