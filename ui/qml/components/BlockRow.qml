pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Label and value, with buttons to reveal and change the value.
Item {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string origin
    required property var change
    required property var reveal
    property bool large: false
    readonly property bool unbreakable: true
    readonly property bool touchable: root.reveal.key !== undefined || root.change.key !== undefined
    // True if the value is below its label: large text beside buttons, or a word or number that would be broken.
    readonly property bool stacked: root.touchable && Theme.elder || Theme.parts(root.text, Theme.bodyFont, root.labelWidth - Theme.mm(4)) || Theme.parts(root.value, root.large ? Theme.headingFont : Theme.valueFont, root.width - root.labelWidth - (root.touchable ? root.inRow + Theme.mm(4) : 0))
    readonly property real inRow: (side.item as Buttons)?.inRow ?? 0
    readonly property real labelWidth: root.width * (root.large ? 0.34 : 0.29)

    implicitHeight: Math.max(texts.height, root.touchable ? side.height : 0) + (root.touchable ? Theme.mm(4) : 0)

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
            speech: (small.choice.speech ?? "") + "，" + root.text
            labelSize: Theme.textSmall
            implicitHeight: Math.max(Theme.target, Theme.mm(18))
            ink: small.ink
            edge: small.edge
            onClicked: root.viewModel.touch(key)
        }
    }

    component Buttons: Grid {
        id: buttons

        // Their width beside each other, which does not depend on how they are now: what is below what follows from it.
        readonly property real inRow: alter.width + (show.visible ? show.width + buttons.spacing : 0)

        // One above the other where a number would be broken beside both.
        columns: !show.visible || (root.stacked && Theme.parts(root.value, Theme.valueFont, root.width - buttons.inRow - Theme.mm(4))) ? 1 : 2
        spacing: Theme.mm(3)

        Small {
            id: show

            choice: root.reveal
        }

        Small {
            id: alter

            choice: root.change
            ink: Theme.blue
            edge: Theme.blue
        }
    }

    Item {
        id: texts

        readonly property real tall: root.stacked ? label.height + worth.height : Math.max(label.height, worth.height)

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - (root.touchable ? side.width + Theme.mm(4) : 0)
        height: texts.tall + (root.origin !== "" ? origin.height : 0)

        Words {
            id: label

            anchors.left: parent.left
            width: root.stacked ? parent.width : root.labelWidth - Theme.mm(4)
            text: root.text
            size: Theme.textReading
            color: Theme.grey
        }

        Words {
            id: worth

            anchors.left: parent.left
            anchors.leftMargin: root.stacked ? 0 : root.labelWidth
            anchors.right: parent.right
            y: root.stacked ? label.height : 0
            text: root.value
            size: (root.large ? Theme.headingFont : Theme.valueFont).font.pixelSize
            font.bold: root.large
        }

        Loader {
            id: origin

            anchors.left: worth.left
            anchors.right: worth.right
            y: texts.tall
            active: root.origin !== ""
            sourceComponent: Words {
                text: root.origin
                size: Theme.textSmall
                color: Theme.done
            }
        }
    }

    Loader {
        id: side

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        active: root.touchable
        sourceComponent: Buttons {}
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
