pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A part that needs somebody: its sign, name and code, since when, what is silent because of it, and the way to mend it.
Rectangle {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string origin
    required property var sign
    required property var chips
    required property var change
    required property var reveal
    readonly property bool unbreakable: true
    readonly property color ink: Theme.markColor(root.sign.mark ?? "")
    readonly property bool stacked: Theme.elder

    component Way: KioskButton {
        id: way

        required property var choice

        key: way.choice.key ?? ""
        label: way.choice.label ?? ""
        note: way.choice.note ?? ""
        noteSize: Theme.textSmall
        speech: (way.choice.speech ?? "") + "，" + root.text
        usable: way.choice.enabled ?? false
        visible: way.key !== ""
        onClicked: root.viewModel.touch(way.key)
    }

    implicitHeight: inside.height + Theme.mm(9)
    radius: Theme.radius * 0.8
    color: Theme.paper
    border.width: Theme.line
    border.color: root.ink

    // A bar at the edge, as wide as a finger can see it from a distance.
    Rectangle {
        width: Theme.mm(3)
        height: parent.height
        radius: Theme.mm(1.5)
        color: root.ink
    }

    Column {
        id: inside

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.mm(7)
        width: parent.width - Theme.mm(12)
        spacing: Theme.mm(3)

        Flow {
            width: parent.width
            spacing: Theme.mm(4)

            Row {
                id: named

                width: root.stacked ? parent.width : parent.width - buttons.width - Theme.mm(4)
                spacing: Theme.mm(5)

                StateSign {
                    id: mark

                    anchors.verticalCenter: parent.verticalCenter
                    sign: root.sign
                }

                Column {
                    width: parent.width - mark.width - parent.spacing
                    spacing: Theme.mm(1)

                    Flow {
                        width: parent.width
                        spacing: Theme.mm(3)

                        Words {
                            width: Math.min(implicitWidth, parent.width)
                            text: root.text
                            size: Theme.textHeading
                            font.bold: true
                            lineHeight: 1.0
                        }

                        CodeTag {
                            code: root.sign.code ?? ""
                            ink: root.ink
                        }
                    }

                    Words {
                        width: parent.width
                        text: root.value
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: root.origin
                        size: Theme.textSmall
                        color: Theme.grey
                    }
                }
            }

            Column {
                id: buttons

                width: root.stacked ? parent.width : Theme.mm(62)
                spacing: Theme.mm(3.5)

                Way {
                    width: parent.width
                    height: Math.max(implicitHeight, Theme.mm(22))
                    main: (root.sign.mark ?? "") === "fault"
                    choice: root.change
                }

                Way {
                    width: parent.width
                    round: true
                    labelSize: Theme.textSmall
                    choice: root.reveal
                }
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.mm(3)
            visible: root.chips.length > 0

            Repeater {
                model: root.chips

                Row {
                    id: chip

                    required property var modelData

                    spacing: Theme.mm(2)

                    StateSign {
                        anchors.verticalCenter: parent.verticalCenter
                        sign: chip.modelData.sign
                        size: Theme.textBody
                    }

                    Words {
                        text: chip.modelData.label
                        color: root.ink
                    }
                }
            }
        }
    }
}
