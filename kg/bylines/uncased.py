"""Names in Han letters and Hangul. Reads: the letters at a place. Emits: log-odds by rules, nothing learnt.

These scripts have neither capitals nor blanks: what speaks is the family name in front (a closed list), the length of
the name, and a change of script at the place. The table of titles has no such lines, so the weights are set by hand
and low enough that a reading by them alone stays doubtful.
"""

import unicodedata

from kg.bylines.candidates import Candidate, Line

FAMILY_NAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡"
    "贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文"
    "김이박최정강조윤장임한오서신권황안송전홍류유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제"
)
"""Common first letters of Chinese and Korean names (of one-letter family names)."""

DOUBLE_FAMILY_NAMES = frozenset(
    ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "皇甫", "남궁", "선우", "독고", "황보")
)

_TITLE_ENDS = """
研究 分析 方法 模型 系统 系統 识别 識別 学习 学習 网络 網絡 检测 檢測 综述 应用 應用 算法 设计 設計 手法 提案
検討 評価 解析 生成 翻译 翻訳 分类 分類 抽取 构建 構築 理论 理論 影响
진단 연구 모델 분석 방법 기법 시스템 학습 적용 비교 평가 생성 번역 분류 인식 제안 고찰 영향
"""
TITLE_ENDS = tuple(_TITLE_ENDS.split())
"""Words that titles end with; a name seldom does."""

FAMILY, DOUBLE, BOUNDARY, TITLE_END, OTHER = 3.0, 4.0, 3.0, 2.5, -1.5
NO_BLANK = 3.5
"""A name without a blank is no mononym in these scripts, as the learnt weights believe."""

LENGTHS = {1: -4.0, 2: 1.5, 3: 2.5, 4: 0.5, 5: -1.0}
TOO_LONG = -6.0


def script(letter: str) -> str:
    """Return the script of a letter as far as it matters here: han, hangul, kana, or other."""
    name = unicodedata.name(letter, "")
    for word, kind in (("CJK", "han"), ("HANGUL", "hangul"), ("HIRAGANA", "kana"), ("KATAKANA", "kana")):
        if name.startswith(word):
            return kind
    return "other"


def uncased_score(line: Line, candidate: Candidate) -> float:
    """Return the log-odds that a name in Han letters or Hangul begins at a place; 0 for other scripts."""
    text, place = line.text, candidate.place
    kind = script(text[place])
    if kind not in {"han", "hangul"}:
        return OTHER if kind == "kana" else 0.0
    name = text[place : line.chunks[candidate.chunk].end].replace(" ", "").replace("·", "")
    score = NO_BLANK + LENGTHS.get(len(name), TOO_LONG)
    if name[:2] in DOUBLE_FAMILY_NAMES:
        score += DOUBLE
    elif name[0] in FAMILY_NAMES:
        score += FAMILY
    if script(text[place - 1]) != kind:
        score += BOUNDARY
    if text.endswith(TITLE_ENDS, 0, place):
        score += TITLE_END
    return score
