pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A hand at a device, in mm of the cabinet: it places or lifts a card, or takes a slip. The origin is the middle of the device's
// upper edge, of a slot its middle. The movement is shown a few times and ends in the picture that does not move.
Item {
    id: root

    required property string gesture
    property string tone: "attention"
    property bool onLeft: false
    // Width of the card or slip, and height of the device.
    required property real breadth
    property real depth: 0
    readonly property bool slip: root.gesture === "take_slip"
    readonly property bool lift: root.gesture === "lift_card"
    readonly property color ink: root.tone === "done" ? Theme.done : Theme.attention
    readonly property real high: root.breadth * 0.63
    readonly property real length: root.breadth * 1.3
    // Between the card at rest and the device.
    readonly property real gap: 26
    readonly property real way: root.slip ? 18 : root.depth / 2 + root.high / 2 + root.gap
    // From the resting picture: 0 is where the hand is drawn without movement, 1 the other end of its way.
    property real along: 0

    SequentialAnimation on along {
        id: motion

        running: root.visible && Theme.motion > 0
        loops: 4

        NumberAnimation {
            from: root.lift ? 1 : 0
            to: root.lift ? 0 : 1
            duration: 6 * Theme.motion
            easing.type: Easing.InOutCubic
        }

        PauseAnimation {
            duration: 900
        }

        PropertyAction {
            value: 0
        }

        PauseAnimation {
            duration: 300
        }
    }

    Arrow {
        x: root.slip ? (root.onLeft ? 1 : -1) * (root.breadth / 2 + 34) - width / 2 : -width / 2
        y: root.slip ? root.length * 0.45 : -20
        rotation: root.lift ? 180 : 0
        ink: root.ink
    }

    Item {
        id: hung

        visible: root.slip
        x: -root.breadth / 2
        width: root.breadth
        height: root.length + root.way
        clip: true

        Loader {
            active: root.slip
            y: (root.along - 1) * root.way - 4
            transformOrigin: Item.TopLeft
            scale: root.breadth / 100
            sourceComponent: SlipFace {}
        }
    }

    // Hand and card move together; a slip is pulled at its corner.
    Item {
        id: held

        x: -root.breadth / 2
        y: (root.slip ? -root.way : -root.high - root.gap) + root.along * root.way
        width: root.breadth
        height: root.slip ? root.length : root.high
        rotation: root.slip ? 0 : root.onLeft ? 5 : -5

        HandBack {
            x: hand.x
            y: hand.y
            transform: side
        }

        Loader {
            active: !root.slip
            transformOrigin: Item.TopLeft
            scale: root.breadth / 100
            sourceComponent: CardFace {}
        }

        HandFront {
            id: hand

            x: parent.width * (root.onLeft ? 0.13 : 0.87)
            y: root.slip ? parent.height - 34 : parent.height * 0.62
            transform: side
        }
    }

    Scale {
        id: side

        xScale: (root.onLeft ? -1 : 1) * yScale
        yScale: root.slip ? 1 : root.breadth / 122
    }
}
