"""Quotations: words of others that are given as such, and slogans in quotation marks that are nobody's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from made import texts

from simcheck.judge.quotations import quotations

#: What is quoted stands between ⟦ and ⟧, which are no part of the text.
QUOTED = """
会议指出：⟦“要把粮食安全的责任扛在肩上。”⟧
会议指出:⟦"要把粮食安全的责任扛在肩上。"⟧
会议指出，⟦“要把粮食安全的责任扛在肩上”⟧。
会议指出⟦「要把粮食安全的责任扛在肩上」⟧。
省委主要领导深刻指出：⟦“江河安澜，百姓才能安居。”⟧
市委书记强调，我们必须牢记：⟦“发展是硬道理，稳定是硬任务。”⟧
领导要求我们，⟦“既要看得见山，也要望得见水”⟧。
会议强调要⟦“守住底线思维、增强忧患意识、提高防控能力”⟧。
《安全生产条例》第三条规定：⟦“任何单位和个人不得瞒报、漏报、迟报事故情况。”⟧
省里的《意见》明确，⟦“三年内基本建成覆盖城乡的服务网络”⟧。
《决定》写到：⟦“必须尊重群众的首创精神。”⟧
全会审议通过的《决定》提出：⟦“把改革的红利送到千家万户。”⟧
他说⟦「山水之间自有答案」⟧，大家都记住了。
他写道：⟦‘青山不负人，人亦不负青山。’⟧
李书记在讲话中明确提出：⟦『把方便留给群众，把麻烦留给自己。』⟧
有群众说：⟦"办事大厅的椅子，比过去热乎多了。"⟧
市长批示：⟦"务必抓紧抓实。"⟧
他反复叮嘱我们：⟦“千万不能让一个孩子掉队。”⟧
会议号召全体干部：⟦“走在前、作表率，让旗帜在一线高高飘扬。”⟧
去年我在这里讲过，⟦“路要一步一步走，事要一件一件办”⟧。
正如古语所言：⟦“不积跬步，无以至千里。”⟧
古人云：⟦“为政之要，在于得人。”⟧
常言道，⟦“众人拾柴火焰高，众人植树树成林”⟧。
俗话说得好：⟦“人心齐，泰山移。”⟧
文件指出：⟦“要做到‘四个到位’、‘三个不放过’，一件接着一件办。”⟧
他说：⟦“老支书讲‘先修路、再修房’，我一直记着。”⟧后来路修通了。
⟦“我们要把工作做在前面，把困难想在前面”⟧，老书记这样嘱托我们。
⟦“发展不能只看眼前，还要看长远，更要看人心”⟧，他强调。
⟦“把群众的小事当作自己的大事来办好”⟧——这是老支书常说的一句话。
⟦"我们要把工作做在前面。"⟧老书记这样嘱托。
⟦“办法总比困难多，只要齐心协力就一定能行！”⟧王县长说。
他指出：⟦“第一句话讲的是责任。”⟧⟦“第二句话讲的是担当。”⟧
⟦> 坚持问题导向，补齐短板弱项。⟧
　　⟦“把每一分钱都花在刀刃上，账目要让群众看得懂”⟧，财政局长表示。
会议指出：⟦“要坚持稳中求进，⟧
他逢人就讲起这件事：⟦“再苦再难，也要把这条路修通。”⟧
⟦“水质一年比一年好，白鹭都飞回来了。”⟧河长老李感慨。
他说：
⟦“千难万难，发动群众就不难。”⟧
⟦“今年的实事一件也不能拖到明年去办”⟧——这是市长的要求。
⟦“守住一河清水，守住两岸人家”⟧——这既是老书记的殷切嘱托，也是我们的责任。
会议指出，“安全是底线”，⟦“要把责任扛在自己的肩上”⟧。
⟦“责任重于泰山，每一位干部都要扛在肩上。”⟧（《安全生产工作会议讲话》）
⟦“责任重于泰山，每一位干部都要扛在肩上”⟧（见市长《在安全生产会上的讲话》第3页），我们照办。
⟦“责任重于泰山，每一位干部都要扛在肩上。”⟧——《安全生产工作会议讲话》
⟦“责任重于泰山，每一位干部都要扛在肩上。”⟧[3]——市长《在安全生产会上的讲话》
⟦“责任重于泰山，每一位干部都要扛在肩上。”⟧，市领导在会上这样要求。
The mayor said: ⟦"We will keep every promise that we have made."⟧
⟦“We will keep every promise that we have made,”⟧ said the mayor.
The law states that the city must plan. It says, ⟦"every river shall have a guardian"⟧.
"""
NOT_QUOTED = """
增强“四个意识”、坚定“四个自信”、做到“两个维护”。
牢牢把握“学思想、强党性、重实践、建新功”总要求。
牢牢把握“学思想、强党性、重实践、建新功”的总要求，按照中央要求抓好落实。
深入开展“不忘初心、牢记使命”主题教育。会议强调，要抓好整改。
打造“十分钟便民服务圈”，推行“一窗受理、集成服务”。
打通街道“十五分钟便民生活服务圈”。
要求各单位落实“三管三必须”。
要求把“三管三必须”落到实处。
提出“双碳”目标。
我们提出“工业强市”战略。
省委提出的“一带两翼、多点支撑”是我们的总方针。
按照“产业兴旺、生态宜居、乡风文明、治理有效”的总要求，推进乡村振兴。
把“人民满意不满意”作为检验工作的标准。
坚持“绿水青山就是金山银山”理念。
“放管服”改革要求我们转变作风。
“一把手”要亲自抓，各单位要说到做到。
“最多跑一次”改革，我们认为是成功的。
推动“十四五”规划提出的各项任务落地见效。
要把“干部敢为、地方敢闯、企业敢干、群众敢首创”的要求落实好。
围绕“强龙头、补链条、聚集群、兴产业”，云川市走出了一条新路。
他指出，要坚持稳中求进；他强调，要狠抓落实。
我们的口号是：“今年的事今年毕、今天的事今天毕”。
“今年的实事一件也不能拖到明年去办”——这是我们的要求。
温度上升5 > 3度，A>B。
实施“放管服”（《纲要》）改革。
深入开展“不忘初心、牢记使命”主题教育（《方案》见附件）。
会议指出，“稳”字当头，我们要以“等不起、慢不得、坐不住”的劲头抓落实。
我们的口号“今年的事今年毕、今天的事今天毕”——要喊响。
"""


def marked(text: str) -> str:
    spans = quotations(text)
    for start, end in reversed(spans):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return text


def plain(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize("wanted", QUOTED.strip("\n").replace("他说：\n", "他说：\\n").split("\n"))
def test_what_a_speaker_is_named_for_is_quoted(wanted: str) -> None:
    wanted = wanted.replace("\\n", "\n")
    assert marked(plain(wanted)) == wanted


@pytest.mark.parametrize("text", NOT_QUOTED.strip().split("\n"))
def test_slogans_are_not_quoted(text: str) -> None:
    assert marked(text) == text


def test_all_of_a_speech_at_once() -> None:
    assert marked(plain(QUOTED + NOT_QUOTED)) == QUOTED + NOT_QUOTED


def test_a_quotation_goes_on_over_paragraphs_that_begin_with_a_mark_of_their_own() -> None:
    wanted = """会议指出：⟦“第一条讲的是责任，责任重于泰山。⟧
　　⟦“第二条讲的是担当，担当贵在行动。⟧

⟦“第三条讲的是作风，作风就是形象。”⟧
“十分钟生活圈”越画越密。"""
    assert marked(plain(wanted)) == wanted


def test_an_unclosed_mark_does_not_reach_into_a_paragraph_of_its_own_words() -> None:
    wanted = """会议指出：⟦“责任重于泰山。⟧我们照办。
“十分钟生活圈”越画越密，老百姓都说好。"""
    text = plain(wanted).replace("\n“", "\n‘").replace("圈”", "圈’")
    assert marked(text) == wanted.replace("\n“", "\n‘").replace("圈”", "圈’")


LONG = "责任重于泰山，每一位干部都要把它扛在肩上。"
#: Quotations whose layout has more than one line, or whose marks were typed wrongly.
LAID_OUT = {
    "wrapped": """　　会议指出：⟦“责任重于泰山，每一位
干部都要把它扛在肩上，一级做给一级看。
”⟧我们照办。""",
    "wrapped where it is announced": "会议总结去年的工作时指\n　　出：⟦“责任重于泰山，每一位干\n　　部都要扛起来。”⟧",
    "wrapped behind it": "⟦“责任重于泰山，每一位干部都要扛在肩上”⟧，他再三强\n调。",
    "a poem": "诗云：⟦“一川春水绕城流，\n　两岸新楼映古楼。\n\n莫问当年路，\n如今处处是芳洲。”⟧",
    "two paragraphs with one pair": "会议强调：⟦“第一条讲的是责任。\n\n第二条讲的是担当，担当贵在行动。”⟧\n我们照办。",
    "three paragraphs in straight marks": '会议强调：⟦"第一条讲责任。\n第二条讲担当。\n第三条讲作风。"⟧我们照办。',
    "the second of two": "会议指出，⟦“要把责任扛在自己的肩上”⟧，⟦“要把担当落到每一件事上”⟧。",
    "three in a row": "会议指出：⟦“要把责任扛在自己肩上”⟧、⟦“要把担当落到事上来”⟧和⟦“要把作风带到群众中去”⟧。",
    "a slogan behind it": "会议指出，⟦“要把责任扛在自己的肩上”⟧，“四个意识”要增强。",
    "bold": f"会议强调，**⟦“{LONG}”⟧**我们照办。",
    "marked": f"会议强调，==⟦“{LONG}”⟧==我们照办。",
    "bold verb": f"会议**强调**：⟦“{LONG}”⟧",
    "a footnote behind it": f"会议指出：⟦“{LONG}”⟧①⟦“{LONG}”⟧[2]我们照办。",
    "a footnote before it": f"会议指出[1]：⟦“{LONG}”⟧，市长强调②：⟦“{LONG}”⟧",
    "a footnote and the speaker": "⟦“责任重于泰山，每一位干部都要扛在肩上”⟧[^3]，他强调。",
    "closed with an opening mark": f"会议指出：⟦“{LONG}“⟧我们照办。增强“四个意识”。",
    "opened with a closing mark": f"会议指出：⟦”{LONG}”⟧我们照办。增强“四个意识”。",
    "both wrong": f"会议指出：⟦”{LONG}“⟧。我们照办。增强“四个意识”。",
    "a line with its source": f"⟦“{LONG}”⟧\n　　——市长在安全生产工作会议上的讲话\n我们照办。",
    "a line that begins with a dash": f"“{LONG}”\n——这是我们的要求\n——一要抓早，二要抓小；三要抓实。",
    "a quotation in it over lines": "会议指出：⟦“要做到‘四个到位’、\n‘三个不放过’，一件接着一件办。”⟧",
    "apostrophes": "The mayor said: ⟦“It’s the people’s river.\nWe don’t sell it.”⟧",
    "other marks": "他写道：⟦〝山水之间自有答案，\n人心之中自有评说。〟⟧",
}


@pytest.mark.parametrize("case", LAID_OUT)
def test_a_quotation_is_one_however_it_is_laid_out(case: str) -> None:
    wanted = LAID_OUT[case]
    assert marked(plain(wanted)) == wanted


#: A mark that nobody closed, or that closes nothing, exempts a sentence at most.
STRAY = {
    "an opening mark": f"会议指出：⟦“{LONG}⟧我们照办。\n增强“四个意识”。\n一是{LONG}",
    "a straight mark": f'他说：⟦"{LONG}⟧我们照办。\n他又说：⟦"{LONG}"⟧\n一是{LONG}',
    "a closing mark": f"会议指出，{LONG}”\n增强“四个意识”。\n一是{LONG}",
    "two straight marks in two lines": f'增强"四个意识"。\n他说：⟦"{LONG}⟧\n增强"四个意识"。\n一是{LONG}',
    "a mark that is closed far below": f"会议指出：⟦“{LONG}⟧\n" + f"一是{LONG}\n" * 300 + "到此为止。”",
    "a slogan over two lines": "增强“四个意识、\n坚定四个自信、做到两个维护”。",
}


@pytest.mark.parametrize("case", STRAY)
def test_a_stray_mark_exempts_no_more_than_a_sentence(case: str) -> None:
    wanted = STRAY[case]
    assert marked(plain(wanted)) == wanted


@pytest.mark.parametrize("text", ["“" * 60_000, '"\n' * 6_000, "“。" * 20_000, "”指出：" * 5_000])
def test_marks_without_end_come_to_an_end(text: str) -> None:
    spans = quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=150, deadline=None)
@given(texts())
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = quotations("他指出：“" + text + "”。" + text)
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(start < end for start, end in spans)
