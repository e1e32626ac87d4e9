pragma ComponentBehavior: Bound

import QtQuick
import Yike

// A card with nested blocks.
Rectangle {
    id: root

    required property ViewModel viewModel
    required property string tone
    required property var children_
    property bool large: false
    readonly property bool unbreakable: root.height < Theme.mm(150)
    readonly property bool quiet: root.tone === "quiet"

    implicitHeight: inside.height + Theme.mm(14)
    radius: Theme.radius
    color: Theme.toneGround(root.tone)
    border.width: root.quiet && !Theme.contrast ? 0 : Theme.line
    border.color: Theme.outline

    Column {
        id: inside

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(8)
        y: Theme.mm(7)
        spacing: Theme.mm(root.large ? 5 : 3.5)

        Repeater {
            model: root.children_
            delegate: BlockDelegates {
                viewModel: root.viewModel
                area: inside
                large: root.large
            }
        }
    }
}
