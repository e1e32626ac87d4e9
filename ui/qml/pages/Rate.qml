pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Five levels, large, nothing preselected; or the reasons of a low one.
Item {
    id: root

    required property ViewModel viewModel

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        viewModel: root.viewModel

        Loader {
            width: content.width
            sourceComponent: root.viewModel.pageId.endsWith("rate") ? faces : reasons
        }

        BlockList {
            width: content.width
            viewModel: root.viewModel
        }
    }

    Component {
        id: reasons

        ChoiceList {
            viewModel: root.viewModel
            many: true
        }
    }

    Component {
        id: faces

        FaceList {
            viewModel: root.viewModel
        }
    }
}
