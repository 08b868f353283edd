import re

from concord.core.checks import Problem, warning
from concord.findings.models import Recommendation

_COMMON = """
    add address adopt agree align allocate amend analyze appoint approve arrange ask assess assign audit base begin
    bring build carry change check clarify close collect combine commission communicate complete conduct confirm
    consider consult continue coordinate create define deliver describe design designate determine develop discuss
    distribute document draft draw educate enable encourage engage ensure establish evaluate examine expand explain
    explore extend fill find finish fund give grow hold identify implement improve include increase inform institute
    introduce invest invite involve issue join keep learn let limit link list maintain make map match measure meet move
    name offer open organize pair partner pilot place plan post prepare prioritize produce promote propose protect
    provide publish put raise record recruit reduce reinforce remove renew replace report require research review
    revise rewrite schedule seek select send set share show simplify speed staff standardize start stop store
    streamline strengthen study submit support survey take teach tell test track train translate try update upgrade use
    validate verify visit widen work write
"""
_VERBS = frozenset(re.findall("[a-z]+", _COMMON))


def recommendation_begins_with_verb(recommendation: Recommendation) -> list[Problem]:
    """A recommendation begins with what to do; a rare verb is not on our short list, so it only warns."""
    words = recommendation.text.split()
    if not words or words[0].strip(".,:;“”\"'").lower() in _VERBS:
        return []
    return [warning(f"The text begins with “{words[0]}”. Begin with what to do, such as “Adopt” or “Train”.")]
