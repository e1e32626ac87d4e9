pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The first services as tiles that begin them, below their heading.
Column {
    id: root

    required property ViewModel viewModel
    readonly property list<Item> tiles: grid.children.filter(child => child instanceof AttractTile && child.visible)
    readonly property real tallest: Math.max(Theme.mm(44), ...root.tiles.map(tile => tile.implicitHeight))

    spacing: Theme.mm(3)

    Repeater {
        model: root.viewModel.blocks

        Words {
            id: heading

            required property string kind

            required text
            width: root.width
            visible: heading.kind === "heading"
            size: Theme.textHeading
            font.bold: true
            lineHeight: 1.0
            Accessible.role: Accessible.Heading
        }
    }

    Grid {
        id: grid

        width: parent.width
        columns: Math.max(1, root.tiles.length)
        columnSpacing: Theme.gap

        Repeater {
            model: root.viewModel.blocks

            AttractTile {
                id: tile

                required property string kind
                required property string text
                required property string value
                required property var change

                width: (root.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns
                height: root.tallest
                visible: tile.kind === "bullet"
                key: tile.change.key ?? ""
                symbol: tile.change.icon ?? ""
                label: tile.text
                note: tile.value
                usable: tile.change.enabled ?? false
                speech: (tile.change.speech ?? "") + "，" + tile.text
                onClicked: root.viewModel.touch(tile.key)
            }
        }
    }
}
