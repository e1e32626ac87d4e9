pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// Outline of a slip that is not there, 100 × 130 units.
Shape {
    id: root

    width: 100
    height: 130

    Stroke {
        strokeColor: Theme.outline
        strokeWidth: 3.5
        strokeStyle: ShapePath.DashLine
        capStyle: ShapePath.FlatCap
        dashPattern: [3.2, 2.2]
        path: "M4 4V119L15.500 127L27 119L38.500 127L50 119L61.500 127L73 119L84.500 127L96 119V4"
    }
}
