extension DemoTopic {
    /// Trouble with transmitting, images and heat in magnetic resonance.
    static let radioFrequency: [DemoTopic] = [
        DemoTopic(
            name: "RF", modalities: ["MR"], category: "hardware", gravity: .stoppage, weight: 8,
            english: Telling(
                titles: [
                    "RF amplifier trips during {seq}", "Transmit fault {code}",
                    "Reflected power too high on body coil",
                ],
                details: [
                    "The RF amplifier trips about {n} times a day, always during {seq}.",
                    """
                    The prescan fails with a message about reflected power and the reference \
                    voltage is out of range.
                    """,
                    """
                    The predicted SAR is far above what we know for this protocol and for a \
                    patient of this weight.
                    """,
                    "The error {code} comes back right after every restart of the transmit chain.",
                ],
                causes: [
                    """
                    Output stage of the RF amplifier degraded; amplifier {part} exchanged and \
                    calibrated.
                    """,
                    "A loose connector at the transmit-receive switch, tightened and checked.",
                ]),
            french: Telling(
                titles: [
                    "Disjonction de l’amplificateur RF pendant {seq}", "Défaut d’émission {code}",
                    "Puissance réfléchie trop élevée sur l’antenne corps",
                ],
                details: [
                    """
                    L’amplificateur RF disjoncte environ {n} fois par jour, toujours pendant \
                    {seq}.
                    """,
                    """
                    Le pré-réglage échoue avec un message de puissance réfléchie et la tension \
                    de référence est hors limites.
                    """,
                    """
                    Le DAS prédit est très supérieur à ce que nous connaissons pour ce protocole \
                    et pour un patient de ce poids.
                    """,
                    """
                    L’erreur {code} revient aussitôt après chaque redémarrage de la chaîne \
                    d’émission.
                    """,
                ],
                causes: [
                    """
                    Étage de sortie de l’amplificateur RF dégradé ; amplificateur {part} échangé \
                    et calibré.
                    """,
                    "Connecteur desserré au commutateur émission-réception, resserré et contrôlé.",
                ])),
        DemoTopic(
            name: "ghosting", modalities: ["MR"], category: "image_quality", gravity: .imageQuality,
            weight: 11,
            english: Telling(
                titles: [
                    "Ghosting artefacts on {seq}", "Zipper artefact on all sequences",
                    "Banding and ghosts in phase direction",
                ],
                details: [
                    """
                    Ghosts repeat every {n} cm in the phase direction on {seq}, with phantom and \
                    patient alike.
                    """,
                    """
                    A bright zipper line runs through the middle of the image whenever the room \
                    light is on.
                    """,
                    "Fat saturation fails on one side, and the shim does not converge.",
                    "The artefact does not show with the body coil, only with the {coil} coil.",
                    """
                    The radiologist considers the series not fit for diagnosis and the \
                    examination was repeated.
                    """,
                ],
                causes: [
                    "A worn door gasket let outside radio frequency in; gasket replaced.",
                    """
                    Mains filter defective, ripple on the gradient supply; filter {part} \
                    replaced.
                    """,
                ]),
            french: Telling(
                titles: [
                    "Artefacts de ghosting sur {seq}",
                    "Artefact en fermeture éclair sur toutes les séquences",
                    "Bandes et images fantômes dans le sens de phase",
                ],
                details: [
                    """
                    Des images fantômes se répètent tous les {n} cm dans le sens de phase sur \
                    {seq}, avec le fantôme comme avec le patient.
                    """,
                    """
                    Une ligne brillante traverse le milieu de l’image dès que l’éclairage de la \
                    salle est allumé.
                    """,
                    "La saturation de graisse échoue d’un côté et le shim ne converge pas.",
                    """
                    L’artefact n’apparaît pas avec l’antenne corps, seulement avec l’antenne \
                    {coil}.
                    """,
                    """
                    Le radiologue juge la série inexploitable pour le diagnostic et l’examen a \
                    été refait.
                    """,
                ],
                causes: [
                    """
                    Joint de porte usé laissant entrer des radiofréquences extérieures ; joint \
                    remplacé.
                    """,
                    """
                    Filtre secteur défectueux, ondulation sur l’alimentation des gradients ; \
                    filtre {part} remplacé.
                    """,
                ])),
        DemoTopic(
            name: "heating", modalities: ["MR"], category: "safety", gravity: .hazard, weight: 3,
            english: Telling(
                titles: [
                    "Patient reports heat at the {side} elbow",
                    "Reddening of the skin after examination",
                    "Warm cable against the patient’s arm",
                ],
                details: [
                    """
                    The patient pressed the alarm ball and reported heat at the {side} elbow \
                    during {seq}.
                    """,
                    """
                    After the examination a reddening of about {n} cm was seen where the arm had \
                    touched the bore.
                    """,
                    """
                    Pads had been placed as the instructions for use ask, and the hands did not \
                    touch.
                    """,
                    "The cable of the {coil} coil lay in a loop on the patient’s {side} forearm.",
                ],
                causes: [
                    "A cable loop formed by positioning; no fault found, the user was retrained.",
                    "A cable trap of the coil was defective; the coil was withdrawn and exchanged.",
                ]),
            french: Telling(
                titles: [
                    "Sensation de chaleur au coude {side}", "Rougeur cutanée après l’examen",
                    "Câble chaud contre le bras du patient",
                ],
                details: [
                    """
                    Le patient a pressé la poire d’appel et signalé une chaleur au coude {side} \
                    pendant {seq}.
                    """,
                    """
                    Après l’examen, une rougeur d’environ {n} cm a été constatée là où le bras \
                    avait touché le tunnel.
                    """,
                    """
                    Les coussins étaient placés comme le demande la notice et les mains ne se \
                    touchaient pas.
                    """,
                    """
                    Le câble de l’antenne {coil} formait une boucle sur l’avant-bras {side} du \
                    patient.
                    """,
                ],
                causes: [
                    """
                    Boucle de câble due au positionnement ; aucun défaut trouvé, l’utilisateur a \
                    été formé de nouveau.
                    """,
                    """
                    Piège à courant de l’antenne défectueux ; l’antenne a été retirée et \
                    échangée.
                    """,
                ])),
    ]
}
