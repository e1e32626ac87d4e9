pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// A device of the cabinet at its place in the profile (x, y, width, height in mm), with its label. A low one is drawn as a slot.
Rectangle {
    id: root

    required property list<real> place
    required property real unit
    property bool marked: false
    property string label: ""
    // Of the label: above | inside | below | "" (not shown).
    property string side: "below"
    readonly property real labelHeight: name.height
    readonly property real labelWidth: name.width
    readonly property bool slot: root.place[3] < 60

    x: root.place[0] * root.unit
    y: root.place[1] * root.unit
    width: root.place[2] * root.unit
    height: root.place[3] * root.unit
    radius: root.slot ? height / 2 : 12 * root.unit
    color: root.marked && !root.slot ? (Paint.outlined ? Paint.paper : Theme.paleBlue) : Paint.paper
    border.width: root.marked ? (root.slot ? Theme.line * 2 : 0) : Theme.line * 1.5
    border.color: root.marked ? Theme.blue : Theme.outline

    // The mouth of a slot.
    Rectangle {
        visible: root.slot
        anchors.centerIn: parent
        width: parent.width - parent.height
        height: Math.max(Theme.line, parent.height * 0.22)
        radius: height / 2
        color: root.marked ? Theme.ink : Theme.outline
    }

    Loader {
        anchors.fill: parent
        active: root.marked && !root.slot
        sourceComponent: Dashes {
            stroke: Theme.blue
            thick: Theme.line * 2.5
            corner: 12 * root.unit
        }
    }

    // Where there is no room the label is over the foot of the cabinet: readable on its own ground.
    Rectangle {
        visible: root.marked && name.visible && root.side !== "inside"
        anchors.fill: name
        anchors.leftMargin: -Theme.mm(1.5)
        anchors.rightMargin: -Theme.mm(1.5)
        radius: Theme.mm(2)
        color: Paint.metal
    }

    Letters {
        id: name

        visible: text !== "" && root.side !== ""
        x: (root.width - width) / 2
        y: root.side === "above" ? -height - 6 * root.unit : root.side === "inside" ? (root.height - height) / 2 : root.height + 6 * root.unit
        text: root.label
        size: root.marked ? Theme.textBody : Theme.textSmall
        lineHeight: 1
        wrapMode: Text.NoWrap
        color: root.marked ? Theme.blue : Theme.grey
        font.bold: root.marked
    }
}
