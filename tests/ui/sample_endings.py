"""Sample views of the pages from submission to the end of a visit, and of trouble and help."""

from __future__ import annotations

from dataclasses import replace

from kiosk.view import SEVERAL_CHOICES, Actions, Block, Guidance, Tone, Traits, View
from kiosk.words import Data
from tests.ui.sample_parts import LONG_NAME, K, SampleParts
from tests.ui.sample_sign import signing


def endings(sample: SampleParts) -> list[tuple[str, View]]:
    step = sample.steps
    phone, number = Data("0571-0000 0002"), Data("WT02-0001-ABCD-E")
    submit = sample.view("Submit", "正在提交", "Submitting", progress=step(4), icon="lock", actions=Actions(),
        lead=sample.say("正在加密保存，请不要离开", "Keeping it encrypted, please stay"))  # fmt: skip
    kept = sample.view("Ending", "已保存在本机，稍后送出", "Saved on this machine, not sent yet", progress=step(4), icon="clock", tone=Tone.ATTENTION,
        lead=sample.say("还没有交到政府部门。网络恢复后本机会送出；受理时间以部门收到为准。", "Not yet with the authority. It is sent when the network is back; it counts from when they receive it."),
        blocks=(
            Block(K.BOX_START),
            Block(K.BIG_NUMBER, sample.say("凭条号（请保存）", "Slip number (please keep it)"), number),
            sample.row("本机保存时间", "Saved here at", sample.say("11月24日 21:40", "24 November, 21:40")),
            sample.row("办件编号", "Official case number", sample.say("还没有，部门收到后才有", "not yet, the authority gives it")),
            Block(K.BOX_END),
            Block(K.BOX_START, tone=Tone.QUIET),
            sample.block(K.HEADING, "接下来", "What happens next"),
            sample.block(K.NUMBERED, "送到之前，只有这台机器有您的申请", "Until it is sent, only this machine has your application"),
            sample.block(K.NUMBERED, "明天中午后到任何一台这样的机器查凭条号；查不到，打本机值班电话", "From noon tomorrow look up the slip number anywhere; if not found, call this machine's duty phone"),
            sample.block(K.PARAGRAPH, "0571-0000 0002　机号 WT02", "0571-0000 0002   Machine WT02"),
            Block(K.BOX_END),
            sample.block(K.STATUS, "凭条没有打出来", "The slip did not come out", tone=Tone.ATTENTION),
        ),
        actions=Actions(sample.choice("help", "求助", "Help", icon="help"), sample.choice("another", "再办一件", "Another service"),
            sample.choice("continue", "拿好了，结束", "I have it, finish")))  # fmt: skip
    lookup = sample.view("Lookup", "查到的信息", "What was found", icon="done", tone=Tone.DONE, blocks=(
        Block(K.BOX_START), sample.row("姓名", "Name", Data(LONG_NAME)), sample.row("参保状态", "State", sample.say("正常参保", "insured")),
        sample.row("缴费年限", "Years paid", Data("12")), Block(K.BOX_END), sample.block(K.NOTE, "仅供您自己了解，不能当证明用。", "For your own information, not a proof."),
    ), choices=(sample.choice("print", "打印凭条", "Print a slip", icon="printer"),))  # fmt: skip
    progress = sample.view("Progress", "办到哪一步了", "How far it has come", blocks=(
        Block(K.BOX_START), sample.row("事项", "Service", sample.say("高龄津贴申领", "Old-age allowance")), sample.row("现在", "Now", sample.say("审查中", "under review")),
        sample.row("下一步", "Next", sample.say("等部门处理，不用您做什么", "wait for the authority; nothing to do")), Block(K.BOX_END),
    ))  # fmt: skip
    levels = (
        ("非常满意", "Very good"),
        ("满意", "Good"),
        ("基本满意", "Fair"),
        ("不满意", "Poor"),
        ("非常不满意", "Very poor"),
    )
    rate = sample.view("Farewell", "请拿好您的东西", "Please take your things", id="rate", traits=Traits(cabinet_first=True, cabinet_least_mm=150, faces=True), icon="check", tone=Tone.DONE,
        lead=sample.say("申请已交给民政局，凭条号在凭条上。", "Your application was sent to the bureau; its number is on the slip."),
        blocks=(Block(K.PICTURE, sample.say("看看身份证拿了没有", "Please make sure you have your card"), picture="card-unsure"),
            Block(K.PICTURE, sample.say("凭条已取走", "The slip was taken"), tone=Tone.DONE, picture="slip-taken"),
            sample.block(K.HEADING, "民政局这次服务，您满意吗？（可以不评）", "How was the service of the bureau? (You may skip this.)")),
        choices=tuple(sample.choice(f"rate:{5 - n}", *level) for n, level in enumerate(levels)), actions=Actions(None, None, sample.choice("finish", "好的，结束", "Finish")))  # fmt: skip
    reasons = replace(rate, page="Consent", id="rate_reason", traits=SEVERAL_CHOICES, choices=(
        sample.choice("label:108", "在办事指南之外增加新的条件", "Conditions beyond the guide were asked for", chosen=True),
        sample.choice("label:110", "无理由超过法定时间", "Legal time exceeded without reason", chosen=False),
    ), actions=sample.usual)  # fmt: skip
    farewell = sample.view("Farewell", "请拿好您的东西", "Please take your things", traits=Traits(cabinet_first=True, cabinet_least_mm=150, faces=True),
        guidance=Guidance("receipt_printer", "take_slip", sample.say("请取走凭条", "Please take your slip"), Tone.ATTENTION),
        blocks=(sample.block(K.STATUS, "请看一眼读卡区，带好身份证", "Please look at the reader and take your card"),),
        actions=Actions(None, None, sample.choice("finish", "好的，结束", "Finish")))  # fmt: skip
    call = (
        sample.row("值班电话", "Duty phone", phone),
        sample.row("机号", "Machine number", Data("WT02")),
        sample.row("报修代码", "Code", Data("disk_full")),
    )
    trouble = sample.view("Trouble", "机器出了点问题", "Something went wrong with the machine", icon="alert", tone=Tone.ATTENTION,
        traits=Traits(large_rows=True, offers_modes=False),
        lead=sample.say("这次没有办成，您的信息已经清除。", "It was not done; your information is cleared."), blocks=(Block(K.BOX_START), *call, Block(K.BOX_END)),
        actions=Actions(None, None, sample.choice("leave", "结束", "End")))  # fmt: skip
    closed = replace(trouble, page="OutOfService", id="out_of_service", title=sample.say("这台机器暂时不能办事", "This machine cannot serve now"),
        icon="wrench", visit="", actions=Actions(), traits=Traits(large_rows=True, action_bar=False))  # fmt: skip
    help_ = sample.view("Help", "需要帮忙吗？", "Do you need help?", traits=Traits(large_rows=True, mode_strip=True, explains_keys=True, is_help=True), blocks=(Block(K.BOX_START), *call[:2], Block(K.BOX_END),
        sample.block(K.BULLET, "按“大字”可以把字变大", "“Larger text” makes the letters bigger")),
        choices=(sample.choice("pause", "我在找东西", "I am looking for something", note=sample.say("遮住屏幕，先不计时", "Covers the screen, stops the clock"), icon="pause"),))  # fmt: skip
    return [signing(sample), ("submit", submit), ("ending-kept", kept), ("lookup", lookup), ("progress", progress), ("rate", rate), ("rate-reasons", reasons),
        ("farewell", farewell), ("trouble", trouble), ("out-of-service", closed), ("help", help_)]  # fmt: skip
