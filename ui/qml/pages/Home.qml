pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// What can be done here: search above, matters below.
Item {
    id: root

    required property Shown shown

    signal wanted(Item input)

    Content {
        id: content

        width: root.width
        height: root.height
        shown: root.shown

        FieldList {
            width: content.width
            shown: root.shown
            plain: true
            onWanted: input => root.wanted(input)
        }

        BlockList {
            width: content.width
            shown: root.shown
        }

        ChoiceList {
            width: content.width
            shown: root.shown
            paired: true
            tall: true
        }
    }
}
