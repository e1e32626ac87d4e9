pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The terminal with a warning: something failed.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    Shape {
        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.metal
            strokeColor: Theme.blue
            strokeWidth: 4
            path: "M36 6H124A12 12 0 0 1 136 18V164H24V18A12 12 0 0 1 36 6Z"
        }

        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.blue
            strokeWidth: 3
            path: "M42 20H118A6 6 0 0 1 124 26V104A6 6 0 0 1 118 110H42A6 6 0 0 1 36 104V26A6 6 0 0 1 42 20Z"
        }

        Stroke {
            strokeColor: Paint.faint
            strokeWidth: 7
            path: "M50 38H94M50 56H110M50 74H82"
        }

        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.outline
            strokeWidth: 2.5
            path: "M42 128H68A4 4 0 0 1 68 136H42A4 4 0 0 1 42 128Z"
        }

        Fill {
            fillColor: Theme.blue
            strokeWidth: -1
            path: "M20 160H140A7 7 0 0 1 140 174H20A7 7 0 0 1 20 160Z"
        }

        // The warning.
        Fill {
            fillColor: Theme.attention
            strokeColor: Paint.paper
            strokeWidth: 4
            path: "M117 82C121 75 131 75 135 82L172 146C176 153 171 161 163 161H89C81 161 76 153 80 146Z"
        }

        Stroke {
            strokeColor: Theme.overBlue
            strokeWidth: 9
            path: "M126 102V126M126 144V144.200"
        }
    }
}
