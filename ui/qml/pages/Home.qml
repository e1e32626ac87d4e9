pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The services: search field above, choices below; the first may have a row of its own.
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
            end: root.viewModel.wideFirst ? 1 : 0
        }

        ChoiceList {
            width: content.width
            viewModel: root.viewModel
            begin: root.viewModel.wideFirst ? 1 : 0
            paired: root.viewModel.pairedChoices
            tall: true
        }
    }
}
