pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A short arrow that points down, 48 × 48 units; turned by its rotation.
Shape {
    id: root

    property color ink: Theme.attention

    width: 48
    height: 48

    Stroke {
        strokeColor: root.ink
        strokeWidth: 10
        path: "M24 6V40M7 24L24 41L41 24"
    }
}
