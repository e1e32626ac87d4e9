pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Five levels, large, nothing preselected; or the reasons of a low one.
Item {
    id: root

    required property Shown shown

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        shown: root.shown

        Loader {
            width: content.width
            sourceComponent: root.shown.pageId.endsWith("rate") ? faces : reasons
        }

        BlockList {
            width: content.width
            shown: root.shown
        }
    }

    Component {
        id: reasons

        ChoiceList {
            shown: root.shown
            many: true
        }
    }

    Component {
        id: faces

        FaceList {
            shown: root.shown
        }
    }
}
