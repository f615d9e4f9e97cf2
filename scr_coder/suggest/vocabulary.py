"""The words of British safeguarding: abbreviations with what they stand for, words that mean the same, words that say nothing.

To add one, add a line; an abbreviation counts as its words and the words as the abbreviation, members of a group as each other.
"""

from __future__ import annotations

ABBREVIATIONS = {
    "a&e": "accident and emergency",
    "abe": "achieving best evidence",
    "adhd": "attention deficit",
    "camhs": "child and adolescent mental health",
    "cafcass": "children and family court advisory",
    "caf": "common assessment framework",
    "cin": "child in need",
    "cmht": "community mental health team",
    "cp": "child protection",
    "cpc": "child protection conference",
    "cpn": "community psychiatric nurse",
    "cpp": "child protection plan",
    "cps": "crown prosecution service",
    "csa": "child sexual abuse",
    "csc": "children's social care",
    "cse": "child sexual exploitation",
    "da": "domestic abuse",
    "dna": "did not attend",
    "dsl": "designated safeguarding lead",
    "dv": "domestic violence",
    "dva": "domestic violence and abuse",
    "ed": "emergency department",
    "edt": "emergency duty team",
    "eha": "early help assessment",
    "fgm": "female genital mutilation",
    "hv": "health visitor",
    "icpc": "initial child protection conference",
    "idva": "independent domestic violence adviser",
    "iro": "independent reviewing officer",
    "lado": "local authority designated officer",
    "lscb": "local safeguarding children board",
    "mappa": "multi agency public protection arrangements",
    "marac": "multi agency risk assessment conference",
    "mash": "multi agency safeguarding hub",
    "nai": "non accidental injury",
    "nfa": "no further action",
    "plo": "public law outline",
    "rcpc": "review child protection conference",
    "s17": "section 17",
    "s47": "section 47",
    "scr": "serious case review",
    "sudi": "sudden unexpected death in infancy",
    "suid": "sudden unexpected infant death",
    "tac": "team around the child",
    "taf": "team around the family",
    "tas": "team around the school",
    "ypsas": "young people's substance misuse service",
}
"""Abbreviation, in lower case, to the words it stands for."""

CAPITALS_ONLY = frozenset({"cin", "da", "dna", "ed", "mash", "tac", "tas"})
"""Abbreviations that are words or names in small letters: they count only as written in capitals."""

GROUPS = (
    ("children's social care", "children's services", "social services", "local authority", "social worker", "social work", "duty desk",
     "front door", "multi agency safeguarding hub", "emergency duty team", "duty team"),
    ("child protection conference", "case conference", "review conference", "initial conference", "conference"),
    ("early help", "common assessment", "common assessment framework", "early help assessment", "lead professional",
     "team around the child", "team around the family"),
    ("section 47", "section 47 enquiry", "child protection enquiry", "child protection investigation", "joint investigation"),
    ("strategy meeting", "strategy discussion"),
    ("section 17", "child in need"),
    ("safeguarding children board", "safeguarding partnership", "safeguarding partners", "safeguarding board"),
    ("gp", "general practitioner", "general practice", "family doctor", "doctor's surgery", "surgery"),
    ("midwife", "midwifery", "maternity", "antenatal", "booking clinic", "pregnancy"),
    ("domestic abuse", "domestic violence", "domestic incident", "called to the home", "called to the address",
     "called to the flat", "called to the property", "partner violence"),
    ("substance misuse", "drug", "alcohol", "methadone"),
    ("drinking", "alcohol", "drunk"),
    ("mental health", "psychiatric", "psychiatrist", "depression"),
    ("adults' social care", "adult services", "adult social care", "learning disability team"),
    ("accident and emergency", "emergency department", "casualty", "hospital"),
    ("non accidental injury", "inflicted injury", "physical abuse"),
    ("bruise", "bruising", "mark"),
    ("injury", "fracture", "burn", "scald"),
    ("baby", "infant", "newborn", "young baby"),
    ("non mobile", "not yet crawl", "roll or crawl", "not mobile", "pre mobile", "crawl"),
    ("paediatrician", "consultant", "doctor", "registrar", "medical"),
    ("police", "officers", "detective", "constable"),
    ("school", "teacher", "headteacher", "head teacher", "nursery", "education", "college"),
    ("solicitor", "lawyer", "legal adviser", "legal advice"),
    ("prosecution", "prosecute", "crown prosecution service", "charge", "no further action"),
    ("crime", "criminal", "offence"),
    ("parents", "mother", "father", "stepfather", "grandmother", "relatives", "carer"),
    ("sudden unexpected death", "sudden unexpected death in infancy", "unexpected death", "child death", "found lifeless"),
    ("adolescent", "young person", "teenager"),
    ("sexual", "contraception", "pill"),
    ("child protection plan", "subject to a plan", "child protection register"),
    ("resolution", "escalation", "escalation policy", "escalation procedure"),
    ("afraid", "feared", "frightened", "intimidated", "intimidating"),
    ("vague", "general", "unspecific", "not specific"),
)  # fmt: skip
"""Groups of words and phrases that are taken for each other. Each member also keeps its own words."""

_FUNCTION_WORDS = """
a about after again all also although am an and another any are as at be because been before being between both but by can
could did do does doing done each either else ever every for from further had has have having he her here hers herself him
himself his how however i if in into is it its itself just may me might more most much must my neither no nor not of off on
once one only onto or other others our out own per she should since so some such than that the their them themselves then
there therefore these they this those though through thus to too towards until up upon us very was we were what whatever when
where whether which while who whom whose why will with within without would yet you your
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Function words: they say nothing of what a finding is about. Articles, pronouns, prepositions, auxiliaries; nothing else."""
