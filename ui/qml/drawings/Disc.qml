pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A round sign of an outcome: check, clock, cross, info, question, attention, minus, lock, document. Tones: done, attention, quiet, and
// blue for any other.
Item {
    id: root

    property string sign: "check"
    property string tone: "done"
    // On a sheet of 24 × 24.
    readonly property var signs: ({
            "check": "M6.500 12.600L10.500 16.600L17.800 8.200",
            "clock": "M12 5.400A6.600 6.600 0 0 1 12 18.600A6.600 6.600 0 0 1 12 5.400ZM12 8.600V12.200L14.600 13.800",
            "cross": "M8 8L16 16M16 8L8 16",
            "info": "M12 11.200V17M12 7V7.100",
            "question": "M9.200 9.600A2.850 2.850 0 1 1 13.500 12C12.400 12.600 12 13.100 12 14.200M12 17.500V17.600",
            "attention": "M12 6.600V13M12 17.200V17.300",
            "minus": "M7.500 12H16.500",
            "lock": "M7.800 11.400H16.200V17H7.800ZM9.400 11.400V9.200A2.600 2.600 0 0 1 14.600 9.200V11.400",
            "document": "M8.300 6.200H13.200L16 9V17.800H8.300ZM10.600 12H13.600M10.600 14.900H13.600"
        })

    height: root.width

    Shape {
        width: 24
        height: 24
        transformOrigin: Item.TopLeft
        scale: root.width / 24

        Fill {
            fillColor: root.tone === "done" ? Theme.done : root.tone === "attention" ? Theme.attention : root.tone === "quiet" ? Theme.grey : Theme.blue
            strokeWidth: -1
            path: "M12 0A12 12 0 0 1 12 24A12 12 0 0 1 12 0Z"
        }

        Stroke {
            strokeColor: Theme.overBlue
            strokeWidth: root.sign === "document" ? 1.5 : root.sign === "clock" || root.sign === "lock" ? 1.7 : 2.2
            path: root.signs[root.sign] ?? root.signs["info"]
        }
    }
}
