import QtQuick
import QtQuick.Shapes
import Yike

// A filled outline of a drawing; its edge is seen in the contrast themes.
ShapePath {
    id: root

    property alias path: svg.path

    fillColor: Paint.paper
    strokeColor: Paint.edge
    strokeWidth: Paint.edgeWidth
    joinStyle: ShapePath.RoundJoin
    fillRule: ShapePath.WindingFill

    PathSvg {
        id: svg
    }
}
