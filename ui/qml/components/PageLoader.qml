pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// Loads the page of the current view and connects its fields to the on-screen keyboard. Every layout has one.
Loader {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard
    readonly property string scaffold: root.viewModel.scaffold
    readonly property int pageSerial: root.viewModel.pageSerial
    readonly property bool readFirst: root.viewModel.readFirst
    // Not typed: only pages with fields have `begin`.
    readonly property var page: root.item
    // The last page that had its keyboard opened, if it needs it.
    property string begun: ""

    objectName: "page"

    function load(): void {
        if (root.scaffold === "")
            root.source = "";
        else {
            PageFit.begin(root.viewModel.pageId);
            root.setSource("../pages/" + root.scaffold + ".qml", {
                "viewModel": root.viewModel
            });
        }
    }

    // The keyboard must not write into a field of the previous page.
    function closeKeyboard(): void {
        if (root.keyboard.isOpen)
            root.keyboard.discard();
    }

    // Called once the rows of a view are set and before it is laid out.
    function begin(): void {
        // A question may come later than its page: a code is asked for once it was sent.
        const now = root.pageSerial + (root.viewModel.asksOne ? " asks" : "");
        if (root.begun === now)
            return;
        root.begun = now;
        if (root.page?.begin)
            root.page.begin();
    }

    onScaffoldChanged: {
        root.closeKeyboard();
        root.load();
    }
    onPageSerialChanged: {
        root.closeKeyboard();
        PageFit.begin(root.viewModel.pageId);
    }
    onReadFirstChanged: {
        if (root.readFirst)
            root.closeKeyboard();
    }
    onStatusChanged: {
        if (root.status === Loader.Error)
            root.viewModel.bridge.report_page_error(root.scaffold);
    }
    Component.onCompleted: root.load()

    // A field may go while its page stays: a code cannot be typed while there is no network.
    Connections {
        target: root.viewModel.fields

        function onRowsRemoved(): void {
            root.closeKeyboard();
        }
    }

    Connections {
        target: root.item
        ignoreUnknownSignals: true

        function onWanted(input: Item): void {
            root.keyboard.open(input);
        }
    }
}
