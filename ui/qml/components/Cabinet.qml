import QtQuick
import QtQuick.Shapes
import Yike
import Yike.Bridge

// This cabinet, drawn from its profile, with the device in question marked and what to do with it.
Rectangle {
    id: root

    required property Bridge bridge
    readonly property var guide: root.bridge.guidance
    readonly property var cabinet: root.bridge.screen.cabinet
    readonly property list<real> size: root.cabinet.size ?? [600, 900]
    readonly property list<real> slot: root.cabinet[root.guide.device ?? ""] ?? [0, 0, 0, 0]
    readonly property real scale_: Math.min((root.height - pill.height - Theme.mm(16)) / root.size[1], root.width * 0.45 / root.size[0])

    visible: (root.guide.state ?? "") !== ""
    radius: Theme.radius
    color: Theme.paper
    border.width: Theme.line
    border.color: Theme.outline
    Accessible.role: Accessible.Graphic
    Accessible.name: root.guide.speech ?? ""

    component Slot: Rectangle {
        required property list<real> place

        x: place[0] * root.scale_
        y: place[1] * root.scale_
        width: place[2] * root.scale_
        height: Math.max(place[3] * root.scale_, Theme.mm(2))
    }

    Rectangle {
        id: front

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.horizontalCenterOffset: -parent.width * 0.06
        y: Theme.mm(6)
        width: root.size[0] * root.scale_
        height: root.size[1] * root.scale_
        radius: Theme.mm(3)
        color: Theme.paper
        border.width: Theme.line * 2
        border.color: Theme.blue

        Slot {
            place: root.cabinet.screen ?? [0, 0, 0, 0]
            color: Theme.paleBlue
            border.width: Theme.line
            border.color: Theme.blue
            radius: Theme.mm(1)
        }

        Repeater {
            model: ["id_reader", "receipt_printer"]

            Slot {
                id: slot

                required property string modelData
                readonly property bool marked: slot.modelData === root.guide.device

                place: root.cabinet[slot.modelData] ?? [0, 0, 0, 0]
                visible: slot.place[2] > 0
                radius: Theme.mm(1)
                color: slot.marked ? Theme.paleBlue : Theme.paper
                border.width: slot.marked ? Theme.line * 2.5 : Theme.line
                border.color: slot.marked ? Theme.attention : Theme.outline
            }
        }

        Item {
            id: hand

            readonly property bool away: root.guide.gesture === "lift_card" || root.guide.gesture === "take_slip"
            property real along: 0

            visible: root.guide.gesture !== "wait"
            x: (root.slot[0] + root.slot[2]) * root.scale_ + Theme.mm(4) + hand.along
            y: (root.slot[1] + root.slot[3] / 2) * root.scale_ - height / 2
            width: Theme.mm(34)
            height: Theme.mm(20)

            // Three short moves show the way, then it rests: nothing on the page runs without end.
            SequentialAnimation on along {
                running: hand.visible && Theme.motion > 0
                loops: 3

                NumberAnimation {
                    from: hand.away ? 0 : Theme.mm(12)
                    to: hand.away ? Theme.mm(12) : 0
                    duration: 900
                    easing.type: Easing.InOutQuad
                }

                PauseAnimation {
                    duration: 600
                }
            }

            Rectangle {
                anchors.right: parent.right
                width: Theme.mm(22)
                height: Theme.mm(14)
                anchors.verticalCenter: parent.verticalCenter
                radius: Theme.mm(1.5)
                color: Theme.paper
                border.width: Theme.line * 1.5
                border.color: Theme.ink
                rotation: -8

                Rectangle {
                    x: Theme.mm(2.5)
                    y: Theme.mm(3)
                    width: Theme.mm(9)
                    height: Theme.mm(1)
                    color: Theme.outline
                }

                Rectangle {
                    x: Theme.mm(2.5)
                    y: Theme.mm(6)
                    width: Theme.mm(9)
                    height: Theme.mm(1)
                    color: Theme.outline
                }

                Rectangle {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(2.5)
                    y: Theme.mm(2.5)
                    width: Theme.mm(5)
                    height: Theme.mm(6.5)
                    color: Theme.paleBlue
                    border.width: Theme.line
                    border.color: Theme.ink
                }
            }

            Shape {
                id: arrow

                width: Theme.mm(10)
                height: Theme.mm(10)
                anchors.verticalCenter: parent.verticalCenter
                rotation: hand.away ? 180 : 0

                ShapePath {
                    strokeColor: Theme.attention
                    strokeWidth: Theme.mm(1.4)
                    fillColor: "transparent"
                    capStyle: ShapePath.RoundCap
                    startX: Theme.mm(9)
                    startY: Theme.mm(5)

                    PathLine {
                        x: Theme.mm(1)
                        y: Theme.mm(5)
                    }

                    PathMove {
                        x: Theme.mm(4.5)
                        y: Theme.mm(1.5)
                    }

                    PathLine {
                        x: Theme.mm(1)
                        y: Theme.mm(5)
                    }

                    PathLine {
                        x: Theme.mm(4.5)
                        y: Theme.mm(8.5)
                    }
                }
            }
        }
    }

    Rectangle {
        id: pill

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        width: Math.min(parent.width - Theme.mm(10), stateWords.implicitWidth + Theme.mm(14))
        height: stateWords.height + Theme.mm(6)
        radius: Theme.mm(2)
        color: root.guide.tone === "plain" ? Theme.paleBlue : Theme.toneGround(root.guide.tone ?? "plain")

        Words {
            id: stateWords

            anchors.centerIn: parent
            width: Math.min(implicitWidth, root.width - Theme.mm(24))
            text: root.guide.state ?? ""
            size: Theme.textHeading
            horizontalAlignment: Text.AlignHCenter
            color: root.guide.tone === "plain" ? Theme.blue : Theme.toneColor(root.guide.tone ?? "plain")
            Accessible.ignored: true
        }
    }
}
