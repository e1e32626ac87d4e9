pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The terminal's screen behind a closed curtain: the page is covered.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    Shape {
        // The terminal.
        Fill {
            fillColor: Paint.metal
            strokeColor: Theme.ink
            strokeWidth: 3.5
            path: "M42 8H138A10 10 0 0 1 148 18V172H32V18A10 10 0 0 1 42 8Z"
        }

        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.ink
            strokeWidth: 3
            path: "M46 24H134V136H46Z"
        }

        // The curtain.
        Fill {
            fillColor: Paint.terracotta
            strokeColor: Paint.outlined ? Theme.ink : Paint.terracottaShade
            strokeWidth: 2.5
            path: "M40 26H90V142Q84 148 78 142Q71 148 65 142Q58 148 52 142Q46 148 40 142ZM90 26H140V142Q134 148 128 142Q122 148 115 142Q109 148 102 142Q96 148 90 142Z"
        }

        Stroke {
            strokeColor: Paint.outlined ? Theme.ink : Paint.terracottaShade
            strokeWidth: 2.5
            path: "M52 34V136M65 34V136M78 34V136M102 34V136M115 34V136M128 34V136"
        }

        Stroke {
            strokeColor: Paint.wood
            strokeWidth: 7
            path: "M30 24H150"
        }
    }

    Disc {
        x: 66
        y: 64
        width: 48
        sign: "lock"
        tone: "blue"
    }
}
