pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../components"

// Five levels, large, nothing preselected; or the reasons of a low one.
Item {
    id: root

    required property Bridge bridge

    signal wanted(Item input)

    Content {
        id: content

        anchors.fill: parent
        bridge: root.bridge

        Loader {
            width: content.width
            sourceComponent: root.bridge.pageId.endsWith("rate") ? faces : reasons
        }

        BlockList {
            width: content.width
            bridge: root.bridge
        }
    }

    Component {
        id: reasons

        ChoiceList {
            bridge: root.bridge
            many: true
        }
    }

    Component {
        id: faces

        FaceList {
            bridge: root.bridge
        }
    }
}
