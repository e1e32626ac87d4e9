pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// The scaffold of most pages: title, blocks, fields, choices in one order of reading, and the cabinet where a device is
// in question. Pages say how they differ.
Item {
    id: root

    required property Bridge bridge
    property bool many: false
    property bool tallChoices: false
    property bool smallChoices: false
    property bool choicesFirst: false
    property bool cabinetFirst: false
    property bool largeRows: false
    property real cabinetLeast: Theme.mm(120)

    signal wanted(Item input)

    Content {
        id: content

        anchors.fill: parent
        bridge: root.bridge

        Loader {
            width: content.width
            active: root.cabinetFirst
            visible: active && above.stretch > 0
            sourceComponent: cabinet
        }

        Column {
            id: above

            // The cabinet takes what the rest leaves, within reason.
            readonly property real stretch: root.bridge.guidance.device === undefined ? 0 : Math.max(root.cabinetLeast, content.free - above.height - content.spacing)

            width: content.width
            spacing: content.spacing

            Loader {
                width: parent.width
                active: root.choicesFirst
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }

            BlockList {
                width: parent.width
                bridge: root.bridge
                large: root.largeRows
            }

            FieldList {
                width: parent.width
                bridge: root.bridge
                onWanted: input => root.wanted(input)
            }

            Loader {
                width: parent.width
                active: !root.choicesFirst
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }
        }

        Loader {
            width: content.width
            active: !root.cabinetFirst
            visible: active && above.stretch > 0
            sourceComponent: cabinet
        }
    }

    Component {
        id: choices

        ChoiceList {
            bridge: root.bridge
            columns: root.smallChoices && filledCount > 1 && !Theme.elder ? Math.min(3, filledCount) : 1
            many: root.many
            small: root.smallChoices
            tall: root.tallChoices
        }
    }

    Component {
        id: cabinet

        Cabinet {
            bridge: root.bridge
            height: above.stretch
        }
    }
}
