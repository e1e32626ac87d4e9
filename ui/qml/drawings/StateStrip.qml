pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The lower edge of a picture's box: a sign and what the device does or waits for.
Item {
    id: root

    required property string text
    property string tone: "plain"
    readonly property real room: root.width - disc.width - row.spacing - 2 * Theme.gap
    readonly property color ink: root.tone === "plain" ? Theme.blue : Theme.toneColor(root.tone)

    height: Math.max(disc.height, words.height) + Theme.mm(8)

    Rectangle {
        anchors.fill: parent
        topLeftRadius: 0
        topRightRadius: 0
        radius: Theme.radius
        color: root.tone === "plain" ? Theme.paleBlue : Theme.toneGround(root.tone)
        border.width: Theme.line
        border.color: root.tone === "plain" ? Theme.outline : root.ink
    }

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.mm(4)

        Disc {
            id: disc

            anchors.verticalCenter: parent.verticalCenter
            width: Theme.textHeading * 1.3
            tone: root.tone === "plain" ? "blue" : root.tone
            sign: root.tone === "done" ? "check" : root.tone === "attention" ? "attention" : "clock"
        }

        Letters {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.room)
            text: root.text
            // More than two lines are smaller: the picture needs the height.
            size: Theme.headingFont.advanceWidth(root.text) > 1.8 * root.room ? Theme.textBody : Theme.textHeading
            lineHeight: 1
            font.bold: true
            color: root.ink
        }
    }
}
