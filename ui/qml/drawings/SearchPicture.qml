pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A paper under a magnifier: something is looked up.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    Shape {
        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.ink
            strokeWidth: 4
            path: "M30 8H98L134 44V164A6 6 0 0 1 128 170H30A6 6 0 0 1 24 164V14A6 6 0 0 1 30 8Z"
        }

        Fill {
            fillColor: Paint.outlined ? Paint.paper : Theme.paleBlue
            strokeColor: Theme.ink
            strokeWidth: 4
            path: "M98 8V38A6 6 0 0 0 104 44H134Z"
        }

        Stroke {
            strokeColor: Theme.outline
            strokeWidth: 7
            path: "M44 66H92M44 88H76M44 110H66M44 132H70"
        }

        // The magnifier.
        Stroke {
            strokeColor: Theme.blue
            strokeWidth: 17
            path: "M139 139L162 162"
        }

        Fill {
            fillColor: Paint.outlined ? Paint.paper : Theme.paleBlue
            strokeColor: Theme.blue
            strokeWidth: 9
            path: "M110 72A38 38 0 0 1 110 148A38 38 0 0 1 110 72Z"
        }

        Stroke {
            strokeWidth: 7
            path: "M90 102H130M90 120H116"
        }
    }
}
