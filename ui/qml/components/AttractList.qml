pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Available services in large text, terminal status in small text.
Column {
    id: root

    required property ViewModel viewModel

    spacing: Theme.mm(3)

    Repeater {
        model: root.viewModel.blocks

        Item {
            id: line

            required property string kind
            required property string text
            required property string value
            required property string tone
            readonly property bool unbreakable: true
            readonly property bool place: line.kind === "row"
            readonly property bool small: line.place || line.kind === "status"
            readonly property color ink: line.place ? Theme.grey : line.small ? Theme.toneColor(line.tone) : Theme.ink

            width: root.width
            height: words.implicitHeight + Theme.mm(line.small ? 0 : 4)

            Icon {
                id: sign

                anchors.verticalCenter: words.verticalCenter
                x: Theme.mm(4)
                name: line.place ? "map-marker" : line.small && line.tone !== "done" ? "alert-circle-outline" : "check-circle-outline"
                size: line.small ? Theme.textSmall * 1.2 : Theme.textHeading * 1.2
                color: line.small ? line.ink : Theme.blue
            }

            Words {
                id: words

                x: Theme.mm(20)
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x
                text: line.place ? line.text + "：" + line.value : line.text
                size: line.small ? Theme.textSmall : Theme.textHeading
                font.bold: !line.small
                color: line.ink
            }
        }
    }
}
