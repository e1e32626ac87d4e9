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
    readonly property bool unbreakable: root.height < Theme.mm(190)
    readonly property bool quiet: root.tone === "quiet"

    implicitHeight: inside.height + 2 * inside.y
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
        y: Theme.mm(6 + 6 * Theme.spread)
        spacing: Theme.mm(root.large ? 5 : 3.5) * (1 + 6 * Theme.spread)

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
