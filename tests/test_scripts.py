"""Scripts: a copy is found in every one, with its spaces and without, composed and decomposed; ordinary spelling is no
trick, and texts that only share their script share nothing."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck import compare
from simcheck.text.evasion import evasion
from simcheck.text.normalize import normalize

#: Three texts each: about a roof that leaks, about a road, about a school meal.
TEXTS = {
    "Chinese": (
        "书房的屋檐漏水正好滴在儿童区，管理员老周用三只塑料盆轮换着接。",
        "去年修好的那条路只用了半年就坏了，村民推着车从田里绕过去。",
        "学校食堂今年换了厨师，孩子们说土豆烧肉比以前香得多。",
    ),
    "Korean": (
        "우리 마을 도서관의 지붕에서 비가 새고 있어서 관리인이 대야 세 개를 번갈아 놓습니다.",
        "작년에 고친 길이 반년 만에 다시 무너져 주민들은 논두렁으로 돌아서 다닙니다.",
        "올해 학교 급식실의 요리사가 바뀌었는데 아이들은 감자 조림이 훨씬 맛있다고 말합니다.",
    ),
    "Yi": (
        "ꆏꊂꋌ ꊿꐨꌠ ꄯꒉ ꒉꇗꃀ ꇁꃚꈎꀋꉬ ꌠꅇꂘ ꀕꄮ",
        "ꐎꃀ ꌬꁮꄚ ꃰꊿꇖꂱ ꃅꑌꐥꌠ ꐎꇖꁨꉐ ꌋꆀ ꋍꈭꐨ",
        "ꐊꊾꌶꌠ ꀊꄶꌶ ꄝ ꊰꑋꂷ ꎭꐚ ꃅꄷꀿ ꉬꄉ",
    ),
    "Mongolian": (
        "ᠨᠣᠮ ᠤᠨ ᠰᠠᠩ ᠤᠨ ᠳᠡᠭᠡᠪᠦᠷᠢ ᠡᠴᠡ ᠪᠣᠷᠣᠭᠠᠨ ᠤ ᠤᠰᠤ ᠭᠣᠣᠵᠢᠵᠤ ᠪᠠᠢᠨ᠎ᠠ᠃",
        "ᠨᠢᠳᠤᠨᠤᠨ ᠵᠠᠰᠠᠭᠰᠠᠨ ᠵᠠᠮ ᠬᠠᠭᠠᠰ ᠵᠢᠯ ᠦᠨ ᠳᠣᠲᠤᠷ᠎ᠠ ᠡᠪᠳᠡᠷᠡᠪᠡ᠃",
        "ᠰᠤᠷᠭᠠᠭᠤᠯᠢ ᠶᠢᠨ ᠬᠣᠭᠣᠯᠠᠨ ᠭᠡᠷ ᠦᠨ ᠲᠣᠭᠣᠭᠠᠴᠢ ᠡᠨᠡ ᠣᠨ ᠰᠣᠯᠢᠭᠳᠠᠪᠠ᠃",
    ),
    "Tibetan": (
        "དཔེ་མཛོད་ཁང་གི་ཐོག་ནས་ཆར་ཆུ་ཐིགས་པ་བྱིས་པའི་ས་ཁུལ་དུ་འབབ་ཀྱི་འདུག།",
        "ན་ནིང་བཅོས་པའི་ལམ་དེ་ཟླ་བ་དྲུག་གི་ནང་ལ་སླར་ཡང་འཐོར་སོང་།",
        "སློབ་གྲྭའི་ཟ་ཁང་གི་མ་བྱན་ད་ལོ་བརྗེས་པས་ཕྲུ་གུ་ཚོ་དགའ་པོ་བྱུང་།",
    ),
    "Uyghur": (
        "كۈتۈپخانىنىڭ ئۆگزىسىدىن يامغۇر سۈيى بالىلار رايونىغا تېمىپ تۇرىدۇ، باشقۇرغۇچى ئۈچ داس قويدى.",
        "ئۆتكەن يىلى ياسالغان يول يېرىم يىلدىلا بۇزۇلۇپ، دېھقانلار ئېتىزدىن ئايلىنىپ ماڭدى.",
        "مەكتەپ ئاشخانىسىنىڭ ئاشپىزى بۇ يىل ئالماشتى، بالىلار تاماق تاتلىق بولدى دەيدۇ.",
    ),
    "Thai": (
        "น้ำฝนรั่วจากหลังคาห้องสมุดหยดลงตรงมุมเด็กพอดีผู้ดูแลจึงวางกะละมังสามใบสลับกัน",
        "ถนนที่ซ่อมเมื่อปีที่แล้วพังอีกครั้งภายในครึ่งปีชาวบ้านต้องเดินอ้อมไปตามคันนา",
        "ปีนี้โรงอาหารของโรงเรียนเปลี่ยนพ่อครัวเด็กๆบอกว่ากับข้าวอร่อยกว่าเดิมมาก",
    ),
    "Khmer": (
        "ដំបូលបណ្ណាល័យលេចទឹកភ្លៀងស្រក់ចំកន្លែងកុមារអង្គុយអាន",
        "ផ្លូវដែលជួសជុលកាលពីឆ្នាំមុនបានខូចម្ដងទៀតក្នុងកន្លះឆ្នាំ",
        "អាហារដ្ឋានសាលាបានប្ដូរចុងភៅនៅឆ្នាំនេះហើយក្មេងៗចូលចិត្ត",
    ),
    "Burmese": (
        "စာကြည့်တိုက်ခေါင်မိုးကမိုးရေတွေကလေးထောင့်ထဲကိုယိုကျနေပါတယ်",
        "မနှစ်ကပြင်ခဲ့တဲ့လမ်းကခြောက်လအတွင်းပြန်ပျက်သွားတယ်",
        "ဒီနှစ်ကျောင်းစားသောက်ဆောင်မှာစားဖိုမှူးအသစ်ရောက်လာတယ်",
    ),
    "Japanese": (
        "図書館の屋根から雨が漏れて、ちょうど子どもの席に落ちるので、係の人はたらいを三つ並べています。",
        "去年なおした道は半年でまた壊れてしまい、村の人は田んぼのあぜを回って歩いています。",
        "今年から給食の料理人がかわり、子どもたちはじゃがいもの煮物がおいしくなったと言います。",
    ),
    "Hindi": (
        "पुस्तकालय की छत से बारिश का पानी बच्चों के कोने में टपकता है और रखवाला तीन बाल्टियाँ बदल बदल कर रखता है।",
        "पिछले साल जो सड़क बनी थी वह छह महीने में फिर टूट गई और गाँव वाले खेतों से घूमकर जाते हैं।",
        "इस साल विद्यालय की रसोई में नया रसोइया आया है और बच्चे कहते हैं कि खाना पहले से अच्छा है।",
    ),
    "Vietnamese": (
        "Nước mưa dột từ mái thư viện nhỏ đúng vào góc thiếu nhi, người quản lý đặt ba cái chậu thay phiên nhau.",
        "Con đường sửa năm ngoái chỉ nửa năm đã hỏng lại, bà con phải đi vòng qua bờ ruộng.",
        "Năm nay nhà ăn của trường đổi đầu bếp, các cháu nói món khoai kho ngon hơn trước nhiều.",
    ),
    "Russian": (
        "С крыши библиотеки капает прямо в детский уголок, и сторож по очереди подставляет три таза.",
        "Дорога, которую починили в прошлом году, снова развалилась, и жители обходят её по меже.",
        "В школьной столовой сменился повар, и дети говорят, что картошка стала гораздо вкуснее.",
    ),
    "Greek": (
        "Η βροχή στάζει από τη στέγη της βιβλιοθήκης στη γωνιά των παιδιών και ο φύλακας βάζει τρεις λεκάνες.",
        "Ο δρόμος που φτιάχτηκε πέρυσι χάλασε πάλι σε έξι μήνες και οι κάτοικοι κάνουν τον γύρο.",
        "Φέτος άλλαξε ο μάγειρας του σχολείου και τα παιδιά λένε πως το φαγητό είναι πιο νόστιμο.",
    ),
    "Amharic": (
        "የቤተ መጻሕፍቱ ጣሪያ ያፈሳል ውሃውም በልጆች ቦታ ላይ ይንጠባጠባል ጠባቂውም ሦስት ሳፋ ያስቀምጣል።",
        "ባለፈው ዓመት የተጠገነው መንገድ በስድስት ወር ውስጥ እንደገና ፈረሰ ሰዎችም በእርሻ ዞረው ይሄዳሉ።",
        "ዘንድሮ የትምህርት ቤቱ ወጥ ሠሪ ተቀይሯል ልጆቹም ምግቡ ከበፊቱ ይጣፍጣል ይላሉ።",
    ),
}  # fmt: skip
#: Scripts whose words are not told apart by spaces: a copy with them or without is the same copy.
WITHOUT = ("Chinese", "Korean", "Yi", "Tibetan", "Thai", "Khmer", "Burmese", "Japanese")


def overlap(draft: str, source: str) -> float:
    return compare(draft, {"来源": source}).figures.overlap


def long(texts: tuple[str, ...]) -> str:
    """A text that is long enough to be judged."""
    return "\n".join(texts)


@pytest.mark.parametrize("script", TEXTS)
def test_a_copy_is_found(script: str) -> None:
    assert overlap(long(TEXTS[script]), long(TEXTS[script])) > 0.95


@pytest.mark.parametrize("script", WITHOUT)
def test_spaces_make_no_difference_where_words_have_none(script: str) -> None:
    source = long(TEXTS[script])
    assert overlap(source.replace(" ", ""), source) > 0.95
    wide = "\n".join(" ".join(line) for line in source.split("\n")) if script in ("Chinese", "Korean") else None
    if wide is not None:
        assert overlap(wide, source) > 0.95


@pytest.mark.parametrize("script", ["Korean", "Vietnamese", "Greek", "Hindi", "Japanese", "Russian"])
@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_a_copy_in_decomposed_letters_is_a_copy(script: str, form: str) -> None:
    source = long(TEXTS[script])
    draft = unicodedata.normalize(form, source)  # type: ignore[arg-type]
    report = compare(draft, {"来源": source})
    assert report.figures.overlap > 0.95
    assert all(match.draft.text == draft[match.draft.start : match.draft.end] for match in report.matches)


@pytest.mark.parametrize("script", TEXTS)
def test_texts_that_share_a_script_share_nothing_else(script: str) -> None:
    for one, other in itertools.combinations(TEXTS[script], 2):
        assert overlap(one, other) == 0.0


@pytest.mark.parametrize("script", TEXTS)
def test_ordinary_spelling_is_no_trick(script: str) -> None:
    assert [one for one in evasion(normalize(long(TEXTS[script]))) if one.kind == "zero_width"] == []


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم بروم", "ᠪᠠᠢᠨ᠎ᠠ", "ᠮᠣᠩᠭᠤᠯ\u180bᠤᠨ", "क्\u200dष",
        "ไทย\u200bแลนด์", "ខ្មែរ\u200bភាសា", "עברית\u200f!", "العربية\u200f",
    ],
)  # fmt: skip
def test_characters_that_spelling_needs_are_none_that_hide(text: str) -> None:
    assert evasion(normalize(text)) == ()


@pytest.mark.parametrize("text", ["坚\u180e持", "稳\u200b中", "пра\u200cво", "坚\u2060持", "개\u200b혁"])
def test_the_same_characters_elsewhere_hide(text: str) -> None:
    assert [one.kind for one in evasion(normalize(text))] == ["zero_width"]


letters = st.text(st.sampled_from("각가힣éệñが稳 x\n"), max_size=20)


@settings(max_examples=200, deadline=None)
@given(letters, st.sampled_from(["NFC", "NFD"]))
def test_composed_letters_lie_over_their_parts(text: str, form: str) -> None:
    written = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    found = normalize(written)
    assert found.text == normalize(text).text
    starts, ends = found.starts.tolist(), found.ends.tolist()
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert (starts, ends) == (sorted(starts), sorted(ends))
    for char, start, end in zip(found.text, starts, ends, strict=True):
        if not char.isspace():
            assert char == unicodedata.normalize("NFC", written[start:end]).strip()


def test_marks_without_end_are_let_alone() -> None:
    text = "e" + "\u0301" * 1000
    assert normalize(text).text == text
