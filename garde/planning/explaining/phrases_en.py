"""What an explanation says in English."""

PHRASES = {
    "span.day": "on {day} from {start} to {end}",
    "span.days": "from {first} {start} to {last} {end}",
    "of.day": "on {day} from {start} to {end}",
    "of.days": "from {first} {start} to {last} {end}",
    "instant": "{day} {clock}",
    "clock.summer": "{clock} (summer time)",
    "clock.winter": "{clock} (winter time)",
    "unit.hour": "{number} hour|{number} hours",
    "unit.kilometre": "{number} km|{number} km",
    "unit.duties": "{number} duty|{number} duties",
    "unit.burden": "{number} point|{number} points",
    "unit.evening": "{number} evening duty|{number} evening duties",
    "unit.night": "{number} night duty|{number} night duties",
    "unit.weekend": "{number} weekend duty|{number} weekend duties",
    "unit.holiday": "{number} holiday duty|{number} holiday duties",
    "unit.eve": "{number} duty on the eve of a holiday|{number} duties on the eve of a holiday",
    "unit.other": "{number} duty of the kind “{kind}”|{number} duties of the kind “{kind}”",
    "reason.not_on_line": "{service} does not take part in this line.",
    "reason.joins_later": "{service} takes part only from {instant} on.",
    "reason.leaves_before": "{service} takes part only until {instant}.",
    "reason.unavailable": "{service} is not available {span}.",
    "reason.undeclared": "{service} has not said that it is available then.",
    "reason.undeclared.partly": "{service} has said that it is available only {span}: {value} of {bound}.",
    "reason.pinned_out": "{service}: somebody decided by hand not to give it this duty.",
    "reason.holder_pinned": "{other}: somebody decided by hand to give it this duty.",
    "reason.on_duty": "{service} is already on duty {span}.",
    "reason.rest_after": (
        "{service} would have only {value} of rest after its duty {of}, instead of {bound}: "
        "{short} too little."
    ),
    "reason.rest_before": (
        "{service} would have only {value} of rest before its duty {of}, instead of {bound}: "
        "{short} too little."
    ),
    "reason.limit_duties": "{service} would have {value} in the month, and may have {bound} at most.",
    "reason.limit_hours": (
        "{service} would be on duty for {value} in the month, and may be for {bound} at most: "
        "{short} too much."
    ),
    "reason.limit_category": "{service} would have {value} in the month, and may have {bound} at most.",
    "reason.limit_week": "{service} would have {value} in seven days, {span}, and may have {bound} at most.",
    "reason.group_on_duty": "{other}, which shares staff with {service}, is on duty {span}.",
    "reason.too_near": (
        "{service} and {other}, which is on duty too, are only {value} apart; the rule asks for at "
        "least {bound}."
    ),
    "reason.slot_full": "Every place of this duty is taken.",
    "reason.needed_elsewhere": "No rule keeps {service} out: it could take this duty.",
    "reason.needed_elsewhere.duty": (
        "To take this duty, {service} would have to leave its duty {of}, and nobody else can take that over."
    ),
    "against": "{service} serves here against {rules}: {by} decided so ({reason}).",
    "rule.line": "the rule about lines",
    "rule.active": "the rule about taking part",
    "rule.availability": "the rule about availability",
    "rule.pins": "the decision by hand",
    "rule.rest": "the rule about rest",
    "rule.limits": "the limit",
    "rule.group": "the rule about shared staff",
    "rule.apart": "the rule about distance",
    "tier.uncovered": "the open points",
    "tier.changes": "the changed places",
    "tier.languages": "the points without a wanted language",
    "tier.distance": "the inhabitants without a service nearby (counted anew for each duty)",
    "tier.unfairness": "the unfairness",
    "tier.wishes": "the wish points that are met",
    "tier.step": "{tier} from {now} to {then}",
    "gap": "One place is open ({slot}).|{number} places are open ({slot}).",
    "holders": "On duty ({slot}): {holders}.",
    "reasons": "What keeps each service out:",
    "tried.lifted.closes": "Checked: without {rule}, the place would be filled.",
    "tried.lifted.stays_open": "Checked: even without {rule}, as much would stay open.",
    "tried.kept.closes": "Checked: with other duties arranged anew, the place can be filled.",
    "tried.kept.stays_open": "Checked: if {service} took this duty, as much would stay open elsewhere.",
    "tried.not_in_time": "Not checked within the time.",
    "closings": "Ways to close the gap, the cheapest first:",
    "closings.none": "No single change closes the gap.",
    "closing.direct": "{service} takes the place; every rule is kept.",
    "closing.direct.waiver": "{service} takes the place, with an exception to {rule} for this duty.",
    "closing.direct.rest": "{service} takes the place, with only {hours} of rest around this duty.",
    "closing.move": "{service} takes the place and leaves its duty {of} to {successor}; every rule is kept.",
    "closing.move.waiver": (
        "{service} takes the place and leaves its duty {of} to {successor}, "
        "with an exception to {rule} for that duty."
    ),
    "closing.move.rest": (
        "{service} takes the place and leaves its duty {of} to {successor}, "
        "with only {hours} of rest around that duty."
    ),
    "effect": "This alone brings {steps}.",
    "effect.none": "This alone changes no aim.",
    "best": "At best, with all other duties arranged anew, it brings {steps}.",
    "best.none": "At best, with all other duties arranged anew, it changes no aim.",
    "best.unproven": (
        "With the other duties arranged anew as well as time allowed, it brings {steps}; "
        "there may be something better."
    ),
    "best.unproven.none": "With the other duties arranged anew, it changes no aim for the worse.",
    "best.kept": "With all other duties arranged anew, nothing changes for {tiers}.",
    "best.rest": "For what comes after, there was no time for a proof: the best found brings {steps}.",
    "best.rest.none": (
        "For what comes after, there was no time for a proof: the best found changes nothing."
    ),
    "best.impossible": "However the other duties are arranged, the rules do not allow it.",
    "best.not_in_time": "There was no time left to arrange the other duties anew.",
    "load.with": "With this duty {service} carries {load}, {compared}.",
    "load.would": "With this duty {service} would carry {load}, {compared}.",
    "load.without": "Without this duty {service} would carry {load}, {compared}.",
    "load.after": "Then {service} would carry {load}, {compared}.",
    "compared.above": "{difference} above its fair load of {fair}",
    "compared.below": "{difference} below its fair load of {fair}",
    "compared.equal": "exactly its fair load",
    "alternative": "{service} instead of {former}:",
    "alternatives": "Who else could serve, the best first:",
    "alternatives.none": "Nobody else could serve without another change.",
    "forbidden": "What keeps the others out:",
}
