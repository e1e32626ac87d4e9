pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A dashed outline with rounded corners, for disabled controls and marked devices.
Shape {
    id: root

    property color stroke: Theme.outline
    property real thick: Theme.line
    property real corner: Theme.radius
    readonly property real near: root.thick / 2
    readonly property real far: root.width - root.near
    readonly property real low: root.height - root.near

    ShapePath {
        strokeColor: root.stroke
        strokeWidth: root.thick
        strokeStyle: ShapePath.DashLine
        capStyle: ShapePath.FlatCap
        joinStyle: ShapePath.BevelJoin
        dashPattern: [8, 5]
        fillColor: "transparent"
        startX: root.corner
        startY: root.near

        PathLine { x: root.far - root.corner; y: root.near }
        PathArc { x: root.far; y: root.near + root.corner; radiusX: root.corner; radiusY: root.corner }
        PathLine { x: root.far; y: root.low - root.corner }
        PathArc { x: root.far - root.corner; y: root.low; radiusX: root.corner; radiusY: root.corner }
        PathLine { x: root.corner; y: root.low }
        PathArc { x: root.near; y: root.low - root.corner; radiusX: root.corner; radiusY: root.corner }
        PathLine { x: root.near; y: root.corner }
        PathArc { x: root.corner; y: root.near; radiusX: root.corner; radiusY: root.corner }
    }
}
