extension DemoTopic {
    /// Trouble with coils, gradients and the magnet.
    static let magnet: [DemoTopic] = [
        DemoTopic(
            name: "coil", modalities: ["MR"], category: "hardware", gravity: .imageQuality,
            weight: 14,
            english: Telling(
                titles: [
                    "Signal loss on {coil} coil", "{coil} coil not recognised",
                    "Channel {n} of the {coil} coil dead",
                ],
                details: [
                    """
                    The {coil} coil is no longer recognised after it has been unplugged and \
                    plugged in again; the console shows {code}.
                    """,
                    """
                    Channel {n} of the {coil} coil gives no signal, and the images are dark on \
                    the left side.
                    """,
                    """
                    The cable of the {coil} coil is cracked near the connector and a strand of \
                    copper shows.
                    """,
                    """
                    Signal-to-noise has dropped by {pct} % against the last quality check with \
                    the {coil} coil.
                    """,
                    """
                    The connector of the {coil} coil gets warm to the touch after about {min} \
                    minutes of scanning.
                    """,
                ],
                causes: [
                    """
                    A broken solder joint on preamplifier {n} of the coil; the coil was \
                    exchanged.
                    """,
                    """
                    Pins of the coil connector were bent; the plug was replaced and the coil \
                    passed its check.
                    """,
                ]),
            french: Telling(
                titles: [
                    "Perte de signal sur l’antenne {coil}", "Antenne {coil} non reconnue",
                    "Canal {n} de l’antenne {coil} muet",
                ],
                details: [
                    """
                    L’antenne {coil} n’est plus reconnue après débranchement et rebranchement, \
                    la console affiche {code}.
                    """,
                    """
                    Le canal {n} de l’antenne {coil} ne donne aucun signal et les images sont \
                    sombres du côté gauche.
                    """,
                    """
                    Le câble de l’antenne {coil} est fendu près du connecteur et un brin de \
                    cuivre est visible.
                    """,
                    """
                    Le rapport signal sur bruit a baissé de {pct} % par rapport au dernier \
                    contrôle qualité avec l’antenne {coil}.
                    """,
                    """
                    Le connecteur de l’antenne {coil} devient chaud au toucher après environ \
                    {min} minutes d’acquisition.
                    """,
                ],
                causes: [
                    """
                    Soudure rompue sur le préamplificateur {n} de l’antenne ; l’antenne a été \
                    échangée.
                    """,
                    """
                    Broches du connecteur d’antenne tordues ; la fiche a été remplacée et \
                    l’antenne contrôlée.
                    """,
                ])),
        DemoTopic(
            name: "gradient", modalities: ["MR"], category: "hardware", gravity: .stoppage,
            weight: 9,
            english: Telling(
                titles: [
                    "Gradient amplifier fault {code}", "Loud knocking from the gradients",
                    "Scan aborted, gradient over-temperature",
                ],
                details: [
                    """
                    The sequence {seq} stops after {n} minutes with a gradient amplifier fault \
                    on the {axis} axis.
                    """,
                    """
                    A knocking noise comes from the gradient coil during {seq}, much louder than \
                    last month.
                    """,
                    """
                    The gradient water temperature rises to {nn} °C and the system interrupts \
                    the scan.
                    """,
                    """
                    Diffusion images show eddy currents and are distorted at the edges of the \
                    field of view.
                    """,
                ],
                causes: [
                    """
                    Power module of the {axis} gradient amplifier worn out, replaced under part \
                    number {part}.
                    """,
                    "A clogged filter in the gradient cooling circuit; flushed and replaced.",
                ]),
            french: Telling(
                titles: [
                    "Défaut d’amplificateur de gradient {code}", "Bruit de cognement des gradients",
                    "Acquisition interrompue, surchauffe des gradients",
                ],
                details: [
                    """
                    La séquence {seq} s’arrête au bout de {n} minutes sur un défaut \
                    d’amplificateur de gradient de l’axe {axis}.
                    """,
                    """
                    Un bruit de cognement vient de la bobine de gradient pendant {seq}, bien \
                    plus fort que le mois dernier.
                    """,
                    """
                    La température de l’eau des gradients monte à {nn} °C et le système \
                    interrompt l’acquisition.
                    """,
                    """
                    Les images de diffusion montrent des courants de Foucault et sont déformées \
                    en bord de champ.
                    """,
                ],
                causes: [
                    """
                    Module de puissance de l’amplificateur de gradient {axis} usé, remplacé sous \
                    la référence {part}.
                    """,
                    """
                    Filtre encrassé dans le circuit de refroidissement des gradients ; rincé et \
                    remplacé.
                    """,
                ])),
        DemoTopic(
            name: "cold head", modalities: ["MR"], category: "hardware", gravity: .stoppage,
            weight: 7,
            english: Telling(
                titles: [
                    "Cold head noise has changed", "Cryogenic compressor stopped, alarm {code}",
                    "Cold head at end of life",
                ],
                details: [
                    """
                    The familiar chirping of the cold head has become irregular since this \
                    morning.
                    """,
                    """
                    The helium compressor stopped during the night and restarted by itself {n} \
                    times.
                    """,
                    """
                    The magnet pressure has been rising by {n} mbar a day since the chiller was \
                    serviced.
                    """,
                    """
                    The shield temperature reads {nn} K instead of the usual value, and the \
                    trend goes up.
                    """,
                ],
                causes: [
                    "Cold head worn after more than its rated hours; exchanged on site at field.",
                    "The adsorber of the compressor was saturated and has been replaced.",
                ]),
            french: Telling(
                titles: [
                    "Bruit de tête froide modifié", "Compresseur cryogénique arrêté, alarme {code}",
                    "Tête froide en fin de vie",
                ],
                details: [
                    "Le chant habituel de la tête froide est devenu irrégulier depuis ce matin.",
                    """
                    Le compresseur d’hélium s’est arrêté dans la nuit et a redémarré {n} fois de \
                    lui-même.
                    """,
                    """
                    La pression de l’aimant augmente de {n} mbar par jour depuis l’entretien du \
                    groupe froid.
                    """,
                    """
                    La température de l’écran indique {nn} K au lieu de la valeur habituelle, et \
                    la tendance est à la hausse.
                    """,
                ],
                causes: [
                    """
                    Tête froide usée au-delà de ses heures nominales ; échangée sur site sans \
                    descente de champ.
                    """,
                    "L’adsorbeur du compresseur était saturé et a été remplacé.",
                ])),
        DemoTopic(
            name: "helium level", modalities: ["MR"], category: "hardware", gravity: .stoppage,
            weight: 6,
            english: Telling(
                titles: [
                    "Helium level down to {pct} %", "Helium boil-off too high",
                    "Low helium alarm, remote monitoring silent",
                ],
                details: [
                    "The helium level has fallen from {nn} % in spring and keeps going down.",
                    "Frost is visible on the neck of the cryostat and on the fill port.",
                    """
                    Remote monitoring has not sent the helium level for {n} days, we read it on \
                    the panel ourselves.
                    """,
                    "The alarm {code} sounded at {time} and could not be acknowledged.",
                ],
                causes: [
                    "A leaking seal at the turret; seal replaced and the magnet refilled.",
                    "The level probe was defective and read too low; probe {part} exchanged.",
                ]),
            french: Telling(
                titles: [
                    "Niveau d’hélium tombé à {pct} %", "Évaporation d’hélium excessive",
                    "Alarme niveau bas d’hélium, télésurveillance muette",
                ],
                details: [
                    "Le niveau d’hélium était de {nn} % au printemps et continue de baisser.",
                    "Du givre est visible sur le col du cryostat et sur l’orifice de remplissage.",
                    """
                    La télésurveillance n’a plus transmis le niveau d’hélium depuis {n} jours, \
                    nous le relevons nous-mêmes sur le pupitre.
                    """,
                    "L’alarme {code} a retenti à {time} et n’a pas pu être acquittée.",
                ],
                causes: [
                    "Joint fuyard à la tourelle ; joint remplacé et aimant rempli.",
                    """
                    La sonde de niveau était défectueuse et lisait trop bas ; sonde {part} \
                    échangée.
                    """,
                ])),
        DemoTopic(
            name: "quench", modalities: ["MR"], category: "safety", gravity: .hazard, weight: 2,
            english: Telling(
                titles: [
                    "Spontaneous quench", "Quench button pressed by mistake",
                    "Quench, white vapour in the examination room",
                ],
                details: [
                    "The magnet quenched without warning while nobody was in the examination room.",
                    """
                    White vapour came out of the ceiling for a short while and the oxygen \
                    monitor in {room} went off.
                    """,
                    "The field is gone, the console shows {code} and the magnet pressure peaked.",
                    "The quench pipe had been inspected {n} months before.",
                ],
                causes: [
                    """
                    Ice in the vent line; the burst disc was replaced, the magnet cooled and \
                    ramped again.
                    """,
                    "The stop was pressed by mistake during cleaning; a cover has been fitted.",
                ]),
            french: Telling(
                titles: [
                    "Quench spontané", "Bouton de quench enfoncé par erreur",
                    "Quench, vapeur blanche dans la salle d’examen",
                ],
                details: [
                    """
                    L’aimant a quenché sans prévenir alors que personne ne se trouvait dans la \
                    salle d’examen.
                    """,
                    """
                    De la vapeur blanche est sortie du plafond pendant un court instant et le \
                    détecteur d’oxygène de {room} s’est déclenché.
                    """,
                    """
                    Il n’y a plus de champ, la console affiche {code} et la pression de l’aimant \
                    a atteint un pic.
                    """,
                    "Le conduit de quench avait été inspecté {n} mois auparavant.",
                ],
                causes: [
                    """
                    Glace dans la ligne d’évent ; disque de rupture remplacé, aimant refroidi \
                    puis remis en champ.
                    """,
                    "L’arrêt a été enfoncé par erreur pendant le ménage ; un capot a été posé.",
                ])),
    ]
}
