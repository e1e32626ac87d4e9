pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// A page of a document, as large as the choices below it leave room for; large rows: it alone, without a title.
Item {
    id: root

    required property ViewModel viewModel

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel
        headed: !root.viewModel.largeRows

        BlockList {
            width: content.width
            viewModel: root.viewModel
            large: root.viewModel.largeRows
            sheetScreen: content.free - content.barHeight - Theme.gap - Theme.mm(1)
            sheetRoom: content.free - (choices.filled ? choices.height + content.spacing : 0)
        }

        ChoiceList {
            id: choices

            width: content.width
            viewModel: root.viewModel
            small: true
            columns: Theme.elder ? 1 : Math.max(1, Math.min(3, filledCount))
        }
    }
}
