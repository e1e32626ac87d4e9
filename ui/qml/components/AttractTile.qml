pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A service as a tile: icon above its short name and remark.
Touchable {
    id: root

    // A long word is written smaller rather than broken.
    readonly property bool wide: Theme.parts(root.label, Theme.headingFont, inside.width)
    readonly property bool wideNote: Theme.parts(root.note, Theme.bodyFont, inside.width)

    implicitHeight: inside.height + Theme.mm(12)

    Column {
        id: inside

        anchors.centerIn: parent
        width: root.width - Theme.mm(8)
        spacing: Theme.mm(2.5)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(25)
            height: width
            radius: Theme.mm(6)
            color: Theme.paleBlue
            border.width: Theme.contrast ? Theme.line : 0
            border.color: Theme.outline

            Icon {
                anchors.centerIn: parent
                name: root.symbol
                size: parent.width * 0.6
                color: Theme.blue
            }
        }

        Letters {
            width: parent.width
            text: root.label
            size: root.wide ? Theme.px(6.6) : Theme.textHeading
            font.bold: true
            lineHeight: 1.0
            maximumLineCount: 3
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignHCenter
        }

        Letters {
            width: parent.width
            visible: text !== ""
            text: root.note
            size: root.wideNote ? Theme.px(6.6) : Theme.textSmall
            color: Theme.grey
            lineHeight: 1.0
            maximumLineCount: 3
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
