import QtQuick
import QtQuick.Templates as T
import Yike

// Anything that can be touched: at least a finger's size, reached by keys, with a name and a visible focus.
T.AbstractButton {
    id: root

    required property string key
    property string label: ""
    property string note: ""
    property string icon_: ""
    property string speech: label
    property bool main: false
    property bool pale: false
    property int labelSize: Theme.textBody
    property color ground: !root.enabled ? Theme.resting : root.main ? Theme.blue : Theme.paper
    property color ink: !root.enabled ? Theme.grey : root.main ? Theme.light : Theme.ink
    property int sideMargin: Theme.mm(3)
    readonly property real room: root.width - 2 * root.sideMargin
    readonly property real iconRoom: root.icon_ !== "" ? root.labelSize + Theme.mm(2) : 0

    objectName: root.key
    focusPolicy: Qt.StrongFocus
    activeFocusOnTab: true
    implicitHeight: Math.max(Theme.target, face.implicitHeight + Theme.mm(4))
    implicitWidth: Math.max(Theme.target, Math.max(words.implicitWidth + root.iconRoom, notes.implicitWidth) + 2 * root.sideMargin)
    Accessible.role: Accessible.Button
    Accessible.name: root.speech
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.down && root.enabled ? (root.main ? Qt.darker(root.ground, 1.2) : Theme.paleBlue) : root.ground
        border.width: root.visualFocus ? Theme.line * 2.5 : Theme.line
        border.color: root.visualFocus ? Theme.attention : root.main && root.enabled ? Theme.blue : Theme.outline
    }

    contentItem: Item {
        implicitHeight: face.implicitHeight

        Column {
            id: face

            anchors.centerIn: parent
            width: root.room
            spacing: Theme.mm(1)

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.mm(2)

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: root.icon_
                    color: root.ink
                    size: root.labelSize
                }

                Words {
                    id: words

                    width: Math.min(implicitWidth, root.room - root.iconRoom)
                    text: root.label
                    size: root.labelSize
                    color: root.ink
                    font.bold: root.main
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }

            Words {
                id: notes

                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, root.room)
                visible: root.note !== ""
                text: root.note
                size: Theme.textSmall
                color: root.main && root.enabled ? Theme.light : Theme.grey
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
