pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A plant in a pot, 80 × 150 units, its foot at the bottom.
Shape {
    id: root

    width: 80
    height: 150

    Fill {
        fillColor: Paint.leaf
        path: "M36 70C10 62 4 34 16 10C38 24 48 48 36 70ZM46 82C40 54 52 34 78 26C82 52 72 74 46 82ZM34 92C16 96 4 86 0 70C18 68 32 76 34 92Z"
    }

    Stroke {
        strokeColor: Paint.outlined ? Theme.ink : Paint.green
        strokeWidth: 3.5
        path: "M40 108C40 80 32 50 20 24M41 100C48 76 58 56 72 38M39 106C32 92 20 82 8 76"
    }

    Fill {
        fillColor: Paint.terracotta
        path: "M14 100H66L60 150H20Z"
    }

    Fill {
        fillColor: Paint.terracottaShade
        path: "M10 96H70V108H10Z"
    }
}
