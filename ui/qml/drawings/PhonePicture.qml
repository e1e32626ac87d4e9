pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A telephone that received a code.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    Shape {
        Fill {
            fillColor: Paint.iron
            strokeColor: Paint.edge
            path: "M38 6H112A12 12 0 0 1 124 18V162A12 12 0 0 1 112 174H38A12 12 0 0 1 26 162V18A12 12 0 0 1 38 6Z"
        }

        Fill {
            fillColor: Paint.paper
            strokeWidth: -1
            path: "M38 20H112A3 3 0 0 1 115 23V151A3 3 0 0 1 112 154H38A3 3 0 0 1 35 151V23A3 3 0 0 1 38 20Z"
        }

        Stroke {
            strokeColor: Paint.outlined ? Paint.paper : Theme.outline
            strokeWidth: 4
            path: "M66 164H84"
        }

        Stroke {
            strokeColor: Paint.faint
            strokeWidth: 6
            path: "M46 36H78M46 124H104M46 138H88"
        }

        // The message, larger than the telephone.
        Fill {
            fillColor: Theme.blue
            strokeColor: Paint.paper
            strokeWidth: 4
            path: "M58 52H162A11 11 0 0 1 173 63V97A11 11 0 0 1 162 108H84L66 122V108H58A11 11 0 0 1 47 97V63A11 11 0 0 1 58 52Z"
        }

        Stroke {
            strokeColor: Theme.overBlue
            strokeWidth: 12
            path: "M66 80V80.200M84 80V80.200M102 80V80.200M120 80V80.200M138 80V80.200M156 80V80.200"
        }
    }
}
