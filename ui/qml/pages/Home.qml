pragma ComponentBehavior: Bound

import QtQuick
import Yike.Bridge
import "../components"

// What can be done here: search above, matters below.
Item {
    id: root

    required property Bridge bridge

    signal wanted(Item input)

    Content {
        id: content

        anchors.fill: parent
        bridge: root.bridge

        FieldList {
            width: content.width
            bridge: root.bridge
            plain: true
            onWanted: input => root.wanted(input)
        }

        BlockList {
            width: content.width
            bridge: root.bridge
        }

        ChoiceList {
            width: content.width
            bridge: root.bridge
            paired: true
            tall: true
        }
    }
}
