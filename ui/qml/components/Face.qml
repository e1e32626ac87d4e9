pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A face for a satisfaction level, 5 (happy) to 1 (sad), shown by the curve of the mouth.
Rectangle {
    id: root

    required property int level
    readonly property real bend: (root.level - 3) * root.width * 0.13
    readonly property real thick: Math.max(Theme.line * 1.5, root.width * 0.055)

    height: width
    radius: width / 2
    color: Theme.paleBlue
    border.width: root.thick
    border.color: Theme.blue

    component Eye: Rectangle {
        y: root.height * 0.33
        width: root.width * 0.1
        height: width
        radius: width / 2
        color: Theme.blue
    }

    Eye {
        x: root.width * 0.29
    }

    Eye {
        x: root.width * 0.61
    }

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: Theme.blue
            strokeWidth: root.thick
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            startX: root.width * 0.28
            startY: root.height * 0.66 - root.bend / 3

            PathQuad {
                x: root.width * 0.72
                y: root.height * 0.66 - root.bend / 3
                controlX: root.width * 0.5
                controlY: root.height * 0.66 + root.bend
            }
        }
    }
}
