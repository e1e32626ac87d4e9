pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// People at the terminal: an old woman with her son, and a woman in a wheelchair. It fills its item at any ratio of width and
// height from 1.2 to 2.6; the people keep their form, the houses move apart. Nothing moves: this is seen when nobody is there.
Item {
    id: root

    // The people on their sheet.
    readonly property size sheet: Qt.size(690, 440)
    readonly property real unit: Math.min(root.width / root.sheet.width, root.height / root.sheet.height)
    // Half of the width beside the sheet, in units.
    readonly property real beside: (root.width / root.unit - root.sheet.width) / 2

    // In units, at the upper edge.
    readonly property real sunTop: Math.max(root.sheet.height - root.height / root.unit + 10, 4)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    clip: true

    Rectangle {
        anchors.fill: parent
        color: Paint.sky
    }

    Item {
        id: ground

        x: root.beside * root.unit
        y: root.height - root.sheet.height * root.unit
        transformOrigin: Item.TopLeft
        scale: root.unit

        Shape {
            Fill {
                fillColor: Paint.sun
                path: `M${548 + root.beside * 0.5} ${root.sunTop}a62 62 0 0 1 0 124a62 62 0 0 1 0 -124Z`
            }
        }

        SceneTree {
            visible: root.beside > 150
            x: -root.beside + 60
            y: 360 - height
        }

        SceneHouse {
            visible: root.beside > 90
            x: -root.beside * 0.62 - 60
            y: 376 - height
            transformOrigin: Item.Bottom
            scale: 0.86
        }

        SceneHouse {
            x: 6 - root.beside * 0.12
            y: 360 - height
        }

        SceneHouse {
            // Between the people: as an outline it would be in their way.
            visible: !Paint.outlined
            x: 190
            y: 360 - height
            transformOrigin: Item.Bottom
            scale: 0.8
        }

        SceneHouse {
            x: 500 + root.beside * 0.12
            y: 360 - height
            transformOrigin: Item.Bottom
            scale: 0.95
        }

        SceneTree {
            visible: root.beside > 60
            x: 600 + root.beside * 0.5
            y: 360 - height
        }

        // The floor.
        Shape {
            Fill {
                fillColor: Paint.floor
                path: `M${-root.beside - 9} 356H${root.sheet.width + root.beside + 9}V449H${-root.beside - 9}Z`
            }
        }

        // Shadows.
        Shape {
            x: 36

            Fill {
                fillColor: Paint.floorShade
                strokeWidth: -1
                path: "M105 392A56 8 0 0 1 105 408A56 8 0 0 1 105 392ZM220 392A64 8 0 0 1 220 408A64 8 0 0 1 220 392ZM376 394A104 9 0 0 1 376 412A104 9 0 0 1 376 394ZM556 390A82 9 0 0 1 556 408A82 9 0 0 1 556 390Z"
            }
        }

        ScenePlant {
            x: -root.beside * 0.5
            y: 424 - height
            transformOrigin: Item.BottomLeft
            scale: 0.84
        }

        Item {
            x: 36

            PersonHelper {}

            SceneCabinet {}

            PersonElder {}

            HelperArm {}

            PersonSeated {}
        }
    }
}
