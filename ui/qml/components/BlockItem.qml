import QtQuick
import Yike
import Yike.Bridge

// One block of content, drawn by its kind; a box holds blocks of its own.
Item {
    id: root

    required property Bridge bridge
    required property string kind
    required property string text
    required property string value
    required property string tone
    required property string source
    required property var change
    required property var reveal
    required property int number
    required property var children_

    implicitHeight: body.height

    Loader {
        id: body

        width: root.width
        sourceComponent: root.kind === "box" ? box : root.kind === "row" ? row : root.kind === "big_number" ? bigNumber
            : root.kind === "note" ? note : root.kind === "status" ? status : root.kind === "heading" ? heading : paragraph
    }

    Component {
        id: box

        Rectangle {
            implicitHeight: inside.height + Theme.mm(14)
            radius: Theme.radius
            color: Theme.toneGround(root.tone)
            border.width: root.tone === "plain" ? Theme.line : 0
            border.color: Theme.outline

            Column {
                id: inside

                x: Theme.mm(8)
                y: Theme.mm(7)
                width: parent.width - 2 * x
                spacing: Theme.mm(3.5)

                Repeater {
                    model: root.children_

                    Loader {
                        id: part

                        required property var model

                        width: inside.width
                        Component.onCompleted: part.setSource("BlockItem.qml", {
                            "bridge": root.bridge,
                            "kind": Qt.binding(() => part.model.kind),
                            "text": Qt.binding(() => part.model.text),
                            "value": Qt.binding(() => part.model.value),
                            "tone": Qt.binding(() => part.model.tone),
                            "source": Qt.binding(() => part.model.source),
                            "change": Qt.binding(() => part.model.change),
                            "reveal": Qt.binding(() => part.model.reveal),
                            "number": Qt.binding(() => part.model.number),
                            "children_": null
                        })
                    }
                }
            }
        }
    }

    Component {
        id: heading

        Words {
            text: root.text
            size: Theme.textHeading
            font.bold: true
        }
    }

    Component {
        id: paragraph

        Item {
            implicitHeight: words.implicitHeight

            Words {
                id: mark

                text: root.kind === "bullet" ? "•" : root.kind === "numbered" ? root.number : ""
                color: Theme.blue
                font.bold: true
                Accessible.ignored: true
            }

            Words {
                id: words

                x: mark.text === "" ? 0 : Theme.mm(8)
                width: parent.width - x
                text: root.text
            }
        }
    }

    Component {
        id: row

        Item {
            readonly property bool stacked: label.implicitWidth + datum.implicitWidth + side.width + Theme.mm(6) > width

            implicitHeight: Math.max(stacked ? label.height + datum.height : Math.max(label.height, datum.height), side.height) + origin.height

            Words {
                id: label

                width: Math.min(implicitWidth, parent.width - side.width)
                text: root.text
                color: Theme.grey
            }

            Words {
                id: datum

                x: parent.stacked ? 0 : Math.max(label.width + Theme.mm(5), Theme.mm(34) * Theme.grow)
                y: parent.stacked ? label.height : 0
                width: parent.width - x - side.width - Theme.mm(2)
                text: root.value
            }

            Words {
                id: origin

                anchors.bottom: parent.bottom
                x: datum.x
                visible: root.source !== ""
                height: visible ? implicitHeight : 0
                text: root.source
                size: Theme.textSmall
                color: Theme.done
            }

            Row {
                id: side

                anchors.right: parent.right
                spacing: Theme.mm(3)

                KioskButton {
                    visible: key !== ""
                    key: root.reveal.key ?? ""
                    label: root.reveal.label ?? ""
                    speech: (root.reveal.speech ?? "") + "，" + root.text
                    labelSize: Theme.textSmall
                    onClicked: root.bridge.touch(key)
                }

                KioskButton {
                    visible: key !== ""
                    key: root.change.key ?? ""
                    label: root.change.label ?? ""
                    speech: (root.change.speech ?? "") + "，" + root.text
                    labelSize: Theme.textSmall
                    ink: Theme.blue
                    onClicked: root.bridge.touch(key)
                }
            }
        }
    }

    Component {
        id: bigNumber

        Column {
            spacing: Theme.mm(1)

            Words {
                width: parent.width
                text: root.text
                color: Theme.grey
            }

            Words {
                width: parent.width
                text: root.value
                size: Math.min(Theme.textNumber, width / Math.max(8, root.value.length) / 0.64)
                font.bold: true
            }
        }
    }

    Component {
        id: note

        Item {
            implicitHeight: noteWords.implicitHeight + Theme.mm(2)

            Rectangle {
                width: Theme.mm(1.2)
                height: parent.height
                color: Theme.outline
            }

            Words {
                id: noteWords

                x: Theme.mm(5)
                y: Theme.mm(1)
                width: parent.width - x
                text: root.text
                color: Theme.grey
            }
        }
    }

    Component {
        id: status

        Rectangle {
            implicitHeight: statusWords.implicitHeight + Theme.mm(8)
            radius: Theme.radius
            color: Theme.toneGround(root.tone)
            border.width: Theme.line
            border.color: root.tone === "plain" ? Theme.outline : Theme.toneColor(root.tone)

            Icon {
                id: statusIcon

                x: Theme.mm(5)
                anchors.verticalCenter: parent.verticalCenter
                name: root.tone === "done" ? "check-circle-outline" : root.tone === "attention" ? "alert-circle-outline" : "information-outline"
                color: Theme.toneColor(root.tone)
            }

            Words {
                id: statusWords

                anchors.verticalCenter: parent.verticalCenter
                x: Theme.mm(8) + statusIcon.width
                width: parent.width - x - Theme.mm(4)
                text: root.text
                color: Theme.toneColor(root.tone)
            }
        }
    }
}
