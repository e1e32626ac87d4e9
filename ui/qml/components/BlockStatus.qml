pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Status of a device or document; icon, text and colour have the same meaning.
Rectangle {
    id: root

    required property string text
    required property string tone
    readonly property bool unbreakable: true
    readonly property var signs: ({
            "done": "done",
            "attention": "alert"
        })

    implicitHeight: Math.max(words.implicitHeight, sign.implicitHeight) + Theme.mm(9)
    radius: Theme.radius
    color: Theme.toneGround(root.tone)
    border.width: Theme.line
    border.color: root.tone === "plain" || root.tone === "quiet" ? Theme.outline : Theme.toneColor(root.tone)

    Icon {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: root.signs[root.tone] ?? "info"
        size: Theme.px(12)
        color: Theme.toneColor(root.tone)
    }

    Words {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        text: root.text
        color: Theme.toneColor(root.tone)
    }
}
