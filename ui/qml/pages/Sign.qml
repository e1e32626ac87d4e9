pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The words to sign, a pad as large as there is room for, and below it the ways to write again or not to write. Where the pad
// would become too small, what is signed gives way: it was the page before.
Item {
    id: root

    required property ViewModel viewModel

    Content {
        id: content

        // Measured before the page grows: a pad that shrinks while its page grows would never come to rest.
        property real steadyRoom: 0
        property real steadyBlocks: 0
        readonly property real room: content.free - (choices.filled ? choices.height + content.spacing : 0)
        readonly property real most: content.width * (root.viewModel.pad.size?.[1] ?? 1) / (root.viewModel.pad.size?.[0] ?? 1)
        readonly property real besideBlocks: content.steadyRoom - content.steadyBlocks - Theme.space

        width: root.width
        height: root.height
        viewModel: root.viewModel
        writable: true
        onRoomChanged: {
            if (Theme.spread === 0)
                content.steadyRoom = content.room;
        }

        BlockList {
            id: blocks

            width: content.width
            onImplicitHeightChanged: {
                if (Theme.spread === 0)
                    content.steadyBlocks = blocks.implicitHeight;
            }
            visible: content.besideBlocks >= Math.min(content.most, Theme.mm(115))
            viewModel: root.viewModel
        }

        SignaturePad {
            anchors.horizontalCenter: parent?.horizontalCenter
            height: Math.max(Theme.mm(60), Math.min(content.most, blocks.visible ? content.besideBlocks : content.steadyRoom))
            width: height * content.width / content.most
            viewModel: root.viewModel
        }

        ChoiceList {
            id: choices

            width: content.width
            viewModel: root.viewModel
            small: true
            columns: Math.max(1, Math.min(3, filledCount))
        }
    }
}
