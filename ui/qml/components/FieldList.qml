pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The page's fields.
Column {
    id: root

    required property ViewModel viewModel
    property bool plain: false

    signal wanted(Item input)

    // The page's only question is answered at once: the keyboard is open when the page comes. Not when the page is being
    // read aloud or its answer is known.
    function begin(): void {
        const only = list.count === 1 ? list.itemAt(0) as FieldItem : null;
        if (only && !only.choice && (only.value === "" || only.source === "") && !root.plain && !root.viewModel.voice)
            only.begin();
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
