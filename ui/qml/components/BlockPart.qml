pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// One block, drawn by its kind. Never parted when the page is turned.
Loader {
    id: root

    required property Bridge bridge
    required property var block
    property bool large: false
    readonly property bool whole: true
    readonly property bool leads: root.block.kind === "heading"
    readonly property var drawn: ({
            "row": row,
            "big_number": number,
            "note": note,
            "status": status,
            "heading": heading
        })

    sourceComponent: root.drawn[root.block.kind] ?? words

    Component {
        id: row

        BlockRow {
            bridge: root.bridge
            block: root.block
            large: root.large
        }
    }

    Component {
        id: number

        BlockNumber {
            block: root.block
        }
    }

    Component {
        id: note

        BlockNote {
            block: root.block
        }
    }

    Component {
        id: status

        BlockStatus {
            block: root.block
        }
    }

    Component {
        id: heading

        Words {
            text: root.block.text
            size: Theme.textHeading
            font.bold: true
            topPadding: Theme.mm(2)
            Accessible.role: Accessible.Heading
        }
    }

    Component {
        id: words

        BlockWords {
            block: root.block
        }
    }
}
