"""Invented sentences about how professionals worked together: calm, about nobody, and the same for the same seed.

Text may hold three marks that never reach a reader: `BREAK` (begin a new line here if the line is well filled),
`NOTE` … `END` around the number of a footnote. `clean` takes them out.
"""

from __future__ import annotations

import random
import re

BREAK, NOTE, END = "\ue000", "\ue001", "\ue002"
NBSP = "\u00a0"
_MARK = re.compile(f"{NOTE}(\\d+){END}")

SERVICES = (
    "the school", "the health visiting service", "the general practice", "children’s social care", "the police", "the hospital",
    "the housing office", "the early help team", "the probation service", "the school nursing service", "the midwifery team",
    "the youth offending service", "the adult mental health team", "the nursery", "the emergency department", "the family centre",
)  # fmt: skip
PEOPLE = (
    "practitioners", "managers", "social workers", "teachers", "health visitors", "police officers", "school nurses", "family workers",
    "conference chairs", "team leaders", "first-line supervisors", "general practitioners", "housing officers", "early years staff",
)  # fmt: skip
VERBS = (
    "recorded", "shared", "discussed", "followed up", "considered", "checked", "analysed", "reviewed", "questioned", "understood",
    "clarified", "escalated", "confirmed", "reflected on", "weighed", "summarised", "passed on", "acknowledged",
)  # fmt: skip
THINGS = (
    "the concerns of the family", "the chronology", "the child’s daily experience", "the outcome of the referral", "the written agreement",
    "the first assessment", "the history of the household", "the pattern of missed appointments", "the plan for contact",
    "the multi-agency plan", "the findings of the earlier review", "the minutes of the core group", "the difficult conversations",
    "the information from the specialist", "the views of the wider family", "the reasons for the decision", "the risk assessment",
    "the effect of moving house",
    "the offer of support", "the follow-up letter", "the conflicting accounts", "the significance of bruising",
)  # fmt: skip
TIMES = (
    "at the first strategy discussion", "before the conference", "in the weeks that followed", "during the autumn term",
    "within the same month", "after the transfer of the case", "at the point of discharge", "over the following year",
    "when the family moved", "throughout the period under review", "at short notice", "before the file was closed", "between two meetings",
)  # fmt: skip
CAUSES = (
    "because the workload left little time to reflect",
    "since the guidance was difficult to find", "as nobody had been asked to take the lead",
    "because systems in different offices could not be searched together", "although the procedure was clear",
    "because staff were not confident to challenge a specialist", "since the flow of information depended on goodwill",
    "as the threshold was understood in different ways", "because supervision had been postponed", "although the facts were to hand",
    "because the referral and the contact were confused", "as the meeting had no agreed purpose", "since responsibility had shifted twice",
)  # fmt: skip
REMARKS = (
    "This made it harder to see what life was like for the child", "It is easy to see this with hindsight",
    "Good practice was evident in the persistence of one team", "The effect was that each agency held one part of the picture",
    "There is no sign that anyone intended this", "The work was well organised in other respects",
    "Nothing in the file shows that the difference of opinion was settled", "Staff who spoke to the review remembered it differently",
    "The partnership has since changed its procedure", "This is a familiar finding", "Similar reflections appear in other reviews",
)  # fmt: skip
PHRASES = (
    "think family",
    "professional curiosity",
    "start again",
    "the rule of optimism",
    "working together",
    "step down",
    "watch and wait",
)
TOPICS = (
    "information sharing", "early help", "the quality of assessment", "supervision and support", "the voice of the child", "escalation",
    "strategy discussions", "attendance at conferences", "transfer between areas", "recording", "working with fathers",
    "contact with the family", "professional challenge", "neglect over time", "thresholds", "the use of chronologies", "medical advice",
    "decision-making", "reflective practice", "the role of schools", "housing and moving home", "the influence of workload",
)  # fmt: skip
HYPHENATED = (
    "com-mu-ni-ca-tion", "pro-fes-sion-als", "pro-fes-sion-al", "prac-ti-tion-ers", "under-stand-ing", "under-stood", "in-for-ma-tion",
    "as-sess-ment", "safe-guard-ing", "or-gan-ised", "con-fer-ence", "chro-nol-ogy", "ap-point-ments", "pro-ce-dure", "re-spon-si-bil-ity",
    "de-ci-sion", "dis-cus-sion", "partner-ship", "guid-ance", "super-vi-sion", "sig-nif-i-cance", "per-sist-ence", "re-flec-tions",
    "spe-cial-ist", "con-ver-sa-tions", "house-hold", "trans-fer", "thresh-old", "fol-lowed", "re-ferral", "man-agers", "meet-ing",
    "dif-fer-ently", "post-poned", "through-out", "evi-dent", "sum-marised", "at-ten-dance", "rec-om-men-da-tion", "be-tween",
)  # fmt: skip
SPLITS = {word.replace("-", ""): tuple(word.split("-")) for word in HYPHENATED}


def clean(text: str) -> str:
    """Return the text as a reader should find it: a footnote's mark as ``[1]``, everything else as it is."""
    return _MARK.sub(r"[\1]", text.replace(BREAK, ""))


def marks(text: str) -> list[int]:
    """Return the numbers of the footnotes that are called in a text."""
    return [int(number) for number in _MARK.findall(text)]


class Grammar:
    """Makes sentences out of a seed. The same seed gives the same sentences in the same order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, among: tuple[str, ...]) -> str:
        """Return one of some phrases."""
        return self.random.choice(among)

    def sentence(self) -> str:
        """Return one sentence, with its full stop."""
        pick, number = self.pick, self.random.randint
        kind = self.random.randrange(14)
        if kind == 0:
            text = f"{pick(SERVICES)} {pick(VERBS)} {pick(THINGS)} {pick(TIMES)}"
        elif kind == 1:
            text = f"{pick(PEOPLE)} {pick(VERBS)} {pick(THINGS)}, {pick(CAUSES)}"
        elif kind == 2:
            text = f"{pick(TIMES)}, {pick(SERVICES)} {pick(VERBS)} {pick(THINGS)} but not {pick(THINGS)}"
        elif kind == 3:
            text = f"it was not clear to {pick(PEOPLE)} who had {pick(VERBS)} {pick(THINGS)}"
        elif kind == 4:
            text = f"some {pick(PEOPLE)} spoke of ‘{pick(PHRASES)}’; others had not heard of it"
        elif kind == 5:
            text = f"in the words of one manager, “nobody {pick(VERBS)} {pick(THINGS)} {pick(TIMES)}”"
        elif kind == 6:
            text = f"an enquiry under section{NBSP}47 was begun within {number(2, 28)}{NBSP}days, {pick(CAUSES)}"
        elif kind == 7:
            text = f"about {number(3, 96)}.{number(1, 9)} per cent of the contacts to {pick(SERVICES)} were {pick(VERBS)}"
        elif kind == 8:
            text = f"{pick(SERVICES)} and {pick(SERVICES)} held {pick(THINGS)} in separate files"
        elif kind == 9:
            text = f"had {pick(PEOPLE)} {pick(VERBS)} {pick(THINGS)}, {pick(SERVICES)} could have offered help sooner"
        elif kind == 10:
            text = f"the multi-agency audit ({pick(TOPICS)}) showed that {pick(PEOPLE)} {pick(VERBS)} {pick(THINGS)} {pick(TIMES)}"
        elif kind == 11:
            text = f"{pick(TIMES)} the well-being of the child was {pick(VERBS)} by {pick(SERVICES)} – and by nobody else"
        elif kind == 12:
            text = f"of {number(12, 60)} contacts, {number(2, 11)} led to a decision within {number(3, 9)}{NBSP}months"
        else:
            text = pick(REMARKS)
        return text[0].upper() + text[1:] + "."

    def number_trap(self) -> str:
        """Return two sentences in which a number that is no label may begin a line."""
        kind, number = self.random.randrange(4), self.random.randint
        month = self.pick(("January", "March", "June", "September", "December"))
        year, then = number(2004, 2019), self.sentence()
        if kind == 0:
            return f"The guidance had last been changed in {month} {BREAK}{year}. {then}"
        if kind == 1:
            return f"The share of contacts that led to an assessment rose by {BREAK}{number(2, 9)}.{number(1, 9)} per cent. {then}"
        if kind == 2:
            return f"The partnership wrote to all agencies on {BREAK}{number(1, 28)} {month} {year} and asked for a reply. {then}"
        return f"The number of agencies at the table was never more than {BREAK}{number(4, 12)}. {then}"

    def paragraph(self, sentences: int = 0) -> str:
        """Return a paragraph of some sentences (two to five if not said)."""
        count = sentences or self.random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6))
        parts = [self.sentence() for _ in range(count)]
        if count > 1 and self.random.random() < 0.22:
            parts[self.random.randrange(1, count)] = self.number_trap()
        return " ".join(parts)

    def bullet(self) -> str:
        """Return one point of a list."""
        kind = self.random.randrange(4)
        if kind == 0:
            return f"{self.pick(THINGS)} {self.pick(TIMES)};"
        if kind == 1:
            return f"whether {self.pick(PEOPLE)} {self.pick(VERBS)} {self.pick(THINGS)}, {self.pick(CAUSES)};"
        if kind == 2:
            return f"{self.pick(SERVICES)} {self.pick(VERBS)} {self.pick(THINGS)}"
        return self.sentence()

    def recommendation(self) -> str:
        """Return what somebody should do."""
        who, what = self.pick(SERVICES).capitalize(), f"{self.pick(THINGS)} and {self.pick(THINGS)}"
        return f"{who} should make sure that {what} are {self.pick(VERBS)} {self.pick(TIMES)}. {self.sentence()}"

    def source(self) -> str:
        """Return a sentence with the address of a web page, which is long and breaks over lines without a hyphen."""
        topic = self.pick(TOPICS).replace(" ", "-")
        page = f"https://www.example.org/invented-partnership/learning/{self.random.randint(2005, 2019)}/{topic}/overview"
        return f"The guidance that {self.pick(PEOPLE)} had was published at {page} and has since moved."

    def heading(self) -> str:
        """Return a heading; one in three reads like a sentence or a question."""
        kind = self.random.randrange(6)
        topic = self.pick(TOPICS)
        if kind == 0:
            return f"What was known of {self.pick(THINGS)}?"
        if kind == 1:
            return f"{self.pick(PEOPLE).capitalize()} {self.pick(VERBS)} {self.pick(THINGS)}"
        if kind == 2:
            return f"{topic.capitalize()} and {self.pick(TOPICS)}"
        return topic[0].upper() + topic[1:]

    def note(self) -> str:
        """Return the text of a footnote."""
        year, chapter = self.random.randint(2005, 2019), self.random.randint(1, 9)
        return f"{self.sentence()} See also the invented guidance of {year}, chapter {chapter}."

    def cell(self) -> str:
        """Return what stands in a cell of a table."""
        kind = self.random.randrange(4)
        if kind == 0:
            return str(self.random.randint(0, 240))
        if kind == 1:
            return self.pick(SERVICES)[4:].capitalize() if self.random.random() < 0.5 else "Not stated"
        return f"{self.pick(PEOPLE).capitalize()} {self.pick(VERBS)} it"
