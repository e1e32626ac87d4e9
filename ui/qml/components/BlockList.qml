import QtQuick
import Yike
import Yike.Bridge

Column {
    id: root

    required property Bridge bridge

    spacing: Theme.mm(3.5)

    Repeater {
        model: root.bridge.blocks

        BlockItem {
            id: item

            required property var model

            width: root.width
            bridge: root.bridge
            kind: item.model.kind
            text: item.model.text
            value: item.model.value
            tone: item.model.tone
            source: item.model.source
            change: item.model.change
            reveal: item.model.reveal
            number: item.model.number
            children_: item.model.children
        }
    }
}
