pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The amber hatch below the head of the pages of staff: no citizen's page has one.
Rectangle {
    id: root

    readonly property real step: Theme.mm(8)
    readonly property int count: Math.ceil(root.width / root.step)

    implicitHeight: Theme.mm(3)
    color: Theme.head
    clip: true

    Shape {
        ShapePath {
            fillColor: Theme.amber
            strokeWidth: -1

            PathSvg {
                path: Array.from({
                    length: root.count
                }, (_, n) => `M${n * root.step + root.height} 0h${root.step / 2}l${-root.height} ${root.height}h${-root.step / 2}Z`).join("")
            }
        }
    }
}
