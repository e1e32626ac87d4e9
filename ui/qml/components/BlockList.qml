pragma ComponentBehavior: Bound

import Qt.labs.qmlmodels
import QtQuick
import Yike
import Yike.Bridge

// The page's blocks in order of reading.
Column {
    id: root

    required property Bridge bridge
    property bool large: false

    spacing: Theme.mm(4)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.bridge.blocks
        delegate: BlockDelegates {
            bridge: root.bridge
            area: root
            large: root.large

            DelegateChoice {
                roleValue: "box"

                BlockBox {
                    width: root.width
                    bridge: root.bridge
                    large: root.large
                }
            }
        }
    }
}
