"""Wat een uitleg in het Nederlands zegt."""

PHRASES = {
    "span.day": "op {day} van {start} tot {end}",
    "span.days": "van {first} {start} tot {last} {end}",
    "of.day": "op {day} van {start} tot {end}",
    "of.days": "van {first} {start} tot {last} {end}",
    "instant": "{day} {clock}",
    "clock.summer": "{clock} (zomertijd)",
    "clock.winter": "{clock} (wintertijd)",
    "unit.hour": "{number} uur|{number} uur",
    "unit.kilometre": "{number} km|{number} km",
    "unit.duties": "{number} wacht|{number} wachten",
    "unit.burden": "{number} punt|{number} punten",
    "unit.evening": "{number} avondwacht|{number} avondwachten",
    "unit.night": "{number} nachtwacht|{number} nachtwachten",
    "unit.weekend": "{number} weekendwacht|{number} weekendwachten",
    "unit.holiday": "{number} feestdagwacht|{number} feestdagwachten",
    "unit.eve": (
        "{number} wacht op de vooravond van een feestdag|{number} wachten op de vooravond van een feestdag"
    ),
    "unit.other": "{number} wacht van het type ‘{kind}’|{number} wachten van het type ‘{kind}’",
    "reason.not_on_line": "{service} neemt niet deel aan deze lijn.",
    "reason.joins_later": "{service} neemt pas deel vanaf {instant}.",
    "reason.leaves_before": "{service} neemt maar deel tot {instant}.",
    "reason.unavailable": "{service} is niet beschikbaar {span}.",
    "reason.undeclared": "{service} heeft niet opgegeven dan beschikbaar te zijn.",
    "reason.undeclared.partly": (
        "{service} heeft alleen opgegeven beschikbaar te zijn {span}: {value} van de {bound}."
    ),
    "reason.pinned_out": "{service}: iemand heeft met de hand beslist deze wacht er niet aan te geven.",
    "reason.holder_pinned": "{other}: iemand heeft met de hand beslist deze wacht eraan te geven.",
    "reason.on_duty": "{service} heeft al wacht {span}.",
    "reason.rest_after": (
        "{service} zou maar {value} rust hebben na zijn wacht {of}, in plaats van {bound}: {short} te weinig."
    ),
    "reason.rest_before": (
        "{service} zou maar {value} rust hebben voor zijn wacht {of}, in plaats van {bound}: "
        "{short} te weinig."
    ),
    "reason.limit_duties": "{service} zou in de maand {value} hebben, en mag er hoogstens {bound} hebben.",
    "reason.limit_hours": (
        "{service} zou in de maand {value} wacht hebben, en mag hoogstens {bound} wacht hebben: "
        "{short} te veel."
    ),
    "reason.limit_category": "{service} zou in de maand {value} hebben, en mag er hoogstens {bound} hebben.",
    "reason.limit_week": (
        "{service} zou {value} hebben in zeven dagen, {span}, en mag er hoogstens {bound} hebben."
    ),
    "reason.group_on_duty": "{other}, dat personeel deelt met {service}, heeft wacht {span}.",
    "reason.too_near": (
        "{service} en {other}, dat ook wacht heeft, liggen maar {value} van elkaar; de regel "
        "vraagt minstens {bound}."
    ),
    "reason.slot_full": "Alle plaatsen van deze wacht zijn bezet.",
    "reason.needed_elsewhere": "Geen regel sluit {service} uit: deze wacht is mogelijk.",
    "reason.needed_elsewhere.duty": (
        "Om deze wacht te nemen zou {service} zijn wacht {of} moeten afstaan, en niemand anders kan die "
        "overnemen."
    ),
    "against": "{service} heeft hier wacht ondanks {rules}: beslist door {by} ({reason}).",
    "rule.line": "de regel over lijnen",
    "rule.active": "de regel over deelname",
    "rule.availability": "de regel over beschikbaarheid",
    "rule.pins": "de beslissing met de hand",
    "rule.rest": "de regel over rust",
    "rule.limits": "de limiet",
    "rule.group": "de regel over gedeeld personeel",
    "rule.apart": "de regel over afstand",
    "tier.uncovered": "de open punten",
    "tier.changes": "de gewijzigde plaatsen",
    "tier.languages": "de punten zonder een gewenste taal",
    "tier.distance": "het aantal inwoners zonder dienst in de buurt (bij elke wacht opnieuw geteld)",
    "tier.unfairness": "de oneerlijkheid",
    "tier.wishes": "de vervulde wenspunten",
    "tier.step": "{tier} van {now} op {then}",
    "gap": "Eén plaats blijft open ({slot}).|{number} plaatsen blijven open ({slot}).",
    "holders": "Van wacht ({slot}): {holders}.",
    "reasons": "Wat elke dienst uitsluit:",
    "tried.lifted.closes": "Nagegaan: zonder {rule} zou de plaats ingevuld zijn.",
    "tried.lifted.stays_open": "Nagegaan: zelfs zonder {rule} zou evenveel open blijven.",
    "tried.kept.closes": "Nagegaan: als andere wachten herschikt worden, kan de plaats ingevuld worden.",
    "tried.kept.stays_open": ("Nagegaan: als {service} deze wacht nam, zou elders evenveel open blijven."),
    "tried.not_in_time": "Niet nagegaan binnen de tijd.",
    "closings": "Manieren om het gat te dichten, de goedkoopste eerst:",
    "closings.none": "Geen enkele losse wijziging dicht het gat.",
    "closing.direct": "{service} neemt de plaats; alle regels worden nageleefd.",
    "closing.direct.waiver": "{service} neemt de plaats, met een uitzondering op {rule} voor deze wacht.",
    "closing.direct.rest": "{service} neemt de plaats, met maar {hours} rust rond deze wacht.",
    "closing.move": (
        "{service} neemt de plaats en laat zijn wacht {of} over aan {successor}; alle regels "
        "worden nageleefd."
    ),
    "closing.move.waiver": (
        "{service} neemt de plaats en laat zijn wacht {of} over aan {successor}, met een uitzondering op "
        "{rule} voor die wacht."
    ),
    "closing.move.rest": (
        "{service} neemt de plaats en laat zijn wacht {of} over aan {successor}, met maar {hours} rust rond "
        "die wacht."
    ),
    "effect": "Dit alleen brengt {steps}.",
    "effect.none": "Dit alleen verandert geen enkel doel.",
    "best": "In het beste geval, met alle andere wachten herschikt, brengt het {steps}.",
    "best.none": "In het beste geval, met alle andere wachten herschikt, verandert het geen enkel doel.",
    "best.unproven": (
        "Met de andere wachten herschikt zo goed als de tijd toeliet, brengt het {steps}; "
        "misschien bestaat er iets beters."
    ),
    "best.unproven.none": "Met de andere wachten herschikt maakt het geen enkel doel slechter.",
    "best.kept": "Met alle andere wachten herschikt verandert er niets aan {tiers}.",
    "best.rest": (
        "Voor wat daarna komt was er te weinig tijd voor een bewijs: de beste oplossing die gevonden is, "
        "brengt {steps}."
    ),
    "best.rest.none": (
        "Voor wat daarna komt was er te weinig tijd voor een bewijs: de beste oplossing die gevonden is, "
        "verandert niets."
    ),
    "best.impossible": "Hoe de andere wachten ook geschikt worden, de regels laten het niet toe.",
    "best.not_in_time": "Er was geen tijd meer om de andere wachten te herschikken.",
    "load.with": "Met deze wacht draagt {service} {load}, {compared}.",
    "load.would": "Met deze wacht zou {service} {load} dragen, {compared}.",
    "load.without": "Zonder deze wacht zou {service} {load} dragen, {compared}.",
    "load.after": "Dan zou {service} {load} dragen, {compared}.",
    "compared.above": "{difference} meer dan zijn eerlijke last van {fair}",
    "compared.below": "{difference} minder dan zijn eerlijke last van {fair}",
    "compared.equal": "precies zijn eerlijke last",
    "alternative": "{service} in plaats van {former}:",
    "alternatives": "Wie anders wacht zou kunnen hebben, de beste keuze eerst:",
    "alternatives.none": "Niemand anders zou wacht kunnen hebben zonder nog een wijziging.",
    "forbidden": "Wat de anderen uitsluit:",
}
