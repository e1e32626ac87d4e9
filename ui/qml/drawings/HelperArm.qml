pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The arm with which the son holds his mother's, in front of her. In units of the scene's sheet.
Item {
    id: root

    Limb {
        ink: Paint.greenShade
        thick: 26
        path: "M121 198C124 226 134 246 150 252L166 252"
    }

    Shape {
        Fill {
            fillColor: Paint.skin
            path: "M166 240C172 238 180 239 186 241C193 243 198 246 197 250C197 255 192 257 187 257C185 262 177 265 169 264A12 12 0 0 1 166 240Z"
        }

        Stroke {
            strokeColor: Paint.skinEdge
            strokeWidth: 1.6
            path: "M187 257C183 257 179 256 176 254"
        }
    }
}
