pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The devices that work now, the number to call, and notes for staff, in small letters.
Flow {
    id: root

    required property ViewModel viewModel

    spacing: Theme.mm(4)

    Repeater {
        model: root.viewModel.blocks

        Row {
            id: line

            required property string kind
            required property string text
            required property string value
            required property string tone
            readonly property color ink: line.kind === "status" ? Theme.toneColor(line.tone) : Theme.grey

            visible: ["status", "fact", "note"].includes(line.kind)
            spacing: Theme.mm(2)

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                visible: line.kind === "status"
                name: line.tone === "done" ? "check" : "alert"
                size: Theme.textSmall * 1.1
                color: line.ink
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.width - (sign.visible ? sign.width + line.spacing : 0))
                text: line.kind === "fact" ? line.text + " " + line.value : line.text
                Accessible.name: line.kind === "fact" ? line.text + "，" + line.value : line.text
                size: Theme.textSmall
                color: line.ink
                lineHeight: 1.0
            }
        }
    }
}
