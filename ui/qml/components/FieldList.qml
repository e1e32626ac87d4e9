pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The page's fields, below each other; on the pages of staff the first two of three are side by side.
Flow {
    id: root

    required property ViewModel viewModel
    property bool plain: false

    signal wanted(Item input)

    // Open the keyboard as the page comes: for the field to be changed, or for the only question. Not when the page is read
    // aloud, says what is wrong, or its answer is known.
    function begin(): void {
        const fields = Array.from({
            length: list.count
        }, (_, n) => list.itemAt(n) as FieldItem).filter(field => !field.choice);
        const only = list.count === 1 && !root.plain && !root.viewModel.voice && !root.viewModel.readFirst;
        const first = fields.find(field => field.opens || only && (field.value === "" || field.source === ""));
        if (first)
            first.begin();
    }

    spacing: Theme.mm(Theme.technician ? 4 : 8) * (1 + Theme.spread)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.viewModel.fields

        FieldItem {
            required property int index

            width: Theme.technician && !Theme.elder && list.count === 3 && index < 2 ? (root.width - root.spacing) / 2 : root.width
            viewModel: root.viewModel
            plain: root.plain
            alone: list.count === 1 && !root.plain
            onWanted: input => root.wanted(input)
        }
    }
}
