pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// Label and value; the value can be shown, hidden or changed at the right.
Item {
    id: root

    required property Bridge bridge
    required property var block
    property bool large: false
    readonly property bool touchable: root.block.reveal.key !== undefined || root.block.change.key !== undefined
    readonly property bool stacked: Theme.elder && root.touchable
    readonly property real labelWidth: root.width * (root.large ? 0.34 : 0.29)

    implicitHeight: Math.max(texts.height, root.touchable ? side.height : 0) + (root.touchable ? Theme.mm(3) : 0)

    Item {
        id: texts

        readonly property real tall: root.stacked ? label.height + worth.height : Math.max(label.height, worth.height)

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - (root.touchable ? side.width + Theme.mm(4) : 0)
        height: texts.tall + (root.block.origin !== "" ? origin.height : 0)

        Words {
            id: label

            width: root.stacked ? parent.width : root.labelWidth - Theme.mm(4)
            text: root.block.text
            color: Theme.grey
        }

        Words {
            id: worth

            x: root.stacked ? 0 : root.labelWidth
            y: root.stacked ? label.height : 0
            width: parent.width - x
            text: root.block.value
            size: root.large ? Theme.textHeading : Theme.textBody
            font.bold: root.large
        }

        Words {
            id: origin

            x: worth.x
            y: texts.tall
            width: worth.width
            visible: root.block.origin !== ""
            text: root.block.origin
            size: Theme.textSmall
            color: Theme.done
        }
    }

    Row {
        id: side

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: root.touchable
        spacing: Theme.mm(3)

        component Small: Loader {
            id: small

            required property var choice
            property color ink: Theme.ink
            property color edge: Theme.outline

            active: small.choice.key !== undefined
            visible: active
            sourceComponent: KioskButton {
                round: true
                key: small.choice.key ?? ""
                label: small.choice.label ?? ""
                usable: small.choice.enabled ?? false
                speech: (small.choice.speech ?? "") + "，" + root.block.text
                labelSize: Theme.textSmall
                ink: small.ink
                edge: small.edge
                onClicked: root.bridge.touch(key)
            }
        }

        Small {
            choice: root.block.reveal
        }

        Small {
            choice: root.block.change
            ink: Theme.blue
            edge: Theme.blue
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -Theme.mm(1.75)
        visible: root.touchable
        width: parent.width
        height: Math.max(1, Theme.line / 2)
        color: Theme.hairline
    }
}
