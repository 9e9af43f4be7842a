"""Names of languages -> BCP 47. Reads: what `langid`, `language` or `hyphenation` say. Emits: a tag.

The names are those of babel and polyglossia (which biblatex takes), of the languages in English and in themselves, and
the codes of ISO 639.
"""

import re

_NAMES = """
af afr afrikaans|am amh amharic|ar ara arabic العربية|az aze azerbaijani|be bel belarusian|
bg bul bulgarian български|bn ben bengali bangla|br bre breton|bs bos bosnian|
ca cat catalan català|cs cze ces czech čeština česky|cy wel cym welsh|da dan danish dansk|
de ger deu german germanb ngerman deutsch|de-AT austrian naustrian|
de-CH swissgerman nswissgerman|el gre ell greek polutonikogreek ελληνικά|
en eng english inglés anglais englisch inglese|en-US american usenglish|
en-GB british ukenglish|en-CA canadian|en-AU australian|en-NZ newzealand|eo epo esperanto|
es spa spanish español espanol castellano spanisch espagnol|es-MX mexican spanishmx|
et est estonian eesti|eu baq eus basque euskara|fa per fas persian farsi فارسی|
fi fin finnish suomi|fr fre fra french francais français frenchb französisch francés|
fr-CA acadian canadien|fur friulan|fy fry frisian|ga gle irish gaeilge|gd gla scottish|
gl glg galician galego|grc ancientgreek|he heb hebrew עברית|hi hin hindi हिन्दी|
hr scr hrv croatian hrvatski|hsb uppersorbian|dsb lowersorbian|hu hun hungarian magyar|
hy arm hye armenian|ia ina interlingua|id ind indonesian bahasai bahasa bahasaindonesia|
is ice isl icelandic íslenska|it ita italian italiano italienisch|ja jpn japanese 日本語|
ka geo kat georgian|kk kaz kazakh|km khm khmer|kmr kurmanji|kn kan kannada|ko kor korean 한국어|
la lat latin latein|lo lao|lt lit lithuanian lietuvių|lv lav latvian latviešu|
mk mac mkd macedonian|ml mal malayalam|mn mon mongolian|mr mar marathi|
ms may msa malay bahasam bahasamalaysia melayu meyalu|nb nob norsk bokmål|
nl dut nld dutch nederlands|nn nno nynorsk|no nor norwegian|oc oci occitan|
pl pol polish polski|pms piedmontese|pt por portuguese portuges português|
pt-BR brazilian brazil|rm roh romansh|ro rum ron romanian română|ru rus russian русский|
sa san sanskrit|se sme samin|sk slo slk slovak slovenčina|sl slv slovene slovenian slovenščina|
sq alb sqi albanian shqip|sr scc srp serbian serbianc српски|sv swe swedish svenska|
sw swa swahili|ta tam tamil|te tel telugu|th tha thai|tk tuk turkmen|tr tur turkish türkçe|
uk ukr ukrainian українська|ur urd urdu|uz uzb uzbek|vi vie vietnamese|
zh chi zho chinese 中文 汉语 漢語
"""
_ROWS = [row.split() for row in _NAMES.replace("\n", "").split("|")]
_TAGS = {name: row[0] for row in _ROWS for name in (row[0].lower(), *row[1:])}
_TAG = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}|[a-z]{4}))?", re.ASCII)


def language_tag(printed: str) -> str | None:
    """Return the BCP 47 tag of a language that is named or coded, None if it is not known."""
    name = printed.strip().strip(".").lower()
    if (tag := _TAGS.get(name)) is not None:
        return tag
    match = _TAG.fullmatch(name)
    if match is None or match[1] not in _TAGS:
        return None
    region = match[2] or ""
    return f"{match[1]}-{region.upper() if len(region) == 2 else region.title()}" if region else match[1]
