# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Shapes: what each part of an official document's frame looks like, by GB/T 9704 and as offices write it."""

from __future__ import annotations

import re
from typing import Literal

from simcheck.patterns import regex

#: 份号 密级 紧急程度 发文机关标志 发文字号 签发人 标题 时间地点 讲话人 主送或称谓 开场语 表头 附件说明 署名 成文日期 印章 附注
#: 出席列席 抄送 印发 结语
PartKind = Literal[
    "copy_number", "secrecy", "urgency", "issuer", "number", "signer", "title", "occasion", "speaker", "salutation",
    "opening", "table_head", "attachments", "signature", "date", "seal", "note", "attendance", "copies", "printing",
    "closing",
]  # fmt: skip

DAY = r"[〇○零一二三四五六七八九O0-9]{4}\s*年\s*[0-9〇一二三四五六七八九十XＸ×]{1,3}\s*月\s*(?:[0-9〇一二三四五六七八九十XＸ×]{1,3}\s*日)?"
NOUN = (
    r"(?:讲话(?:提纲|稿|要点)?|致辞|致词|发言(?:提纲|稿|材料)?|报告|通知|通报|通告|公告|公报|意见|决定|决议|命令|议案|请示|批复|函|纪要|方案|办法|规定"
    r"|细则|规则|条例|要点|计划|规划|总结|汇报|材料|主持词|动员令|倡议书|建议|清单|倡议|指南|答复|情况|一封信|公开信|贺信|慰问信|感谢信|讲稿|党课|预案|(?:申报|登记|审批|推荐|统计|汇总|分工|评分|考核|报名|申请|明细|任务)表|名单|台账)"
)
ORGANS = (
    r"(?:委员会|委|政府|人大|政协|[厅局部院会社团办处所站科室组县市区州盟旗乡镇村府]|办公室|办公厅|中心|公司|集团|银行|学校|学院|大学|医院|支队|大队|军分区"
    r"|街道|部门|单位|企业|机关|机构|社区|党组|支部|领导|同志)"
)
ORGAN = regex(rf"[\w（）()]{{1,24}}{ORGANS}(?:[（(][^）)]{{0,20}}[）)])?")
#: An office by its place: 青禾县水利局; 县水利局 and 本公司 may be anybody's.
OFFICE = regex(
    rf"(?![省市县区州旗盟镇乡村本我该各])[\u4e00-\u9fff]{{2,}}(?:[省市县区州旗盟镇乡村]|街道|公司|集团|大学|学院|医院|学校)\S{{0,24}}?{ORGANS}?"
)
#: What the paper of an office is called behind its name: 青禾县人民政府文件.
PAPER = regex(r"(?:文件|明电|令|函)$")
#: An office of the whole country.
NATIONAL = regex(r"(?:中共中央|国务院|国家|中华|全国|最高人民)\w{0,24}")
CALLED = regex(
    r"(?:尊敬的|亲爱的)?(?:各位|全体)?[\w]{0,8}"
    r"(?:同志们?|代表们?|委员们?|领导|来宾|嘉宾|朋友们?|女士们?|先生们?|同仁|同事们?|老师们?|同学们?|乡亲们|战友们|企业家|专家|村民|市民|居民|群众|职工|员工|干部|同胞|听众|网友|主席|主席团|主任|书记)"
)
HEAD: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("copy_number", regex(r"(?:份号[：:]?\s*)?(?:No\.?\s*)?0*\d{3,6}")),
    ("secrecy", regex(r"(?:密级[：:]?\s*)?(?:绝密|机密|秘密|内部资料|内部文件|注意保存)(?:\s*[★☆]\s*\S{0,6})?(?:\s*(?:特急|加急|平急))?")),
    ("urgency", regex(r"(?:紧急程度[：:]?\s*)?(?:特急|加急|特提|平急)(?:\s*·?\s*明电)?")),
    ("number", regex(
        r"(?:(?:特急|加急|平急|急件)\s+)?\w{0,14}\s*[〔［\[(（]\s*(?:20\d\d|20XX|\d{2}XX)\s*[〕］\])）]\s*第?\s*[\dXＸ×]{1,4}\s*[号期]"
        r"(?:\s*签发人[：:]?\s*[\w\s]{0,12})?|[（(]?(?:20\d\d年)?(?:总)?第\s*[\d一二三四五六七八九十百]{1,4}\s*[号期][）)]?(?:\s*[（(]总第\s*\d{1,4}\s*期[）)])?"
    )),
    ("signer", regex(r"(?:签发人|会签人|签发)[：:]\s*[\w\s、]{1,20}")),
    ("issuer", regex(
        rf"[\w（）()]{{2,26}}{ORGANS}(?:\s*(?:文件|明电|函)|令)?(?:\s+[\w（）()]{{2,26}}{ORGANS}(?:\s*文件)?){{0,4}}"
        rf"|[\w（）()]{{2,26}}(?:文件|会议纪要|明传电报|简报|专报|快报|工作动态|工作信息|信息快报)|[\w（）()]{{2,26}}{ORGANS}\s+{DAY}"
    )),
)  # fmt: skip
BELOW: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("occasion", regex(rf"[（(]?\s*{DAY}\s*[）)]?")),
    ("occasion", regex(rf"[（(]\s*(?:{DAY})?[，,\s]*(?:在)?[\w、“”—]{{0,40}}(?:会议?|会议室|期间|现场|讨论稿|送审稿|征求意见稿|草案|修改稿|审议稿|稿|通过)上?\s*[）)]")),
    ("occasion", regex(rf"(?:{DAY})?\s*在[\w、“”]{{3,40}}(?:会议?|大会|仪式|活动|论坛)上(?:的(?:讲话|报告|致辞))?")),
    ("occasion", regex(r"[（(](?:(?:根据|据)[\w]{0,6}录音整理|节选|摘要|全文|草案|提纲)(?:[，,][\w]{2,12})?[）)]")),
    ("speaker", regex(r"[（(]?(?:[\w、]{0,24}(?:书记|县长|市长|区长|省长|镇长|乡长|主任|局长|部长|主席|院长|检察长|校长|厅长|秘书长|处长|总经理|董事长)\s*)[\w·\s]{2,8}[）)]?")),
    ("speaker", regex(r"(?:讲话人|报告人|发言人|主持人|主讲人|汇报人|述职人|宣讲人|作者)[：:]\s*\S[\w\s·]{1,24}|[\w]{1,2}\s{1,3}[\w]{1,2}|[X×某]{2,4}")),
)  # fmt: skip
SIGNER = regex(r"(?:[\w]{0,12}(?:[省市县区镇乡]长|主任|局长|书记|院长|检察长|会长))[：:\s]\s*[\w\s]{2,6}")
SEAL = regex(r"[（(](?:印章|盖章|公章|加盖公章|印)[）)]")
NOTE = regex(
    r"[（(](?:此件|本文|联系人|联系电话|附注|公开方式|共印|信息公开|印发范围|主动公开|依申请公开)[^。；！？\n]{0,50}[）)]|(?:公开方式|联系人|联系电话|信息公开选项)[：:][^。；！？\n]{1,40}。?"
)
COPIES = regex(r"(?:抄送|抄报|主送|分送|报|送|发)[：:]\s*(.+)")
#: What recipients alone follow; the single words are too common.
COPIED_TO = regex(r"(?:抄送|抄报|主送|分送)[：:]")
KEYWORDS = regex(r"主题词[：:]\s*\w{2,8}(?:\s+\w{2,8}){0,8}")
ATTENDED = regex(r"(?:出席|列席|参加|请假|缺席|主持|记录|整理)(?:人员|人|单位)?[：:]\s*(.+)")
PRINTING = regex(rf"[\w（）()]{{2,30}}{ORGANS}\s*{DAY}\s*印发|(?:共印|印数)[：:]?\s*\d+\s*份")
DATED = regex(rf"[（(]?\s*{DAY}\s*[）)]?")
#: A line that begins an attachment, and says no more.
ATTACHMENT = regex(r"附件\s*[\d一二三四五六七八九十]{0,2}[：:]?")
ATTACHED = regex(r"附件[：:]?\s*(?:\d{1,2}\s*[.．、])?\s*(.+)")
ATTACHED_MORE = regex(r"\d{1,2}\s*[.．、]\s*(.+)")
ATTACHED_NOUN = regex(
    rf"[^。；！？\n]{{1,44}}(?:{NOUN}|表|名单|清单|目录|说明|图|书|样式|模板|台账|分工|》)(?:[（(][^）)]{{1,12}}[）)])?"
)
TABLE = regex(
    r"序号|姓名|单位|职务|备注|时间|地点|责任\w*|牵头\w*|项目\w*|任务\w*|完成时限|联系\w*|电话|内容|措施|目标|类别|名称|数量|部门|配合\w*|分管领导|指标|金额|进度|编号|性别|年龄|工作\w*"
)
