pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../components"

// Five levels, large, nothing preselected; or the reasons of a low one.
Item {
    id: root

    required property Bridge bridge
    readonly property bool levels: root.bridge.pageId.endsWith("rate")
    readonly property bool side: !Theme.elder

    signal wanted(Item input)

    Content {
        id: content

        anchors.fill: parent
        bridge: root.bridge

        Loader {
            width: content.width
            sourceComponent: root.levels ? faces : reasons
        }

        BlockList {
            width: content.width
            bridge: root.bridge
        }
    }

    Component {
        id: reasons

        ChoiceList {
            bridge: root.bridge
            many: true
        }
    }

    Component {
        id: faces

        Grid {
            id: grid

            topPadding: Theme.mm(8)
            columns: root.side ? 5 : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            Repeater {
                model: root.bridge.choices

                FaceButton {
                    id: place

                    required property var model
                    required property int index

                    width: (grid.width - (grid.columns - 1) * Theme.gap) / grid.columns
                    side: root.side
                    level: 5 - place.index
                    key: place.model.key
                    label: place.model.label
                    speech: place.model.speech
                    chosen: place.model.chosen
                    onClicked: root.bridge.touch(place.model.key)
                }
            }
        }
    }
}
