pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The scaffold of most pages: title, blocks, fields, choices in one order of reading, and the cabinet where a device is
// in question. Pages say how they differ.
Item {
    id: root

    required property ViewModel viewModel
    property bool many: false
    property bool tallChoices: false
    property bool smallChoices: false
    property bool choicesFirst: false
    property bool cabinetFirst: false
    property bool largeRows: false
    property real cabinetLeast: Theme.mm(120)

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel

        Loader {
            width: content.width
            active: root.cabinetFirst && above.stretch > 0
            visible: active
            sourceComponent: cabinet
        }

        Column {
            id: above

            // The cabinet takes what the rest leaves, within reason.
            readonly property real stretch: root.viewModel.guidance.device === undefined ? 0 : Math.max(root.cabinetLeast, content.free - above.height - content.spacing)

            width: content.width
            spacing: content.spacing

            Loader {
                width: parent.width
                active: root.choicesFirst
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }

            BlockList {
                width: parent.width
                viewModel: root.viewModel
                large: root.largeRows
            }

            FieldList {
                width: parent.width
                viewModel: root.viewModel
                onWanted: input => root.wanted(input)
            }

            Loader {
                width: parent.width
                active: !root.choicesFirst
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }
        }

        Loader {
            width: content.width
            active: !root.cabinetFirst && above.stretch > 0
            visible: active
            sourceComponent: cabinet
        }
    }

    Component {
        id: choices

        ChoiceList {
            viewModel: root.viewModel
            columns: root.smallChoices && filledCount > 1 && !Theme.elder ? Math.min(3, filledCount) : 1
            many: root.many
            small: root.smallChoices
            tall: root.tallChoices
        }
    }

    Component {
        id: cabinet

        Cabinet {
            viewModel: root.viewModel
            height: above.stretch
        }
    }
}
