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
            readonly property bool note: line.kind === "note"
            readonly property bool small: line.place || line.note || line.kind === "status"
            readonly property color ink: line.place || line.note ? Theme.grey : line.small ? Theme.toneColor(line.tone) : Theme.ink

            width: root.width
            height: words.implicitHeight + Theme.mm(line.small ? 0 : 4)

            Icon {
                id: sign

                anchors.verticalCenter: words.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(4)
                name: line.place ? "map-marker" : line.note ? "information-outline" : line.small && line.tone !== "done" ? "alert-circle-outline" : "check-circle-outline"
                size: line.small ? Theme.textSmall * 1.2 : Theme.textHeading * 1.2
                color: line.small ? line.ink : Theme.blue
            }

            Words {
                id: words

                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(20)
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: line.place ? line.text + "：" + line.value : line.text
                size: line.small ? Theme.textSmall : Theme.textHeading
                font.bold: !line.small
                color: line.ink
            }
        }
    }
}
