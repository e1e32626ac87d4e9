pragma ComponentBehavior: Bound

import Qt.labs.qmlmodels
import QtQuick
import Yike

// The delegate for each kind of block, without a wrapper item.
DelegateChooser {
    id: root

    required property ViewModel viewModel
    required property Item area
    property bool large: false
    property real sheetRoom: 0
    property real sheetScreen: 0

    role: "kind"

    DelegateChoice {
        roleValue: "paragraph"

        BlockParagraph {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "bullet"

        BlockBullet {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "numbered"

        BlockNumbered {
            width: root.area.width
            large: root.large
        }
    }

    DelegateChoice {
        roleValue: "row"

        BlockRow {
            width: root.area.width
            viewModel: root.viewModel
            large: root.large
        }
    }

    DelegateChoice {
        roleValue: "fact"

        BlockFact {
            width: root.area.width
            large: root.large
        }
    }

    DelegateChoice {
        roleValue: "heading"

        BlockHeading {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "note"

        BlockNote {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "status"

        BlockStatus {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "big_number"

        BlockNumber {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "stage"

        BlockStage {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "part"

        BlockPart {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "sheet"

        BlockSheet {
            width: root.area.width
            viewModel: root.viewModel
            large: root.large
            room: root.sheetRoom
            screen: root.sheetScreen
        }
    }

    DelegateChoice {
        roleValue: "live_view"

        BlockLiveView {
            width: root.area.width
            room: root.sheetRoom
        }
    }

    DelegateChoice {
        roleValue: "sum"

        BlockSum {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "pay_code"

        BlockPayCode {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "qr"

        BlockQr {
            width: root.area.width
        }
    }

    DelegateChoice {
        roleValue: "picture"

        BlockPicture {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "cabinet"

        BlockCabinet {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "finding"

        BlockFinding {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "check"

        BlockCheck {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "task"

        BlockTask {
            width: root.area.width
            viewModel: root.viewModel
        }
    }

    DelegateChoice {
        roleValue: "plot"

        BlockPlot {
            width: root.area.width
        }
    }
}
