pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Yike

// Base of all buttons: minimum size, keyboard focus, accessible name, and focus ring. Derived types add the content.
T.AbstractButton {
    id: root

    required property string key
    property string label: ""
    property string note: ""
    property string symbol: ""
    property string speech: label
    property bool main: false
    property bool usable: true
    property color ground: !root.usable ? Theme.resting : root.main ? Theme.blue : Theme.paper
    property color ink: !root.usable ? Theme.grey : root.main ? Theme.overBlue : Theme.ink
    property color edge: root.main && root.usable ? Theme.blue : Theme.outline
    property color ring: Theme.attention
    property real corner: Theme.radius

    objectName: root.key
    enabled: root.usable
    focusPolicy: Qt.TabFocus
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: root.speech
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    Rectangle {
        width: root.width
        height: root.height
        radius: root.corner
        color: !root.down ? root.ground : root.main ? Qt.darker(root.ground, 1.25) : Theme.paleBlue
        border.width: root.down ? Theme.line * 1.5 : Theme.line
        border.color: root.down ? Theme.blue : root.usable ? root.edge : "transparent"

        // A disabled button has a dashed outline: colour must not be the only sign.
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
                border.color: root.ring
            }
        }
    }
}
