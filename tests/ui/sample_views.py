"""One realistic view for every page, in both languages, with the longest names and addresses a citizen may have.

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
    BlockKind,
    Choice,
    Countdown,
    Field,
    FieldKind,
    Guidance,
    Modes,
    Progress,
    Tone,
    Traits,
    View,
)
from kiosk.words import Data, Words
from tests.languages import next_name
from tests.ui.pseudo import PSEUDO, stretched

K = BlockKind
LONG_NAME = "买买提明·吐尔逊阿不都热依木·阿布都克热木江"
ADDRESS = "测试省样例自治州梧桐土家族苗族自治县凤凰山街道青松社区第十二网格北环路一千二百三十四号样例花园二期锦绣苑二十八幢三单元一千八百零六室（原东风公社第三生产大队老仓库旁）"
LONG_ADDRESS = "，".join([ADDRESS] * 3)
"""Twelve lines where letters are large."""
ENGLISH_ADDRESS = (
    "Room 1806, Unit 3, Building 28, Splendid Court, Phase II of Sample Gardens, 1234 North Ring Road, "
    "Grid 12 of Green Pine Community, Phoenix Mountain Subdistrict, Wutong Autonomous County, Sample Prefecture"
)


class Samples:
    """The sample views of one language."""

    def __init__(self, language: str, modes: Modes | None = None) -> None:
        self.language = language
        self.modes = modes or Modes()

    def say(self, chinese: str, english: str) -> Words:
        said = {"zh-CN": chinese, PSEUDO: stretched(english)}
        return Data(said.get(self.language, english))

    def choice(self, key: str, chinese: str, english: str, **more: object) -> Choice:
        return Choice(key, self.say(chinese, english), **more)  # type: ignore[arg-type]

    def block(self, kind: BlockKind, chinese: str, english: str, **more: object) -> Block:
        return Block(kind, self.say(chinese, english), **more)  # type: ignore[arg-type]

    def row(self, chinese: str, english: str, value: Words, **more: object) -> Block:
        return Block(K.ROW, self.say(chinese, english), value, **more)  # type: ignore[arg-type]

    def view(self, page: str, chinese: str, english: str, **more: object) -> View:
        made = View(
            page,
            page.lower(),
            self.language,
            self.say(chinese, english),
            visit="v1",
            modes=self.modes,
            next_language=self.next_language,
        )
        where = self.say("高龄津贴申领", "Old-age allowance application")
        return replace(made, **{"where": where, "actions": self.usual, **more})  # type: ignore[arg-type]

    @property
    def next_language(self) -> Data:
        return Data(next_name(self.language))

    @property
    def usual(self) -> Actions:
        return Actions(
            self.choice("back", "返回", "Back", icon="chevron-left"),
            self.choice("leave", "不办了", "Leave"),
            self.choice("continue", "继续", "Continue"),
        )

    def steps(self, current: int) -> Progress:
        names = (("看指南", "Guide"), ("确认身份", "Identity"), ("填表", "Form"), ("核对", "Check"), ("结果", "Result"))
        return Progress(tuple(self.say(*name) for name in names), current)

    def all(self) -> Mapping[str, View]:
        """By a short name of what is shown; every page occurs."""
        made = [*self._start(), *self._journey(), *self._ends(), *self._overlays()]
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
                "file-document-outline",
            ),
            ("医疗保障", "Health care", "医保登记、报销进度", "Enrolment, refunds", "account-heart-outline"),
            ("房产与公积金", "Housing and housing fund", "房产查询、无房证明", "Property records", "home"),
            ("户籍与证件", "Household and papers", "居住证、身份证补领", "Residence permits", "account"),
            ("养老与救助", "Old age and support", "高龄津贴、残疾人补贴", "Allowances", "account-multiple"),
        )
        choices = [
            self.choice(
                f"item:{n}", zh, en, note=self.say(note, english), icon=icon, tag=self.say("3 项当场拿", "3 at once")
            )
            for n, (zh, en, note, english, icon) in enumerate(tiles)
        ]
        resting = self.choice(
            "item:car", "车辆与驾驶", "Vehicles and driving", note=self.say("市平台夜间维护", "City platform at rest"),
            icon="wrench-outline", enabled=False, why_not=self.say("06:00 恢复后可办", "Possible again from 06:00"),
        )  # fmt: skip
        home = self.view(
            "Home", "您想办什么？", "What would you like to do?", traits=Traits("Home", mode_strip=True, explains_keys=True), where=self.say("一刻钟政务 · 梧桐社区 02", "Yike · Wutong 02"),
            lead=self.say("本机可办 38 项 · 凭条打印正常 · 网络正常", "38 matters here · slips and network work"),
            fields=(search,), choices=(*choices, resting),
            actions=Actions(self.choice("help", "求助", "Help", icon="help-circle-outline"), self.choice("leave", "不办了", "Leave")),
        )  # fmt: skip
        attract = View(
            "Attract", "attract", self.language, self.say("政务事项，一刻钟办好", "Public services in a quarter of an hour"),
            lead=self.say("不用排队，全天可办。现在这台机器能办：", "No queue, day and night. Possible here now:"),
            where=self.say("一刻钟政务 · 梧桐社区 02", "Yike · Wutong community 02"), rehearsal=True, next_language=self.next_language,
            traits=Traits("Attract", action_bar=False, starts_visit=True, explains_keys=True),
            blocks=(
                self.block(K.BULLET, "高龄津贴申领", "Old-age allowance application"),
                self.block(K.BULLET, "城乡居民养老保险参保信息查询", "Pension insurance enrolment look-up"),
                self.block(K.BULLET, "办件进度查询", "Progress of your cases"),
                self.block(K.STATUS, "网络正常", "Network in order", tone=Tone.DONE),
                self.block(K.STATUS, "凭条打印机暂时不能用", "The slip printer is out of order now", tone=Tone.ATTENTION),
                self.row("最近的另一台", "Nearest other one", Data("梧桐社区 01，样例路 2 号，向西步行约 600 米")),
            ),
            choices=(
                self.choice("start", "触摸这里开始", "Touch here to start", note=self.say("请准备好身份证", "Please have your ID card ready"), icon="gesture-tap"),
                self.choice("start:en", "English", "English", icon="translate"),
            ),
        )  # fmt: skip
        return [("attract", attract), ("home", home)]

    def _journey(self) -> list[tuple[str, View]]:
        step = self.steps
        guide = self.view(
            "Guide", "高龄津贴申领", "Old-age allowance application", progress=step(0),
            lead=self.say("80 岁以上老人每月领一份津贴，本人、家人或受托人都能来办", "A monthly allowance from the age of 80; yourself, family or a helper may apply"),
            blocks=(
                self.block(K.HEADING, "谁可以办", "Who may apply"),
                self.block(K.BULLET, "年满 80 周岁", "Aged 80 or over"),
                self.block(K.BULLET, "户籍在样例市", "Household registered in Sample City"),
                self.block(K.HEADING, "要带什么", "What to bring"),
                self.block(K.BULLET, "老人的身份证；代办还要代办人的身份证（必须带）", "The applicant's ID card; a helper's too (required)"),
                Block(K.BOX_START),
                self.row("办理单位", "Authority", self.say("样例市民政局", "Sample City Civil Affairs Bureau")),
                self.row("承诺时限", "Promised time", self.say("受理后 10 个工作日内", "within 10 working days of acceptance")),
                self.row("法定时限", "Legal limit", self.say("受理后 30 个工作日内", "within 30 working days of acceptance")),
                self.row("收费", "Fee", self.say("不收费", "free")),
                self.row("结果怎么给", "How the result comes", self.say("按月打到银行卡；办好后发短信", "monthly to the bank card; a message when done")),
                Block(K.BOX_END),
                self.block(K.HEADING, "办理依据", "Legal basis"),
                self.block(K.BULLET, "样例市高龄津贴发放办法", "Sample City rules on the old-age allowance"),
                self.block(K.NOTE, "现在网络不通。可以先办：申请加密存在这台机器，通网后自动送出。", "The network is down. You can apply: it is kept here, encrypted, and sent when the network is back."),
            ),
        )  # fmt: skip
        whom = self.view("ForWhom", "您给谁办？", "For whom?", progress=step(1), traits=LARGE_CHOICES, choices=(
            self.choice("for:self", "给自己办", "For myself", note=self.say("用自己的身份证", "With your own ID card"), icon="account", chosen=False),
            self.choice("for:family", "给家人办", "For family", note=self.say("您和家人的身份证都要带", "Both ID cards are needed"), icon="account-multiple", chosen=True),
            self.choice("for:other", "别人托我办", "Someone asked me", note=self.say("您和那个人的身份证都要带", "Both ID cards are needed"), icon="account-switch", chosen=False),
        ))  # fmt: skip
        notice = self.view("Notice", "先说清楚：要用您哪些信息", "First: which of your data are used", progress=step(1), blocks=(
            self.block(K.NUMBERED, "用来做什么：申请高龄津贴，核对年龄和户籍。", "What for: applying for the allowance, checking age and household."),
            self.block(K.NUMBERED, "存多久：加密后送到民政局，本机收到回执就删除；别的信息当场清除。", "How long: sent encrypted to the bureau and deleted here on its receipt; the rest is cleared at once."),
        ))  # fmt: skip
        waiting = Guidance("id_reader", "place_card", self.say("正在等身份证", "Waiting for the ID card"))
        identify = self.view(
            "Identify", "请把身份证平放在读卡区", "Please lay the ID card flat on the reader", progress=step(1), guidance=waiting,
            traits=Traits(small_choices=True, cabinet_first=True, cabinet_least_mm=150),
            lead=self.say("读卡区在屏幕右下方，亮着蓝灯。", "The reader is below the screen at the right, lit blue."),
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
            self.say("没读出来，请拿起身份证，再平放一次", "Not read: please lift the card and lay it flat once more"),
            Tone.ATTENTION,
        )
        code = Field(
            "code",
            self.say("验证码", "Code"),
            FieldKind.DIGITS,
            "1234",
            wrong=self.say("请输满 6 位数字", "Please enter all 6 digits"),
            max_length=6,
        )
        proof = self.view("SecondProof", "请输入手机验证码", "Please enter the code from your phone", progress=step(1), traits=ENTRY, fields=(code,),
            lead=self.say("6 位数字已发到登记的手机 199＊＊＊＊0001。", "6 digits were sent to the registered phone 199****0001."),
            wrong=(self.say("不对，再看看短信。还可以试 2 次。", "Not right; please look again. 2 more tries."),),
            choices=(self.choice("again", "再发一次", "Send again", enabled=False, why_not=self.say("一分钟后可再发", "Possible in a minute")),))  # fmt: skip
        consent = self.view("Consent", "要您同意的事", "What needs your consent", progress=step(1), traits=SEVERAL_CHOICES,
            lead=self.say("一项一项点，不点就不算同意。", "Each by itself; nothing is agreed until you touch it."),
            blocks=(self.block(K.NOTE, "不同意也没关系，按“不办了”离开，什么也不会留下。", "If you do not agree, leave; nothing is kept."),),
            choices=(
                self.choice("agree:record", "同意：民政局使用我的身份和户籍信息审核津贴", "I agree that the bureau uses my identity and household data", chosen=True),
                self.choice("agree:sms", "同意：办好后发短信通知我", "I agree to be told by text message", chosen=False),
            ))  # fmt: skip
        address = Field("address", self.say("现住址", "Address"), FieldKind.CHINESE, LONG_ADDRESS if self.language == "zh-CN" else ENGLISH_ADDRESS,
            source=self.say("来自身份证", "from the ID card"), max_length=300)  # fmt: skip
        bank = Field("bank", self.say("哪家银行", "Bank"), FieldKind.CHOICE, wrong=self.say("还没有选银行", "No bank chosen yet"), options=tuple(
            self.choice(f"option:{n}", f"样例第{n}银行", f"Sample bank {n}", chosen=n == "二") for n in "一二三四"
        ))  # fmt: skip
        form = self.view("Form", "现在住在哪里，钱打到哪家银行？", "Where do you live, and which bank?", progress=step(2), traits=ENTRY,
            wrong=(self.say("还没有填：银行", "Missing: bank"), self.say("请再看看：现住址", "Please check: address")), fields=(address, bank),
            choices=(self.choice("dispute:address", "“现住址”不对，我来改", "The address is wrong, let me change it"),))  # fmt: skip
        return [("guide", guide), ("for-whom", whom), ("notice", notice), ("identify", identify),
            ("identify-trouble", replace(identify, guidance=trouble, id="identify-trouble")), ("second-proof", proof),
            ("consent", consent), ("form", form), ("review", self._review()), ("declare", self._declare())]  # fmt: skip

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
                row("phone", "联系电话", "Phone", Data("1990＊＊＊＊＊＊01"), masked=True),
                row("bank", "银行", "Bank", self.say("样例农村银行", "Sample Rural Bank")),
                Block(K.BOX_END),
            ))  # fmt: skip

    def _declare(self) -> View:
        return self.view("Declare", "请看完这几句话再提交", "Please read this before you submit", progress=self.steps(3),
            blocks=(
                self.block(K.NUMBERED, "我填写的都是真实的。", "What I have entered is true."),
                self.block(K.NUMBERED, "不符合条件领的钱，我愿意退回。", "I will return money paid without entitlement."),
                self.block(K.NOTE, "现在网络不通：提交后先加密存在这台机器，通网后自动送出。", "The network is down: kept here encrypted, sent later."),
            ),
            actions=replace(self.usual, right=self.choice("declare", "我声明并提交", "I declare and submit",
                note=self.say("点了就交，不能退回修改", "Sent at once, no going back"))))  # fmt: skip

    def _ends(self) -> list[tuple[str, View]]:
        step = self.steps
        phone, number = Data("0571-0000 0002"), Data("WT02-0001-ABCD-E")
        submit = self.view("Submit", "正在提交", "Submitting", progress=step(4), icon="lock-outline", actions=Actions(),
            lead=self.say("正在加密保存，请不要离开", "Keeping it encrypted, please stay"))  # fmt: skip
        kept = self.view("Ending", "已保存在本机，稍后送出", "Kept here, will be sent", progress=step(4), icon="clock-outline", tone=Tone.ATTENTION,
            lead=self.say("还没有交到政府部门。网络恢复后本机会送出；受理时间以部门收到为准。", "Not yet with the authority. It is sent when the network is back; it counts from when they receive it."),
            blocks=(
                Block(K.BOX_START),
                Block(K.BIG_NUMBER, self.say("凭条号（请保存）", "Slip number (please keep it)"), number),
                self.row("本机保存时间", "Kept here at", self.say("11月24日 21:40", "24 November, 21:40")),
                self.row("办件编号", "Official case number", self.say("还没有，部门收到后才有", "not yet, the authority gives it")),
                Block(K.BOX_END),
                Block(K.BOX_START, tone=Tone.QUIET),
                self.block(K.HEADING, "接下来", "What happens next"),
                self.block(K.NUMBERED, "送到之前，只有这台机器有您的申请", "Until it is sent, only this terminal has your application"),
                self.block(K.NUMBERED, "明天中午后到任何一台终端查凭条号；查不到，打本机值班电话", "From noon tomorrow look up the slip number anywhere; if not found, call this terminal's duty phone"),
                self.block(K.PARAGRAPH, "0571-0000 0002　机号 WT02", "0571-0000 0002   Terminal WT02"),
                Block(K.BOX_END),
                self.block(K.STATUS, "凭条没有打出来", "The slip did not come out", tone=Tone.ATTENTION),
            ),
            actions=Actions(self.choice("help", "求助", "Help", icon="help-circle-outline"), self.choice("another", "再办一件", "Another matter"),
                self.choice("continue", "拿好了，结束", "I have it, finish")))  # fmt: skip
        lookup = self.view("Lookup", "查到的信息", "What was found", icon="check-circle-outline", tone=Tone.DONE, blocks=(
            Block(K.BOX_START), self.row("姓名", "Name", Data(LONG_NAME)), self.row("参保状态", "State", self.say("正常参保", "insured")),
            self.row("缴费年限", "Years paid", Data("12")), Block(K.BOX_END), self.block(K.NOTE, "仅供您自己了解，不能当证明用。", "For your own information, not a proof."),
        ), choices=(self.choice("print", "打印凭条", "Print a slip", icon="printer-outline"),))  # fmt: skip
        progress = self.view("Progress", "办到哪一步了", "How far it has come", blocks=(
            Block(K.BOX_START), self.row("事项", "Matter", self.say("高龄津贴申领", "Old-age allowance")), self.row("现在", "Now", self.say("审查中", "under review")),
            self.row("下一步", "Next", self.say("等部门处理，不用您做什么", "wait for the authority; nothing to do")), Block(K.BOX_END),
        ))  # fmt: skip
        levels = (
            ("非常满意", "Very satisfied"),
            ("满意", "Satisfied"),
            ("基本满意", "Fairly satisfied"),
            ("不满意", "Dissatisfied"),
            ("非常不满意", "Very dissatisfied"),
        )
        rate = self.view("Rate", "民政局这次服务，您满意吗？", "How satisfied are you with the bureau?", traits=Traits("Rate"), lead=self.say("自愿评价，不评也行。", "Voluntary; you need not."),
            choices=tuple(self.choice(f"rate:{5 - n}", *level) for n, level in enumerate(levels)), actions=Actions(None, self.choice("skip", "不评价", "Skip")))  # fmt: skip
        reasons = replace(rate, page="Consent", id="rate_reason", traits=SEVERAL_CHOICES, choices=(
            self.choice("label:108", "在办事指南之外增加新的条件", "Conditions beyond the guide were asked for", chosen=True),
            self.choice("label:110", "无理由超过法定时间", "Legal time exceeded without reason", chosen=False),
        ), actions=self.usual)  # fmt: skip
        farewell = self.view("Farewell", "请拿好您的东西", "Please take your things", traits=Traits(cabinet_first=True, cabinet_least_mm=150),
            guidance=Guidance("receipt_printer", "take_slip", self.say("请取走凭条", "Please take your slip"), Tone.ATTENTION),
            blocks=(self.block(K.STATUS, "请看一眼读卡区，带好身份证", "Please look at the reader and take your card"),),
            actions=Actions(None, None, self.choice("finish", "好的，结束", "Finish")))  # fmt: skip
        call = (
            self.row("值班电话", "Duty phone", phone),
            self.row("机号", "Terminal", Data("WT02")),
            self.row("报修代码", "Code", Data("disk_full")),
        )
        trouble = self.view("Trouble", "机器出了点问题", "Something went wrong with the machine", icon="alert-circle-outline", tone=Tone.ATTENTION,
            traits=Traits(large_rows=True, offers_modes=False),
            lead=self.say("这次没有办成，您的信息已经清除。", "It was not done; your information is cleared."), blocks=(Block(K.BOX_START), *call, Block(K.BOX_END)),
            actions=Actions(None, None, self.choice("leave", "结束", "End")))  # fmt: skip
        closed = replace(trouble, page="OutOfService", id="out_of_service", title=self.say("这台机器暂时不能办事", "This machine cannot serve now"),
            icon="wrench-outline", visit="", actions=Actions(), traits=Traits(large_rows=True, action_bar=False))  # fmt: skip
        help_ = self.view("Help", "需要帮忙吗？", "Do you need help?", traits=Traits(large_rows=True, mode_strip=True, explains_keys=True, is_help=True), blocks=(Block(K.BOX_START), *call[:2], Block(K.BOX_END),
            self.block(K.BULLET, "右上角“大字”可以把字变大", "Larger text: at the upper right")),
            choices=(self.choice("pause", "我在找东西", "I am looking for something", note=self.say("遮住屏幕，先不计时", "Covers the screen, stops the clock"), icon="pause-circle-outline"),))  # fmt: skip
        return [("submit", submit), ("ending-kept", kept), ("lookup", lookup), ("progress", progress), ("rate", rate), ("rate-reasons", reasons),
            ("farewell", farewell), ("trouble", trouble), ("out-of-service", closed), ("help", help_)]  # fmt: skip

    def _overlays(self) -> list[tuple[str, View]]:
        review = self._review()
        question = Countdown(
            20,
            self.choice("more-time", "我还要时间", "I need more time"),
            self.choice("leave-now", "结束，清除信息", "End and clear everything"),
        )
        return [("countdown", replace(review, countdown=question)), ("curtain", replace(review, curtain=True)),
            ("low", replace(self._declare(), modes=replace(self.modes, low=True), rehearsal=True))]  # fmt: skip
