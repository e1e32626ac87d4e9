pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The page's fields.
Column {
    id: root

    required property ViewModel viewModel
    property bool plain: false

    signal wanted(Item input)

    // Open the keyboard as the page comes: for the field to be changed, or for the only question. Not when the page is read
    // aloud, says what is wrong, or its answer is known.
    function begin(): void {
        const fields = Array.from({
            length: list.count
        }, (_, n) => list.itemAt(n) as FieldItem);
        const only = list.count === 1 && root.viewModel.wrong.length === 0 && !root.plain && !root.viewModel.voice ? fields[0] : null;
        const asks = only && !only.choice && only.wrong === "" && (only.value === "" || only.source === "");
        const first = fields.find(field => field.opens) ?? (asks ? only : null);
        if (first)
            first.begin();
    }

    spacing: Theme.mm(8) * (1 + Theme.spread)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.viewModel.fields

        FieldItem {
            width: root.width
            viewModel: root.viewModel
            plain: root.plain
            alone: list.count === 1 && !root.plain
            onWanted: input => root.wanted(input)
        }
    }
}
