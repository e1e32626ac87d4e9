pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import QtQuick.Controls.Basic
import Yike.Bridge

// Control panel of a rehearsal, beside the citizen's window: cards, text messages, and for each device of the profile
// what people do to it, what can befall it, and the papers that came out of it.
Window {
    id: root

    required property ControlPanel panel

    visible: true
    width: 380
    height: 900
    color: "#f2f2f2"
    title: root.panel.chrome["title"] ?? ""

    component Heading: Label {
        font.bold: true
        font.pixelSize: 15
        color: "#14213d"
        topPadding: 8
    }

    ScrollView {
        anchors.fill: parent
        anchors.margins: 12
        contentWidth: availableWidth

        Column {
            width: root.width - 24
            spacing: 6

            Heading {
                visible: root.panel.people.length > 0
                text: root.panel.chrome["people"] ?? ""
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: root.panel.people

                    Button {
                        required property var modelData

                        text: modelData.name
                        objectName: "panel:" + modelData.id
                        onClicked: root.panel.put(modelData.id)
                    }
                }
            }

            // The cabinet's front with its guide lights; a lamp is a ring around the device that it belongs to.
            Item {
                id: front

                visible: root.panel.cabinet.there
                width: 180
                height: visible ? width * root.panel.cabinet.height : 0
                objectName: "panel:front"

                Rectangle {
                    anchors.fill: parent
                    color: "#ffffff"
                    border.color: "#5b667a"
                    radius: 4
                }

                Repeater {
                    model: root.panel.cabinet.front

                    Rectangle {
                        id: slot

                        required property var modelData
                        readonly property bool lit: root.panel.cabinet.lit.includes(slot.modelData.id)

                        x: slot.modelData.x * front.width
                        y: slot.modelData.y * front.width
                        width: slot.modelData.w * front.width
                        height: Math.max(6, slot.modelData.h * front.width)
                        radius: 2
                        color: slot.lit ? "#1c7a4a" : "#d9dee8"
                        border.width: slot.lit ? 3 : 1
                        border.color: slot.lit ? "#7fe0ae" : "#5b667a"
                        objectName: "panel:lamp:" + slot.modelData.id
                    }
                }

                Column {
                    anchors.left: front.right
                    anchors.leftMargin: 10
                    width: root.width - 24 - front.width - 10
                    spacing: 6

                    Repeater {
                        model: root.panel.cabinet.sensed

                        Label {
                            required property string modelData

                            width: parent?.width ?? 0
                            text: modelData
                            wrapMode: Text.Wrap
                            color: "#9b2c00"
                        }
                    }
                }
            }

            Button {
                text: root.panel.chrome["network"] ?? ""
                highlighted: root.panel.on.includes("network_off")
                objectName: "panel:network_off"
                onClicked: root.panel.toggleNetwork()
            }

            Heading {
                text: root.panel.chrome["phone"] ?? ""
            }

            Repeater {
                model: root.panel.phone

                Label {
                    required property string modelData

                    width: root.width - 24
                    text: modelData
                    wrapMode: Text.Wrap
                }
            }

            Label {
                visible: root.panel.phone.length === 0
                text: root.panel.chrome["no-message"] ?? ""
                color: "#5b667a"
            }

            Flow {
                width: parent.width
                spacing: 4

                Repeater {
                    model: root.panel.files

                    Button {
                        required property var modelData

                        text: modelData.label
                        font.pixelSize: 12
                        padding: 4
                        objectName: "panel:phone:" + modelData.id
                        onClicked: root.panel.send(modelData.id)
                    }
                }
            }

            Label {
                width: root.width - 24
                visible: root.panel.trouble !== ""
                text: root.panel.trouble
                wrapMode: Text.Wrap
                color: "#9b2c00"
            }

            Repeater {
                model: root.panel.devices

                Column {
                    id: device

                    required property var modelData

                    width: root.width - 24
                    spacing: 6

                    Heading {
                        text: device.modelData.label
                    }

                    Flow {
                        width: parent.width
                        spacing: 6

                        Repeater {
                            model: device.modelData.actions

                            Button {
                                required property var modelData

                                text: modelData.label
                                objectName: "panel:" + device.modelData.id + ":" + modelData.id
                                onClicked: root.panel.act(device.modelData.id, modelData.id)
                            }
                        }
                    }

                    Repeater {
                        model: device.modelData.texts

                        Flow {
                            id: withText

                            required property var modelData

                            width: root.width - 24
                            spacing: 6

                            // A file of pages, dropped on what is done with it.
                            DropArea {
                                width: parent.width
                                height: withText.modelData.paper ? dropHere.height + 16 : 0
                                visible: withText.modelData.paper
                                keys: ["text/uri-list"]
                                objectName: "panel:drop:" + device.modelData.id + ":" + withText.modelData.id
                                onDropped: drop => root.panel.drop(device.modelData.id, withText.modelData.id, drop.urls)

                                Rectangle {
                                    anchors.fill: parent
                                    color: parent.containsDrag ? "#d6e4f5" : "transparent"
                                    border.color: "#5b667a"
                                    radius: 4
                                }

                                Label {
                                    id: dropHere

                                    anchors.centerIn: parent
                                    width: parent.width - 16
                                    text: root.panel.chrome["drop"] ?? ""
                                    horizontalAlignment: Text.AlignHCenter
                                    wrapMode: Text.Wrap
                                    color: "#5b667a"
                                }
                            }

                            Repeater {
                                model: withText.modelData.ready

                                Button {
                                    required property var modelData

                                    text: modelData.label
                                    objectName: "panel:" + device.modelData.id + ":" + withText.modelData.id + ":" + modelData.id
                                    onClicked: root.panel.actWithCode(device.modelData.id, withText.modelData.id, modelData.id)
                                }
                            }

                            TextField {
                                id: anyText

                                width: 200
                                placeholderText: root.panel.chrome[withText.modelData.paper ? "any-paper" : "any-text"] ?? ""
                                onAccepted: root.panel.actWithText(device.modelData.id, withText.modelData.id, anyText.text)
                            }

                            Button {
                                text: withText.modelData.label
                                objectName: "panel:" + device.modelData.id + ":" + withText.modelData.id
                                onClicked: root.panel.actWithText(device.modelData.id, withText.modelData.id, anyText.text)
                            }
                        }
                    }

                    Flow {
                        width: parent.width
                        spacing: 4

                        Repeater {
                            model: device.modelData.troubles

                            Button {
                                required property var modelData

                                text: modelData.label
                                font.pixelSize: 12
                                padding: 4
                                highlighted: root.panel.on.includes(device.modelData.id + ":" + modelData.id)
                                objectName: "panel:" + device.modelData.id + ":" + modelData.id
                                onClicked: root.panel.toggle(device.modelData.id, modelData.id)
                            }
                        }
                    }

                    Repeater {
                        model: root.panel.papers[device.modelData.id] ?? []

                        Image {
                            required property string modelData
                            required property int index

                            width: root.width - 24
                            source: modelData
                            fillMode: Image.PreserveAspectFit
                            objectName: "panel:paper:" + device.modelData.id + ":" + index
                        }
                    }
                }
            }
        }
    }
}
