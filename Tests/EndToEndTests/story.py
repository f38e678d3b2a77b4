"""The story of one complaint, told twice: through the API alone (test_story) and in a browser (test_story_pages).

A hospital writes about a serious injury. The file is recorded; a call about the same event, four days earlier, is found and
merged into it, so that every clock starts on the day of the call. It is investigated, decided and reported: in the US in time, in
the EU six days late. Closing is refused three times, each time for another reason; a reviewer who did not investigate
closes it; it is opened again when the hospital calls back, and closed once more."""

# Account: role. Rosa reviews as René does, but investigated this one.
PEOPLE = {"ines": "engineer", "anna": "analyst", "rosa": "reviewer", "rene": "reviewer"}

CALL = {
    "received": "2026-02-27", "aware": "2026-02-27", "channel": "phone", "country": "FR", "severity": "serious",
    "outcome": "serious_injury", "summary": "Ward calls: burn after an examination",
    "description": "The ward called: a patient has a burn on the arm after the examination this morning.",
    "complainant_name": "Odile Perrin", "complainant_organisation": "CHU Rive Gauche", "unanticipated": "no",
}
LETTER = {
    **CALL, "received": "2026-03-03", "aware": "2026-03-03", "channel": "email", "event_date": "2026-02-27",
    "markets": ["US", "EU"], "modality": "MR", "product": "Aera 3T", "serial": "SN-77031",
    "summary": "Burn on the forearm under the body coil",
    "description": "A patient was burnt on the left forearm, where the skin touched the cable of the body coil.",
}
# What the rules ask and intake did not: without these a clock may not be known.
FACTS = {
    "public_health_threat": "no", "unanticipated": "no", "remedial_action_needed": "no", "fda_request": "no",
    "recurrence_would_harm": "yes",
}
# Rule: the day its clock ends on, and why. Day 0 is the day of the call.
CLOCKS = {
    "US-30": ("2026-03-29", "30 calendar days after 2026-02-27 (21 CFR 803.50) = 2026-03-29"),
    "EU-15": ("2026-03-14",
              "immediately, and not later than 15 calendar days after 2026-02-27 (EU MDR 2017/745 art. 87(3)) = 2026-03-14"),
}
TRIAGE = {
    "is_complaint": "yes", "failure_to_meet_specification": "yes", "similar_check": "found",
    "similar_findings": "A call about the same event, merged.", "category": "safety", "owner": "anna", **FACTS,
}
INVESTIGATION = {
    "investigation_needed": "yes", "investigator": "rosa", "investigation_started": "2026-03-05",
    "investigation_finished": "2026-03-24", "findings": "The spacer between cable and skin was missing.",
    "investigation_results": "Contact of skin and cable without the spacer the instructions ask for.",
    "root_cause": "The spacer was not delivered with the coil.", "met_specification": "no", "relation_to_event": "caused",
    "imdrf_a": ["A1404"], "imdrf_e": ["E1702"],
}
ACTION = {"action_decision": "correction", "correction": "Spacers sent to every site with this coil."}
REPLY = {"reply": "The cause was found; your spacer has been delivered.", "reply_date": "2026-03-30", "acknowledged": "2026-03-03",
         "udi": "04012345678901", "reviewer": "rene", "retention_until": "2041-03-30"}
# Jurisdiction: rationale of its decision, and its report.
DECISIONS = {"US": "A serious injury that the device may have caused.", "EU": "A serious deterioration of a patient's health."}
ANSWERS = {"US": {"harm": "yes", "erroneous": "no"}, "EU": {"incident": "yes", "deterioration": "yes"}}
REPORTS = {
    "US": {"report_number": "3003-2026-00017", "submitted": "2026-03-27", "submitted_by": "anna", "acknowledged": "2026-03-28",
           "acknowledgement_number": "ACK-US-1"},
    "EU": {"report_number": "FR-2026-0042", "submitted": "2026-03-20", "submitted_by": "anna",
           "late_reason": "The call was recorded only when the letter came."},
}
DAYS_LATE = {"US": 0, "EU": 6}
