// The words of the page. A value in braces is filled in; `files` has a sentence for each state and reason of a file.

export const LANGUAGES = ["zh-CN", "en"];

const WORDS = {
  "zh-CN": {
    name: "一刻政务",
    terminal: "传材料到机器 {terminal}",
    other: "English",
    title: "{material}，拍给机器",
    lead: "办的事：{item}。每页拍一张，拍清四个角。",
    pairing: "机器屏幕上也是这四个数吗？不一样就别传。",
    digits: "配对数字：{digits}",
    camera: "拍一张",
    again: "再拍一张",
    album: "从相册选",
    bounds: "照片（JPG、PNG）或 PDF（不超过 20 页），每个不超过 15 MB。拍照地点会去掉。只给这件事用，时间到了就作废。",
    time: "还能传 {minutes} 分 {seconds} 秒",
    oneMinute: "还剩 1 分钟",
    more: "还要时间",
    moreGiven: "又加了 10 分钟",
    done: "传好了，回机器上看",
    cut: "网络断了。照片还在手机里，正在自动再试。",
    back: "网络好了，接着传",
    stillSending: "第 {place} 张还没传完，请等一下",
    nothingSent: "机器还没收到，请先拍一张",
    file: "第 {place} 张",
    progress: "第 {place} 张，传了多少",
    delete: "删掉", stop: "停", retake: "重拍", keep: "就用它", remove: "去掉",
    removed: "删掉了",
    openingTitle: "正在打开", openingText: "",
    takenTitle: "另一部手机正在传", takenText: "这个码只给一部手机用。要换手机，请在机器上重新出一个码。",
    overTitle: "这个码作废了", overText: "时间到了，或者机器上已经结束。手机里的照片没有变。要接着传，请在机器上重新出一个码。",
    finishedTitle: "传好了，请回机器上看", finishedText: "机器收到 {count} 个文件。这个页面可以关了。",
    brokenTitle: "这个码不完整", brokenText: "请重新扫机器屏幕上的码。",
    insecureTitle: "在这里不能传", insecureText: "网络连接没有加密（不是 https），或者浏览器太旧。请换一个浏览器，或者用机器上的扫描。",
    offlineTitle: "网络断了", offlineText: "正在自动再试。",
    files: {
      queued: "等着传", sending: "正在传，{percent} %", cut: "网断了，正在再试", checking: "传到了，机器正在看", deleting: "正在删掉",
      received: "机器收到了", kept: "机器收到了，就用它", blurred: "字有点糊", blank: "好像什么也没有",
      not_a_picture: "这不是照片，也不是 PDF，机器不收", too_large: "太大了，机器不收", too_many_pages: "页数太多，机器不收（最多 20 页）",
      damaged: "打不开，请重拍", encrypted: "这个 PDF 有密码，请去掉密码，或者拍照", font_missing: "这个 PDF 缺字体，字会显示不全，请拍照",
      full: "放不下了，机器不收", heic: "这是 HEIC 照片，机器读不了。请点“拍一张”，或在相机设置里选“兼容性最佳”（JPG）", unreadable: "手机读不出这个文件",
    },
  },
  en: {
    name: "Yike",
    terminal: "Send papers to terminal {terminal}",
    other: "中文",
    title: "{material}: send it to the terminal",
    lead: "For: {item}. One photo for each page, with all four corners.",
    pairing: "Does the terminal show the same four digits? If not, do not send.",
    digits: "Pairing digits: {digits}",
    camera: "Take a photo",
    again: "Take another",
    album: "Choose a file",
    bounds: "Photos (JPG, PNG) or PDF (up to 20 pages), up to 15 MB each. Where a photo was taken is removed. Used for this application only, until the time is over.",
    time: "{minutes} min {seconds} s left",
    oneMinute: "1 minute left",
    more: "I need more time",
    moreGiven: "10 more minutes",
    done: "Done, back to the terminal",
    cut: "No network. Your photos are still on your phone; trying again by itself.",
    back: "The network is back",
    stillSending: "Page {place} is not sent yet, please wait",
    nothingSent: "The terminal has nothing yet. Take a photo first",
    file: "Page {place}",
    progress: "Page {place}, part that is sent",
    delete: "Delete", stop: "Stop", retake: "Retake", keep: "Use it", remove: "Remove",
    removed: "Deleted",
    openingTitle: "Opening", openingText: "",
    takenTitle: "Another phone is sending", takenText: "This code is for one phone only. To use another phone, ask the terminal for a new code.",
    overTitle: "This code is no longer valid", overText: "The time is over, or the visit at the terminal has ended. The photos on your phone are unchanged. To go on, ask the terminal for a new code.",
    finishedTitle: "Done. Please go back to the terminal", finishedText: "Received by the terminal: {count}. You can close this page.",
    brokenTitle: "This code is not complete", brokenText: "Please scan the code on the terminal again.",
    insecureTitle: "Sending is not possible here", insecureText: "The connection is not encrypted (not https), or the browser is too old. Try another browser, or the terminal's scanner.",
    offlineTitle: "No network", offlineText: "Trying again by itself.",
    files: {
      queued: "Waiting", sending: "Sending, {percent} %", cut: "No network, trying again", checking: "Sent, the terminal is looking at it", deleting: "Deleting",
      received: "The terminal has it", kept: "The terminal has it, used as it is", blurred: "The text is a little blurred", blank: "This looks empty",
      not_a_picture: "Not a photo and not a PDF: not accepted", too_large: "Too large: not accepted", too_many_pages: "Too many pages: not accepted (20 at most)",
      damaged: "Cannot be opened, please take it again", encrypted: "This PDF has a password. Remove it, or take a photo", font_missing: "This PDF lacks a font, so words would be missing. Please take a photo",
      full: "No more room: not accepted", heic: "A HEIC photo, which the terminal cannot read. Use Take a photo, or set the camera to Most Compatible (JPG)", unreadable: "Your phone cannot read this file",
    },
  },
};

export function wordsOf(language) {
  return WORDS[language] ?? WORDS[LANGUAGES[0]];
}

export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}
