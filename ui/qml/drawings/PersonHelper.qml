pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The old woman's son, who stands behind her, and carries her bag. His other arm is HelperArm. In units of the scene's sheet.
Item {
    id: root

    Shape {
        Fill {
            fillColor: Paint.slateShade
            path: "M66 284H132L129 386H103L99 310L93 386H67Z"
        }

        Fill {
            fillColor: Paint.iron
            path: "M65 398V390C65 385 69 382 75 382H93C96 387 107 387 109 394V398ZM101 398V390C101 385 105 382 111 382H129C132 387 143 387 145 394V398Z"
        }

        // Bag.
        Stroke {
            strokeColor: Paint.wood
            strokeWidth: 3.5
            path: "M48 318C48 290 66 290 66 318"
        }

        Fill {
            fillColor: Paint.sun
            path: "M36 316H78L82 366C82 370 80 372 76 372H38C34 372 32 370 32 366Z"
        }
    }

    Limb {
        ink: Paint.greenShade
        thick: 25
        path: "M72 196C58 226 56 250 57 280"
    }

    Shape {
        Fill {
            fillColor: Paint.skin
            path: "M46 288C46 281 52 278 58 278S69 282 69 290S64 303 57 303S46 297 46 288Z"
        }

        Fill {
            fillColor: Paint.green
            path: "M90 168C70 172 60 186 59 208L60 294C60 298 62 300 66 300H132C136 300 138 298 138 294L139 208C138 186 128 172 112 168Z"
        }

        Fill {
            fillColor: Paint.paper
            path: "M88 166L101 186L116 166Z"
        }

        Fill {
            fillColor: Paint.skinShade
            strokeWidth: -1
            path: "M90 154H114L113 169C108 177 96 177 91 169Z"
        }

        Fill {
            fillColor: Paint.skin
            path: "M104 96C124 96 134 111 134 130C139 134 139 139 133 141C132 157 121 169 106 169C87 169 74 153 74 132C74 111 86 96 104 96Z"
        }

        Fill {
            fillColor: Paint.hair
            path: "M132 121C122 122 112 119 106 112C102 120 94 122 88 123C87 129 86 134 83 138C82 143 80 146 78 146C71 134 70 118 77 106C85 92 100 86 114 90C127 94 133 106 132 121Z"
        }

        Fill {
            fillColor: Paint.skin
            path: "M84 132A6 7 0 0 1 84 147A6 7 0 0 1 84 132Z"
        }

        Stroke {
            strokeColor: Theme.ink
            strokeWidth: 4.8
            path: "M112 134V134.100M128 134V134.100"
        }

        Stroke {
            strokeColor: Paint.mouth
            strokeWidth: 2.6
            path: "M110 151C115 157 123 157 127 151"
        }

        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 2.6
            path: "M107 125C110 123 114 123 117 124M125 124C128 123 130 123 132 125"
        }
    }
}
