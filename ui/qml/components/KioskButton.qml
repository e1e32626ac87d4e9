pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Yike

// Anything that can be touched: at least a finger's size, reached by keys, with a name and a visible focus.
T.AbstractButton {
    id: root

    required property string key
    property string label: ""
    property string note: ""
    property string symbol: ""
    property string speech: label
    property bool main: false
    property bool usable: true
    property bool round: false
    property bool noted: root.note !== ""
    property int labelSize: Theme.textBody
    property int noteSize: Theme.textSmall
    property int symbolSize: root.labelSize * 1.15
    property real sideMargin: Theme.mm(root.round ? 5 : 3)
    property color ground: !root.usable ? Theme.resting : root.main ? Theme.blue : Theme.paper
    property color ink: !root.usable ? Theme.grey : root.main ? Theme.overBlue : Theme.ink
    property color edge: root.main && root.usable ? Theme.blue : Theme.outline
    property real corner: root.round ? root.height / 2 : Theme.radius
    readonly property real room: root.width - 2 * root.sideMargin
    readonly property real symbolRoom: picture.text !== "" ? picture.width + Theme.mm(2) : 0

    objectName: root.key
    enabled: root.usable
    focusPolicy: Qt.TabFocus
    activeFocusOnTab: true
    implicitHeight: Math.max(Theme.target, face.implicitHeight + Theme.mm(root.round ? 3 : 5))
    implicitWidth: Math.max(Theme.target, Math.max(words.implicitWidth + root.symbolRoom, notes.implicitWidth) + 2 * root.sideMargin)
    Accessible.role: Accessible.Button
    Accessible.name: root.speech
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    background: Rectangle {
        radius: root.corner
        color: !root.down ? root.ground : root.main ? Qt.darker(root.ground, 1.25) : Theme.paleBlue
        border.width: root.down ? Theme.line * 1.5 : Theme.line
        border.color: root.down ? Theme.blue : root.usable ? root.edge : "transparent"

        // What rests has a dashed outline: not colour alone says so.
        Loader {
            anchors.fill: parent
            active: !root.usable
            sourceComponent: Dashes {
                corner: Math.min(root.corner, root.height / 2 - 1)
            }
        }

        Loader {
            anchors.fill: parent
            anchors.margins: -Theme.mm(1.2)
            active: root.visualFocus
            sourceComponent: Rectangle {
                radius: root.corner + Theme.mm(1.2)
                color: "transparent"
                border.width: Theme.line * 2
                border.color: Theme.attention
            }
        }
    }

    contentItem: Item {
        implicitHeight: face.implicitHeight

        Column {
            id: face

            anchors.centerIn: parent
            width: root.room

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.mm(2)

                Icon {
                    id: picture

                    anchors.verticalCenter: parent.verticalCenter
                    name: root.symbol
                    color: root.ink
                    size: root.symbolSize
                }

                Words {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, root.room - root.symbolRoom)
                    visible: text !== ""
                    text: root.label
                    size: root.labelSize
                    color: root.ink
                    font.bold: root.main
                    lineHeight: 1.0
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }

            Words {
                id: notes

                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, root.room)
                visible: root.noted
                text: root.note
                size: root.noteSize
                color: root.main && root.usable ? Theme.overBlueQuiet : Theme.grey
                lineHeight: 1.0
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
