import QtQuick
import Yike
Rectangle { color: Theme.track }
