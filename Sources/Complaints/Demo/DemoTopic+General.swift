extension DemoTopic {
    /// Trouble with software, network and what surrounds every system.
    static let general: [DemoTopic] = [
        DemoTopic(
            name: "DICOM transfer", modalities: [], category: "connectivity", gravity: .nuisance,
            weight: 13,
            english: Telling(
                titles: [
                    "Images do not reach the PACS", "DICOM transfer fails with {code}",
                    "{n} series missing in the archive",
                ],
                details: [
                    """
                    Since the weekend about {pct} % of the examinations stay in the send queue \
                    and never reach the PACS.
                    """,
                    "The transfer stops with {code} when a series has more than {nn}0 images.",
                    """
                    The archive confirms storage, yet {n} series are missing on the reading \
                    workstation.
                    """,
                    "The same series arrives twice under two different series numbers.",
                ],
                causes: [
                    """
                    An association limit in the archive after its update; settings agreed with \
                    the PACS vendor.
                    """,
                    """
                    The send queue was blocked by a damaged object; removed, and corrected in \
                    the next release.
                    """,
                ]),
            french: Telling(
                titles: [
                    "Les images n’arrivent pas au PACS", "Échec du transfert DICOM avec {code}",
                    "{n} séries absentes de l’archive",
                ],
                details: [
                    """
                    Depuis le week-end, environ {pct} % des examens restent dans la file d’envoi \
                    et n’arrivent jamais au PACS.
                    """,
                    "Le transfert s’arrête avec {code} dès qu’une série dépasse {nn}0 images.",
                    """
                    L’archive confirme le stockage, et pourtant {n} séries manquent sur la \
                    console de lecture.
                    """,
                    "La même série arrive deux fois sous deux numéros de série différents.",
                ],
                causes: [
                    """
                    Limite d’associations dans l’archive après sa mise à jour ; réglages \
                    convenus avec l’éditeur du PACS.
                    """,
                    """
                    File d’envoi bloquée par un objet endommagé ; supprimé, et corrigé dans la \
                    prochaine version.
                    """,
                ])),
        DemoTopic(
            name: "software crash", modalities: [], category: "software", gravity: .stoppage,
            weight: 15,
            english: Telling(
                titles: [
                    "Console freezes during {seq}",
                    "Software crash {code} after update to {version}",
                    "Application closes by itself several times a day",
                ],
                details: [
                    """
                    The console froze during {seq} and had to be switched off with the main \
                    switch.
                    """,
                    """
                    After the update to {version} the application closes by itself, up to {n} \
                    times a day.
                    """,
                    "A grey window without text appears and nothing can be clicked any more.",
                    """
                    The restart takes {min} minutes, during which the emergency department has \
                    no scanner.
                    """,
                    "The raw data of the last series could not be reconstructed afterwards.",
                ],
                causes: [
                    """
                    A memory leak in the viewer with very long lists of examinations; corrected \
                    in {version}.
                    """,
                    """
                    The system disk had {pct} damaged sectors; disk replaced and software \
                    installed again.
                    """,
                ]),
            french: Telling(
                titles: [
                    "La console se fige pendant {seq}",
                    "Plantage du logiciel {code} après mise à jour en {version}",
                    "L’application se ferme seule plusieurs fois par jour",
                ],
                details: [
                    """
                    La console s’est figée pendant {seq} et il a fallu couper à l’interrupteur \
                    général.
                    """,
                    """
                    Depuis la mise à jour en {version}, l’application se ferme seule, jusqu’à \
                    {n} fois par jour.
                    """,
                    "Une fenêtre grise sans texte apparaît et plus rien n’est cliquable.",
                    """
                    Le redémarrage prend {min} minutes, pendant lesquelles les urgences n’ont \
                    plus d’imagerie.
                    """,
                    """
                    Les données brutes de la dernière série n’ont pas pu être reconstruites \
                    ensuite.
                    """,
                ],
                causes: [
                    """
                    Fuite de mémoire de la visionneuse avec de très longues listes d’examens ; \
                    corrigée en {version}.
                    """,
                    """
                    Le disque système comptait {pct} secteurs endommagés ; disque remplacé et \
                    logiciel réinstallé.
                    """,
                ])),
        DemoTopic(
            name: "worklist", modalities: [], category: "software", gravity: .hazard, weight: 5,
            english: Telling(
                titles: [
                    "Wrong patient selected from the worklist",
                    "Images filed under another patient",
                    "Left and right swapped in {seq}",
                ],
                details: [
                    """
                    The worklist refreshed at the moment of the click and the line below was \
                    taken.
                    """,
                    """
                    The images of one patient were filed under the name of the next one on the \
                    list.
                    """,
                    "The orientation letters on {n} series were swapped after post-processing.",
                    "The radiologist noticed it while reading, before any treatment was decided.",
                ],
                causes: [
                    """
                    The list is redrawn under the pointer; the selection now waits for the \
                    release of the button.
                    """,
                    """
                    The study had been merged by hand in the archive; no fault of the system \
                    found.
                    """,
                ]),
            french: Telling(
                titles: [
                    "Mauvais patient sélectionné dans la liste de travail",
                    "Images classées sous un autre patient",
                    "Droite et gauche inversées en {seq}",
                ],
                details: [
                    """
                    La liste de travail s’est rafraîchie au moment du clic et la ligne du \
                    dessous a été prise.
                    """,
                    "Les images d’un patient ont été classées sous le nom du suivant sur la liste.",
                    """
                    Les lettres d’orientation de {n} séries étaient inversées après \
                    post-traitement.
                    """,
                    """
                    Le radiologue s’en est aperçu à la lecture, avant toute décision de \
                    traitement.
                    """,
                ],
                causes: [
                    """
                    La liste est redessinée sous le pointeur ; la sélection attend désormais le \
                    relâchement du bouton.
                    """,
                    """
                    L’examen avait été fusionné à la main dans l’archive ; aucun défaut du \
                    système trouvé.
                    """,
                ])),
        DemoTopic(
            name: "reconstruction", modalities: ["MR", "CT", "PT", "NM"], category: "software",
            gravity: .stoppage, weight: 8,
            english: Telling(
                titles: [
                    "Reconstruction very slow", "Reconstruction server unreachable, {code}",
                    "Reconstruction stops at {pct} %",
                ],
                details: [
                    "The reconstruction of {seq} takes {min} minutes instead of a few seconds.",
                    """
                    It stops at {pct} % and the list of jobs grows until nobody can scan any \
                    more.
                    """,
                    "The fan of the reconstruction server is loud and its front lamp is amber.",
                    "Thin slices are missing at the end of the volume, always the last {n}.",
                ],
                causes: [
                    "One of the graphics cards had failed; card {part} replaced.",
                    "The job list had not been cleaned for months; a limit was set.",
                ]),
            french: Telling(
                titles: [
                    "Reconstruction très lente", "Serveur de reconstruction injoignable, {code}",
                    "La reconstruction s’arrête à {pct} %",
                ],
                details: [
                    "La reconstruction de {seq} prend {min} minutes au lieu de quelques secondes.",
                    """
                    Elle s’arrête à {pct} % et la liste des tâches s’allonge jusqu’à bloquer \
                    toute acquisition.
                    """,
                    """
                    Le ventilateur du serveur de reconstruction est bruyant et son voyant avant \
                    est orange.
                    """,
                    "Des coupes fines manquent à la fin du volume, toujours les {n} dernières.",
                ],
                causes: [
                    "Une des cartes graphiques était en panne ; carte {part} remplacée.",
                    """
                    La liste des tâches n’avait pas été purgée depuis des mois ; une limite a \
                    été fixée.
                    """,
                ])),
        DemoTopic(
            name: "documentation", modalities: [], category: "documentation", gravity: .nuisance,
            weight: 4,
            english: Telling(
                titles: [
                    "Instructions for use of {version} not delivered",
                    "Label on the table worn off",
                    "Translation error in the manual",
                ],
                details: [
                    "The instructions for use of {version} were not delivered with the update.",
                    "The label with the maximum patient weight on the table can no longer be read.",
                    "Page {nn} of the manual names a button that does not exist on our system.",
                    "The warning about implants is missing in the local language.",
                ],
                causes: [
                    "The delivery list lacked the document; it was sent, and the list corrected.",
                    "Label material not resistant to the disinfectant; replaced by {part}.",
                ]),
            french: Telling(
                titles: [
                    "Notice d’utilisation de {version} non livrée", "Étiquette de la table effacée",
                    "Erreur de traduction dans le manuel",
                ],
                details: [
                    "La notice d’utilisation de {version} n’a pas été livrée avec la mise à jour.",
                    "L’étiquette du poids maximal du patient sur la table n’est plus lisible.",
                    "La page {nn} du manuel cite un bouton qui n’existe pas sur notre système.",
                    "L’avertissement sur les implants manque dans la langue locale.",
                ],
                causes: [
                    """
                    Le document manquait à la liste de livraison ; il a été envoyé et la liste \
                    corrigée.
                    """,
                    "Matière d’étiquette non résistante au désinfectant ; remplacée par {part}.",
                ])),
    ]
}
