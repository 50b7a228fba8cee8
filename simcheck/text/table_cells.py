# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Cells of tables that are form and nobody's text: what labels a field, who answers for a row, by when, 男, （盖章）.

What is to be done, in the cells beside them, is text as in any paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.table_heads import heads

_NUMBERS = SCORING.framing
_CELL = regex(r"[^\t|｜]+")
#: What a form asks for.
_FIELD = (
    r"(?:姓\s*名|性\s*别|民\s*族|籍\s*贯|年\s*龄|职\s*务|职\s*称|单\s*位|备\s*注|出生(?:年月日?|地)|政治面貌|(?:入党|参加工作|任职|填[表报]|申[报请]|起止|完成)(?:时间|日期)"
    r"|(?:最高|全日制|在职)?(?:学历|学位|文化程度)(?:[及和]?学位)?|毕业(?:院校|学校)(?:[及和、]?(?:系|专业)){0,2}|(?:所学)?专业|专业技术职务|现?任?职务(?:[及和、]?(?:职级|职称))?"
    r"|(?:工作|所在|申报|推荐|填报|主管)?(?:单位|部门)(?:名称|地址|性质)?|(?:通讯|联系|家庭|单位)(?:地址|住址|电话|方式|人)(?:[及和、]?(?:电话|方式))?|手机(?:号码)?|身份证号码?"
    r"|邮政编码|邮编|电子邮箱|传真|照\s*片|(?:健康|婚姻)状况|主要(?:先进)?(?:事迹|业绩|内容)|(?:工作|个人|学习)?(?:简历|经历)|(?:奖惩|获奖|表彰)情况|(?:申报|推荐|申请)(?:单位|人|理由|类别|奖项)"
    r"|(?:填报|填表|制表|审核|经办|负责|承办|报送|联系|分管|责任)人(?:签[字名])?[：:]?|\w{0,14}(?:意\s*见)[：:]?|合\s*计|小\s*计|总\s*计|序\s*号|附件\s*\d{0,2}|填报?表?说明[：:]?)"
)
#: What stands in it whoever fills it in, or before he does.
_VALUE = (
    r"(?:男|女|\w{1,3}族|中共(?:预备)?党员|共青团员|群众|无党派(?:人士)?|无|是|否|有|同上|大学(?:本科)?|本科|大专|中专|高中|初中|研究生|博士|硕士|学士|已婚|未婚|健康|良好"
    r"|[（(]?(?:盖章|公章|签字|签名|单位盖章|签章)[）)]?[：:]?|[（(]?\s*(?:盖章|公章|签字)\s*[）)]\s*年\s*月\s*日|[_＿\s]*年[_＿\s]*月[_＿\s]*日|[/\\—–-]+|[\d.,%％±]+(?:万元|亿元|元|个|人|份|次|家|所|公里|亩)?)"
)
#: By when, how often.
_WHEN = (
    r"(?:(?:20\d\d年|今年|明年|本?年)?\s*(?:\d{1,2}月\s*(?:\d{1,2}日)?|年|上半年|下半年|第?[一二三四1-4]季度)(?:底|初|中旬|上旬|下旬|末)?(?:之?前|以前|内)?(?:完成)?"
    r"|长期(?:坚持|推进)?|持续(?:推进|坚持)?|常年|全年|每[年月周日天]|每季度|每半年|即日起|立即|限期|常态化|\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?)"
)
#: What one is.
_POST = r"[一-龥]{0,8}(?:[省市县区镇乡局科股所部院校处组队会]长|主任|书记|科员|工程师|干事|组员|成员|干部|主席|委员)"
#: Labels with their values in one line above a table, and what is said of the form below it.
_ABOVE = rf"(?:{_FIELD}[：:][^，。；：\n]{{0,20}}){{1,4}}"
_ABOUT = r"注[：:]\s*[本此]表[^。\n]{0,60}。?"
#: Who answers for it: offices by their names, several in a cell.
_OFFICE = r"(?:中共)?[一-龥]{1,14}(?:局|委|办|委员会|办公室|部|厅|政府|街道|办事处|管委会|学校|卫生院|医院|乡镇|镇|乡|人大|政协|法院|检察院|联合会|妇联|团委|总工会|工商联|残联|支队|大队|公司|集团|单位|部门)"
_OFFICES = rf"(?:(?:牵头|责任|配合|主办|协办)(?:单位|部门)?[：:])?{_OFFICE}(?:[、，,；;/\s]+{_OFFICE}){{0,40}}(?:等|按职责分工(?:负责)?)?"
_FORM = regex(rf"{_FIELD}|{_VALUE}|{_WHEN}|{_POST}|{_ABOVE}|{_ABOUT}")
_LABEL = regex(rf"{_FIELD}|{_ABOVE}")
_LISTED = regex(_OFFICES)
#: What is done; no office is called so.
_DONE = regex(r"建成|新建|改造|推进|开展|加强|落实|实施|完成|清淤|安装|组织(?!部)|把|要|不|给|让")


def form_cells(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The cells that are form, as the number of the line and their start and end in it.

    A table of Word is read with each cell in its own line: behind the head of one, or where labels of a form stand in
    numbers, a line is a cell.

    >>> [(at, "1\\t加固病险水库\\t县水利局\\t6月底前"[start:end]) for at, start, end in form_cells(["1\\t加固病险水库\\t县水利局\\t6月底前"])]
    [(0, '1'), (0, '县水利局'), (0, '6月底前')]
    """
    rows = [[(cell.start(), cell[0]) for cell in _CELL.finditer(line)] for line in lines]
    labels = [at for at, cells in enumerate(rows) for _, cell in cells if _LABEL.fullmatch(cell.strip())]
    table = min([*heads(lines), *(labels[:1] if len(labels) >= _NUMBERS.labels else [])], default=len(lines))
    for at, cells in enumerate(rows):
        if len(cells) < _NUMBERS.cells and at < table:
            continue
        for start, cell in cells:
            if (said := cell.strip()) and _is_form(said):
                begun = start + cell.index(said)
                yield at, begun, begun + len(said)


def _is_form(cell: str) -> bool:
    if len(cell) > _NUMBERS.recipients:
        return False
    return bool(_FORM.fullmatch(cell) or (_LISTED.fullmatch(cell) and not _DONE.search(cell)))
