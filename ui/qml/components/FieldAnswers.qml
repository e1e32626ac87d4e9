pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The answers of a field of which one is chosen.
Grid {
    id: root

    required property FieldItem field

    columns: root.field.options.length > 5 && !Theme.elder ? 2 : 1
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap * (1 + 0.8 * Theme.spread)

    Repeater {
        model: root.field.options

        ChoiceItem {
            id: answer

            required property var modelData

            width: (root.width - (root.columns - 1) * root.columnSpacing) / root.columns
            key: answer.modelData.key
            label: answer.modelData.label
            note: answer.modelData.note
            usable: answer.modelData.enabled
            whyNot: answer.modelData.whyNot
            option: true
            compact: root.columns > 1
            goesOn: root.field.alone && root.field.viewModel.right.key === undefined
            chosen: answer.modelData.chosen
            speech: answer.modelData.speech
            onClicked: root.field.viewModel.touch(answer.modelData.key)
        }
    }
}
