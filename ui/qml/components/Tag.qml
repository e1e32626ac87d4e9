pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A short text on a coloured background; colour only repeats the meaning of the text.
Rectangle {
    id: root

    required property string text
    required property string tone
    required property real room
    property int size: Theme.textSmall

    implicitWidth: words.width + Theme.mm(6)
    implicitHeight: words.implicitHeight + Theme.mm(2)
    radius: Theme.mm(2)
    color: Theme.toneGround(root.tone)
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.toneColor(root.tone)

    Letters {
        id: words

        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.room - Theme.mm(6))
        text: root.text
        size: root.size
        lineHeight: 1.0
        color: Theme.toneColor(root.tone)
    }
}
