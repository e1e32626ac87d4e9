import QtQuick
import Yike

// One stage of several below each other: a circle that is ticked when done, and a line to the next.
Item {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string tone
    required property bool last
    readonly property bool unbreakable: true
    readonly property bool done: root.tone === "done"
    readonly property bool current: root.tone === "quiet"

    implicitHeight: Math.max(disc.height, words.height) + (root.last ? 0 : Theme.mm(1 + 80 * Math.max(0, Theme.spread)))

    Rectangle {
        anchors.top: disc.bottom
        anchors.bottom: parent.bottom
        // Up to the next circle, over the spacing of the list.
        anchors.bottomMargin: -Theme.mm(4) * (1 + 4 * Theme.spread)
        x: disc.x + (disc.width - width) / 2
        width: Theme.mm(1.5)
        visible: !root.last
        color: root.done ? Theme.done : Theme.outline
    }

    Rectangle {
        id: disc

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(2)
        width: Theme.mm(14)
        height: width
        radius: width / 2
        color: root.done ? Theme.done : Theme.paper
        border.width: root.done ? 0 : Theme.line * (root.current ? 3 : 2)
        border.color: root.current ? Theme.blue : Theme.outline

        Icon {
            anchors.centerIn: parent
            visible: root.done
            name: "check"
            size: parent.width * 0.65
            color: Theme.overBlue
        }

        Rectangle {
            anchors.centerIn: parent
            visible: root.current
            width: parent.width * 0.42
            height: width
            radius: width / 2
            color: Theme.blue

            // Slowly, so that it is seen that the machine works.
            SequentialAnimation on opacity {
                running: root.current && Theme.moving
                loops: Animation.Infinite

                NumberAnimation {
                    to: 0.25
                    duration: 900
                }

                NumberAnimation {
                    to: 1
                    duration: 900
                }
            }
        }
    }

    Column {
        id: words

        anchors.left: disc.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        y: Math.max(0, (disc.height - title.height) / 2)
        spacing: Theme.mm(0.5)

        Words {
            id: title

            width: parent.width
            text: root.text
            size: Theme.textReading
            font.bold: root.done || root.current
            color: root.done || root.current ? Theme.ink : Theme.grey
            lineHeight: 1.0
            Accessible.name: (root.viewModel.chrome[root.done ? "stage-done" : root.current ? "stage-now" : "stage-next"] ?? "") + "，" + root.text
        }

        Words {
            width: parent.width
            visible: root.value !== ""
            text: root.value
            size: Theme.textSmall
            color: Theme.grey
        }
    }
}
