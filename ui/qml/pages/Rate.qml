import QtQuick
import Yike
import Yike.Bridge
import "../components"

// Five levels, nothing preselected.
Item {
    id: root

    required property Bridge bridge

    signal wanted(var input)

    Content {
        anchors.fill: parent
        bridge: root.bridge

        Column {
            id: levels

            width: parent.width
            spacing: Theme.gap

            Repeater {
                model: root.bridge.choices

                KioskButton {
                    id: level

                    required property var model
                    required property int index

                    width: levels.width
                    height: Math.max(Theme.mm(30), Theme.target + Theme.mm(8))
                    key: level.model.key
                    label: level.model.label
                    labelSize: Theme.textHeading
                    speech: level.model.speech
                    onClicked: root.bridge.touch(level.model.key)

                    Face {
                        anchors.verticalCenter: parent.verticalCenter
                        x: Theme.mm(10)
                        width: Theme.mm(20)
                        height: width
                        level: 5 - level.index
                    }
                }
            }
        }
    }
}
