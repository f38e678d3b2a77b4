/// Sentences that go with every trouble, in each language.
struct DemoPhrases: Sendable {
    let openers: [String]
    let actions: [String]
    let effects: [String]
    let remarks: [String]
    let closers: [String]
    let corrections: [String]
    let replies: [String]

    static func of(_ language: Language) -> DemoPhrases {
        language == .french ? french : english
    }

    private static let english = DemoPhrases(
        openers: [
            """
            This morning at {time}, during {exam}, the following happened on our {product} in \
            {room}.
            """,
            "The customer called at {time} about the {product} in {room}.",
            "{who} reports a problem that came up for the first time during {exam}.",
            "Problem noticed on the {product} while preparing {exam}.",
            """
            Since the last preventive maintenance we have had this trouble, today again during \
            {exam}.
            """,
            "Reported by {who} by phone at {time}, system in use for {exam}.",
            "Once more, for {n} days in a row now, the same thing on the {product}.",
            "During the night shift, around {time}, {who} stopped {exam}.",
        ],
        actions: [
            "We restarted the system, and it worked again for {min} minutes.",
            "A cold restart did not change anything.",
            "The protocol was repeated with the same result.",
            "The hotline had us check the log, which holds the entry {code} {nn} times.",
            "We went back to an older protocol to be able to go on.",
            "All cables were unplugged, inspected and plugged in again without success.",
            "The quality check with the phantom was done at once and failed on {n} of its points.",
            "The local biomedical engineer looked at it and found nothing obvious.",
        ],
        effects: [
            "The patient had to be moved to the other scanner.",
            "{n} appointments were cancelled and the patients called back.",
            """
            The examination was finished with a delay of {min} minutes, the patient was not \
            harmed.
            """,
            "No patient was in the room when it happened.",
            "The patient had to be scanned again on another day.",
            "The department works with one system less until this is solved.",
            "The images could still be read, with reservations noted in the report.",
            "The waiting time has risen to {n} days because of it.",
        ],
        remarks: [
            "The weather was stormy and the lights had flickered shortly before.",
            "An endoscopy tower had been parked against the cabinet.",
            "A hairpin was found under the headrest afterwards.",
            "The floor had been polished the evening before.",
            "A mouse had gnawed at the cable duct some weeks ago.",
            "The anaesthetist complained about the hum on the capnograph.",
            "The sedated child woke up because of the interruption.",
            "A helicopter was landing on the roof at that time.",
            "Someone had left an oxygen cylinder in the corridor, at a safe distance.",
            "The veterinary phantom of the university was used for the comparison.",
            "The trainee had logged in under a colleague’s account.",
            "A smell of ozone was mentioned by two people independently.",
            "The lift motor behind the wall was being overhauled this week.",
            "A pacemaker programmer lay on the console.",
            "Condensation dripped from the ventilation grille.",
            "The building work next door shakes the whole floor.",
            "The spare key of the technical room could not be found at first.",
            "A tattoo with metallic pigment was noted on the safety form.",
        ],
        closers: [
            "Please call back before {time}.",
            "We ask for an engineer on site as soon as possible.",
            "The logs have been saved and can be sent.", "Photographs are available on request.",
            "We would like a written statement for our quality department.",
            "Please tell us whether the system may be used in the meantime.",
            "The part has been kept for inspection.",
            "The hospital has informed its risk manager.",
        ],
        corrections: [
            "Part {part} replaced, system checked and handed over.",
            "Software corrected remotely, behaviour watched for {n} days.",
            "System calibrated again, all values within limits.",
            "Users trained again on site, instructions handed out.",
            "No part replaced; settings corrected together with the customer.",
        ],
        replies: [
            """
            Thank you for your report. The cause has been found and removed; we do not expect it \
            to happen again.
            """,
            """
            We have repaired the system on site and checked it with your team. Please call us \
            should you notice anything unusual.
            """,
            """
            Our investigation is complete. A correction is part of the coming release, which \
            will be installed at no cost.
            """,
        ])

    private static let french = DemoPhrases(
        openers: [
            """
            Ce matin à {time}, pendant {exam}, voici ce qui s’est passé sur notre {product} en \
            {room}.
            """,
            "Le client a appelé à {time} au sujet du {product} de {room}.",
            "{who} signale un problème apparu pour la première fois pendant {exam}.",
            "Problème constaté sur le {product} pendant la préparation : {exam}.",
            """
            Depuis la dernière maintenance préventive nous avons ce souci, aujourd’hui encore \
            pendant {exam}.
            """,
            "Signalé au téléphone à {time}, {who} utilisait le système pour {exam}.",
            "Pour la {n}e fois ce mois-ci, nous devons signaler la même chose sur le {product}.",
            "Pendant la garde de nuit, vers {time}, {who} a interrompu {exam}.",
        ],
        actions: [
            "Nous avons redémarré le système, qui a refonctionné pendant {min} minutes.",
            "Un redémarrage à froid n’a rien changé.",
            "Le protocole a été refait avec le même résultat.",
            "L’assistance nous a fait relever le journal, qui contient {nn} fois l’entrée {code}.",
            "Nous sommes revenus à un ancien protocole pour pouvoir continuer.",
            "Tous les câbles ont été débranchés, inspectés et rebranchés sans succès.",
            "Le contrôle qualité sur fantôme a été fait aussitôt et échoue sur {n} de ses points.",
            "L’ingénieur biomédical de l’établissement est passé et n’a rien vu d’évident.",
        ],
        effects: [
            "Le patient a dû être transféré sur l’autre appareil.",
            "{n} rendez-vous ont été annulés et les patients rappelés.",
            "L’examen s’est terminé avec {min} minutes de retard, sans dommage pour le patient.",
            "Aucun patient n’était dans la salle au moment des faits.",
            "Le patient a dû revenir un autre jour pour refaire l’examen.",
            "Le service travaille avec un appareil de moins jusqu’à la résolution.",
            "Les images restaient lisibles, avec des réserves notées au compte rendu.",
            "Le délai de rendez-vous est passé à {n} jours à cause de cela.",
        ],
        remarks: [
            "Il y avait de l’orage et la lumière avait vacillé peu avant.",
            "Une colonne d’endoscopie avait été garée contre l’armoire.",
            "Une épingle à cheveux a été retrouvée ensuite sous la têtière.",
            "Le sol avait été lustré la veille au soir.",
            "Une souris avait rongé la goulotte de câbles quelques semaines plus tôt.",
            "L’anesthésiste s’est plaint d’un ronflement sur le capnographe.",
            "L’enfant sédaté s’est réveillé à cause de l’interruption.",
            "Un hélicoptère se posait sur le toit à ce moment-là.",
            "Une bouteille d’oxygène avait été laissée dans le couloir, à distance.",
            "Le fantôme vétérinaire de la faculté a servi à la comparaison.",
            "Le stagiaire s’était connecté sous le compte d’un collègue.",
            "Une odeur d’ozone a été mentionnée par deux personnes séparément.",
            "Le moteur d’ascenseur derrière la cloison était en révision cette semaine.",
            "Un programmateur de stimulateur cardiaque était posé sur le pupitre.",
            "De la condensation gouttait de la grille de ventilation.",
            "Le chantier voisin fait trembler tout l’étage.",
            "La clé de secours du local technique est restée introuvable un moment.",
            "Un tatouage à pigments métalliques figurait au questionnaire de sécurité.",
        ],
        closers: [
            "Merci de rappeler avant {time}.",
            "Nous demandons l’intervention d’un technicien au plus vite.",
            "Les journaux ont été sauvegardés et peuvent être envoyés.",
            "Des photographies sont disponibles sur demande.",
            "Nous souhaitons une réponse écrite pour notre service qualité.",
            "Merci de nous dire si le système peut être utilisé en attendant.",
            "La pièce a été conservée pour expertise.",
            "L’établissement a prévenu son gestionnaire de risques.",
        ],
        corrections: [
            "Pièce {part} remplacée, système contrôlé et rendu au service.",
            "Logiciel corrigé à distance, comportement suivi pendant {n} jours.",
            "Système calibré de nouveau, toutes les valeurs dans les limites.",
            "Utilisateurs formés de nouveau sur site, consignes remises.",
            "Aucune pièce remplacée ; réglages corrigés avec le client.",
        ],
        replies: [
            """
            Nous vous remercions de votre signalement. La cause a été trouvée et supprimée ; \
            nous ne nous attendons pas à une récidive.
            """,
            """
            Nous avons réparé le système sur site et l’avons contrôlé avec votre équipe. \
            N’hésitez pas à nous appeler au moindre doute.
            """,
            """
            Notre investigation est terminée. Une correction fait partie de la prochaine \
            version, installée sans frais.
            """,
        ])
}
