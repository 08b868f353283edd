"""The words of the sentences, English and Spanish. Reviewed like code: each says what was counted, and nothing more.

Numbers are written as in the United States in both languages (1,234.5). Placeholders are the fields of an `Estimate`,
formatted; a template can name no number of its own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from concord.analysis.policing.estimate import Scale, Verdict

Phrases = Mapping[str, str]

ENGLISH: Final[Phrases] = MappingProxyType(
    {
        # the figure, by measure; where a measure has none of its own, by scale
        Scale.LEVEL: "{Scope}{outcome_of}{group_is}{value} {unit} {interval}{base_of}.",
        Scale.RATIO: "{Scope}the rate of {outcome} for {group} was {value} times that for {reference} {interval}, "
        "counted against {base}: {n} {outcome} in a base of {denominator}.",
        Scale.DIFFERENCE: "{Scope}{outcome} for {group} were {size} {unit} {direction} than for {reference} {interval}"
        "{base_of}.",
        "veil_odds_ratio": "{Scope}at the same clock time, the odds that a stopped driver was of the group "
        "“{group}” and not "
        "“{reference}” were {value} times as high after dark as in daylight {interval}; {n} stops were compared.",
        "threshold": "{Scope}searches of {group} took place from a chance of a find of {value} on {interval}{base_of}.",
        "threshold_difference": "{Scope}the chance of a find from which people were searched was {size} "
        "{direction} for "
        "{group} than for {reference} {interval}{base_of}.",
        "training_effect": "{Scope}after the training, {outcome} {unit} changed by {value} {interval}; {n} units were "
        "followed.",
        "displacement_difference": "{Scope}compared with the control places, {outcome} changed by {value} {interval}, "
        "out of {n} counted.",
        "nothing": "{Scope}no figure can be given for {outcome}{of_group}.",
        "hidden": "This figure is not shown, to protect the people it is about.",
        # the verdict
        Verdict.SEEN: "A difference was seen. The figure does not show why it is there.",
        Verdict.NONE_SEEN: "No difference was seen. A gap of {detectable} would have been seen four times in five.",
        Verdict.TOO_LITTLE: "There is too little data to tell.",
        "too little, gap": "There is too little data to tell: only a gap of {detectable} or more would have "
        "been seen four "
        "times in five.",
        Verdict.NOT_FIT: "The data are not fit for this question: {reasons}.",
        # parts
        "interval": "({level} interval {low} to {high})",
        "base_of": ", {n} of {denominator} {base}",
        "outcome_of": "{outcome} ",
        "outcome_alone": "{outcome}: ",
        "group_is": "for {group}: ",
        "of_group": " for {group}",
        "place_period": "In {place}, {period}, ",
        "place": "In {place}, ",
        "period": "In {period}, ",
        "more": "more",
        "fewer": "fewer",
        "higher": "higher",
        "lower": "lower",
        "by ratio": "{gap} times (or its inverse)",
        "by difference": "{gap} {unit}",
        "excluded": "Left out: {parts}.",
        "suppressed": "not shown",
    }
)

SPANISH: Final[Phrases] = MappingProxyType(
    {
        Scale.LEVEL: "{Scope}{outcome_of}{group_is}{value} {unit} {interval}{base_of}.",
        Scale.RATIO: "{Scope}la tasa de {outcome} de {group} fue {value} veces la de {reference} {interval}, "
        "con {base} como base: {n} {outcome} sobre una base de {denominator}.",
        Scale.DIFFERENCE: "{Scope}en {group} hubo {size} {unit} {direction} de {outcome} que en {reference} {interval}"
        "{base_of}.",
        "veil_odds_ratio": "{Scope}a la misma hora del reloj, la razón entre conductores detenidos del grupo "
        "«{group}» y del "
        "grupo «{reference}» fue de noche {value} veces la del día {interval}; se compararon {n} paradas.",
        "threshold": "{Scope}los registros de {group} se hicieron a partir de una probabilidad de hallazgo de {value} "
        "{interval}{base_of}.",
        "threshold_difference": "{Scope}la probabilidad de hallazgo a partir de la cual se registró a las "
        "personas fue {size} "
        "{direction} para {group} que para {reference} {interval}{base_of}.",
        "training_effect": "{Scope}después de la capacitación, {outcome} {unit} cambió en {value} {interval}; "
        "se siguió a "
        "{n} unidades.",
        "displacement_difference": "{Scope}en comparación con los lugares de control, {outcome} cambió en "
        "{value} {interval}, "
        "de {n} contados.",
        "nothing": "{Scope}no se puede dar ninguna cifra de {outcome}{of_group}.",
        "hidden": "Esta cifra no se muestra, para proteger a las personas de las que trata.",
        Verdict.SEEN: "Se vio una diferencia. La cifra no muestra por qué existe.",
        Verdict.NONE_SEEN: "No se vio ninguna diferencia. Una brecha de {detectable} se habría visto cuatro "
        "de cada cinco "
        "veces.",
        Verdict.TOO_LITTLE: "Hay muy pocos datos para saberlo.",
        "too little, gap": "Hay muy pocos datos para saberlo: solo una brecha de {detectable} o más se habría "
        "visto cuatro "
        "de cada cinco veces.",
        Verdict.NOT_FIT: "Los datos no sirven para esta pregunta: {reasons}.",
        "interval": "(intervalo del {level}: {low} a {high})",
        "base_of": ", {n} de {denominator} {base}",
        "outcome_of": "{outcome}, ",
        "outcome_alone": "{outcome}: ",
        "group_is": "{group}: ",
        "of_group": " de {group}",
        "place_period": "En {place}, {period}, ",
        "place": "En {place}, ",
        "period": "En {period}, ",
        "more": "más",
        "fewer": "menos",
        "higher": "más alta",
        "lower": "más baja",
        "by ratio": "{gap} veces (o su inverso)",
        "by difference": "{gap} {unit}",
        "excluded": "Quedaron fuera: {parts}.",
        "suppressed": "no se muestra",
    }
)

# What methods say in English, in Spanish: units, assumptions, reasons for leaving out.
IN_SPANISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "share": "de cada 1",
        "per 100": "por cada 100",
        "per 1,000": "por cada 1,000",
        "per 1,000 stops": "por cada 1,000 paradas",
        "per 100 searches": "por cada 100 registros",
        "per 100 incidents": "por cada 100 incidentes",
        "ratio": "veces",
        "odds ratio": "veces",
        "chance of a find": "de probabilidad de hallazgo",
        "events": "sucesos",
        "a unit and period": "por unidad y período",
        "searches": "registros",
        "stops": "paradas",
        "hits": "hallazgos",
        "residents": "residentes",
        "The ratio shows how often, not why.": "La razón muestra con qué frecuencia, no por qué.",
        "The base stands for the people who could have been counted.": "La base representa a quienes se pudo contar.",
        "Counts vary as independent events would, widened by the overdispersion that was measured.": "Los "
        "conteos varían "
        "como sucesos independientes, ampliados por la dispersión que se midió.",
        "One ratio holds in every area; areas may differ in their level.": "Una sola razón vale en todas las zonas; su "
        "nivel puede variar.",
        "The controls do not carry the difference that is looked for.": "Los controles no contienen la "
        "diferencia buscada.",
        "What is not recorded does not differ between the groups.": "Lo que no se registra no difiere entre "
        "los grupos.",
        "The mix of stops is taken as it was.": "La composición de las paradas se toma como fue.",
        "Stops are independent of each other.": "Las paradas son independientes entre sí.",
        "Stops of different clusters are independent of each other.": "Las paradas de conglomerados distintos son "
        "independientes entre sí.",
        "The comparison is among people who were stopped; who is stopped is another question.": "La "
        "comparación es entre "
        "personas detenidas; a quién se detiene es otra pregunta.",
        "Searches that policy demands (arrest, warrant, tow) are left out of the table.": "Los registros que la norma "
        "exige (arresto, orden, grúa) no están en la tabla.",
        "What was found is recorded alike for both groups.": "Lo hallado se anota igual para ambos grupos.",
        "A difference in hit rates is read as a difference in the bar of suspicion, which holds at the margin.": "Una "
        "diferencia en las tasas de hallazgo se lee como una diferencia en el umbral de sospecha, lo que vale "
        "en el margen.",
        "One difference is summed up over places; it may differ from place to place.": "Una diferencia resume "
        "todos los "
        "lugares; puede variar de un lugar a otro.",
        "After dark it is harder to see who drives, before a stop.": "De noche es más difícil ver quién "
        "conduce antes de "
        "la parada.",
        "At one clock time, who drives does not depend on darkness.": "A una misma hora, quién conduce no "
        "depende de la "
        "oscuridad.",
        "Street lighting would pull the figure towards no difference.": "El alumbrado acercaría la cifra a ninguna "
        "diferencia.",
        "No difference seen is no proof that all are treated alike.": "No ver diferencia no prueba un trato igual.",
        "Sunset and dusk by the algorithm named; minutes between them are left out.": "Puesta de sol y anochecer según "
        "el algoritmo nombrado; los minutos entre ambos quedan fuera.",
        "The chance of a find is Beta distributed, with a group part and a place part that add up.": "La "
        "probabilidad de "
        "hallazgo sigue una distribución Beta, con una parte del grupo y otra del lugar que se suman.",
        "What was found is recorded alike for all groups, and demanded searches are left out.": "Lo hallado se anota "
        "igual para todos los grupos, y los registros obligatorios no están.",
        "With few searches the priors carry much of the answer.": "Con pocos registros, los supuestos previos "
        "pesan mucho.",
        "When a unit was trained is as good as random.": "El momento de la capacitación fue como al azar.",
        "Nobody changes before the training because it is coming.": "Nadie cambia antes porque la "
        "capacitación se acerca.",
        "The training of one unit does not change the others.": "La capacitación de una unidad no cambia a las demás.",
        "Without the measure the treated places would have changed as the control places did.": "Sin la medida, los "
        "lugares tratados habrían cambiado como los de control.",
        "Counts vary as independent events would, times the overdispersion that is given.": "Los conteos varían como "
        "sucesos independientes, por la dispersión indicada.",
        "What is not recorded does not differ between the treated and their look-alikes.": "Lo que no se registra no "
        "difiere entre los tratados y sus semejantes.",
        "Each kind of treated row has look-alikes among the others.": "Cada tipo de caso tratado tiene semejantes.",
        "The weights are taken as known.": "Los pesos se toman como conocidos.",
        "The stated share of the group's stops would not have happened to members of the reference.": "La "
        "parte indicada "
        "de las paradas del grupo no habría ocurrido a miembros de la referencia.",
        "Nobody is subject to force without a stop.": "Nadie es objeto de fuerza sin una parada.",
        "Among those stopped anyway, the groups do not differ in what is not recorded.": "Entre quienes de todos modos "
        "habrían sido detenidos, los grupos no difieren en lo que no se registra.",
    }
)
