pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The first services as tiles that begin them, below their heading.
Column {
    id: root

    required property ViewModel viewModel
    readonly property list<Item> places: grid.children.filter(child => child["tileHeight"] !== undefined && child.visible)
    readonly property real tallest: Math.max(Theme.mm(44), ...root.places.map(place => place["tileHeight"]))

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
        columns: Math.max(1, root.places.length)
        columnSpacing: Theme.gap

        Repeater {
            model: root.viewModel.blocks

            Item {
                id: place

                required property string kind
                required property string text
                required property string value
                required property var change
                readonly property real tileHeight: tile.implicitHeight

                width: (root.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns
                height: root.tallest
                visible: place.kind === "bullet"

                AttractTile {
                    id: tile

                    anchors.fill: parent
                    key: place.change.key ?? ""
                    symbol: place.change.icon ?? ""
                    label: place.text
                    note: place.value
                    usable: place.change.enabled ?? false
                    speech: [place.change.speech ?? "", place.text, place.value].filter(part => part !== "").join("，")
                    onClicked: root.viewModel.touch(tile.key)
                }
            }
        }
    }
}
