pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The twelve keys below the screen, and a finger at the middle one, which has a raised dot.
Picture {
    id: root

    sheet: Qt.size(180, 180)

    // Rounded squares of 36 units, 44 apart.
    function keys(): string {
        let path = "";
        for (const y of [12, 54, 96, 138])
            for (const x of [14, 58, 102])
                path += `M${x + 6} ${y}h24a6 6 0 0 1 6 6v18a6 6 0 0 1 -6 6h-24a6 6 0 0 1 -6 -6v-18a6 6 0 0 1 6 -6Z`;
        return path;
    }

    Shape {
        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.metal
            strokeColor: Theme.blue
            strokeWidth: 4
            path: "M14 2H138A12 12 0 0 1 150 14V166A12 12 0 0 1 138 178H14A12 12 0 0 1 2 166V14A12 12 0 0 1 14 2Z"
        }

        Fill {
            fillColor: Paint.paper
            strokeColor: Theme.ink
            strokeWidth: 3
            path: root.keys()
        }

        Fill {
            fillColor: Theme.blue
            strokeColor: Theme.ink
            strokeWidth: 3
            path: "M64 54h24a6 6 0 0 1 6 6v18a6 6 0 0 1 -6 6h-24a6 6 0 0 1 -6 -6v-18a6 6 0 0 1 6 -6Z"
        }

        Stroke {
            strokeColor: Theme.overBlue
            strokeWidth: 7
            path: "M70 63V63.200"
        }

        // The hand.
        Fill {
            fillColor: Paint.skin
            strokeColor: Paint.skinEdge
            strokeWidth: 2.4
            path: "M76 70C80 64 87 64 91 69L116 101C120 97 126 97 130 101C134 97 141 98 145 103C150 101 156 103 159 108C168 120 176 134 180 150L176 178H128C116 170 106 158 98 146C92 138 96 131 103 133L108 137L76 80C74 76 74 73 76 70Z"
        }

        Stroke {
            strokeColor: Paint.skinEdge
            strokeWidth: 2.4
            path: "M116 101L126 115M130 101L140 115M145 103L153 116M108 137L116 144"
        }
    }
}
