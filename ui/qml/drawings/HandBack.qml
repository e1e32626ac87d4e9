pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The fingers of a holding hand that are behind what it holds. The pinch is the origin; the arm comes from the right.
Shape {
    id: root

    transformOrigin: Item.TopLeft

    Fill {
        fillColor: Paint.skinShade
        strokeColor: Paint.skinEdge
        strokeWidth: 2.4
        path: "M64 48L38 62A8 8 0 0 1 30.500 48L64 32ZM66 32L22 47.500A8.500 8.500 0 0 1 16.500 31.500L66 16ZM66 16L6 31A8.500 8.500 0 0 1 2 14.500L66 -2Z"
    }
}
