pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// An old woman with a stick who holds her card to the reader. She looks to the right. In units of the scene's sheet.
Item {
    id: root

    // Legs, shoes, stick.
    Shape {
        Fill {
            fillColor: Paint.slate
            path: "M172 296H246L240 386H213L209 322L203 386H176Z"
        }

        Fill {
            fillColor: Paint.iron
            path: "M174 398V390C174 385 178 382 184 382H203C206 387 216 387 218 394V398ZM211 398V390C211 385 215 382 221 382H240C243 387 253 387 255 394V398Z"
        }

        Stroke {
            strokeColor: Paint.wood
            strokeWidth: 6
            path: "M270 398L264 290C263 278 247 278 246 290"
        }
    }

    // The far arm, on the stick.
    Limb {
        ink: Paint.terracottaShade
        thick: 24
        path: "M226 220Q240 262 250 280"
    }

    Shape {
        Fill {
            fillColor: Paint.skin
            path: "M243 278A11 11 0 0 1 265 280C266 290 258 295 251 294S242 286 243 278Z"
        }

        // Cardigan, blouse, buttons and pocket.
        Fill {
            fillColor: Paint.terracotta
            path: "M194 190C174 194 165 210 164 232L158 302C158 307 161 310 166 310H248C253 310 256 307 255 302L249 230C247 208 238 194 222 190Z"
        }

        Fill {
            fillColor: Paint.paper
            path: "M203 186L212 206L224 187Z"
        }

        Stroke {
            strokeColor: Paint.outlined ? Theme.ink : Paint.terracottaShade
            strokeWidth: 2.5
            path: "M212 206C218 236 220 270 220 309M228 238V238.100M231 262V262.100M232 286V286.100M172 276H194M161 300H252"
        }

        // Neck and head.
        Fill {
            fillColor: Paint.skinShade
            strokeWidth: -1
            path: "M200 176H224L223 190C218 196 207 196 202 190Z"
        }

        Fill {
            fillColor: Paint.silverShade
            path: "M182 122A15 15 0 0 1 182 152A15 15 0 0 1 182 122Z"
        }

        Fill {
            fillColor: Paint.skin
            path: "M212 128C232 128 242 142 242 160C247 164 247 168 241 170C240 184 230 194 215 194C196 194 183 180 183 161C183 142 194 128 212 128Z"
        }

        Fill {
            fillColor: Paint.silver
            path: "M240 147C232 150 222 148 214 143C208 152 200 156 196 170C192 172 190 176 190 180C180 172 178 150 184 138C191 124 206 120 219 123C232 126 239 136 240 147Z"
        }

        Fill {
            fillColor: Paint.skin
            path: "M193 160A6 7 0 0 1 193 175A6 7 0 0 1 193 160Z"
        }

        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.blush
            strokeWidth: -1
            path: "M213 170A5 5 0 0 1 213 180A5 5 0 0 1 213 170Z"
        }

        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 2
            path: "M221 153A8 8 0 0 1 221 169A8 8 0 0 1 221 153ZM238 154A7 7 0 0 1 238 168A7 7 0 0 1 238 154ZM229 160H231M213 160L197 163"
        }

        Stroke {
            strokeColor: Theme.ink
            strokeWidth: 4.5
            path: "M222 161V161.100M237 161V161.100"
        }

        Stroke {
            strokeColor: Paint.mouth
            strokeWidth: 2.6
            path: "M219 179C224 185 232 185 236 179"
        }
    }

    // The near arm, with the card.
    Limb {
        ink: Paint.terracottaShade
        thick: 27
        path: "M202 218C204 250 224 266 252 268L322 264"
    }

    CardFace {
        x: 344
        y: 236
        transformOrigin: Item.TopLeft
        scale: 0.52
        rotation: -7
    }

    Shape {
        Fill {
            fillColor: Paint.skin
            path: "M330 250C336 248 346 250 352 251C358 248 364 249 366 252C367 256 362 259 356 260C358 264 356 268 352 268C351 273 346 275 341 274C338 277 332 277 328 276C322 272 322 254 330 250Z"
        }

        Stroke {
            strokeColor: Paint.skinEdge
            strokeWidth: 1.6
            path: "M351 260.500C347 261.500 344 261 342 260M350 268.500C346 269 344 268.500 342 267.500"
        }
    }
}
