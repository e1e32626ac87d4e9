pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Where am I, what time is it, language, voice, larger text: the same place on every page.
Rectangle {
    id: root

    required property Shown shown

    implicitHeight: Math.max(where.height, modes.implicitHeight) + Theme.mm(7)
    color: Theme.paper

    Column {
        id: where

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: clock.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Words {
            width: parent.width
            text: root.shown.where
            size: Theme.textBody
            lineHeight: 1.0
            font.bold: true
        }
    }

    Words {
        id: clock

        anchors.right: modes.left
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        text: root.shown.time
        size: Theme.textSmall
        color: Theme.grey
    }

    ModeButtons {
        id: modes

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        shown: root.shown
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }
}
