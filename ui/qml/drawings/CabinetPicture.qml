pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The part of the cabinet around the device in use, from the profile (mm), with the gesture that it needs, and the state of the
// device below. The whole width of the cabinet is seen; how much of its height depends on the item.
Rectangle {
    id: root

    required property ViewModel viewModel
    readonly property bool unbreakable: true
    // With less the picture shows nothing.
    readonly property real leastHeight: strip.height + Theme.mm(80)
    readonly property var guide: root.viewModel.guidance
    readonly property string gesture: root.guide.gesture ?? "wait"
    readonly property string tone: root.guide.tone ?? "plain"
    readonly property var cabinet: root.viewModel.screen.cabinet
    readonly property list<real> size: root.cabinet.size ?? [600, 900]
    readonly property list<real> screen: root.cabinet.screen ?? []
    // Every entry of the profile with a rectangle is a device, except the screen.
    readonly property list<string> devices: Object.keys(root.cabinet).filter(name => name !== "screen" && root.cabinet[name].length === 4)
    readonly property list<real> device: root.cabinet[root.guide.device ?? ""] ?? []
    readonly property bool placed: root.device.length === 4
    readonly property bool onLeft: root.placed && root.device[0] + root.device[2] / 2 < root.size[0] / 2
    readonly property bool slip: root.gesture === "take_slip"

    // Sizes in mm of the cabinet. A card is drawn somewhat larger than it is.
    readonly property real card: root.placed ? Math.max(86, Math.min(150, root.device[2] * 0.8)) : 0
    readonly property real paper: root.placed ? Math.max(60, Math.min(130, root.device[2] * 0.74)) : 0
    readonly property real over: root.slip ? 14 : root.gesture === "wait" ? 40 : root.card * 0.63 + 44
    readonly property real under: root.slip ? root.paper * 1.3 + 30 : 18
    // The label of the device in use, which is above a slip's slot and below anything else.
    readonly property real labelled: Theme.textBody * 1.5
    // What must be seen, from top to bottom: the device with its gesture, and if it is near, the screen's lower edge.
    readonly property real mustTop: root.placed ? root.device[1] - root.over - (root.slip ? root.labelled / root.unit : 0) : 0
    readonly property real mustBottom: root.placed ? root.device[1] + root.device[3] + root.under + (root.slip ? 0 : root.labelled / root.unit) : root.size[1]
    readonly property real edge: root.screen.length === 4 ? Math.min(root.mustTop, root.screen[1] + root.screen[3] - 60) : root.mustTop
    // Width of the picture in mm: the whole cabinet, or of a wide one the part around the device.
    readonly property real broad: Math.min(root.size[0] * 1.2, 720)
    readonly property bool cropped: root.broad < root.size[0]
    readonly property real unit: Math.min(view.width / root.broad, root.placed ? (view.height - root.labelled) / (root.over + root.device[3] + root.under) : view.height / root.size[1])
    readonly property real seenWidth: view.width / root.unit
    readonly property real seenHeight: view.height / root.unit
    readonly property real middle: root.placed ? root.device[0] + root.device[2] / 2 : root.size[0] / 2
    readonly property real fromLeft: root.seenWidth >= root.size[0] ? (root.size[0] - root.seenWidth) / 2 : Math.max(-60, Math.min(root.size[0] + 60 - root.seenWidth, root.middle - root.seenWidth / 2))
    readonly property real wantedTop: root.mustBottom - root.edge <= root.seenHeight ? root.edge : root.mustTop
    // Most of the height to spare is above: the way from the screen down is what the picture explains.
    readonly property real fromTop: Math.max(Math.min(-24, root.mustTop), Math.min(Math.max(root.size[1] + 44, root.mustBottom) - root.seenHeight, root.wantedTop - (root.seenHeight - root.mustBottom + root.wantedTop) * 0.7))

    // Where the label of a device does not cover another device, the hand or the cabinet's edge; "" if nowhere. Sizes in mm. The
    // device in use always has one.
    function labelSide(name: string, high: real, wide: real): string {
        const [x, y, width, height] = root.cabinet[name];
        const used = name === root.guide.device;
        const left = x + (width - wide) / 2;
        const free = top => left > 6 && left + wide < root.size[0] - 6 && top > root.fromTop && top + high < Math.min(root.size[1] - 26, root.fromTop + root.seenHeight) && Object.keys(root.cabinet).every(other => {
            const there = root.cabinet[other];
            // The device in use has its own label above or below.
            const more = other === root.guide.device ? high * 1.3 + 8 : 0;
            // Which may be wider than the device: its letters are larger.
            const beside = more > 0 ? Math.max(0, wide * 1.4 - there[2]) / 2 : 0;
            return other === name || there.length !== 4 || left > there[0] + there[2] + beside || left + wide < there[0] - beside || top > there[1] + there[3] + more || top + high < there[1] - more;
        });
        if (used && root.slip)
            return "above";
        if (free(y + height + 6))
            return "below";
        if (height > high + 8 && width > wide + 8)
            return "inside";
        return used ? "below" : free(y - high - 6) ? "above" : "";
    }

    // The cabinet itself is not mirrored.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    radius: Theme.radius
    color: Paint.wall
    border.width: Theme.line
    border.color: Theme.outline
    Accessible.role: Accessible.Graphic
    Accessible.name: (root.viewModel.chrome["cabinet"] ?? "") + "，" + (root.guide.speech ?? "")

    Item {
        id: view

        // Where the cabinet fills the picture its corners would be over the box's round ones.
        readonly property real inset: root.cropped ? Theme.radius * 0.3 : Theme.line

        visible: view.height >= Theme.mm(40)
        x: view.inset
        y: view.inset
        width: root.width - 2 * view.inset
        height: root.height - strip.height - view.inset
        clip: true

        // The floor, seen where the cabinet's foot is.
        Rectangle {
            y: front.y + front.height + 20 * root.unit
            width: parent.width
            height: parent.height
            color: Paint.outlined ? Paint.paper : Paint.floor
            border.width: Paint.outlined ? Theme.line : 0
            border.color: Theme.ink
        }

        Rectangle {
            id: front

            x: Math.round(-root.fromLeft * root.unit)
            y: Math.round(-root.fromTop * root.unit)
            width: root.size[0] * root.unit
            height: root.size[1] * root.unit
            radius: 24 * root.unit
            color: Paint.metal
            border.width: Theme.line * 2
            border.color: Theme.blue

            Rectangle {
                id: glass

                readonly property real share: width / 420

                visible: root.screen.length === 4
                x: (root.screen[0] ?? 0) * root.unit
                y: (root.screen[1] ?? 0) * root.unit
                width: (root.screen[2] ?? 0) * root.unit
                height: (root.screen[3] ?? 0) * root.unit
                radius: 14 * root.unit
                color: Paint.paper
                border.width: Theme.line * 2
                border.color: Theme.blue

                // A page, from the lower edge up; its fields as far as the screen reaches.
                Shape {
                    id: page

                    readonly property int fields: Math.max(0, Math.min(4, Math.floor(glass.height / glass.share / 76 - 3)))
                    readonly property real reach: front.y + glass.y + glass.height - (page.fields ? 214 + 76 * page.fields : 172) * glass.share

                    // A clip that leaves nothing of a Shape is ignored by the software renderer.
                    visible: page.reach < view.height && front.y + glass.y + glass.height > 28 * glass.share && front.x + glass.x < view.width && front.x + glass.x + glass.width > 34 * glass.share
                    y: glass.height
                    transformOrigin: Item.TopLeft
                    scale: glass.share

                    Fill {
                        fillColor: Paint.paper
                        strokeColor: Paint.faint
                        strokeWidth: 3
                        path: [-290, -366, -442, -518].slice(0, page.fields).map(y => `M46 ${y}H374a12 12 0 0 1 12 12v36a12 12 0 0 1 -12 12H46a12 12 0 0 1 -12 -12v-36a12 12 0 0 1 12 -12Z`).join("")
                    }

                    Stroke {
                        strokeWidth: 20
                        path: "M44 -162H234"
                    }

                    Stroke {
                        strokeColor: Paint.faint
                        strokeWidth: 13
                        path: "M41 -130H328M41 -104H292"
                    }

                    Fill {
                        fillColor: Theme.blue
                        strokeWidth: -1
                        path: "M46 -74H374A12 12 0 0 1 386 -62V-40A12 12 0 0 1 374 -28H46A12 12 0 0 1 34 -40V-62A12 12 0 0 1 46 -74Z"
                    }
                }
            }

            // The foot.
            Rectangle {
                x: -22 * root.unit
                y: front.height - 14 * root.unit
                width: front.width + 44 * root.unit
                height: 34 * root.unit
                radius: 8 * root.unit
                color: Theme.blue
            }

            Repeater {
                model: root.devices

                Device {
                    required property string modelData

                    place: root.cabinet[modelData]
                    unit: root.unit
                    marked: modelData === root.guide.device
                    label: root.guide.names?.[modelData] ?? ""
                    side: root.labelSide(modelData, labelHeight / root.unit, labelWidth / root.unit)
                }
            }
        }

        Loader {
            active: root.placed && root.gesture !== "wait"
            x: front.x + ((root.device[0] ?? 0) + (root.device[2] ?? 0) / 2) * root.unit
            y: front.y + ((root.device[1] ?? 0) + (root.slip ? (root.device[3] ?? 0) / 2 : 0)) * root.unit
            transformOrigin: Item.TopLeft
            scale: root.unit
            sourceComponent: Gesture {
                gesture: root.gesture
                tone: root.tone
                onLeft: root.onLeft
                breadth: root.slip ? root.paper : root.card
                depth: root.device[3] ?? 0
            }
        }
    }

    StateStrip {
        id: strip

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        text: root.guide.state ?? ""
        tone: root.tone
    }
}
