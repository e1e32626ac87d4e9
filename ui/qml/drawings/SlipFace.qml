pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A torn slip, 100 units wide and 130 high: a heading, lines, a code. The upper edge is where it leaves the slot.
Shape {
    id: root

    width: 100
    height: 130

    Fill {
        fillColor: Paint.paper
        strokeColor: Theme.ink
        strokeWidth: 3
        path: "M4 0V119L15.500 127L27 119L38.500 127L50 119L61.500 127L73 119L84.500 127L96 119V0Z"
    }

    Stroke {
        strokeWidth: 8
        path: "M22 34H74"
    }

    Stroke {
        strokeColor: Theme.outline
        strokeWidth: 6
        path: "M22 50H60M22 64H68"
    }

    Fill {
        fillColor: Theme.ink
        fillRule: ShapePath.OddEvenFill
        strokeWidth: -1
        path: "M37 78H63V104H37ZM42 83V99H58V83ZM46.500 87.500H53.500V94.500H46.500Z"
    }
}
