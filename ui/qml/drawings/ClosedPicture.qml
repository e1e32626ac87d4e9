pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The terminal with its shutter down: out of service.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    Shape {
        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.metal
            strokeColor: Theme.blue
            strokeWidth: 4
            path: "M46 6H134A12 12 0 0 1 146 18V164H34V18A12 12 0 0 1 46 6Z"
        }

        Fill {
            fillColor: Paint.shutter
            strokeColor: Theme.ink
            strokeWidth: 3
            path: "M48 20H132V112H48Z"
        }

        Stroke {
            strokeColor: Paint.outlined ? Theme.ink : Theme.outline
            strokeWidth: 2.5
            path: "M50 33H130M50 46H130M50 59H130M50 72H130M50 85H130M50 98H130"
        }

        Stroke {
            strokeWidth: 6
            path: "M46 112H134M82 105H98"
        }

        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.outline
            strokeWidth: 2.5
            path: "M94 126H128A4 4 0 0 1 132 130V148A4 4 0 0 1 128 152H94A4 4 0 0 1 90 148V130A4 4 0 0 1 94 126ZM52 128H76A4 4 0 0 1 76 136H52A4 4 0 0 1 52 128Z"
        }

        Fill {
            fillColor: Theme.blue
            strokeWidth: -1
            path: "M30 160H150A7 7 0 0 1 150 174H30A7 7 0 0 1 30 160Z"
        }
    }

    Disc {
        x: 112
        y: 84
        width: 60
        sign: "minus"
        tone: "attention"
    }
}
