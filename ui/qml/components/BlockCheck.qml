pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A short row: sign, name and value; it opens where it has more to say.
Item {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property var sign
    required property var change
    readonly property bool unbreakable: true
    readonly property bool opens: root.change.key !== undefined
    readonly property bool bad: ["fault", "heed"].includes(root.sign.mark ?? "")
    readonly property real side: button.visible ? button.width + Theme.mm(4) : 0
    readonly property real words: root.width - mark.width - Theme.mm(4) - root.side
    // The value is below its name where both are too long for one line.
    readonly property bool stacked: Theme.elder || name.implicitWidth + worth.implicitWidth + tag.width + Theme.mm(8) > root.words

    implicitHeight: Math.max(texts.height, button.visible ? button.height : 0) + Theme.mm(3)

    StateSign {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        sign: root.sign
        size: Theme.textBody
    }

    Item {
        id: texts

        x: mark.width + Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        width: root.words
        height: root.stacked ? name.height + worth.height : Math.max(name.height, worth.height)

        Words {
            id: name

            width: root.stacked ? parent.width : implicitWidth
            text: root.text
            color: root.opens ? Theme.ink : Theme.grey
        }

        CodeTag {
            id: tag

            x: name.implicitWidth + Theme.mm(3)
            visible: (root.sign.code ?? "") !== "" && !root.stacked
            code: root.sign.code ?? ""
            ink: Theme.markColor(root.sign.mark ?? "")
        }

        Words {
            id: worth

            x: root.stacked ? 0 : parent.width - width
            y: root.stacked ? name.height : 0
            width: root.stacked ? parent.width : Math.min(implicitWidth, parent.width - name.implicitWidth - (tag.visible ? tag.width + Theme.mm(3) : 0) - Theme.mm(4))
            text: root.value
            color: root.bad ? Theme.markColor(root.sign.mark) : Theme.ink
            font.bold: root.bad
        }
    }

    KioskButton {
        id: button

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: root.opens
        round: true
        key: root.change.key ?? ""
        label: root.change.label ?? ""
        labelSize: Theme.textSmall
        speech: (root.change.speech ?? "") + "，" + root.text
        usable: root.change.enabled ?? false
        onClicked: root.viewModel.touch(key)
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, Theme.line / 2)
        color: Theme.hairline
    }
}
