extension RuleSet {
    /// The rules as they are shipped, as data: the table of PRODUCT section 3.3. Once released
    /// a set is never edited; a later one gets a name of its own.
    static let shippedText = #"""
        {
          "name": {"en": "Rules as shipped, 2026-1", "fr": "Règles livrées, 2026-1"},
          "zone": "UTC",
          "jurisdictions": [
            {
              "code": "US",
              "name": {"en": "United States", "fr": "États-Unis"},
              "applies": {"field": "markets", "includes": "US"},
              "decision": true
            },
            {
              "code": "EU",
              "name": {"en": "European Union", "fr": "Union européenne"},
              "applies": {"field": "markets", "includes": "EU"},
              "decision": true
            },
            {
              "code": "POL",
              "name": {"en": "House policy", "fr": "Politique interne"},
              "decision": false
            }
          ],
          "calendars": [
            {
              "code": "us_federal",
              "name": {"en": "US federal holidays", "fr": "jours fériés fédéraux des États-Unis"},
              "weekend": [6, 7],
              "holidays": ["us_federal"],
              "closed": []
            },
            {
              "code": "house",
              "name": {"en": "the house’s own", "fr": "calendrier de la maison"},
              "weekend": [6, 7],
              "holidays": [],
              "closed": []
            }
          ],
          "rules": [
            {
              "id": "US-30",
              "jurisdiction": "US",
              "name": {
                "en": "Death, serious injury or malfunction that would harm",
                "fr": "Décès, lésion grave ou dysfonctionnement dangereux"
              },
              "when": {
                "or": [
                  {"field": "outcome", "is": ["death", "serious_injury"]},
                  {"field": "recurrence_would_harm", "is": ["yes"]}
                ]
              },
              "starts": ["aware", "received"],
              "limit": {"days": 30},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 803.50", "fr": "21 CFR 803.50"}
            },
            {
              "id": "US-5A",
              "jurisdiction": "US",
              "name": {
                "en": "Remedial action against an unreasonable risk",
                "fr": "Action corrective contre un risque déraisonnable"
              },
              "when": {
                "or": [
                  {"field": "aware_remedial", "known": true},
                  {"field": "remedial_action_needed", "is": ["yes"]}
                ]
              },
              "starts": ["aware_remedial", "aware", "received"],
              "limit": {"work_days": 5, "calendar": "us_federal"},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 803.53(a)", "fr": "21 CFR 803.53(a)"}
            },
            {
              "id": "US-5B",
              "jurisdiction": "US",
              "name": {"en": "Written request of FDA", "fr": "Demande écrite de la FDA"},
              "when": {"field": "fda_request", "is": ["yes"]},
              "starts": ["aware", "received"],
              "limit": {"work_days": 5, "calendar": "us_federal"},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 803.53(b)", "fr": "21 CFR 803.53(b)"}
            },
            {
              "id": "US-SUP",
              "jurisdiction": "US",
              "name": {"en": "Supplement to a report", "fr": "Complément à une déclaration"},
              "when": {"field": "new_information", "known": true},
              "starts": ["new_information"],
              "limit": {"days": 30},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 803.56", "fr": "21 CFR 803.56"}
            },
            {
              "id": "US-806",
              "jurisdiction": "US",
              "name": {"en": "Correction or removal", "fr": "Correction ou retrait"},
              "when": {
                "and": [
                  {"field": "field_action_initiated", "known": true},
                  {"field": "field_action_reason", "is": ["risk_to_health", "violation"]}
                ]
              },
              "starts": ["field_action_initiated"],
              "limit": {"work_days": 10, "calendar": "us_federal"},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 806.10", "fr": "21 CFR 806.10"}
            },
            {
              "id": "EU-2",
              "jurisdiction": "EU",
              "name": {
                "en": "Serious public health threat",
                "fr": "Menace grave pour la santé publique"
              },
              "when": {"field": "public_health_threat", "is": ["yes"]},
              "starts": ["aware_threat", "aware", "received"],
              "limit": {"days": 2},
              "immediately": true,
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(4)",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a04"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-10",
              "jurisdiction": "EU",
              "name": {
                "en": "Death or unanticipated serious deterioration",
                "fr": "Décès ou dégradation grave inattendue"
              },
              "when": {
                "or": [
                  {"field": "outcome", "is": ["death"]},
                  {
                    "and": [
                      {"field": "outcome", "is": ["serious_injury"]},
                      {"field": "unanticipated", "is": ["yes"]}
                    ]
                  }
                ]
              },
              "starts": ["aware", "received"],
              "limit": {"days": 10},
              "immediately": true,
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(5)",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a05"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-15",
              "jurisdiction": "EU",
              "name": {"en": "Other serious incident", "fr": "Autre incident grave"},
              "when": {
                "and": [
                  {
                    "or": [
                      {"field": "outcome", "is": ["death", "serious_injury"]},
                      {"field": "recurrence_would_harm", "is": ["yes"]}
                    ]
                  },
                  {"not": {"rule": "EU-2"}},
                  {"not": {"rule": "EU-10"}}
                ]
              },
              "starts": ["aware", "received"],
              "limit": {"days": 15},
              "immediately": true,
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(3)",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a03"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-UNSURE",
              "jurisdiction": "EU",
              "name": {
                "en": "Not sure whether it is reportable",
                "fr": "Doute sur le caractère déclarable"
              },
              "when": {"unsure": ["EU-2", "EU-10", "EU-15"]},
              "starts": ["aware", "received"],
              "limit": {"half_of": ["EU-2", "EU-10", "EU-15"]},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(7); half of it by house policy",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a07\u202f; \#
                moitié du délai par politique interne"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-FSCA",
              "jurisdiction": "EU",
              "name": {
                "en": "Field safety corrective action",
                "fr": "Action corrective de sécurité"
              },
              "when": {"field": "field_action_decided", "known": true},
              "starts": ["field_action_decided"],
              "limit": {"before": "field_action_initiated"},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(8): in advance, except in cases of urgency",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a08\u00a0: \#
                avant l’action, sauf urgence"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-88",
              "jurisdiction": "EU",
              "name": {"en": "Trend assessment", "fr": "Évaluation d’une tendance"},
              "when": {"field": "trend_signal", "known": true},
              "starts": ["trend_signal"],
              "limit": {"days": 30},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 88; 30 days by house policy",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a088\u202f; \#
                30\u00a0jours par politique interne"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "EU-FUP",
              "jurisdiction": "EU",
              "name": {"en": "Follow-up or final report", "fr": "Rapport de suivi ou final"},
              "when": {"field": "next_report", "known": true},
              "starts": ["next_report"],
              "limit": {"immediately": true},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 100, "role": "reviewer"}],
              "citation": {
                "en": "EU MDR 2017/745 art. 87(6), 89(5): the day announced to the authority",
                "fr": "règlement (UE)\u00a02017/745, art.\u00a087, §\u00a06, et 89, \#
                §\u00a05\u00a0: le jour annoncé à l’autorité"
              },
              "valid": {"from": "2021-05-26"}
            },
            {
              "id": "US-1002",
              "jurisdiction": "US",
              "name": {"en": "Accidental radiation occurrence", "fr": "Irradiation accidentelle"},
              "when": {
                "and": [
                  {"field": "modality", "is": ["CT"]},
                  {"field": "radiation", "is": ["accidental_occurrence"]}
                ]
              },
              "starts": ["aware", "received"],
              "limit": {"immediately": true},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 1002.20", "fr": "21 CFR 1002.20"}
            },
            {
              "id": "US-1003",
              "jurisdiction": "US",
              "name": {
                "en": "Radiation defect or non-compliance",
                "fr": "Défaut ou non-conformité de rayonnement"
              },
              "when": {
                "and": [
                  {"field": "modality", "is": ["CT"]},
                  {"field": "radiation", "is": ["defect"]}
                ]
              },
              "starts": ["aware", "received"],
              "limit": {"immediately": true},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 75, "role": "reviewer"}, {"percent": 100, "role": "admin"}],
              "citation": {"en": "21 CFR 1003.20", "fr": "21 CFR 1003.20"}
            },
            {
              "id": "POL-ACK",
              "jurisdiction": "POL",
              "name": {"en": "Acknowledge receipt", "fr": "Accuser réception"},
              "when": {},
              "starts": ["received"],
              "limit": {"work_days": 2, "calendar": "house"},
              "done": {"field": "acknowledged", "known": true},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 100, "role": "analyst"}],
              "citation": {"en": "house policy", "fr": "politique interne"}
            },
            {
              "id": "POL-TRI",
              "jurisdiction": "POL",
              "name": {"en": "Triage", "fr": "Trier"},
              "when": {},
              "starts": ["received"],
              "limit": {"work_days": 1, "calendar": "house"},
              "done": {"not": {"field": "status", "is": ["received", "triage"]}},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 100, "role": "analyst"}],
              "citation": {"en": "house policy", "fr": "politique interne"}
            },
            {
              "id": "POL-INV",
              "jurisdiction": "POL",
              "name": {"en": "Investigate", "fr": "Investiguer"},
              "when": {},
              "starts": ["received"],
              "limit": {"days": 30},
              "done": {
                "or": [
                  {"field": "investigation_needed", "is": ["no"]},
                  {"field": "status", "is": ["action", "reply", "review"]}
                ]
              },
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 100, "role": "reviewer"}],
              "citation": {"en": "house policy", "fr": "politique interne"}
            },
            {
              "id": "POL-CLO",
              "jurisdiction": "POL",
              "name": {"en": "Close", "fr": "Clôturer"},
              "when": {},
              "starts": ["received"],
              "limit": {"days": 45},
              "warn": [50, 75, 90, 100],
              "escalate": [{"percent": 100, "role": "reviewer"}],
              "citation": {"en": "house policy", "fr": "politique interne"}
            }
          ]
        }
        """#
}
