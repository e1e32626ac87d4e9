"""One realistic view for every page, in each language, with the longest names and addresses that occur.

All people, numbers and places are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.view import (
    ENTRY,
    LARGE_CHOICES,
    SEVERAL_CHOICES,
    Actions,
    Block,
    Countdown,
    Field,
    FieldKind,
    Guidance,
    Sheet,
    Tone,
    Traits,
    View,
)
from kiosk.words import Data, Words
from tests.ui.sample_endings import endings
from tests.ui.sample_parts import ENGLISH_ADDRESS, LONG_ADDRESS, LONG_NAME, K, SampleParts


class Samples(SampleParts):
    """The sample views of one language."""

    def all(self) -> Mapping[str, View]:
        """Return the views by a short name; every page file occurs."""
        made = [*self._start(), *self._journey(), *endings(self), *self._overlays()]
        return dict(made)

    def _start(self) -> list[tuple[str, View]]:
        search = Field("search", self.say("找事项", "Find"), FieldKind.SEARCH, hint=self.say(
            "输入想办的事，如：社保证明（拼音首字母 sbzm 也行）", "Type what you want to do, such as: pension"
        ))  # fmt: skip
        tiles = (
            (
                "社会保险",
                "Social insurance",
                "参保证明、缴费明细",
                "Certificates and payments",
                "document",
            ),
            ("医疗保障", "Health care", "医保登记、报销进度", "Enrolment, refunds", "elder"),
            ("房产与公积金", "Housing and housing fund", "房产查询、无房证明", "Property records", "home"),
            ("户籍与证件", "Household and papers", "居住证、身份证补领", "Residence permits", "household"),
            ("养老与救助", "Old age and support", "高龄津贴、残疾人补贴", "Allowances", "family"),
        )
        choices = [
            self.choice(
                f"item:{n}", zh, en, note=self.say(note, english), icon=icon, tag=self.say("3 项当场拿", "3 at once")
            )
            for n, (zh, en, note, english, icon) in enumerate(tiles)
        ]
        resting = self.choice(
            "item:car", "车辆与驾驶", "Vehicles and driving", note=self.say("市平台夜间维护", "City platform at rest"),
            icon="wrench", enabled=False, why_not=self.say("06:00 恢复后可办", "Possible again from 06:00"),
        )  # fmt: skip
        home = self.view(
            "Home", "您想办什么？", "What would you like to do?", traits=Traits("Home", mode_strip=True, explains_keys=True, paired_choices=True, kept=True), where=self.say("一刻钟政务 · 梧桐社区 02", "Yike · Wutong 02"),
            lead=self.say("本机可办 38 项 · 凭条打印正常 · 网络正常", "38 services here · slips and network work"),
            fields=(search,), choices=(*choices, resting),
            actions=Actions(self.choice("help", "求助", "Help", icon="help"), self.choice("leave", "退出", "Leave")),
        )  # fmt: skip
        attract = View(
            "Attract", "attract", self.language, self.say("您好，要办什么事？", "Hello. What would you like to do?"),
            lead=self.say("不用排队，全天可办。现在这台机器能办：", "No queue, day and night. Possible here now:"),
            where=self.say("一刻钟政务 · 梧桐社区 02", "Yike · Wutong community 02"), rehearsal=True, next_language=self.next_language,
            traits=Traits("Attract", status_bar=False, action_bar=False, starts_visit=True, explains_keys=True),
            blocks=(
                self.block(K.HEADING, "现在能办，直接点：", "Available now:"),
                *(
                    Block(K.BULLET, self.say(*words), change=self.choice(f"begin:{n}", "开始办理", "Begin", icon="document"))
                    for n, words in enumerate((("高龄津贴", "Old-age allowance"), ("养老保险查询", "Pension record"), ("查进度", "Progress")))
                ),
                self.block(K.STATUS, "网络正常", "Network in order", tone=Tone.DONE),
                self.block(K.STATUS, "凭条打印机暂时不能用", "The slip printer is out of order now", tone=Tone.ATTENTION),
                self.row("最近的另一台", "Nearest other one", Data("梧桐社区 01，样例路 2 号，向西步行约 600 米")),
            ),
            choices=(
                self.choice("start", "触摸这里开始", "Touch here to start", note=self.say("请准备好身份证", "Please have your ID card ready"), icon="touch"),
                self.choice("start:en", "English", "English", icon="language"),
            ),
        )  # fmt: skip
        return [("attract", attract), ("home", home)]

    def _journey(self) -> list[tuple[str, View]]:
        step = self.steps
        guide = self.view(
            "Guide", "高龄津贴申领", "Old-age allowance application", progress=step(0),
            lead=self.say("80 岁以上老人每月领一份津贴，本人、家人或受托帮忙的人都能来办", "A monthly allowance from the age of 80; yourself, family or a helper may apply"),
            blocks=(
                self.block(K.HEADING, "谁可以办", "Who may apply"),
                self.block(K.BULLET, "年满 80 周岁", "Aged 80 or over"),
                self.block(K.BULLET, "户籍在样例市", "Household registered in Sample City"),
                self.block(K.HEADING, "要带什么", "What to bring"),
                self.block(K.BULLET, "老人的身份证；代办还要代办人的身份证（必须带）", "The applicant's ID card; a helper's too (required)"),
                Block(K.BOX_START),
                self.row("办理单位", "Authority", self.say("样例市民政局", "Sample City Civil Affairs Bureau")),
                self.row("多久办好（承诺）", "Time promised", self.say("受理后 10 个工作日内", "within 10 working days of acceptance")),
                self.row("法律规定最长", "Legal limit", self.say("受理后 30 个工作日内", "within 30 working days of acceptance")),
                self.row("收费", "Fee", self.say("不收费", "free")),
                self.row("结果怎么给", "How the result comes", self.say("按月打到银行卡；办好后发短信", "monthly to the bank card; a message when done")),
                Block(K.BOX_END),
                self.block(K.HEADING, "办理依据", "Legal basis"),
                self.block(K.BULLET, "样例市高龄津贴发放办法", "Sample City rules on the old-age allowance"),
                self.block(K.NOTE, "现在网络不通。可以先办：申请加密存在这台机器，通网后自动送出。", "The network is down. You can apply: it is saved on this machine, encrypted, and sent when the network is back."),
            ),
        )  # fmt: skip
        whom = self.view("ForWhom", "您给谁办？", "For whom?", progress=step(1), traits=LARGE_CHOICES, choices=(
            self.choice("for:self", "给自己办", "For myself", note=self.say("用自己的身份证", "With your own ID card"), icon="person", chosen=False),
            self.choice("for:family", "给家人办", "For family", note=self.say("您和家人的身份证都要带", "Both ID cards are needed"), icon="family", chosen=True),
            self.choice("for:other", "别人托我办", "Someone asked me", note=self.say("您和那个人的身份证都要带", "Both ID cards are needed"), icon="on-behalf", chosen=False),
        ))  # fmt: skip
        notice = self.view("Notice", "先说清楚：要用您哪些信息", "First: which of your data are used", progress=step(1), blocks=(
            self.block(K.NUMBERED, "用来做什么：申请高龄津贴，核对年龄和户籍。", "What for: applying for the allowance, checking age and household."),
            self.block(K.NUMBERED, "存多久：加密后送到民政局，本机收到回执就删除；别的信息当场清除。", "How long: sent encrypted to the bureau and deleted here on its receipt; the rest is cleared at once."),
        ))  # fmt: skip
        waiting = Guidance("id_reader", "place_card", self.say("正在等身份证", "Waiting for the ID card"))
        identify = self.view(
            "Identify", "请把身份证平放在读卡区", "Please place the ID card flat on the reader", progress=step(1), guidance=waiting,
            traits=Traits(small_choices=True, cabinet_first=True, cabinet_least_mm=130),
            lead=self.say("读卡区在屏幕下面，靠右，亮着蓝灯。", "The reader is below the screen at the right, lit blue."),
            blocks=(self.block(K.NOTE, "为什么要证件：知道是给谁办。只用这一次，其余当场清除。", "Why: to know for whom. Used once; the rest is cleared at once."),),
            choices=(
                self.choice("foreign", "港澳台 / 外国人", "Other permits", note=self.say("居住证、永居证", "Residence permits")),
                self.choice("other", "别的证件、没带证", "No card with me", note=self.say("告诉您去哪里办", "Where to go")),
            ),
            actions=replace(self.usual, right=self.choice("continue", "放卡后自动继续", "Goes on by itself", enabled=False)),
        )  # fmt: skip
        trouble = Guidance(
            "id_reader",
            "lift_card",
            self.say(
                "没读出来，请拿起身份证，再平放一次", "Not read: please lift the card and place it flat once more"
            ),
            Tone.ATTENTION,
        )
        code = Field(
            "code",
            self.say("验证码", "Code"),
            FieldKind.DIGITS,
            "1234",
            wrong=self.say("不对，再看看短信。还可以试 2 次。", "Not right; please look again. 2 more tries."),
            max_length=6,
        )
        proof = self.view("SecondProof", "请输入手机验证码", "Please enter the code from your phone", progress=step(1), traits=ENTRY, fields=(code,),
            lead=self.say("6 位数字已发到登记的手机 199＊＊＊＊0001。", "6 digits were sent to the registered phone 199****0001."),
            wrong=(self.say("不对，再看看短信。还可以试 2 次。", "Not right; please look again. 2 more tries."),),
            choices=(self.choice("again", "再发一次", "Send again", enabled=False, why_not=self.say("一分钟后可再发", "Possible in a minute")),))  # fmt: skip
        consent = self.view("Consent", "要您同意的事", "What needs your consent", progress=step(1), traits=SEVERAL_CHOICES,
            lead=self.say("一项一项点，不点就不算同意。", "Each by itself; nothing is agreed until you touch it."),
            blocks=(self.block(K.NOTE, "不同意也没关系，按“退出”，什么也不会留下。", "If you do not agree, leave; nothing is kept."),),
            choices=(
                self.choice("agree:record", "同意：民政局使用我的身份和户籍信息审核津贴", "I agree that the bureau uses my identity and household data", chosen=True),
                self.choice("agree:sms", "同意：办好后发短信通知我", "I agree to be told by text message", chosen=False),
            ))  # fmt: skip
        consent_one = self.view("Consent", "请您同意", "Please give your consent", progress=step(1), traits=Traits(small_choices=True, tall_choices=True),
            blocks=(self.block(K.HEADING, "会用到的信息", "Data that is used"), self.block(K.BULLET, "身份证上的姓名、号码", "Name and number from the ID card")),
            choices=(
                self.choice("agree:record", "同意", "I agree", note=self.say("民政局使用我的身份和户籍信息审核津贴", "the bureau may use my identity and registration data"), icon="done"),
                self.choice("disagree", "不同意，去窗口办", "I do not agree; I will go to a counter", icon="on-behalf"),
            ),
            actions=Actions(self.choice("back", "返回", "Back", icon="chevron-left"), self.choice("leave", "退出", "Leave"), None))  # fmt: skip
        address = Field("address", self.say("现住址", "Address"), FieldKind.CHINESE, LONG_ADDRESS if self.language == "zh-CN" else ENGLISH_ADDRESS,
            source=self.say("来自身份证", "from the ID card"), max_length=300)  # fmt: skip
        bank = Field("bank", self.say("哪家银行", "Bank"), FieldKind.CHOICE, wrong=self.say("还没有选银行", "No bank chosen yet"), options=tuple(
            self.choice(f"option:{n}", f"样例第{n}银行", f"Sample bank {n}", chosen=n == "二") for n in "一二三四"
        ))  # fmt: skip
        form = self.view("Form", "现在住在哪里，钱打到哪家银行？", "Where do you live, and which bank?", progress=step(2), traits=ENTRY,
            wrong=(self.say("还没有填：银行", "Missing: bank"), self.say("请再看看：现住址", "Please check: address")), fields=(address, bank),
            choices=(self.choice("dispute:address", "“现住址”不对，我来改", "The address is wrong, let me change it"),))  # fmt: skip
        sheet = Block(K.SHEET, self.say("证明的第 1 页，一共 2 页", "Page 1 of 2 of the certificate"), self.say("一共 2 页，A4 纸", "2 pages, A4"),
            source=self.say("电子签章核对过，是有效的", "The seal was checked and is valid"), sheet=Sheet("none", 993, 1404, ((0.1, 0.2, 0.3, 0.03),)),
            reveal=self.choice("reveal:sheet", "显示姓名和号码", "Show name and number", icon="eye"),
            change=self.choice("large", "放大看", "Larger", icon="zoom-in"))  # fmt: skip
        certificate = self.view("Certificate", "这是您的参保证明", "This is your pension certificate", progress=step(2), traits=Traits("Certificate"),
            blocks=(sheet,), choices=(self.choice("print", "打印", "Print", icon="printer"), self.choice("sheet:1", "看第 2 页", "See page 2", icon="document")))  # fmt: skip
        return [("guide", guide), ("for-whom", whom), ("certificate", certificate), ("notice", notice), ("identify", identify),
            ("identify-trouble", replace(identify, guidance=trouble, id="identify-trouble")), ("second-proof", proof),
            ("consent", consent), ("consent-one", consent_one), ("form", form), ("review", self._review()), ("declare", self._declare())]  # fmt: skip

    def _review(self) -> View:
        def row(key: str, zh: str, en: str, value: Words, *, masked: bool = False) -> Block:
            show = self.choice(f"reveal:{key}", "显示", "Show") if masked else None
            return self.row(zh, en, value, reveal=show, change=self.choice(f"change:{key}", "修改", "Change"),
                source=self.say("来自身份证", "from the ID card"))  # fmt: skip

        address = self.say(LONG_ADDRESS, ENGLISH_ADDRESS)
        return self.view("Review", "请核对，都对再继续", "Please check; continue if all is right", progress=self.steps(3),
            lead=self.say("哪一项不对，按那一项的“修改”。", "If something is wrong, touch Change beside it."),
            blocks=(
                Block(K.BOX_START),
                row("name", "姓名", "Name", Data(LONG_NAME)),
                row("number", "证件号码", "ID number", Data("9901＊＊＊＊＊＊2X"), masked=True),
                row("address", "现住址", "Address", address),
                row("phone", "联系电话", "Phone", Data("199＊＊＊＊＊＊01"), masked=True),
                row("bank", "银行", "Bank", self.say("样例农村银行", "Sample Rural Bank")),
                Block(K.BOX_END),
            ))  # fmt: skip

    def _declare(self) -> View:
        return self.view("Declare", "请看完这几句话再提交", "Please read this before you submit", traits=Traits(large_rows=True), progress=self.steps(3),
            blocks=(
                self.block(K.NUMBERED, "我填写的都是真实的。", "What I have entered is true."),
                self.block(K.NUMBERED, "不符合条件领的钱，我愿意退回。", "I will return money paid without entitlement."),
                self.block(K.NOTE, "现在网络不通：提交后先加密存在这台机器，通网后自动送出。", "The network is down: saved on this machine, encrypted, sent later."),
            ),
            actions=replace(self.usual, right=self.choice("declare", "我声明并提交", "I declare and submit",
                note=self.say("点了就交，不能退回修改", "Sent at once, no going back"))))  # fmt: skip

    def _overlays(self) -> list[tuple[str, View]]:
        review = self._review()
        question = Countdown(
            20,
            self.choice("more-time", "我还要时间", "I need more time"),
            self.choice("leave-now", "结束，清除信息", "End and clear everything"),
        )
        return [("countdown", replace(review, countdown=question)), ("curtain", replace(review, curtain=True)),
            ("low", replace(self._declare(), modes=replace(self.modes, low=True), rehearsal=True))]  # fmt: skip
