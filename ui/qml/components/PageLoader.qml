pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// Loads the page of the current view and connects its fields to the on-screen keyboard. Every layout has one. The page that
// everybody comes back to is hidden instead of unloaded until the visit is over.
Item {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard
    readonly property string scaffold: root.viewModel.scaffold
    readonly property int pageSerial: root.viewModel.pageSerial
    readonly property bool readFirst: root.viewModel.readFirst
    readonly property int visitSerial: root.viewModel.visitSerial
    // Traits come before the file that they are for.
    readonly property bool keptShown: root.viewModel.kept && root.scaffold !== ""
    // Not typed: only pages with fields have `begin`.
    readonly property var item: root.keptShown ? kept.item : other.item
    // The last page that had its keyboard opened, if it needs it.
    property string begun: ""

    objectName: "page"

    function load(): void {
        if (root.scaffold === "") {
            keptModel.live = false;
            other.source = "";
        } else if (root.viewModel.kept) {
            keptModel.follow(root.viewModel);
            keptModel.live = true;
            if (kept.source.toString() === "")
                kept.open(root.scaffold, keptModel);
        } else {
            other.open(root.scaffold, root.viewModel);
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
        if (root.item?.begin)
            root.item.begin();
    }

    onScaffoldChanged: {
        root.closeKeyboard();
        PageFit.begin(root.viewModel.pageId);
        root.load();
    }
    onVisitSerialChanged: kept.source = ""
    onPageSerialChanged: {
        root.closeKeyboard();
        PageFit.begin(root.viewModel.pageId);
    }
    onReadFirstChanged: {
        if (root.readFirst)
            root.closeKeyboard();
    }
    Component.onCompleted: root.load()

    component PageFile: Loader {
        id: file

        anchors.fill: parent

        function open(name: string, model: var): void {
            file.setSource("../pages/" + name + ".qml", {
                "viewModel": model
            });
        }

        onStatusChanged: {
            if (file.status === Loader.Error)
                root.viewModel.bridge.report_page_error(root.scaffold);
        }
    }

    // A field may go while its page stays: a code cannot be typed while there is no network.
    component Removal: Connections {
        function onRowsRemoved(): void {
            root.closeKeyboard();
        }
    }

    PageFile {
        id: other
    }

    PageFile {
        id: kept

        visible: root.keptShown
    }

    ViewModel {
        id: keptModel

        bridge: root.viewModel.bridge
        lists: root.viewModel.bridge.keptLists
        live: false
    }

    Removal {
        target: root.viewModel.fields
    }

    Removal {
        target: keptModel.fields
    }

    Connections {
        target: root.item
        ignoreUnknownSignals: true

        function onWanted(input: Item): void {
            root.keyboard.open(input);
        }
    }
}
