import QtQuick
import Yike
import Yike.Bridge
import "../components"

// What can be done here: search above, matters below.
Item {
    id: root

    required property Bridge bridge

    signal wanted(var input)

    Content {
        anchors.fill: parent
        bridge: root.bridge

        FieldList {
            width: parent.width
            bridge: root.bridge
            plain: true
            onWanted: input => root.wanted(input)
        }

        ChoiceList {
            width: parent.width
            bridge: root.bridge
            columns: 1
        }
    }
}
