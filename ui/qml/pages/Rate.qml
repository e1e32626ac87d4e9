pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Five satisfaction levels; none is preselected.
Item {
    id: root

    required property ViewModel viewModel

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel

        FaceList {
            width: content.width
            viewModel: root.viewModel
        }

        BlockList {
            width: content.width
            viewModel: root.viewModel
        }
    }
}
