pragma ComponentBehavior: Bound

import QtQuick

// A drawing on a sheet of fixed size, fitted into the item and centred. Pages that are mirrored do not mirror it.
Item {
    id: root

    required property size sheet
    default property alias parts: ground.data
    readonly property real unit: Math.min(root.width / root.sheet.width, root.height / root.sheet.height)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Item {
        id: ground

        x: (root.width - root.sheet.width * root.unit) / 2
        y: (root.height - root.sheet.height * root.unit) / 2
        width: root.sheet.width
        height: root.sheet.height
        transformOrigin: Item.TopLeft
        scale: root.unit
    }
}
