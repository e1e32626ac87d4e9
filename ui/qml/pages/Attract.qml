pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"
import "../drawings"

// Page between visits: a scene, the first services, and the ways to start. Nothing moves while nobody is there.
Item {
    id: root

    required property ViewModel viewModel

    // Wherever the screen is touched, a visit starts: also above and below the page.
    MouseArea {
        anchors.fill: parent
        anchors.margins: -root.Window.height
        onClicked: root.viewModel.touch("start")
    }

    Rectangle {
        id: scene

        x: -Theme.margin
        // Up to the edge of the screen.
        y: -Theme.mm(7)
        width: parent.width + 2 * Theme.margin
        height: Math.max(words.height + Theme.mm(12), parent.height - lower.height - Theme.mm(5) - y)
        color: Theme.sceneGround

        Loader {
            anchors.bottom: parent.bottom
            width: parent.width
            height: parent.height - words.height - Theme.mm(2)
            active: height > Theme.mm(60)
            sourceComponent: Scene {}
        }

        Column {
            id: words

            x: Theme.margin
            y: Theme.mm(8)
            width: parent.width - 2 * x
            spacing: Theme.mm(3)

            Item {
                width: parent.width
                height: clock.height

                Words {
                    width: parent.width - clock.width - Theme.gap
                    text: name.advanceWidth <= width ? name.text : root.viewModel.screen.brand ?? ""
                    size: Theme.textBody
                    font.bold: true
                    lineHeight: 1.0
                    Accessible.name: root.viewModel.where || text

                    TextMetrics {
                        id: name

                        font.family: Theme.family
                        font.pixelSize: Theme.textBody
                        font.bold: true
                        text: root.viewModel.where
                    }
                }

                Words {
                    id: clock

                    anchors.right: parent.right
                    text: root.viewModel.time
                    size: Theme.textBody
                    color: Theme.grey
                    lineHeight: 1.0
                }
            }

            Words {
                width: parent.width
                text: root.viewModel.title
                size: Theme.px(Theme.chinese ? 20 : 17)
                font.bold: true
                lineHeight: 1.0
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                text: root.viewModel.lead
                size: Theme.textHeading
                color: Theme.grey
                lineHeight: 1.0
            }
        }
    }

    Column {
        id: lower

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        width: parent.width
        spacing: Theme.mm(6)

        AttractList {
            width: parent.width
            viewModel: root.viewModel
        }

        AttractWays {
            width: parent.width
            viewModel: root.viewModel
        }

        AttractStates {
            width: parent.width
            viewModel: root.viewModel
        }
    }
}
