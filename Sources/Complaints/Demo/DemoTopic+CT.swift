extension DemoTopic {
    /// Trouble with computed tomography and its X-rays.
    static let tomography: [DemoTopic] = [
        DemoTopic(
            name: "tube arc", modalities: ["CT", "XA", "PT"], category: "hardware",
            gravity: .stoppage,
            weight: 12,
            english: Telling(
                titles: [
                    "Tube arcing, scan aborted", "X-ray tube arc {code} at {kv} kV",
                    "Repeated tube arcs since warm-up",
                ],
                details: [
                    "The tube arced {n} times at {kv} kV and the scan was aborted with {code}.",
                    """
                    The message about tube arcing comes mostly on the first patient of the day, \
                    even after a full warm-up.
                    """,
                    "A burnt smell was noticed near the gantry after the last arc.",
                    """
                    The contrast medium had already been injected when the scan stopped, so the \
                    injection was lost.
                    """,
                ],
                causes: [
                    """
                    Tube at the end of its life after {n}00,000 rotations; tube {part} replaced \
                    and calibrated.
                    """,
                    """
                    Moisture in the high-voltage connector; cleaned, greased again and \
                    conditioned.
                    """,
                ]),
            french: Telling(
                titles: [
                    "Arc de tube, acquisition interrompue",
                    "Arc du tube à rayons X {code} à {kv} kV",
                    "Arcs de tube répétés depuis le préchauffage",
                ],
                details: [
                    """
                    Le tube a produit {n} arcs à {kv} kV et l’acquisition a été interrompue avec \
                    {code}.
                    """,
                    """
                    Le message d’arc de tube apparaît surtout sur le premier patient de la \
                    journée, même après un préchauffage complet.
                    """,
                    "Une odeur de brûlé a été remarquée près du statif après le dernier arc.",
                    """
                    Le produit de contraste était déjà injecté quand l’acquisition s’est \
                    arrêtée, l’injection a donc été perdue.
                    """,
                ],
                causes: [
                    """
                    Tube en fin de vie après {n}00 000 rotations ; tube {part} remplacé et \
                    calibré.
                    """,
                    """
                    Humidité dans le connecteur haute tension ; nettoyé, regraissé et \
                    reconditionné.
                    """,
                ])),
        DemoTopic(
            name: "detector", modalities: ["CT", "PT"], category: "image_quality",
            gravity: .imageQuality, weight: 11,
            english: Telling(
                titles: [
                    "Ring artefacts on head scans", "Detector row {nn} out of calibration",
                    "Streaks on all slices since Monday",
                ],
                details: [
                    """
                    Concentric rings appear in the middle of the image on head scans and imitate \
                    a lesion.
                    """,
                    "The air calibration fails on detector module {nn} with {code}.",
                    "Streaks show on all slices at {kv} kV but not on the water phantom.",
                    "CT numbers of water are off by {n} Hounsfield units at the daily check.",
                ],
                causes: [
                    "Detector module {nn} defective; exchanged, followed by a full calibration.",
                    "A drop of contrast medium on the mylar window; cleaned.",
                ]),
            french: Telling(
                titles: [
                    "Artefacts en anneau sur les crânes",
                    "Rangée {nn} du détecteur hors calibration",
                    "Stries sur toutes les coupes depuis lundi",
                ],
                details: [
                    """
                    Des anneaux concentriques apparaissent au centre de l’image sur les crânes \
                    et simulent une lésion.
                    """,
                    "La calibration à l’air échoue sur le module {nn} du détecteur avec {code}.",
                    """
                    Des stries apparaissent sur toutes les coupes à {kv} kV mais pas sur le \
                    fantôme d’eau.
                    """,
                    """
                    Les nombres CT de l’eau sont décalés de {n} unités Hounsfield au contrôle \
                    quotidien.
                    """,
                ],
                causes: [
                    "Module {nn} du détecteur défectueux ; échangé puis calibration complète.",
                    "Goutte de produit de contraste sur la fenêtre en mylar ; nettoyée.",
                ])),
        DemoTopic(
            name: "gantry", modalities: ["CT", "PT"], category: "hardware", gravity: .stoppage,
            weight: 7,
            english: Telling(
                titles: [
                    "Grinding noise from the gantry", "Gantry does not rotate, {code}",
                    "Gantry tilt stuck at {n} degrees",
                ],
                details: [
                    """
                    A grinding noise comes from the gantry as soon as the rotation is faster \
                    than one second.
                    """,
                    "The rotation stops after {n} turns and the cover vibrates visibly.",
                    "Fine black dust was found under the slip ring cover.",
                    "The gantry stays tilted at {n} degrees and does not come back to zero.",
                ],
                causes: [
                    "Worn slip ring brushes; brush block {part} replaced and the ring cleaned.",
                    "A loose counterweight screw; tightened to its torque and sealed.",
                ]),
            french: Telling(
                titles: [
                    "Grincement du statif", "Le statif ne tourne plus, {code}",
                    "Inclinaison du statif bloquée à {n} degrés",
                ],
                details: [
                    """
                    Un grincement vient du statif dès que la rotation est plus rapide qu’une \
                    seconde.
                    """,
                    "La rotation s’arrête au bout de {n} tours et le capot vibre visiblement.",
                    "Une fine poussière noire a été trouvée sous le capot de l’anneau collecteur.",
                    "Le statif reste incliné à {n} degrés et ne revient pas à zéro.",
                ],
                causes: [
                    """
                    Balais d’anneau collecteur usés ; bloc de balais {part} remplacé et anneau \
                    nettoyé.
                    """,
                    "Vis de contrepoids desserrée ; resserrée au couple et freinée.",
                ])),
        DemoTopic(
            name: "dose report", modalities: ["CT", "XA", "DX", "MG"], category: "software",
            gravity: .nuisance, weight: 8,
            english: Telling(
                titles: [
                    "Dose report missing in the archive",
                    "DLP in the dose report differs from the console",
                    "Radiation dose structured report rejected",
                ],
                details: [
                    "The dose report of {n} examinations did not reach the dose management system.",
                    "The DLP on the console and in the structured report differ by {pct} %.",
                    "When a series is repeated, its dose is counted only once in the summary.",
                    """
                    The dose notification value was exceeded and no warning was shown before the \
                    scan.
                    """,
                ],
                causes: [
                    """
                    The report was sent before the last event had been added; corrected in the \
                    next release.
                    """,
                    "Wrong destination after a change of the network; the setting was corrected.",
                ]),
            french: Telling(
                titles: [
                    "Rapport de dose absent de l’archive",
                    "PDL du rapport de dose différent de la console",
                    "Rapport structuré de dose rejeté",
                ],
                details: [
                    """
                    Le rapport de dose de {n} examens n’est pas parvenu au logiciel de suivi \
                    dosimétrique.
                    """,
                    "Le PDL de la console et celui du rapport structuré diffèrent de {pct} %.",
                    """
                    Quand une série est refaite, sa dose n’est comptée qu’une fois dans le \
                    résumé.
                    """,
                    """
                    La valeur de notification de dose a été dépassée sans aucun avertissement \
                    avant l’acquisition.
                    """,
                ],
                causes: [
                    """
                    Le rapport partait avant l’ajout du dernier événement ; corrigé dans la \
                    prochaine version.
                    """,
                    "Mauvaise destination après une modification du réseau ; réglage corrigé.",
                ])),
        DemoTopic(
            name: "injector", modalities: ["CT", "XA", "MR"], category: "connectivity",
            gravity: .stoppage, weight: 6,
            english: Telling(
                titles: [
                    "Contrast injector does not start with the scan", "Injector link lost, {code}",
                    "Scan started {n} seconds before the injection",
                ],
                details: [
                    """
                    The contrast injector and the scanner lost their connection between the test \
                    bolus and the scan.
                    """,
                    "The scan began {n} seconds too early and the arteries are not opacified.",
                    "The injector shows ready, the console still waits for it.",
                    "A second injection of {nn} ml was needed to finish the examination.",
                ],
                causes: [
                    """
                    A damaged interface cable between injector and scanner; cable {part} \
                    replaced.
                    """,
                    "Time-out set too short in the injector protocol; setting corrected.",
                ]),
            french: Telling(
                titles: [
                    "L’injecteur de contraste ne démarre pas avec l’acquisition",
                    "Liaison injecteur perdue, {code}",
                    "Acquisition lancée {n} secondes avant l’injection",
                ],
                details: [
                    """
                    L’injecteur de contraste et le scanner ont perdu leur liaison entre le bolus \
                    test et l’acquisition.
                    """,
                    """
                    L’acquisition a commencé {n} secondes trop tôt et les artères ne sont pas \
                    opacifiées.
                    """,
                    "L’injecteur indique prêt, la console l’attend toujours.",
                    "Une seconde injection de {nn} ml a été nécessaire pour terminer l’examen.",
                ],
                causes: [
                    "Câble d’interface abîmé entre injecteur et scanner ; câble {part} remplacé.",
                    "Délai d’attente trop court dans le protocole d’injecteur ; réglage corrigé.",
                ])),
        DemoTopic(
            name: "collimator", modalities: ["CT", "XA", "DX", "MG"], category: "hardware",
            gravity: .imageQuality, weight: 5,
            english: Telling(
                titles: [
                    "Collimator blade stuck", "Exposure outside the light field",
                    "Collimator error {code}",
                ],
                details: [
                    """
                    One blade of the collimator stays {n} mm inside the field and covers the \
                    edge of the image.
                    """,
                    "The light field and the radiation field differ by {n} mm at the weekly check.",
                    "The collimator moves in jerks and reports {code} every other time.",
                ],
                causes: [
                    "Motor of the collimator worn; collimator {part} exchanged.",
                    "Mirror of the light field out of place; aligned and measured.",
                ]),
            french: Telling(
                titles: [
                    "Lame de collimateur bloquée", "Exposition hors du champ lumineux",
                    "Erreur de collimateur {code}",
                ],
                details: [
                    """
                    Une lame du collimateur reste {n} mm à l’intérieur du champ et masque le \
                    bord de l’image.
                    """,
                    """
                    Le champ lumineux et le champ de rayonnement diffèrent de {n} mm au contrôle \
                    hebdomadaire.
                    """,
                    "Le collimateur bouge par à-coups et signale {code} une fois sur deux.",
                ],
                causes: [
                    "Moteur du collimateur usé ; collimateur {part} échangé.",
                    "Miroir du champ lumineux déplacé ; aligné et mesuré.",
                ])),
    ]
}
