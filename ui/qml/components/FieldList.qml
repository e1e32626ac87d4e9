import QtQuick
import Yike
import Yike.Bridge

Column {
    id: root

    required property Bridge bridge
    property bool plain: false

    signal wanted(var input)

    spacing: Theme.mm(7)

    Repeater {
        model: root.bridge.fields

        FieldItem {
            width: root.width
            bridge: root.bridge
            plain: root.plain
            onWanted: input => root.wanted(input)
        }
    }
}
