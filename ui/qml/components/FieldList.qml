pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The page's fields.
Column {
    id: root

    required property ViewModel viewModel
    property bool plain: false

    signal wanted(Item input)

    spacing: Theme.mm(8)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.viewModel.fields

        FieldItem {
            width: root.width
            viewModel: root.viewModel
            plain: root.plain
            onWanted: input => root.wanted(input)
        }
    }
}
