pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The state of a part as shape and colour: octagon with its number, dashed ring, triangle, tick, or a grey dash. Colour is never
// the only sign.
Item {
    id: root

    required property var sign
    property real size: Theme.textHeading * 1.3
    readonly property string word: root.sign.mark ?? "unknown"
    readonly property int number: root.sign.number ?? 0
    readonly property color ink: Theme.markColor(root.word)
    readonly property bool filled: root.word === "fault" || root.word === "now"
    readonly property bool pictured: root.word === "good" || root.word === "heed" && root.number === 0

    implicitWidth: root.size
    implicitHeight: root.size

    Shape {
        anchors.fill: parent
        visible: root.word === "fault"

        ShapePath {
            fillColor: root.ink
            strokeWidth: -1

            PathPolyline {
                path: [[0.29, 0], [0.71, 0], [1, 0.29], [1, 0.71], [0.71, 1], [0.29, 1], [0, 0.71], [0, 0.29], [0.29, 0]].map(at => Qt.point(at[0] * root.size, at[1] * root.size))
            }
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: root.word === "now" || root.word === "none" && root.number > 0 || root.word === "heed" && root.number > 0
        radius: width / 2
        color: root.filled ? root.ink : Theme.paper
        border.width: Theme.line * 1.5
        border.color: root.ink
    }

    Loader {
        anchors.fill: parent
        active: root.word === "child"
        sourceComponent: Dashes {
            stroke: root.ink
            thick: Theme.line * 1.5
            corner: root.size / 2 - 1
        }
    }

    Icon {
        anchors.centerIn: parent
        visible: root.pictured
        name: root.word === "good" ? "check" : "warning"
        size: root.size
        color: root.ink
    }

    // Not asked, or nothing to say: a dash.
    Rectangle {
        anchors.centerIn: parent
        visible: root.word === "unknown" || root.word === "none" && root.number === 0
        width: root.size * (root.word === "none" ? 0.2 : 0.5)
        height: Math.max(2, root.size * (root.word === "none" ? 0.2 : 0.12))
        radius: height / 2
        color: root.ink
    }

    Letters {
        anchors.centerIn: parent
        visible: root.number > 0 && !root.pictured
        text: root.number
        size: root.size * 0.7
        font.bold: true
        lineHeight: 1.0
        color: root.filled ? Theme.overBlue : root.ink
    }

    Letters {
        anchors.centerIn: parent
        visible: root.word === "fault" && root.number === 0
        text: "!"
        size: root.size * 0.7
        font.bold: true
        lineHeight: 1.0
        color: Theme.overBlue
    }
}
