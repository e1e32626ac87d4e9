pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A button with optional icon, label, and a note below the label.
Touchable {
    id: root

    property bool round: false
    // The icon is above the label.
    property bool stacked: false
    property int labelSize: Theme.textBody
    property int noteSize: Theme.textBody
    property int symbolSize: root.labelSize * 1.15
    property real sideMargin: Theme.mm(root.round ? 5 : 3)
    readonly property real room: root.width - 2 * root.sideMargin
    readonly property real faceHeight: face.implicitHeight
    readonly property real symbolRoom: picture.item && !root.stacked ? picture.width + Theme.mm(2) : 0

    corner: root.round ? root.height / 2 : Theme.radius
    implicitHeight: Math.max(Theme.target, face.implicitHeight + Theme.mm(root.round ? 3 : 5))
    // One extra pixel: with a width rounded down the label would wrap.
    implicitWidth: Math.max(Theme.target, Math.max(words.implicitWidth + root.symbolRoom, notes.implicitWidth) + 2 * root.sideMargin + 1)

    Column {
        id: face

        anchors.centerIn: parent
        width: root.room

        Grid {
            anchors.horizontalCenter: parent.horizontalCenter
            columns: root.stacked ? 1 : 2
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter
            spacing: Theme.mm(2)

            Loader {
                id: picture

                active: root.symbol !== ""
                visible: active
                sourceComponent: Icon {
                    name: root.symbol
                    color: root.ink
                    size: root.symbolSize
                }
            }

            Letters {
                id: words

                width: Math.min(implicitWidth, root.room - root.symbolRoom)
                visible: text !== ""
                text: root.label
                size: root.labelSize
                color: root.ink
                font.bold: root.main
                lineHeight: 1.0
                horizontalAlignment: Text.AlignHCenter
            }
        }

        Loader {
            id: notes

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(implicitWidth, root.room)
            active: root.note !== ""
            visible: active
            sourceComponent: Letters {
                text: root.note
                size: root.noteSize
                color: root.main && root.usable ? Theme.overBlueQuiet : Theme.grey
                lineHeight: 1.0
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
