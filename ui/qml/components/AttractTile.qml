pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A service as a tile: icon above its short name and remark.
Touchable {
    id: root

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
            size: Theme.textHeading
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
            size: Theme.textSmall
            color: Theme.grey
            lineHeight: 1.0
            maximumLineCount: 3
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
