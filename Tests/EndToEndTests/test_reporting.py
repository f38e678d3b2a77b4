"""Reporting through the API alone: decided, signed, reported late and on time, decided anew after a death, verified."""

import pathlib
import unittest

from harness import PASSWORD, Instance, verify

CANARY = "Canary-of-the-rationale-31"
ANY = {"If-Match": "*"}


class Reporting(unittest.TestCase):
    def test_two_jurisdictions_are_decided_reported_and_decided_anew(self):
        with Instance() as instance:
            instance.make_account("rita", "reviewer")
            rita = instance.make_token("rita", "--scope", "read,work,decide,sign")
            file = instance.create(
                aware="2026-03-02", outcome="serious_injury", unanticipated="no", public_health_threat="no",
                recurrence_would_harm="no", remedial_action_needed="no", fda_request="no", modality="MR", markets=["US", "EU"],
                complainant_name="Nom-Canari")
            path = f"/complaints/{file['id']}"

            def rows():
                return {row["code"]: row for row in instance.get(path + "/reporting")["jurisdictions"]}

            def decide(where, verdict, **more):
                return instance.api("POST", path + "/decisions", {
                    "jurisdiction": where, "verdict": verdict, "rationale": CANARY, **more}, token=rita, status=201)[2]

            signature = {"password": PASSWORD, "meaning": "decision"}
            self.assertEqual({code: row["next"] for code, row in rows().items()}, {"US": "decide", "EU": "decide"})
            us = decide("US", "reportable", answers={"harm": "yes"})
            self.assertEqual((us["proposal"], us["rule"], us["basis"]), ("reportable", "US-30", ["US-30"]))
            waiting = instance.get("/complaints?awaiting_signature=decision")["items"]
            self.assertEqual([item["id"] for item in waiting], [file["id"]])
            wrong = {"signature": {**signature, "password": "not hers"}}
            self.assertEqual(instance.api("POST", path + f"/decisions/{us['id']}/sign", wrong, token=rita)[0], 422)
            instance.api("POST", path + f"/decisions/{us['id']}/sign", {"signature": signature}, token=rita, status=200)
            decide("EU", "not_reportable", signature=signature)
            self.assertEqual({code: row["next"] for code, row in rows().items()}, {"US": "report", "EU": "done"})
            clocks = {clock["rule"]: clock for clock in instance.get(path + "/clocks")["clocks"]}
            self.assertIn("nothing has to be reported", clocks["EU-15"]["ended"])
            self.assertEqual(clocks["US-30"]["due"], "2026-04-01")

            late = instance.api("POST", path + "/reports", {
                "jurisdiction": "US", "type": "initial", "submitted": "2026-04-04", "report_number": "1234567-2026-1",
                "late_reason": "The hospital answered late."}, status=201)[2]
            self.assertEqual((late["due"], late["rules"]), ("2026-04-01", ["US-30"]))
            self.assertEqual([report["days_late"] for report in rows()["US"]["reports"]], [3])
            self.assertEqual(rows()["US"]["next"], "done")

            # A death reported later starts the shorter clock; the decision that was made before stays.
            instance.api("PATCH", path, {"outcome": "death", "change_reason": "The hospital called"}, ANY, status=200)
            eu = rows()["EU"]
            self.assertEqual((eu["next"], eu["decision"]), ("decide", None))
            past = eu["superseded"][0]
            self.assertEqual((past["decision"]["superseded_why"], past["signature"]["signer"]), ("facts", "rita"))
            self.assertEqual([(clock["rule"], clock["due"]) for clock in eu["clocks"]], [("EU-10", "2026-03-12")])
            decide("EU", "reportable", signature=signature)
            report = instance.api("POST", path + "/reports", {
                "jurisdiction": "EU", "type": "initial", "report_number": "MIR-1"}, status=201)[2]
            self.assertEqual((report["due"], rows()["EU"]["next"]), ("2026-03-12", "report"))
            place = path + f"/reports/{report['id']}"
            instance.api("PATCH", place, {"submitted": "2026-03-11", "next_report": "2026-05-11"}, ANY, status=200)
            self.assertEqual([item["days_late"] for item in rows()["EU"]["reports"]], [0])
            announced = {clock["rule"]: clock for clock in rows()["EU"]["clocks"]}["EU-FUP"]
            self.assertEqual((announced["due"], rows()["EU"]["next"]), ("2026-05-11", "report"))
            final = instance.api("POST", path + "/reports", {
                "jurisdiction": "EU", "type": "final", "submitted": "2026-05-02", "report_number": "MIR-2"}, status=201)[2]
            self.assertEqual((final["due"], rows()["EU"]["next"]), ("2026-05-11", "done"))

            draft = instance.get(path + "/drafts/fda-3500a")
            values = {line["number"]: line for section in draft["sections"] for line in section["items"]}
            self.assertEqual(values["H1"]["values"][0]["value"], "Death")
            self.assertIn("D1", [line["number"] for line in draft["missing"]])
            self.assertEqual(instance.api("GET", path + "/drafts/other")[0], 404)
            data = instance.data
            instance.stop()
            verify(data)
            for found in pathlib.Path(data).rglob("*"):
                if found.is_file():
                    self.assertNotIn(CANARY.encode(), found.read_bytes(), found)


if __name__ == "__main__":
    unittest.main()
