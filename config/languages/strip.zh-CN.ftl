# 演练侧栏
strip-title = 一刻 · 演练侧栏
    .speech = 一刻，演练侧栏
strip-people = 把谁的身份证放上读卡区（都是虚构的人）
strip-lift = 拿走卡
strip-take = 取走凭条
strip-switches = 出点状况
strip-network-off = 断网
strip-paper-out = 没纸
strip-paper-out-during = 打到一半没纸
strip-cover-open = 盖子开着
strip-printer-unplugged = 拔掉打印机
strip-unreadable = 卡读不出
strip-reader-unplugged = 拔掉读卡器
strip-phone = 市民的手机
strip-no-message = 还没有短信
strip-slip = 最近一张凭条
strip-no-slip = 还没有凭条
