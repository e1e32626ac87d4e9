pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// An arm or leg: a thick line. In a contrast theme it is two lines with the colour of the paper between them.
Shape {
    id: root

    required property string path
    property color ink: Paint.slate
    property real thick: 26

    Stroke {
        strokeColor: Paint.edge
        strokeWidth: Paint.outlined ? root.thick + 2 * Paint.edgeWidth : -1
        path: Paint.outlined ? root.path : ""
    }

    Stroke {
        strokeColor: root.ink
        strokeWidth: root.thick
        path: root.path
    }
}
