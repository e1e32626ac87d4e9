# 简体中文：市民看到、听到的每一句话。一行一句；`.speech` 是读出来的样子（只在与文字不同时写）。

terminal-title = 一刻钟政务 · { $name }
    .speech = 一刻钟政务，{ $name }

## 按钮
action-back = 返回
action-leave = 不办了
action-continue = 继续
action-begin = 开始办理
action-help = 求助
action-understood = 我知道了
action-agree = 同意并继续
action-all-right = 都对，继续
action-change = 修改
action-show = 显示
action-hide = 隐藏
action-declare = 我声明并提交
action-declare-note = 点了就交，不能退回修改
action-taken = 拿好了，结束
action-another = 再办一件
action-end = 结束
action-finish = 好的，结束
action-done = 看好了，结束
action-print = 打印凭条
action-send = 送出评价
action-try-again = 再试一次
action-goes-on-by-itself = 放卡后自动继续

## 待机与停机
attract-title = 政务事项，一刻钟办好
attract-lead = 不用排队，全天可办。现在这台机器能办：
attract-start = 触摸这里开始
attract-start-note = 请准备好身份证
attract-start-en = English
    .speech = English
out-of-service-title = 这台机器暂时不能办事
out-of-service-no-catalogue = 还没有收到办事目录。请稍后再来，或拨打值班电话。
out-of-service-outbox = 机器现在不能可靠保存申请，所以先不受理。已经保存的申请不受影响。
out-of-service-starting = 机器正在准备，请稍候。
network-ok = 网络正常
network-not = 网络不通，只能办可离线的事项
slips-ok = 凭条打印正常
slips-not = 凭条打印机暂时不能用
device-id_reader = 身份证读卡器
device-receipt_printer = 凭条打印机

## 首页
home-title = 您想办什么？
home-lead = 这台机器现在可办 { $count } 项 · { $paper } · { $network }
    .speech = 这台机器现在可以办 { $count } 项。{ $paper }，{ $network }。
home-search = 找事项
home-search-hint = 说事或打拼音首字母，如：养老
home-nothing-found = 没找到“{ $query }”。换个说法，或按“求助”。
    .speech = 没找到这个事项。换个说法，或按求助。
item-tag-lookup = 当场查到
item-tag-application = 可代家人办
item-tag-progress = 凭证件或凭条号查
not-now-not-yet = 还没开始受理
not-now-offline = 网络不通，恢复后可办
not-now-device = { $device }坏了，这里办不了

## 求助
help-title = 需要帮忙吗？
help-lead = 打电话时请报机号，值班人员看得到这台机器的情况。
help-phone = 值班电话
help-terminal = 机号
nearest = 最近的另一台

help-larger = 右上角“大字”可以把字变大
help-pause = 要找证件或材料，按下面的按钮，屏幕会先遮住
help-looking = 我在找东西
help-companion = 有人在旁边帮我
help-companion-note = 两个人都会记下来；也可以不登记是谁
help-looking-note = 遮住屏幕，先不计时

## 办事指南
step-home = 首页
step-guide = 看指南
step-identify = 确认身份
step-form = 填表
step-check = 核对
step-result = 结果
guide-who = 谁可以办
guide-papers = 要带什么
guide-no-papers = 只要身份证，不用其他材料
guide-paper = { $paper }（{ $necessity }）
necessity-necessary = 必须带
necessity-unnecessary = 有就带
necessity-may_follow = 可以后补
guide-authority = 办理单位
guide-promised = 承诺时限
guide-legal = 法定时限
guide-fee = 收费
guide-result = 结果怎么给
guide-phone = 咨询电话
guide-basis = 办理依据
guide-offline-now = 现在网络不通。可以先办：申请加密存在这台机器，通网后自动送出，从部门收到那天起算。
fee-none = 不收费
fee-charged = 收费
limit = { $counts_from } { $number } 个{ $unit }内
unit-working_day = 工作日
unit-calendar_day = 自然日
unit-hour = 小时
from-received = 部门收到后
from-accepted = 受理后
from-complete = 材料齐全后

## 为谁办
for-whom-title = 您给谁办？
for-self = 给自己办
for-self-note = 用自己的身份证
for-family = 给家人办
for-family-note = 您和家人的身份证都要带
for-other = 别人托我办
for-other-note = 您和那个人的身份证都要带
relation-title = 您是申请人的什么人？
relation-lead = 照实选就行，会写在申请和凭条上。
relation-note = 这里不查验关系，部门办理时可能会核实。
relation-spouse = 配偶
relation-child = 子女
relation-parent = 父母
relation-sibling = 兄弟姐妹
relation-other_family = 其他家人
relation-neighbour = 邻居
relation-community_worker = 社区工作人员
relation-friend = 朋友
relation-other_helper = 其他帮忙的人
relation-stated = { $relation }（本人说明，未核实）

## 告知与同意
notice-title = 先说清楚：要用您哪些信息
notice-lead = 看完再决定办不办。
consent-title = 要您同意的事
consent-lead = 一项一项点，不点就不算同意。
consent-agree = 同意：{ $purpose }
consent-missing = 还没有点同意：{ $purpose }。不同意就办不了，可以按“不办了”。
consent-free = 不同意也没关系，按“不办了”离开，什么也不会留下。

## 确认身份
identify-title-self = 请把身份证平放在读卡区
identify-title-helper = 请先放您自己的身份证
identify-title-companion = 请放旁边帮您的人的身份证
companion-no-card = 不登记是谁
companion-no-card-note = 申请上只写明有人在旁帮助
identify-title-applicant = 现在请放申请人的身份证
identify-lead = 读卡区在屏幕右下方，亮着蓝灯。
identify-waiting = 正在等身份证
identify-read = 读好了，请拿走身份证
identify-why = 为什么要身份证：知道是给谁办。只用这一次；要送出的申请加密保存，其余当场清除。
identify-not-verified = 这只说明有人拿着这张卡，还不等于确认了是本人。
identify-other = 别的证件、没带证
identify-other-note = 告诉您去哪里办
card-name = 姓名
card-number = 证件号码
card-kind = 证件
card-kind-resident = 居民身份证
card-kind-hmt-permit = 港澳台居民居住证
card-kind-foreign-2017 = 外国人永久居留证（旧版）
card-kind-foreign-2023 = 外国人永久居留证
other-documents-lead = 这台机器只能读带芯片的居民身份证和永久居留证、居住证。
other-documents-readable = 能读：居民身份证、港澳台居民居住证、外国人永久居留证（新旧都行）
other-documents-passport = 护照、往来通行证：请到政务服务大厅人工窗口
other-documents-temporary = 临时身份证、没带证：请到人工窗口，或带证再来
other-documents-where = 最近的窗口和开放时间，请打值班电话问：{ $phone }

## 本人验证
code-title = 请输入手机验证码
code-sending = 正在请部门发验证码
code-lead = { $digits } 位数字已发到登记的手机 { $phone }。
    .speech = { $digits } 位数字已发到登记在部门的手机，请看短信。
code-label = 验证码
code-again = 再发一次
code-again-wait = 一分钟后可再发
code-try-again = 再试一次
code-incomplete = 请输满 { $digits } 位数字
code-wrong = 不对，再看看短信。还可以试 { $left } 次。
code-not-sent-network = 网络不通，验证码发不出去。
code-not-sent-platform = 平台现在发不了验证码。
code-not-sent-phone = 部门没有登记您的手机号，这里验证不了本人。
code-not-sent-tries = 试错太多次，这次不能再试了。
code-not-sent-what-now = 什么也没有留下。请到人工窗口办理，或拨打值班电话 { $phone }。
asking-what = 正在问部门，请稍等
asking-how-long = 还在等部门答复，一般十秒以内。可以按“不办了”离开。

## 填表与核对
source-card = 来自身份证
source-prefill = 来自部门登记
form-dispute = “{ $what }”不对，我来改
wrong-missing = 还没有填：{ $what }
wrong-value = 请再看看：{ $what }
review-title = 请核对，都对再继续
review-lead = 哪一项不对，按那一项的“修改”，改完会回到这里。
review-empty = 没有填
review-for = 给谁办
review-helper = 代办人
review-companion = 在旁帮助的人
companion-not-named = 有人在旁帮助，没有登记是谁
review-relation = 关系

## 声明与提交
declare-title = 请看完这几句话再提交
declare-lead = 按下面的蓝色按钮，就是您作出声明。
declare-helper = { $name }作为代办人一起作出声明。
declare-offline = 现在网络不通：提交后先加密存在这台机器，通网后自动送出。
submit-title = 正在提交
submit-keeping = 正在加密保存，请不要离开
submit-handing-over = 已经存好，正在交给部门

## 结果
ending-handed-over-title = 已交给部门
ending-handed-over-lead = 部门的系统已经收到，并给了办件编号。
ending-kept-title = 已保存在本机，稍后送出
ending-kept-lead = 还没有交到政府部门。网络恢复后本机会送出；办理时间从部门收到时算起。
ending-nothing-title = 没有办成，什么也没有留下
ending-nothing-lead = 机器没能可靠地存下您的申请，所以没有保存，也没有送出。
ending-nothing-what-now = 请换一台机器再办，或拨打值班电话 { $phone }。
slip-number-label = 凭条号（请保存）
case-number-label = 办件编号
case-number-not-yet = 还没有，部门收到后才有
kept-at = 本机保存时间
moment = { MOMENT($at) }
day = { DATE($on) }
next-title = 接下来
next-handed-over = 到任何一台终端，用凭条号都能查进度
next-only-here = 送到之前，只有这台机器有您的申请
next-ask-later = 明天中午后到任何一台终端查凭条号；查不到，打本机值班电话
next-phone = { $phone }　机号 { $terminal }
    .speech = 值班电话 { $phone }，机号 { $terminal }
paper-printing = 凭条正在打印
paper-out = 凭条已打出，请从屏幕下方取走
paper-did-not = 凭条没有打出来
paper-unconfirmed = 不能确认凭条有没有打出来，请看看出纸口
paper-note-number = 请用手机拍下或抄下上面的凭条号。申请不受影响。
paper-read-screen = 请直接看屏幕，或用手机拍下来。

## 查询
lookup-title = 查到的信息
lookup-asking = 正在查询
lookup-as-of = 数据截至 { DATE($day) }
lookup-nothing = 部门没有查到您的记录。
lookup-more = 部门还有别的内容，这台机器显示不了。可以打电话问：{ $phone }。
lookup-not-a-proof = 仅供您自己了解，不能当证明用。
lookup-not-available = 现在查不到
lookup-trouble-network = 网络不通，或部门没有及时答复。
lookup-trouble-platform = 部门的系统现在答复不了。
lookup-nothing-kept = 这里什么也没有留下。可以再试，或拨打值班电话 { $phone }。
way-title = 您想怎么查？
way-slip = 用凭条号查
way-slip-note = 只显示办到哪一步，不显示姓名和事项
way-card = 用身份证查
way-card-note = 还要手机验证码
slip-entry-title = 请输入凭条号
slip-entry-lead = 凭条上最大的那一行，字母和数字。
slip-entry-hint = 例如 WT02-0001-ABCD-E，横线不用输
    .speech = 横线不用输
slip-entry-shows = 连续输错五次，这次查询就会结束。
slip-mistyped = 输错了一个字，请对着凭条再看看。
slip-unknown = 没有这个凭条号。如果是刚办的，可能还在路上，请明天再查。
progress-title = 办到哪一步了
progress-lead = 查到 { $count } 件
progress-none = 没有查到您的办件
progress-matter = 事项
progress-state = 现在
progress-since = 时间
progress-next = 下一步
state-received = 已收到
state-accepted = 已受理
state-not-accepted = 不予受理
state-correction = 需要补正
state-under-review = 审查中
state-suspended = 已暂停计时
state-transferred = 已转报上级
state-withdrawn = 已撤回
state-granted = 已准予
state-not-granted = 未准予
state-decided = 已办结
state-delivered = 已送达
next-step-none = 没有要您做的
next-step-wait = 等部门处理，不用您做什么
next-step-correct = 请按通知补材料
next-step-collect = 请按通知领取结果
next-step-ask = 请打部门咨询电话
next-step-see-notice = 请看部门发给您的通知

## 评价
rate-title = { $authority }这次服务，您满意吗？
rate-lead = 自愿评价，不评也行。评的是办理单位，不是机器。
rate-5 = 非常满意
rate-4 = 满意
rate-3 = 基本满意
rate-2 = 不满意
rate-1 = 非常不满意
rate-skip = 不评价
rate-reason-title = 哪里做得不好？
rate-reason-lead = 可以选一项或几项，会转给办理单位。
rate-reason-note = 不会因为评价影响您办事。
rate-reason-missing = 请至少选一项，或按“不评价”。
label-108 = 在办事指南之外增加新的条件
label-109 = 在办事指南之外增加新的材料
label-110 = 无理由超过法定时间
label-111 = 样本有错误
label-114 = 跑的次数和承诺的不一样
label-207 = 没有提供样本
label-208 = 没有提供材料清单
label-209 = 超过承诺时间
label-210 = 同一样证明反复要
label-212 = 预约了还要重新取号排队

## 告别与异常
farewell-title = 请拿好您的东西
farewell-kept = 申请已存好，号码在凭条上。屏幕上的信息马上清除。
farewell-nothing-kept = 办好了，这里什么也没有留下。
farewell-card-left = 您的身份证还在读卡区，请拿走
farewell-card-check = 请看一眼读卡区，带好身份证
farewell-slip-left = 请取走凭条
farewell-slip-taken = 凭条已取走
countdown-title = 您还在吗？
countdown-more = 我还要时间
countdown-leave = 结束，清除信息
trouble-title = 机器出了点问题
trouble-kept = 您的申请已经存好，不会丢。请记下凭条号。
trouble-nothing-kept = 这次没有办成，您的信息已经清除。请重新开始，或换一台机器。
trouble-code = 报修代码
trouble-id-reader-lift-and-retry = 没读出来，请拿起身份证，再平放一次
trouble-id-reader-wrong-card = 这不是身份证，请换成居民身份证或居住证
trouble-id-reader-card-rejected = 读卡器不认这张卡，请拿起再放一次
trouble-id-reader-no-answer = 读卡器没有反应，请打值班电话
trouble-id-reader-self-test-failed = 读卡器坏了，请打值班电话
trouble-id-reader-not-authorised = 读卡器没有授权，请打值班电话
trouble-id-reader-broken = 读卡器坏了，请打值班电话
trouble-transport-lost = 设备断开了，请打值班电话
trouble-transport-absent = 设备没有接上，请打值班电话
trouble-card-unusable = 这张卡上的信息不对，不能用。请到人工窗口。
trouble-card-expired = 这张卡过期了，不能用。请先换证。
trouble-card-same-person = 这张和刚才那张是同一个人的，请换另一个人的
trouble-receipt-printer-paper-out = 凭条纸用完了
trouble-receipt-printer-cover-open = 打印机的盖子开着
trouble-receipt-printer-cutter = 切纸刀卡住了
trouble-receipt-printer-offline = 打印机没有就绪
trouble-receipt-printer-head-hot = 打印头太热，在降温
trouble-receipt-printer-jam = 出纸口卡纸了
trouble-receipt-printer-no-answer = 打印机没有反应
trouble-receipt-printer-unrecoverable = 打印机坏了
masked-spoken = 内容已隐藏
trouble-card-too-young = 这位还没满 { $years } 岁，现在不能申请。按“不办了”离开，什么也不会留下。

## 凭条
rehearsal-mark = 演练，不是真办
slip-applicant = 申请人
slip-terminal = 终端
slip-duty = 值班电话
slip-as-of = 数据截至
slip-handed-over = 已交给部门
slip-kept = 已存在本机，尚未送到部门
slip-if-not-found = 明天中午后仍查不到这个号，请打值班电话。
slip-fades = 热敏纸会褪色，请用手机拍下来。
