pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Available services as buttons that begin them, terminal status in small text.
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
            required property var change
            readonly property bool unbreakable: true
            readonly property bool opens: line.change.key !== undefined
            readonly property bool place: line.kind === "row"
            readonly property bool note: line.kind === "note"
            readonly property bool small: line.place || line.note || line.kind === "status"
            readonly property color ink: line.place || line.note ? Theme.grey : line.small ? Theme.toneColor(line.tone) : Theme.ink

            width: root.width
            height: line.opens ? opening.height : words.implicitHeight + Theme.mm(line.small ? 0 : 4)

            Loader {
                id: opening

                active: line.opens
                visible: line.opens
                width: line.width
                sourceComponent: Touchable {
                    height: Math.max(Theme.mm(22), name.implicitHeight + Theme.mm(6))
                    key: line.change.key ?? ""
                    usable: line.change.enabled ?? false
                    speech: (line.change.speech ?? "") + "，" + line.text
                    onClicked: root.viewModel.touch(key)

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.mm(5)
                        name: line.change.icon ?? ""
                        size: Theme.textHeading * 1.3
                        color: Theme.blue
                    }

                    Words {
                        id: name

                        anchors.left: parent.left
                        anchors.leftMargin: Theme.mm(20)
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.mm(5)
                        anchors.verticalCenter: parent.verticalCenter
                        text: line.text
                        size: Theme.textHeading
                        font.bold: true
                    }
                }
            }

            Icon {
                id: sign

                visible: !line.opens
                anchors.verticalCenter: words.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(4)
                name: line.place ? "map-marker" : line.note ? "information-outline" : line.small && line.tone !== "done" ? "alert-circle-outline" : "check-circle-outline"
                size: line.small ? Theme.textSmall * 1.2 : Theme.textHeading * 1.2
                color: line.small ? line.ink : Theme.blue
            }

            Words {
                id: words

                visible: !line.opens
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
