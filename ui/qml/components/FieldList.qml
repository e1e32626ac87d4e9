pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// The page's fields.
Column {
    id: root

    required property Bridge bridge
    property bool plain: false

    signal wanted(Item input)

    spacing: Theme.mm(8)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.bridge.fields

        FieldItem {
            width: root.width
            bridge: root.bridge
            plain: root.plain
            onWanted: input => root.wanted(input)
        }
    }
}
