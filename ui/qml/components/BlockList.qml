pragma ComponentBehavior: Bound

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

        Loader {
            id: place

            required property string kind
            required property string text
            required property string value
            required property string tone
            required property string origin
            required property var change
            required property var reveal
            required property int number
            required property var children_

            // Plain values: a row that leaves must not empty what its delegate still shows.
            readonly property var block: ({
                    "kind": place.kind,
                    "text": place.text,
                    "value": place.value,
                    "tone": place.tone,
                    "origin": place.origin,
                    "change": place.change,
                    "reveal": place.reveal,
                    "number": place.number,
                    "children": place.children_
                })

            width: root.width
            sourceComponent: place.kind === "box" ? box : part

            Component {
                id: box

                BlockBox {
                    bridge: root.bridge
                    block: place.block
                    large: root.large
                }
            }

            Component {
                id: part

                BlockPart {
                    bridge: root.bridge
                    block: place.block
                    large: root.large
                }
            }
        }
    }
}
