pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// Thumb, palm and sleeve of a holding hand, in front of what it holds. The thumb's tip is the origin; the arm comes from the
// right.
Shape {
    id: root

    // Length of the sleeve.
    property real arm: 2000

    transformOrigin: Item.TopLeft

    Fill {
        fillColor: Paint.sleeve
        strokeColor: Paint.edge
        path: `M122 -26L${122 + root.arm} ${-26 - root.arm * 0.02}V${52 + root.arm * 0.03}L122 52Z`
    }

    Fill {
        fillColor: Paint.skin
        strokeColor: Paint.skinEdge
        strokeWidth: 2.4
        path: "M-4 -10C8 -12 20 -15 32 -20C46 -28 62 -31 78 -29C94 -27 106 -24 118 -23V47C104 50 92 52 80 51C66 50 56 45 50 36C45 28 40 19 31 14C20 12 8 11 -4 10A10 10 0 0 1 -4 -10Z"
    }

    Stroke {
        strokeColor: Paint.skinEdge
        strokeWidth: 2.4
        path: "M-6.500 5.500C-11 5 -11 -5 -6.500 -5.500C-1 -5.500 1 -3 1 0S-1 5.500 -6.500 5.500ZM31 14C37 14.500 42 14 46 10.500"
    }

    Fill {
        fillColor: Paint.cuff
        strokeColor: Paint.edge
        path: "M112 -29H126A4 4 0 0 1 130 -25V51A4 4 0 0 1 126 55H112A4 4 0 0 1 108 51V-25A4 4 0 0 1 112 -29Z"
    }
}
