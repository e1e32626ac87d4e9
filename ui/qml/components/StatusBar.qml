import QtQuick
import Yike
import Yike.Bridge

// Where am I, what time is it, language, larger text: the same place on every page.
Rectangle {
    id: root

    required property Bridge bridge

    implicitHeight: Math.max(where.implicitHeight, buttons.implicitHeight) + Theme.mm(8)
    color: Theme.paper

    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(3)

        Words {
            anchors.verticalCenter: parent.verticalCenter
            rightPadding: Theme.mm(2)
            text: root.bridge.time
            size: Theme.textSmall
            color: Theme.grey
        }

        KioskButton {
            key: "language"
            label: root.bridge.chrome["language"] ?? ""
            labelSize: Theme.textSmall
            icon_: "translate"
            onClicked: root.bridge.touch("language")
        }

        KioskButton {
            key: "larger"
            label: root.bridge.chrome["larger"] ?? ""
            labelSize: Theme.textSmall
            icon_: "format-size"
            ground: root.bridge.elder ? Theme.paleBlue : Theme.paper
            onClicked: root.bridge.touch("larger")
        }
    }

    Words {
        id: where

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: buttons.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        text: root.bridge.where
        size: Theme.textBody
        font.bold: true
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }
}
