pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Drawing of the cabinet from the profile (mm), with the device in use marked and the gesture that it needs.
Rectangle {
    id: root

    required property ViewModel viewModel
    readonly property bool unbreakable: true
    readonly property var guide: root.viewModel.guidance
    readonly property string gesture: root.guide.gesture ?? "wait"
    readonly property string tone: root.guide.tone ?? "plain"
    readonly property var cabinet: root.viewModel.screen.cabinet
    readonly property list<real> size: root.cabinet.size ?? [600, 900]
    // Every entry of the profile with a rectangle is a device, except the screen.
    readonly property list<string> devices: Object.keys(root.cabinet).filter(name => name !== "screen" && root.cabinet[name].length === 4)
    readonly property list<real> device: root.cabinet[root.guide.device ?? ""] ?? []
    readonly property bool aside: root.gesture === "take_slip"
    readonly property real room: root.height - pill.height - Theme.mm(22)
    readonly property real unit: Math.min(root.room / root.size[1], root.width * 0.58 / root.size[0])

    // The cabinet itself is not mirrored.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    radius: Theme.radius
    color: Theme.paper
    border.width: Theme.line
    border.color: Theme.outline
    Accessible.role: Accessible.Graphic
    Accessible.name: (root.viewModel.chrome["cabinet"] ?? "") + "，" + (root.guide.speech ?? "")

    component Part: Rectangle {
        required property list<real> place

        x: place[0] * root.unit
        y: place[1] * root.unit
        width: place[2] * root.unit
        height: place[3] * root.unit
        visible: place.length === 4
    }

    component Line: Rectangle {
        height: Math.max(3, 14 * root.unit)
        radius: height / 2
        color: Theme.outline
    }

    Rectangle {
        id: front

        x: (root.width - width) / 2 - (root.device.length === 4 && !root.aside ? Theme.mm(22) : 0)
        y: Theme.mm(8) + (root.room - height) / 2
        width: root.size[0] * root.unit
        height: root.size[1] * root.unit
        radius: 42 * root.unit
        color: Theme.paper
        border.width: Theme.line * 2
        border.color: Theme.blue

        Part {
            id: screen

            place: root.cabinet.screen ?? []
            color: Theme.contrast ? Theme.paper : "#edf2fa"
            border.width: Theme.line * 1.5
            border.color: Theme.blue
            radius: 18 * root.unit

            Line {
                x: parent.width * 0.09
                y: parent.height * 0.09
                width: parent.width * 0.46
            }

            Line {
                x: parent.width * 0.09
                y: parent.height * 0.17
                width: parent.width * 0.68
            }

            Line {
                x: parent.width * 0.09
                y: parent.height * 0.25
                width: parent.width * 0.57
            }

            Rectangle {
                x: parent.width * 0.1
                y: parent.height * 0.81
                width: parent.width * 0.8
                height: parent.height * 0.12
                radius: 16 * root.unit
                color: Theme.blue
            }
        }

        Repeater {
            model: root.devices

            Part {
                id: part

                required property string modelData
                readonly property bool marked: part.modelData === root.guide.device
                readonly property bool slot: part.place[3] < 60

                place: root.cabinet[part.modelData]
                radius: part.slot ? height / 2 : 10 * root.unit
                color: part.marked ? Theme.paleBlue : Theme.paper
                border.width: part.marked && !part.slot ? 0 : part.marked ? Theme.line * 2.5 : Theme.line * 1.5
                border.color: part.marked ? Theme.blue : Theme.outline

                Dashes {
                    anchors.fill: parent
                    visible: part.marked && !part.slot
                    stroke: Theme.blue
                    thick: Theme.line * 2.5
                    corner: Theme.mm(1.5)
                }
            }
        }
    }

    Letters {
        id: name

        readonly property real middle: ((root.device[0] ?? 0) + (root.device[2] ?? 0) / 2) * root.unit

        visible: root.device.length === 4 && !root.aside && width + Theme.mm(8) <= front.width && y + height <= front.y + front.height - Theme.mm(2)
        x: front.x + Math.min(name.middle - width / 2, front.width - width - Theme.mm(4))
        y: front.y + ((root.device[1] ?? 0) + (root.device[3] ?? 0)) * root.unit + Theme.mm(0.5)
        text: root.guide.name ?? ""
        size: Theme.textSmall
        lineHeight: 1
        color: Theme.blue
        font.bold: true
    }

    Gesture {
        visible: root.gesture !== "wait" && root.device.length === 4
        gesture: root.gesture
        x: front.x + (root.aside ? root.device[0] + root.device[2] / 2 : root.device[0] + root.device[2]) * root.unit
        y: front.y + (root.aside ? root.device[1] + root.device[3] : root.device[1] + root.device[3] / 2) * root.unit
        reach: front.x + front.width - x
        breadth: (root.device[2] ?? 0) * root.unit
        onLeft: (root.device[0] ?? 0) + (root.device[2] ?? 0) / 2 < root.size[0] / 2
    }

    Rectangle {
        id: pill

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(7)
        width: state.width + Theme.mm(20)
        height: state.height + Theme.mm(8)
        radius: Theme.mm(4)
        color: root.tone === "plain" ? Theme.paleBlue : Theme.toneGround(root.tone)
        border.width: Theme.contrast ? Theme.line : 0
        border.color: Theme.toneColor(root.tone)

        Letters {
            id: state

            anchors.centerIn: parent
            width: Math.min(implicitWidth, root.width - Theme.mm(36))
            text: root.guide.state ?? ""
            size: Theme.textHeading
            lineHeight: 1.0
            horizontalAlignment: Text.AlignHCenter
            color: root.tone === "plain" ? Theme.blue : Theme.toneColor(root.tone)
        }
    }
}
