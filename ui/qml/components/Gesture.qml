pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// Animation of the gesture at a device: place or lift a card, take a slip. The item's origin is at the edge of the device;
// the animation stops after a few loops.
Item {
    id: root

    required property string gesture
    required property real reach
    required property real breadth
    required property bool onLeft
    readonly property real beside: (root.breadth / 2 + Theme.mm(8)) * (root.onLeft ? -1 : 1)
    readonly property bool slip: root.gesture === "take_slip"
    readonly property bool away: root.gesture !== "place_card"
    readonly property real far: Theme.mm(9)
    property real along: 0

    SequentialAnimation on along {
        running: root.visible && Theme.motion > 0
        loops: 4

        NumberAnimation {
            from: root.away ? 0 : root.far
            to: root.away ? root.far : 0
            duration: Theme.motion
            easing.type: Easing.OutCubic
        }

        PauseAnimation {
            duration: 1100
        }
    }

    // Card beside the cabinet.
    Rectangle {
        visible: !root.slip
        x: root.reach + Theme.mm(7) + root.along
        y: -Theme.mm(37)
        width: Theme.mm(40)
        height: Theme.mm(25.5)
        radius: Theme.mm(2.5)
        color: Theme.paper
        border.width: Theme.line * 1.5
        border.color: Theme.ink
        rotation: -10

        Repeater {
            model: [0.42, 0.5, 0.36]

            Rectangle {
                required property real modelData
                required property int index

                x: Theme.mm(4)
                y: Theme.mm(5.5 + index * 4.2)
                width: parent.width * modelData
                height: Theme.mm(1.3)
                radius: height / 2
                color: Theme.outline
            }
        }

        Rectangle {
            x: Theme.mm(4)
            y: Theme.mm(19)
            width: parent.width - 2 * x
            height: Theme.mm(1.3)
            radius: height / 2
            color: Theme.outline
        }

        Rectangle {
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(4)
            y: Theme.mm(4.5)
            width: Theme.mm(9)
            height: Theme.mm(11.5)
            radius: Theme.mm(1)
            color: Theme.paleBlue
            border.width: Theme.line
            border.color: Theme.ink
        }
    }

    // Slip below its slot.
    Rectangle {
        visible: root.slip
        x: -width / 2
        width: root.breadth * 0.82
        height: width * 1.15 + root.along
        color: Theme.paper
        border.width: Theme.line * 1.5
        border.color: Theme.ink

        Column {
            x: parent.width * 0.14
            anchors.bottom: parent.bottom
            anchors.bottomMargin: parent.width * 0.2
            spacing: Theme.mm(2.6)

            Repeater {
                model: [0.72, 0.5, 0.66, 0.4]

                Rectangle {
                    required property real modelData

                    width: root.breadth * 0.82 * modelData
                    height: Theme.mm(1.3)
                    radius: height / 2
                    color: Theme.outline
                }
            }
        }
    }

    Shape {
        id: arrow

        x: root.slip ? root.beside : Theme.mm(2) + root.along
        y: root.slip ? Theme.mm(5) + root.along : -Theme.mm(9)
        width: Theme.mm(30)
        height: Theme.mm(20)
        rotation: root.slip ? 90 : 0
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: Theme.attention
            strokeWidth: Theme.mm(2)
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: root.svg(root.slip ? "straight" : root.away ? "out" : "in")
            }
        }
    }

    // Paths in millimetres: an arc towards the device, an arc away from it, or a straight arrow outwards.
    function svg(way: string): string {
        const paths = {
            "in": [["M", 28, 3], ["C", 22, 14, 10, 16, 2, 7], ["M", 1, 15], ["L", 2, 6], ["L", 11, 7]],
            "out": [["M", 2, 7], ["C", 10, 16, 22, 14, 28, 4], ["M", 20, 5], ["L", 28.5, 3], ["L", 30, 12]],
            "straight": [["M", 1, 0], ["L", 20, 0], ["M", 13, -6], ["L", 20, 0], ["L", 13, 6]]
        };
        return paths[way].map(step => step.map(part => typeof part === "number" ? Theme.mm(part).toFixed(1) : part).join(" ")).join(" ");
    }
}
