pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A tree of the scene's background, 120 × 240 units, its foot at the bottom.
Shape {
    id: root

    width: 120
    height: 240

    Fill {
        fillColor: Paint.bark
        path: "M53 130H67L70 240H50Z"
    }

    Fill {
        fillColor: Paint.crown
        path: "M60 0C86 0 104 20 102 44C118 54 124 76 114 94C108 120 82 132 60 128C38 132 12 120 6 94C-4 76 2 54 18 44C16 20 34 0 60 0Z"
    }
}
