import QtQuick
import QtQuick.Shapes
import Yike

// A line of a drawing with round ends.
ShapePath {
    id: root

    property alias path: svg.path

    fillColor: "transparent"
    strokeColor: Theme.ink
    strokeWidth: 3
    capStyle: ShapePath.RoundCap
    joinStyle: ShapePath.RoundJoin

    PathSvg {
        id: svg
    }
}
