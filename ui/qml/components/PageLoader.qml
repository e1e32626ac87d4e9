pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// Shows the page that the view asks for, and lets the keyboard write into its fields. Every layout has one.
Loader {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard
    readonly property string scaffold: root.viewModel.scaffold
    readonly property int arrivals: root.viewModel.arrivals

    objectName: "page"

    function load(): void {
        if (root.scaffold === "")
            root.source = "";
        else
            root.setSource("../pages/" + root.scaffold + ".qml", {
                "viewModel": root.viewModel
            });
    }

    // A field of the page that goes must not be written into any more.
    function closeKeyboard(): void {
        if (root.keyboard.isOpen)
            root.keyboard.close();
    }

    onScaffoldChanged: {
        root.closeKeyboard();
        root.load();
    }
    onArrivalsChanged: root.closeKeyboard()
    Component.onCompleted: root.load()

    Connections {
        target: root.item
        ignoreUnknownSignals: true

        function onWanted(input: Item): void {
            root.keyboard.open(input);
        }
    }
}
