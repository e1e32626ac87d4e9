pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A day as year, month and day, each in a cell with its word behind it; the cell that the next digit goes to is marked.
Row {
    id: root

    // YYYY-MM-DD, as far as typed.
    required property string day
    required property var chrome
    required property int size
    property bool active: false
    readonly property list<string> parts: root.day.split("-")
    readonly property list<int> lengths: [4, 2, 2]
    readonly property int next: {
        const place = root.parts.length - 1;
        return root.parts[place].length < root.lengths[place] ? place : place + 1;
    }

    spacing: Theme.mm(2)

    TextMetrics {
        id: digit

        font.family: Theme.family
        font.pixelSize: root.size
        text: "0"
    }

    Repeater {
        model: ["date-year", "date-month", "date-day"]

        Row {
            id: part

            required property int index
            required property string modelData
            readonly property bool marked: root.active && root.next === part.index

            spacing: Theme.mm(1.5)

            Rectangle {
                width: root.lengths[part.index] * digit.advanceWidth + Theme.mm(6)
                height: figures.implicitHeight + Theme.mm(3)
                radius: Theme.mm(2)
                color: part.marked ? Theme.paleBlue : Theme.paper
                border.width: part.marked ? Theme.line * 1.5 : Theme.line
                border.color: part.marked ? Theme.blue : Theme.outline

                Letters {
                    id: figures

                    anchors.centerIn: parent
                    text: root.parts[part.index] ?? ""
                    size: root.size
                    lineHeight: 1.0
                }
            }

            Letters {
                anchors.verticalCenter: parent.verticalCenter
                text: root.chrome[part.modelData] ?? ""
                size: Theme.textBody
                lineHeight: 1.0
                rightPadding: Theme.mm(2)
            }
        }
    }
}
