pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A bar for each day with its number above, what is not certain as an open cap, and the code of a fault below.
Item {
    id: root

    required property string text
    required property var bars
    readonly property bool unbreakable: true
    readonly property real most: Math.max(1, ...root.bars.map(bar => bar.value + bar.unsure))
    readonly property real high: Theme.mm(50)

    implicitHeight: root.high + Theme.textSmall * 4.6
    Accessible.role: Accessible.Graphic
    Accessible.name: root.text + "，" + root.bars.map(bar => bar.label + " " + bar.value).join("，")

    Row {
        anchors.fill: parent

        Repeater {
            model: root.bars

            Item {
                id: day

                required property var modelData
                readonly property real full: root.high * day.modelData.value / root.most
                readonly property real open: root.high * day.modelData.unsure / root.most

                width: root.width / root.bars.length
                height: root.height

                Letters {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: root.high - day.full - day.open
                    text: day.modelData.value
                    size: Theme.textSmall
                    font.bold: true
                }

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width * 0.5
                    y: Theme.textSmall * 1.4 + root.high - day.full - day.open
                    height: day.open
                    color: Theme.paper
                    border.width: Theme.line
                    border.color: Theme.attention
                }

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width * 0.5
                    y: Theme.textSmall * 1.4 + root.high - day.full
                    height: day.full
                    color: Theme.teal
                }

                Letters {
                    id: date

                    anchors.horizontalCenter: parent.horizontalCenter
                    y: root.high + Theme.textSmall * 1.5
                    text: day.modelData.label
                    size: Theme.textSmall
                    color: Theme.grey
                }

                CodeTag {
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.top: date.bottom
                    code: day.modelData.code
                }
            }
        }
    }
}
