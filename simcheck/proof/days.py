# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Days: when something is or was: days, months, hours, days of the week and of the lunar calendar, cases by their day."""

from __future__ import annotations

from simcheck.patterns import regex

_ONE = "一二三四五六七八九"
_TO = "至到—－~～-"
#: 7月8日, 4月底, 十月, 12日 behind 至; the day of a year stands in :data:`DATED`.
DAY = regex(
    r"(?<!\d)(?<!\d年)(?<![次翌]年)\d{1,2}月(?:份)?(?:\d{1,2}日|[上中下]旬|[底初末])|(?<![年一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九])月(?:份|底|初|[上中下]旬|[一二三四五六七八九十]{1,3}[日号])|(?<=[至到—－-])\d{1,2}日|(?<!年)(?<![\d年])\d{1,2}月(?=[开投完建])"
)
#: A month by itself: 今年4月, 3月至5月. What every year has is none (每年6月), nor what is called by its month.
MONTH = regex(
    r"(?<=[今去前明]年)\d{1,2}月(?:份)?(?![\d份])|(?<!每年)(?<!历年)(?<!\d)(?<!\d年)(?<![.·])\d{1,2}月(?:份)?(?![\d份]|[上中下]旬|[底初末是为龄饼票嫂供])"
)
#: A day without its month, and one of the lunar calendar, whose first month has a name (一月一通报 is every month).
ALONE = regex(
    r"(?<=[每本上下]月)\d{1,2}日|(?<![\d月.·、])(?:[1-9]|[12]\d|3[01])日(?=[前起晚早上下凌夜，、。；（(]|之前|以前|开始)"
    rf"|(?:农历)?(?:正|腊|冬|[{_ONE[1:]}十]|十[一二])月(?:初[{_ONE}十]|[十廿二][{_ONE}十]|[{_ONE}](?![{_ONE}十月个])|二十[{_ONE}]?)(?![日号个])"
)
#: 2024年11月3日, whatever year it is.
DATED = regex(
    r"(?<![\d—-])20\d\d年\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底初末])?|(?<![\d—-])20\d\d年(?:[底初末]|[春秋]季(?:学期)?)"
)
_PART = "上午|下午|凌晨|早上|早晨|清晨|清早|中午|正午|傍晚|晚上|当晚|夜里|晚"
CLOCK = regex(
    rf"(?<![\d比])(?<![高低]于)(?<!比例)(?<!比例为)\d{{1,2}}[:：]\d\d(?!\d)|(?:{_PART})?(?<!\d)\d{{1,2}}(?:时|点)(?:\d{{1,2}}分|半)(?![间代候效点])"
    rf"|(?:{_PART})(?:\d{{1,2}}|[{_ONE}十两]{{1,2}})(?:时|点)(?:整|半|[一三]刻|[{_ONE}]?十[{_ONE}]?分?|零?[{_ONE}]分)?(?![间代候效点])"
    rf"|(?<=[{_TO}])\d{{1,2}}时(?![间代候效])"
)
#: 下周三, 星期五上午: a day of the week that is one, and not every one.
WEEKDAY = regex(
    rf"(?:[本下上](?:个)?(?:周|星期)|这周)[{_ONE[:6]}日天](?![{_ONE}])|(?<!每)(?:周|星期)[{_ONE[:6]}日天](?={_PART.replace('|', '|')}|前)"
)
#: A case is called by its day: “4·16”火灾; those that the whole country knows are none.
CASE = regex(
    r"(?<![\d·])(?!(?:5·12|9·18|12·4|3·15|11·9|12·13|6·26|5·4|3·8|6·1|8·1|7·1|5·1|10·1|12·9|4·23)(?!\d))(?:1[0-2]|[1-9])·[1-3]?\d(?![\d·])(?![”’]?[\u4e00-\u9fff]{2,9}(?:日|节|宣传[周月]))"
)
PATTERNS = (DAY, MONTH, ALONE, DATED, CLOCK, WEEKDAY, CASE)
