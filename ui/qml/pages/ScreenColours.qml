pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// One colour over the whole page, to look for dead dots; the view's icon names it.
Item {
    id: root

    required property ViewModel viewModel

    PageHead {
        id: head

        width: parent.width
        viewModel: root.viewModel
        visible: false
    }

    Rectangle {
        // Over the margins too.
        x: -Theme.margin
        y: -Theme.mm(4)
        width: parent.width + 2 * Theme.margin
        height: parent.height + Theme.mm(8)
        color: root.viewModel.icon !== "" ? root.viewModel.icon : Theme.paper
        Accessible.role: Accessible.Graphic
        Accessible.name: root.viewModel.title
    }
}
