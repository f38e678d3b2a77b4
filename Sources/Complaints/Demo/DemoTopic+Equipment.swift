extension DemoTopic {
    /// Trouble with tables, cooling, arms, probes and the room.
    static let equipment: [DemoTopic] = [
        DemoTopic(
            name: "table", modalities: ["MR", "CT", "XA", "PT", "NM"], category: "hardware",
            gravity: .stoppage, weight: 11,
            english: Telling(
                titles: [
                    "Patient table stuck", "Table moves by itself",
                    "Table does not go down, {code}",
                ],
                details: [
                    """
                    The patient table stopped half way with the patient inside and answered no \
                    button.
                    """,
                    "It was released by hand with the emergency handle after {n} minutes.",
                    """
                    The table drifts by {n} mm during the scan, and the slices do not match the \
                    plan.
                    """,
                    """
                    A scraping noise is heard when the table goes down with a patient above {nn} \
                    kg.
                    """,
                ],
                causes: [
                    "Belt of the horizontal drive worn; belt {part} replaced and tension set.",
                    "A blanket had been drawn into the drive; removed, a guard was fitted.",
                ]),
            french: Telling(
                titles: [
                    "Table patient bloquée", "La table bouge toute seule",
                    "La table ne descend plus, {code}",
                ],
                details: [
                    """
                    La table patient s’est arrêtée à mi-course avec le patient à l’intérieur et \
                    ne répondait à aucun bouton.
                    """,
                    """
                    Elle a été dégagée à la main avec la poignée d’urgence au bout de {n} \
                    minutes.
                    """,
                    """
                    La table dérive de {n} mm pendant l’acquisition et les coupes ne \
                    correspondent pas au plan.
                    """,
                    """
                    Un raclement s’entend quand la table descend avec un patient de plus de {nn} \
                    kg.
                    """,
                ],
                causes: [
                    """
                    Courroie de l’entraînement horizontal usée ; courroie {part} remplacée et \
                    tension réglée.
                    """,
                    """
                    Une couverture avait été happée par l’entraînement ; retirée, un carter a \
                    été posé.
                    """,
                ])),
        DemoTopic(
            name: "cooling", modalities: ["MR", "CT", "XA", "PT"], category: "hardware",
            gravity: .stoppage, weight: 7,
            english: Telling(
                titles: [
                    "Chiller alarm, system down", "Water on the floor of the technical room",
                    "Room temperature too high, {code}",
                ],
                details: [
                    "The chiller went into alarm at {time} and the system shut down by itself.",
                    """
                    There is water on the floor of the technical room, coming from the hose \
                    behind the cabinet.
                    """,
                    """
                    The air conditioning cannot hold the temperature since the heat wave, the \
                    cabinet reads {nn} °C.
                    """,
                    "The flow meter shows {n} litres a minute, less than half of what it should.",
                ],
                causes: [
                    "Pump of the chiller defective; pump {part} replaced and glycol refilled.",
                    "A hose clamp had come loose; replaced along with its neighbours.",
                ]),
            french: Telling(
                titles: [
                    "Alarme groupe froid, système arrêté", "Eau au sol du local technique",
                    "Température de salle trop élevée, {code}",
                ],
                details: [
                    """
                    Le groupe froid s’est mis en alarme à {time} et le système s’est arrêté de \
                    lui-même.
                    """,
                    """
                    Il y a de l’eau au sol du local technique, elle vient du flexible derrière \
                    l’armoire.
                    """,
                    """
                    La climatisation ne tient plus la température depuis la canicule, l’armoire \
                    indique {nn} °C.
                    """,
                    """
                    Le débitmètre affiche {n} litres par minute, moins de la moitié de la \
                    consigne.
                    """,
                ],
                causes: [
                    """
                    Pompe du groupe froid défectueuse ; pompe {part} remplacée et glycol \
                    complété.
                    """,
                    "Un collier de flexible s’était desserré ; remplacé avec ses voisins.",
                ])),
        DemoTopic(
            name: "intercom", modalities: ["MR", "CT"], category: "usability", gravity: .nuisance,
            weight: 4,
            english: Telling(
                titles: [
                    "Intercom crackles", "Alarm ball does not ring in the control room",
                    "Patient cannot hear the breathing commands",
                ],
                details: [
                    "The intercom crackles so much that breathing commands are not understood.",
                    """
                    The alarm ball does not ring in the control room, only the lamp at the \
                    gantry lights.
                    """,
                    "The recorded voice speaks another language after every restart.",
                ],
                causes: [
                    "Air hose of the alarm ball pierced; hose {part} replaced.",
                    "Microphone defective; replaced and level set.",
                ]),
            french: Telling(
                titles: [
                    "L’interphone grésille", "La poire d’appel ne sonne pas au pupitre",
                    "Le patient n’entend pas les consignes d’apnée",
                ],
                details: [
                    """
                    L’interphone grésille au point que les consignes d’apnée ne sont pas \
                    comprises.
                    """,
                    "La poire d’appel ne sonne pas au pupitre, seul le voyant du statif s’allume.",
                    "La voix enregistrée parle une autre langue après chaque redémarrage.",
                ],
                causes: [
                    "Tuyau d’air de la poire d’appel percé ; tuyau {part} remplacé.",
                    "Microphone défectueux ; remplacé et niveau réglé.",
                ])),
        DemoTopic(
            name: "arm", modalities: ["XA", "DX", "MG", "NM"], category: "safety", gravity: .hazard,
            weight: 8,
            english: Telling(
                titles: [
                    "C-arm touches the table without stopping", "Arm brake slips",
                    "Collision sensor does not react",
                ],
                details: [
                    "The arm touched the table edge and the collision sensor did not react.",
                    "The brake slips and the arm sinks by {n} cm when it is let go.",
                    "A movement went on for about a second after the joystick had been released.",
                    "Nobody was in the way, but the team keeps a distance since then.",
                ],
                causes: [
                    """
                    Capacitive sensor soiled and out of calibration; cleaned, calibrated and \
                    tested.
                    """,
                    "Brake lining worn; brake {part} replaced on both axes.",
                ]),
            french: Telling(
                titles: [
                    "L’arceau touche la table sans s’arrêter", "Le frein de l’arceau patine",
                    "Le capteur de collision ne réagit pas",
                ],
                details: [
                    """
                    L’arceau a touché le bord de la table et le capteur de collision n’a pas \
                    réagi.
                    """,
                    "Le frein patine et l’arceau descend de {n} cm quand on le lâche.",
                    "Un mouvement a continué environ une seconde après le relâchement du manche.",
                    """
                    Personne ne se trouvait sur la trajectoire, mais l’équipe garde ses \
                    distances depuis.
                    """,
                ],
                causes: [
                    "Capteur capacitif encrassé et décalibré ; nettoyé, calibré et testé.",
                    "Garniture de frein usée ; frein {part} remplacé sur les deux axes.",
                ])),
        DemoTopic(
            name: "probe", modalities: ["US"], category: "hardware", gravity: .imageQuality,
            weight: 14,
            english: Telling(
                titles: [
                    "Dark lines on the convex probe", "Probe lens detached",
                    "Probe not recognised on port {n}",
                ],
                details: [
                    "Dark vertical lines cross the image of the convex probe at {n} places.",
                    "The lens of the probe comes off at the edge and gel gets under it.",
                    "The probe is not recognised on port {n} but works on the neighbouring one.",
                    "The surface of the probe warms up noticeably in Doppler mode.",
                ],
                causes: [
                    "Elements of the probe were dead after a fall; probe {part} exchanged.",
                    "Disinfectant not on the list had attacked the lens; user informed.",
                ]),
            french: Telling(
                titles: [
                    "Lignes sombres sur la sonde convexe", "Lentille de sonde décollée",
                    "Sonde non reconnue sur le port {n}",
                ],
                details: [
                    """
                    Des lignes verticales sombres traversent l’image de la sonde convexe à {n} \
                    endroits.
                    """,
                    "La lentille de la sonde se décolle au bord et du gel passe dessous.",
                    """
                    La sonde n’est pas reconnue sur le port {n} mais fonctionne sur le port \
                    voisin.
                    """,
                    "La surface de la sonde chauffe nettement en mode Doppler.",
                ],
                causes: [
                    "Éléments de la sonde morts après une chute ; sonde {part} échangée.",
                    "Un désinfectant hors liste avait attaqué la lentille ; utilisateur informé.",
                ])),
        DemoTopic(
            name: "power", modalities: [], category: "hardware", gravity: .stoppage, weight: 6,
            english: Telling(
                titles: [
                    "System does not start after power cut", "UPS alarm {code}",
                    "Monitor flickers in the control room",
                ],
                details: [
                    """
                    The system does not start after the power cut of last night and stays on a \
                    black screen.
                    """,
                    "The UPS beeps every {n} seconds and shows {code}.",
                    "The diagnostic monitor flickers and turns pink for some seconds.",
                    "The main breaker in {room} trips as soon as the generator is charged.",
                ],
                causes: [
                    "Batteries of the UPS at the end of their life; replaced.",
                    "Power supply of the host defective; supply {part} exchanged.",
                ]),
            french: Telling(
                titles: [
                    "Le système ne démarre plus après une coupure", "Alarme onduleur {code}",
                    "L’écran clignote au pupitre",
                ],
                details: [
                    """
                    Le système ne démarre plus depuis la coupure de la nuit dernière et reste \
                    sur un écran noir.
                    """,
                    "L’onduleur bipe toutes les {n} secondes et affiche {code}.",
                    "L’écran de diagnostic clignote et vire au rose pendant quelques secondes.",
                    "Le disjoncteur principal de {room} saute dès la charge du générateur.",
                ],
                causes: [
                    "Batteries de l’onduleur en fin de vie ; remplacées.",
                    "Alimentation du calculateur défectueuse ; alimentation {part} échangée.",
                ])),
    ]
}
