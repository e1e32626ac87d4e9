pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The sum to pay, and the code to pay it by. The sum takes the place of the title.
Item {
    id: root

    required property ViewModel viewModel

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel
        headed: false

        BlockList {
            width: content.width
            viewModel: root.viewModel
        }

        ChoiceList {
            width: content.width
            viewModel: root.viewModel
            small: true
            columns: Math.max(1, Math.min(Theme.elder ? 2 : 3, filledCount))
        }
    }
}
