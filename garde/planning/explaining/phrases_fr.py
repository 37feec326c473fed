"""Ce que dit une explication en français."""

PHRASES = {
    "span.day": "le {day} de {start} à {end}",
    "span.days": "du {first} à {start} au {last} à {end}",
    "of.day": "du {day} de {start} à {end}",
    "of.days": "du {first} à {start} au {last} à {end}",
    "instant": "{day} à {clock}",
    "clock.summer": "{clock} (heure d'été)",
    "clock.winter": "{clock} (heure d'hiver)",
    "unit.hour": "{number} heure|{number} heures",
    "unit.kilometre": "{number} km|{number} km",
    "unit.duties": "{number} garde|{number} gardes",
    "unit.burden": "{number} point|{number} points",
    "unit.evening": "{number} garde de soirée|{number} gardes de soirée",
    "unit.night": "{number} garde de nuit|{number} gardes de nuit",
    "unit.weekend": "{number} garde de week-end|{number} gardes de week-end",
    "unit.holiday": "{number} garde de jour férié|{number} gardes de jour férié",
    "unit.eve": "{number} garde de veille de jour férié|{number} gardes de veille de jour férié",
    "unit.other": "{number} garde de type « {kind} »|{number} gardes de type « {kind} »",
    "reason.not_on_line": "{service} ne participe pas à cette ligne.",
    "reason.joins_later": "{service} ne participe qu'à partir du {instant}.",
    "reason.leaves_before": "{service} ne participe que jusqu'au {instant}.",
    "reason.unavailable": "{service} n'est pas disponible {span}.",
    "reason.undeclared": "{service} n'a pas déclaré de disponibilité à ce moment-là.",
    "reason.undeclared.partly": "{service} n'a déclaré sa disponibilité que {span} : {value} sur {bound}.",
    "reason.pinned_out": "{service} : quelqu'un a décidé à la main de ne pas lui donner cette garde.",
    "reason.holder_pinned": "{other} : quelqu'un a décidé à la main de lui donner cette garde.",
    "reason.on_duty": "{service} est déjà de garde {span}.",
    "reason.rest_after": (
        "{service} n'aurait que {value} de repos après sa garde {of}, au lieu de {bound} : il manque {short}."
    ),
    "reason.rest_before": (
        "{service} n'aurait que {value} de repos avant sa garde {of}, au lieu de {bound} : il manque {short}."
    ),
    "reason.limit_duties": "{service} aurait {value} dans le mois, et peut en avoir {bound} au plus.",
    "reason.limit_hours": (
        "{service} serait de garde pendant {value} dans le mois, et peut l'être pendant {bound} au plus : "
        "{short} de trop."
    ),
    "reason.limit_category": "{service} aurait {value} dans le mois, et peut en avoir {bound} au plus.",
    "reason.limit_week": "{service} aurait {value} en sept jours, {span}, et peut en avoir {bound} au plus.",
    "reason.group_on_duty": "{other}, qui partage du personnel avec {service}, est de garde {span}.",
    "reason.too_near": (
        "{service} et {other}, qui est aussi de garde, ne sont qu'à {value} l'un de l'autre ; "
        "il faut au moins {bound}."
    ),
    "reason.slot_full": "Toutes les places de cette garde sont prises.",
    "reason.needed_elsewhere": "Aucune règle n'écarte {service} : cette garde lui est possible.",
    "reason.needed_elsewhere.duty": (
        "Pour prendre cette garde, {service} devrait quitter sa garde {of}, et personne d'autre ne peut la "
        "reprendre."
    ),
    "against": "{service} est de garde ici malgré {rules} : décision de {by} ({reason}).",
    "rule.line": "la règle sur les lignes",
    "rule.active": "la règle sur la participation",
    "rule.availability": "la règle sur les disponibilités",
    "rule.pins": "la décision prise à la main",
    "rule.rest": "la règle sur le repos",
    "rule.limits": "la limite",
    "rule.group": "la règle sur le personnel partagé",
    "rule.apart": "la règle sur la distance",
    "tier.uncovered": "les points non couverts",
    "tier.changes": "les places changées",
    "tier.languages": "les points sans une langue souhaitée",
    "tier.distance": "le nombre d'habitants sans service proche (comptés à chaque garde)",
    "tier.unfairness": "l'inéquité",
    "tier.wishes": "les points de souhaits exaucés",
    "tier.step": "{tier} de {now} à {then}",
    "gap": "Une place reste ouverte ({slot}).|{number} places restent ouvertes ({slot}).",
    "holders": "De garde ({slot}) : {holders}.",
    "reasons": "Ce qui écarte chaque service :",
    "tried.lifted.closes": "Vérifié : sans {rule}, la place serait occupée.",
    "tried.lifted.stays_open": "Vérifié : même sans {rule}, autant resterait ouvert.",
    "tried.kept.closes": "Vérifié : en réorganisant d'autres gardes, la place peut être occupée.",
    "tried.kept.stays_open": "Vérifié : si {service} prenait cette garde, autant resterait ouvert ailleurs.",
    "tried.not_in_time": "Pas vérifié dans le temps imparti.",
    "closings": "Façons de combler le trou, la moins coûteuse d'abord :",
    "closings.none": "Aucun changement isolé ne comble le trou.",
    "closing.direct": "{service} prend la place ; toutes les règles sont respectées.",
    "closing.direct.waiver": "{service} prend la place, avec une exception à {rule} pour cette garde.",
    "closing.direct.rest": "{service} prend la place, avec seulement {hours} de repos autour de cette garde.",
    "closing.move": (
        "{service} prend la place et laisse sa garde {of} à {successor} ; toutes les règles sont respectées."
    ),
    "closing.move.waiver": (
        "{service} prend la place et laisse sa garde {of} à {successor}, avec une exception à {rule} pour "
        "cette dernière garde."
    ),
    "closing.move.rest": (
        "{service} prend la place et laisse sa garde {of} à {successor}, avec seulement {hours} de repos "
        "autour de cette dernière garde."
    ),
    "effect": "À lui seul, ce changement fait passer {steps}.",
    "effect.none": "À lui seul, ce changement ne modifie aucun but.",
    "best": "Au mieux, en réorganisant toutes les autres gardes, il fait passer {steps}.",
    "best.none": "Au mieux, en réorganisant toutes les autres gardes, il ne modifie aucun but.",
    "best.unproven": (
        "En réorganisant les autres gardes aussi bien que le temps l'a permis, il fait passer {steps} ; "
        "il existe peut-être mieux."
    ),
    "best.unproven.none": "En réorganisant les autres gardes, il ne détériore aucun but.",
    "best.kept": "En réorganisant toutes les autres gardes, rien ne change pour {tiers}.",
    "best.rest": (
        "Pour la suite, le temps n'a pas suffi à une preuve : la meilleure solution trouvée fait "
        "passer {steps}."
    ),
    "best.rest.none": (
        "Pour la suite, le temps n'a pas suffi à une preuve : la meilleure solution trouvée ne change rien."
    ),
    "best.impossible": "Quelle que soit l'organisation des autres gardes, les règles ne le permettent pas.",
    "best.not_in_time": "Il n'est plus resté de temps pour réorganiser les autres gardes.",
    "load.with": "Avec cette garde, {service} porte {load}, {compared}.",
    "load.would": "Avec cette garde, {service} porterait {load}, {compared}.",
    "load.without": "Sans cette garde, {service} porterait {load}, {compared}.",
    "load.after": "Alors, {service} porterait {load}, {compared}.",
    "compared.above": "{difference} de plus que sa juste charge de {fair}",
    "compared.below": "{difference} de moins que sa juste charge de {fair}",
    "compared.equal": "exactement sa juste charge",
    "alternative": "{service} à la place du service {former} :",
    "alternatives": "Qui d'autre pourrait être de garde, le meilleur choix d'abord :",
    "alternatives.none": "Personne d'autre ne pourrait être de garde sans un autre changement.",
    "forbidden": "Ce qui écarte les autres :",
}
