pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Elder mode: swallow the second of two quick taps if the page changed between them.
Item {
    id: root

    required property string pageId
    property point last: Qt.point(0, 0)

    onPageIdChanged: {
        if (Theme.elder && recent.running)
            resting.restart();
    }

    PointHandler {
        id: finger

        onActiveChanged: {
            if (!finger.active)
                return;
            root.last = finger.point.position;
            recent.restart();
        }
    }

    Timer {
        id: recent

        interval: 1000
    }

    Timer {
        id: resting

        interval: 350
    }

    MouseArea {
        objectName: "double-tap-guard"
        visible: resting.running
        x: root.last.x - width / 2
        y: root.last.y - height / 2
        width: Theme.target
        height: width
    }
}
