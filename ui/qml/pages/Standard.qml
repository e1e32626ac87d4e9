pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"
import "../drawings"

// The page file of most pages: title, blocks, fields and choices in reading order, and the cabinet where a device is
// needed. The view's traits select the variants.
Item {
    id: root

    required property ViewModel viewModel

    signal wanted(Item input)

    function begin(): void {
        fields.begin();
    }

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel

        Loader {
            width: content.width
            active: root.viewModel.cabinetFirst && above.stretch > 0
            visible: active
            sourceComponent: cabinet
        }

        Column {
            id: above

            // The cabinet takes the remaining height, but at least cabinetLeastMm.
            readonly property real stretch: root.viewModel.guidance.device === undefined ? 0 : Math.max(Theme.mm(root.viewModel.cabinetLeastMm), content.free - above.height - content.spacing)

            width: content.width
            spacing: content.spacing

            Loader {
                width: parent.width
                active: root.viewModel.choicesFirst
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }

            BlockList {
                width: parent.width
                viewModel: root.viewModel
                large: root.viewModel.largeRows
            }

            FieldList {
                id: fields

                width: parent.width
                viewModel: root.viewModel
                onWanted: input => root.wanted(input)
            }

            Loader {
                width: parent.width
                active: !root.viewModel.choicesFirst && !root.viewModel.faces
                visible: (item as ChoiceList)?.filled ?? false
                sourceComponent: choices
            }

            Loader {
                width: parent.width
                active: root.viewModel.faces
                visible: (item as FaceList)?.filled ?? false
                sourceComponent: faces
            }
        }

        Loader {
            width: content.width
            active: !root.viewModel.cabinetFirst && above.stretch > 0
            visible: active
            sourceComponent: cabinet
        }
    }

    Component {
        id: choices

        ChoiceList {
            viewModel: root.viewModel
            columns: root.viewModel.smallChoices && !root.viewModel.tallChoices && filledCount > 1 && !Theme.elder ? Math.min(3, filledCount) : 1
            many: root.viewModel.many
            small: root.viewModel.smallChoices
            tall: root.viewModel.tallChoices
        }
    }

    Component {
        id: faces

        FaceList {
            viewModel: root.viewModel
            // A screen of the page less the bar that turns it and the question: two lines of hanzi, four of Latin letters.
            room: content.height - content.barHeight - 2 * Theme.gap - (Theme.chinese ? 4.2 : 7.4) * Theme.textHeading - above.spacing
        }
    }

    Component {
        id: cabinet

        CabinetPicture {
            viewModel: root.viewModel
            // Never more than one screen of several: of a part of it nothing can be understood.
            height: Math.min(Math.max(above.stretch, leastHeight), content.height - content.barHeight - Theme.gap - Theme.mm(1))
        }
    }
}
