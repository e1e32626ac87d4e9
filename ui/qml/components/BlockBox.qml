pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// A card with blocks of its own.
Rectangle {
    id: root

    required property Bridge bridge
    required property var block
    property bool large: false
    readonly property bool whole: root.height < Theme.mm(150)
    readonly property bool quiet: root.block.tone === "quiet"

    implicitHeight: inside.height + Theme.mm(14)
    radius: Theme.radius
    color: Theme.toneGround(root.block.tone)
    border.width: root.quiet && !Theme.contrast ? 0 : Theme.line
    border.color: Theme.outline

    Column {
        id: inside

        x: Theme.mm(8)
        y: Theme.mm(7)
        width: parent.width - 2 * x
        spacing: Theme.mm(root.large ? 5 : 3.5)

        Repeater {
            model: root.block.children

            BlockPart {
                id: part

                required property string kind
                required property string text
                required property string value
                required property string tone
                required property string origin
                required property var change
                required property var reveal
                required property int number

                width: inside.width
                bridge: root.bridge
                block: ({
                    "kind": part.kind,
                    "text": part.text,
                    "value": part.value,
                    "tone": part.tone,
                    "origin": part.origin,
                    "change": part.change,
                    "reveal": part.reveal,
                    "number": part.number
                })
                large: root.large
            }
        }
    }
}
