# 演练控制面板
panel-title = 一刻 · 演练侧栏
    .speech = 一刻，演练侧栏
panel-people = 把谁的身份证放上读卡区（都是虚构的人）
panel-lift = 拿走卡
panel-take = 取走凭条
panel-switches = 出点状况
panel-network-off = 断网
panel-paper-out = 没纸
panel-paper-out-during = 打到一半没纸
panel-cover-open = 盖子开着
panel-printer-unplugged = 拔掉打印机
panel-unreadable = 卡读不出
panel-reader-unplugged = 拔掉读卡器
panel-phone = 市民的手机
panel-no-message = 还没有短信
panel-slip = 最近一张凭条
panel-no-slip = 还没有凭条
