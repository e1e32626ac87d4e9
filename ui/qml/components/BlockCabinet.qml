pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../drawings"

// The front of the cabinet from the profile, with the state of every part beside it and a leader to its place. Parts without a
// place on the front have no leader.
Rectangle {
    id: root

    required property ViewModel viewModel
    required property string text
    required property var spots
    readonly property bool unbreakable: true
    readonly property var cabinet: root.viewModel.screen.cabinet
    readonly property list<real> size: root.cabinet.size ?? [600, 900]
    readonly property list<real> screen: root.cabinet.screen ?? []
    readonly property real row: Theme.textBody * 1.75
    // Half of the parts on each side, by where they are; those inside go where there is room.
    readonly property var sides: root.placed()
    readonly property int most: Math.max(root.sides[0].length, root.sides[1].length, 5)
    readonly property real tall: Math.max(root.most * root.row, Theme.mm(92))
    readonly property real unit: Math.min(root.width * (Theme.elder ? 0.24 : 0.34) / root.size[0], (root.tall - Theme.mm(4)) / root.size[1])

    implicitHeight: root.tall + Theme.mm(8)
    radius: Theme.radius * 0.8
    color: Theme.paper
    border.width: Theme.line
    border.color: Theme.outline
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    Accessible.role: Accessible.Graphic
    Accessible.name: root.text

    function middle(part: string): var {
        const at = root.cabinet[part] ?? [];
        return at.length === 4 ? Qt.point(at[0] + at[2] / 2, at[1] + at[3] / 2) : null;
    }

    // The spots of the left and of the right side, from top to bottom.
    function placed(): var {
        const sides = [[], []];
        const inside = [];
        for (const spot of root.spots) {
            const at = root.middle(spot.part);
            if (at)
                sides[at.x < root.size[0] / 2 ? 0 : 1].push([at.y, spot]);
            else
                inside.push(spot);
        }
        for (const side of sides)
            side.sort((a, b) => a[0] - b[0]);
        for (const spot of inside)
            sides[sides[0].length <= sides[1].length ? 0 : 1].push([root.size[1], spot]);
        return sides.map(side => side.map(each => each[1]));
    }

    // Lines from the labels to their places.
    component Leader: Item {
        id: leader

        required property point from
        required property point to
        required property color ink

        Rectangle {
            x: Math.min(leader.from.x, leader.to.x)
            y: leader.from.y
            width: Math.abs(leader.to.x - leader.from.x)
            height: Math.max(2, Theme.line)
            color: leader.ink
        }

        Rectangle {
            x: leader.to.x
            y: Math.min(leader.from.y, leader.to.y)
            width: Math.max(2, Theme.line)
            height: Math.abs(leader.to.y - leader.from.y)
            color: leader.ink
        }

        Rectangle {
            x: leader.to.x - width / 2
            y: leader.to.y - height / 2
            width: Theme.mm(3)
            height: width
            radius: width / 2
            color: leader.ink
        }
    }

    Rectangle {
        id: front

        anchors.centerIn: parent
        width: root.size[0] * root.unit
        height: root.size[1] * root.unit
        radius: Theme.mm(2)
        color: Theme.paleBlue
        border.width: Theme.line * 1.5
        border.color: Theme.ink

        Rectangle {
            visible: root.screen.length === 4
            x: (root.screen[0] ?? 0) * root.unit
            y: (root.screen[1] ?? 0) * root.unit
            width: (root.screen[2] ?? 0) * root.unit
            height: (root.screen[3] ?? 0) * root.unit
            color: Theme.paper
            border.width: Theme.line
            border.color: Theme.outline
        }

        Repeater {
            model: root.spots

            Rectangle {
                id: place

                required property var modelData
                readonly property list<real> at: root.cabinet[modelData.part] ?? []
                readonly property bool bad: ["fault", "heed", "child"].includes(place.modelData.sign.mark)

                visible: place.at.length === 4
                x: (place.at[0] ?? 0) * root.unit
                y: (place.at[1] ?? 0) * root.unit
                width: (place.at[2] ?? 0) * root.unit
                height: (place.at[3] ?? 0) * root.unit
                radius: Theme.mm(1)
                color: place.bad ? Theme.paleAttention : Theme.paper
                border.width: place.bad ? Theme.line * 2 : Theme.line
                border.color: place.bad ? Theme.markColor(place.modelData.sign.mark) : Theme.outline
            }
        }
    }

    Repeater {
        model: 2

        Item {
            id: side

            required property int index
            readonly property var rows: root.sides[side.index]
            readonly property real room: (root.width - front.width) / 2 - Theme.mm(8)

            anchors.fill: parent

            Repeater {
                model: side.rows.length

                Item {
                    id: labelled

                    required property int index
                    readonly property var spot: side.rows[labelled.index]
                    readonly property var at: root.middle(labelled.spot.part)
                    readonly property color ink: Theme.markColor(labelled.spot.sign.mark)
                    readonly property bool calm: ["good", "unknown"].includes(labelled.spot.sign.mark)
                    readonly property real level: Theme.mm(4) + (labelled.index + 0.5) * root.tall / side.rows.length

                    anchors.fill: parent

                    Leader {
                        visible: labelled.at !== null
                        from: Qt.point(side.index === 0 ? side.room + Theme.mm(4) : parent.width - side.room - Theme.mm(4), labelled.level)
                        to: labelled.at ? Qt.point(front.x + labelled.at.x * root.unit, front.y + labelled.at.y * root.unit) : Qt.point(0, 0)
                        ink: labelled.calm ? Theme.outline : labelled.ink
                    }

                    StateSign {
                        id: mark

                        x: side.index === 0 ? side.room + Theme.mm(4) - width : parent.width - side.room - Theme.mm(4)
                        y: labelled.level - height / 2
                        sign: labelled.spot.sign
                        size: Theme.textBody * 1.1

                        // Its own ground: a leader ends at it.
                        Rectangle {
                            z: -1
                            anchors.fill: parent
                            anchors.margins: -Theme.mm(1)
                            color: Theme.paper
                        }
                    }

                    Words {
                        readonly property real wide: side.room - mark.width - Theme.mm(3)

                        x: side.index === 0 ? Theme.mm(3) : mark.x + mark.width + Theme.mm(3)
                        width: wide
                        y: labelled.level - height / 2
                        text: labelled.spot.label
                        size: Theme.textSmall
                        lineHeight: 1.0
                        color: labelled.calm ? Theme.ink : labelled.ink
                        font.bold: !labelled.calm
                        horizontalAlignment: side.index === 0 ? Text.AlignRight : Text.AlignLeft
                    }
                }
            }
        }
    }
}
