pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The logo: a clock face with one quarter filled.
Item {
    id: root

    readonly property real thick: root.width * 0.09
    readonly property real middle: root.width / 2
    readonly property real reach: root.width * 0.3

    height: root.width

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: "transparent"
        border.width: root.thick
        border.color: Theme.blue
    }

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeWidth: 0
            strokeColor: "transparent"
            fillColor: Theme.blue
            startX: root.middle
            startY: root.middle

            PathLine { x: root.middle; y: root.middle - root.reach }
            PathArc { x: root.middle + root.reach; y: root.middle; radiusX: root.reach; radiusY: root.reach }
            PathLine { x: root.middle; y: root.middle }
        }
    }
}
