# 屏幕自己的话
ui-language = English
ui-larger = 大字
ui-more-above = 看上面
ui-more-below = 看下面还有
ui-keyboard-done = 收起
ui-keyboard-delete = 删除
ui-keyboard-space = 空格
ui-keyboard-shift = 大写
ui-keyboard-candidates = 更多
ui-step = 步骤
ui-curtain-title = 屏幕已遮住
ui-curtain-off = 我回来了，继续
ui-starting = 正在准备，请稍候
