pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// What can be done here now, in large words, and in small ones how the machine is.
Column {
    id: root

    required property Bridge bridge

    spacing: Theme.mm(3)

    Repeater {
        model: root.bridge.blocks

        Item {
            id: line

            required property string kind
            required property string text
            required property string tone
            readonly property bool whole: true
            readonly property bool state_: line.kind === "status"

            width: root.width
            height: words.implicitHeight + Theme.mm(line.state_ ? 0 : 4)

            Icon {
                id: sign

                anchors.verticalCenter: words.verticalCenter
                x: Theme.mm(4)
                name: line.state_ && line.tone !== "done" ? "alert-circle-outline" : "check-circle-outline"
                size: line.state_ ? Theme.textSmall * 1.2 : Theme.textHeading * 1.2
                color: line.state_ ? Theme.toneColor(line.tone) : Theme.blue
            }

            Words {
                id: words

                x: Theme.mm(20)
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x
                text: line.text
                size: line.state_ ? Theme.textSmall : Theme.textHeading
                font.bold: !line.state_
                color: line.state_ ? Theme.toneColor(line.tone) : Theme.ink
            }
        }
    }
}
