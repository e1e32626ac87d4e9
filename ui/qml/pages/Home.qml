pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The services: search field above, choices below.
Item {
    id: root

    required property ViewModel viewModel

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel

        FieldList {
            width: content.width
            viewModel: root.viewModel
            plain: true
            onWanted: input => root.wanted(input)
        }

        BlockList {
            width: content.width
            viewModel: root.viewModel
        }

        ChoiceList {
            width: content.width
            viewModel: root.viewModel
            paired: root.viewModel.pairedChoices
            tall: true
        }
    }
}
