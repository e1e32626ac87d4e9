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
            room: content.free - (notes.height > 0 ? notes.height + content.spacing : 0)
        }

        BlockList {
            id: notes

            width: content.width
            viewModel: root.viewModel
        }
    }
}
