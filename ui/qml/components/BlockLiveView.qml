pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The live picture of a camera with a ring for the face, one sentence on what to do, and below it the checks and a note.
Item {
    id: root

    required property string text
    required property string value
    required property string origin
    required property string tone
    required property var live
    property real room: 0
    readonly property Column list: root.parent as Column
    readonly property bool unbreakable: true
    readonly property real gap: Theme.mm(4)
    readonly property color toneColor: Theme.toneColor(root.tone)
    // The picture must be large enough to see oneself in: where there is no room for all, the note gives way, then the
    // checks. The sentence says what to do without them.
    readonly property real free: root.room > 0 ? Math.floor(root.room - strip.height) - 1 : 10000
    readonly property real checksHeight: checks.implicitHeight + root.gap
    readonly property bool checked: root.free - root.checksHeight >= Theme.mm(90)
    readonly property bool noted: root.origin !== "" && root.checked && root.free - root.checksHeight - root.noteHeight >= Theme.mm(90)
    readonly property real noteHeight: note.implicitHeight + root.gap
    readonly property real below: (root.checked ? root.checksHeight : 0) + (root.noted ? root.noteHeight : 0)
    readonly property real pictureHeight: Math.min(root.width * 0.75, Math.max(root.free - root.below, Theme.mm(60)))

    implicitHeight: frame.height + root.below

    // The list was placed before the choices, on whose height the room depends.
    onImplicitHeightChanged: root.list?.forceLayout()

    Rectangle {
        id: frame

        width: root.width
        height: root.pictureHeight + strip.height
        color: Theme.resting
        border.width: Theme.line
        border.color: root.tone === "quiet" ? Theme.outline : root.toneColor
        Accessible.role: Accessible.Graphic
        Accessible.name: root.value

        Image {
            id: picture

            property int number: 0

            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.line
            width: Math.min(height * 4 / 3, root.width - 2 * Theme.line)
            height: root.pictureHeight - Theme.line
            source: "image://viewfinder/" + number
            cache: false
            smooth: false
            fillMode: Image.PreserveAspectCrop
        }

        // About as many pictures as the camera sends; none while nobody can see them.
        Timer {
            interval: 66
            repeat: true
            running: root.visible
            onTriggered: picture.number += 1
        }

        Shape {
            id: ring

            readonly property real thick: Theme.mm(1.6)
            // About what becomes the photo (kiosk.papers.photo_vision), where the face has the right size.
            readonly property real radiusX: picture.width * 0.24
            readonly property real radiusY: picture.height * 0.4

            anchors.fill: picture

            component Oval: ShapePath {
                id: oval

                fillColor: "transparent"
                capStyle: ShapePath.FlatCap
                startX: ring.width / 2 + ring.radiusX
                startY: ring.height * 0.53

                PathAngleArc {
                    centerX: ring.width / 2
                    centerY: ring.height * 0.53
                    radiusX: ring.radiusX
                    radiusY: ring.radiusY
                    startAngle: 0
                    sweepAngle: 360
                }
            }

            // White below it: the ring is seen before any coat and wall.
            Oval {
                strokeColor: Theme.overBlue
                strokeWidth: ring.thick * 1.8
            }

            Oval {
                strokeColor: root.tone === "quiet" ? Theme.blue : root.toneColor
                strokeWidth: ring.thick
                strokeStyle: root.tone === "done" ? ShapePath.SolidLine : ShapePath.DashLine
                dashPattern: [4, 2.5]
            }
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.mm(3)
            width: Math.min(where.implicitWidth + pointer.width + Theme.mm(12), parent.width - Theme.mm(8))
            height: where.height + Theme.mm(3)
            radius: height / 2
            color: Theme.paper
            border.width: Theme.line
            border.color: Theme.outline

            Icon {
                id: pointer

                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
                name: "camera"
                size: Theme.px(9)
                color: Theme.blue
            }

            Words {
                id: where

                anchors.left: pointer.right
                anchors.leftMargin: Theme.mm(3)
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
                text: root.value
                size: Theme.textSmall
                Accessible.ignored: true
            }
        }

        Rectangle {
            id: strip

            anchors.bottom: parent.bottom
            width: parent.width
            height: Math.max(hint.implicitHeight, sign.height) + Theme.mm(6)
            color: Theme.toneGround(root.tone)
            border.width: Theme.line
            border.color: frame.border.color

            Row {
                anchors.centerIn: parent
                spacing: Theme.mm(4)

                Icon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    name: root.tone === "done" ? "done" : root.tone === "quiet" ? "clock" : "alert"
                    size: Theme.px(11)
                    color: root.toneColor
                }

                Words {
                    id: hint

                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, strip.width - sign.width - Theme.mm(16))
                    text: root.text
                    size: Theme.textHeading
                    font.bold: true
                    color: root.toneColor
                }
            }
        }
    }

    Grid {
        id: checks

        anchors.top: frame.bottom
        anchors.topMargin: root.gap
        width: root.width
        visible: root.checked
        columns: Theme.elder ? 1 : 2
        columnSpacing: root.gap
        rowSpacing: Theme.mm(3)

        Repeater {
            model: root.live

            Rectangle {
                id: check

                required property var modelData
                readonly property string tone: modelData.passed === true ? "done" : modelData.passed === false ? "attention" : "plain"

                width: (checks.width - (checks.columns - 1) * checks.columnSpacing) / checks.columns
                height: lines.height + Theme.mm(5)
                radius: Theme.radius
                color: Theme.toneGround(check.tone)
                border.width: Theme.line
                border.color: check.tone === "plain" ? Theme.outline : Theme.toneColor(check.tone)

                Icon {
                    id: mark

                    anchors.left: parent.left
                    anchors.leftMargin: Theme.mm(5)
                    anchors.verticalCenter: parent.verticalCenter
                    name: check.tone === "done" ? "check" : check.tone === "attention" ? "alert" : "clock"
                    size: Theme.px(9)
                    color: check.tone === "plain" ? Theme.grey : Theme.toneColor(check.tone)
                }

                Column {
                    id: lines

                    anchors.left: mark.right
                    anchors.leftMargin: Theme.mm(4)
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(3)
                    anchors.verticalCenter: parent.verticalCenter

                    Words {
                        width: parent.width
                        text: check.modelData.label
                        font.bold: true
                        color: check.tone === "plain" ? Theme.grey : Theme.toneColor(check.tone)
                    }

                    Words {
                        width: parent.width
                        text: check.modelData.note
                        size: Theme.textSmall
                        color: Theme.grey
                    }
                }
            }
        }
    }

    BlockNote {
        id: note

        anchors.top: checks.bottom
        anchors.topMargin: root.gap
        width: root.width
        height: implicitHeight
        visible: root.noted
        text: root.origin
    }
}
