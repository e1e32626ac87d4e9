pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The corners of the screen, which staff touch in a hidden order. Nothing is seen of them, and no page has a control there.
Item {
    id: root

    required property ViewModel viewModel

    Repeater {
        model: ["top-left", "top-right", "bottom-right", "bottom-left"]

        Item {
            id: corner

            required property string modelData

            x: corner.modelData.endsWith("left") ? 0 : root.width - width
            y: corner.modelData.startsWith("top") ? 0 : root.height - height
            width: Theme.onGlass(9)
            height: Theme.onGlass(12)

            // Passive: what is below gets the touch too.
            PointHandler {
                enabled: !root.viewModel.startsVisit
                onActiveChanged: {
                    if (active)
                        root.viewModel.bridge.corner(corner.modelData);
                }
            }

            // On the first page any touch begins a visit, except here.
            MouseArea {
                anchors.fill: parent
                enabled: root.viewModel.startsVisit
                visible: enabled
                onPressed: root.viewModel.bridge.corner(corner.modelData)
            }
        }
    }
}
