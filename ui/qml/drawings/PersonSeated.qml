pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A woman in a wheelchair who reaches the buttons of the screen. She looks to the left. In units of the scene's sheet.
Item {
    id: root

    // Backrest and handle, behind her.
    Shape {
        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 8
            path: "M598 336L608 262L622 256"
        }
    }

    // Her legs.
    Limb {
        ink: Paint.slateShade
        thick: 30
        path: "M578 318L522 318L508 366"
    }

    Shape {
        Fill {
            fillColor: Paint.iron
            path: "M518 380C519 386 518 390 514 390H486C482 390 481 386 484 383C490 378 496 376 499 370Z"
        }

        Fill {
            fillColor: Paint.teal
            path: "M566 226C552 228 542 238 541 252L545 322C545 326 548 328 552 328H596C601 328 603 325 603 321L604 256C603 238 594 228 580 226Z"
        }

        Fill {
            fillColor: Paint.hair
            path: "M562 150C586 148 598 166 596 190C595 204 598 212 602 218C590 222 578 220 570 214L552 180C546 164 550 152 562 150Z"
        }

        Fill {
            fillColor: Paint.skinShade
            strokeWidth: -1
            path: "M558 206H582L583 227C576 233 566 233 560 228Z"
        }

        Fill {
            fillColor: Paint.skin
            path: "M562 156C543 156 534 170 534 187C529 191 529 195 535 197C536 212 546 222 560 222C577 222 588 208 588 189S579 156 562 156Z"
        }

        Fill {
            fillColor: Paint.hair
            path: "M535 180C542 179 552 176 558 168C566 178 576 180 580 188C580 196 584 204 590 208C598 192 598 168 586 156C572 144 548 146 539 160C535 167 534 174 535 180Z"
        }

        Stroke {
            strokeColor: Theme.ink
            strokeWidth: 4.6
            path: "M541 192V192.100M556 192V192.100"
        }

        Stroke {
            strokeColor: Paint.mouth
            strokeWidth: 2.6
            path: "M541 207C545 212 552 212 557 207"
        }

        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.blush
            strokeWidth: -1
            path: "M565 198A5 5 0 0 1 565 208A5 5 0 0 1 565 198Z"
        }

        // Frame, wheels, footrest.
        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 7
            path: "M606 328H540M550 300H592M552 300V328M534 330L512 386M518 392H484"
        }

        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 9
            path: "M578 302A48 48 0 0 1 578 398A48 48 0 0 1 578 302Z"
        }

        Stroke {
            strokeColor: Paint.iron
            strokeWidth: 2.5
            path: "M578 306V394M534 350H622M547 319L609 381M609 319L547 381"
        }

        Fill {
            fillColor: Paint.iron
            strokeWidth: -1
            path: "M578 342A8 8 0 0 1 578 358A8 8 0 0 1 578 342ZM528 376A11 11 0 0 1 528 398A11 11 0 0 1 528 376Z"
        }
    }

    // The arm that reaches the screen, with a pointing finger.
    Shape {
        Fill {
            fillColor: Paint.skin
            path: "M474 224C466 218 452 212 438 208A4.500 4.500 0 0 0 435 216C444 220 452 225 458 231C460 240 470 244 478 242L486 228Z"
        }
    }

    Limb {
        ink: Paint.tealShade
        thick: 25
        path: "M572 246C556 268 532 266 516 256L484 238"
    }
}
