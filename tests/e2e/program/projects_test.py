"""Projects of several departments in a running service: a home modification goes through a return, an
extension and a second round of its work to acceptance; each department reads what it has to do."""

from harness import ProgramTest, main


class ProjectsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.use_rules("departments.toml", "projects.toml", "calendar.toml")
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "home": {"lat": 32.3942, "lon": 119.4129}}})["id"]

    def open(self, template="home_modification", **more):
        return self.client.must("OpenProject", {"member": self.member, "template_code": template,
                                                **more})["id"]

    def get(self, project):
        return self.client.get(f"/v1/projects/{project}")

    def step(self, project, code):
        return next(one for one in self.get(project)["steps"] if one["rule"]["code"] == code)

    def do(self, name, project, step=None, **more):
        body = {"project": project, **({"step": step} if step else {}), **more}
        return self.client.must(name, body)

    def papers(self, project, step):
        return [{"code": one["code"], "reference": "shelf 7"}
                for one in self.step(project, step)["rule"].get("documents", [])]

    def finish(self, project, step, **more):
        self.do("StartStep", project, step)
        for opinion in self.step(project, step).get("opinions", []):
            self.do("GiveOpinion", project, step, department=opinion["department"], text="agreed")
        self.do("FinishStep", project, step, documents=self.papers(project, step), **more)

    def work(self, department):
        found = self.client.get(f"/v1/department_work?department={department}")["items"]
        return [(one["task"], one["step"]) for one in found]

    def assert_refused(self, name, body, reason, words=""):
        answer = self.client.command(name, body)
        self.assertEqual(answer.json["reason"], reason, answer.body)
        self.assertIn(words, answer.json["detail"])

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def test_a_home_modification_from_the_application_to_acceptance(self):
        project = self.open(note="the tub is too high")
        shown = self.get(project)
        self.assertEqual((shown["status"], shown["template_version"], shown["ceiling_fen"]),
                         ("open", "1", 3_000_000))
        self.finish(project, "application")

        # The health commission says that it is not its own; civil affairs leads, and gives it on.
        self.assertEqual(self.work("health"), [("step", "assessment")])
        self.assertEqual(self.work("disabled_federation"), [("opinion", "assessment")])
        due = self.step(project, "assessment")["due"]["due_at"]
        self.do("ReturnStep", project, "assessment", department="disabled_federation",
                reason="a matter of aids")
        self.assertEqual(self.work("health"), [])
        self.assertEqual(self.work("civil_affairs"), [("reassign", "assessment")])
        self.assertEqual(self.step(project, "assessment")["due"]["due_at"], due)
        self.assert_refused("StartStep", {"project": project, "step": "assessment"},
                            "illegal_status", "was returned")
        self.do("ReassignStep", project, "assessment", department="disabled_federation",
                owner="Chen", reason="so it is")
        self.assertEqual(self.work("disabled_federation"), [("step", "assessment")])

        # More time, once.
        self.do("ExtendStep", project, "assessment", reason="nobody at home")
        self.assertGreater(self.step(project, "assessment")["due"]["due_at"], due)
        self.assert_refused("ExtendStep", {"project": project, "step": "assessment",
                                           "reason": "still nobody"}, "illegal_status", "already")
        self.finish(project, "assessment")
        self.finish(project, "plan")

        # A budget within the ceiling.
        self.do("StartStep", project, "approval")
        self.do("GiveOpinion", project, "approval", department="finance", text="agreed")
        self.assert_refused("ApproveBudget", {"project": project, "budget_fen": 3_000_100},
                            "limit_reached", "30001.00 yuan")
        self.do("ApproveBudget", project, budget_fen=3_000_000)

        # Killed and started again, it is where it was.
        self.service.kill()
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.assertEqual(self.work("housing"), [("step", "construction")])

        # The work is rejected once, and done again.
        for round_number in (1, 2):
            self.finish(project, "construction", spent_fen=1_400_000)
            self.assert_refused("StartStep", {"project": project, "step": "acceptance"},
                                "illegal_status", "waiting")
            self.finish(project, "supervision")
            self.do("StartStep", project, "acceptance")
            if round_number == 1:
                self.do("RejectWork", project, reason="the seat is loose")
                self.assertEqual(self.step(project, "construction")["round"], 2)
        self.do("AcceptWork", project, documents=self.papers(project, "acceptance"))
        ended = self.get(project)
        self.assertEqual((ended["status"], ended["spent_fen"], ended["promised_fen"]),
                         ("completed", 2_800_000, 0))
        self.assertEqual([one["accepted"] for one in ended["rounds"]], [False, True])
        self.assertEqual(self.work("civil_affairs"), [])
        self.assert_stopped_sound()

    def test_lists_counts_and_a_board(self):
        first = self.open()
        second = self.open("family_doctor")
        other = self.client.must("RegisterMember", {"profile": {"name": "Wang Wu"}})["id"]
        third = self.client.must("OpenProject", {"member": other,
                                                 "template_code": "discharge_home"})["id"]
        self.do("CancelProject", third, reason="stays with her son")

        def listed(query):
            return [one["id"] for one in self.client.get(f"/v1/projects?{query}")["items"]]

        self.assertEqual(listed(f"member={self.member}"), [first, second])
        self.assertEqual(listed("template_code=family_doctor"), [second])
        self.assertEqual(listed("status=cancelled"), [third])
        self.assertEqual(listed("department=community"), [first, second])
        self.assertEqual(listed("department=finance"), [])
        self.assertEqual(listed("overdue=true"), [])
        self.assertEqual(listed("overdue=false&status=open"), [first, second])

        counts = {one["key"]: one for one in
                  self.client.get("/v1/project_counts?by=template_code")["items"]}
        self.assertEqual(counts["home_modification"]["open"], 1)
        self.assertEqual(counts["discharge_home"]["cancelled"], 1)
        self.assertEqual(counts["family_doctor"]["opinions_awaited"], 1)
        every = self.client.get("/v1/project_counts")["items"]
        self.assertEqual([(one["open"], one["open_steps"]) for one in every], [(2, 2)])
        department = {one["key"]: one for one in
                      self.client.get("/v1/project_counts?by=department")["items"]}
        self.assertEqual(department["community"]["open_steps"], 1)
        self.assertEqual(department["community"]["opinions_awaited"], 1)

        # What is due first stands first: three working days before a month.
        # The opinion is due before its step.
        self.assertEqual(self.work("community"), [("opinion", "match"), ("step", "application")])
        board = self.client.get("/v1/department_work?department=health")["items"]
        self.assertEqual(board[0]["waiting_for"], ["community"])
        self.assertEqual(board[0]["name_en"], "Match with a team")
        self.assertNotIn("member", board[0])
        wrong = self.client.call("GET", "/v1/department_work?colour=red")
        self.assertEqual(wrong.status, 400)
        templates = self.client.get("/v1/project_templates")["items"]
        self.assertEqual(len(templates), 4)
        self.assertEqual(len(self.client.get("/v1/departments")["items"]), 11)

    def test_a_suspended_project_and_a_death(self):
        project = self.open()
        self.do("SuspendProject", project, reason="in hospital")
        self.assertEqual(self.step(project, "application")["status"], "suspended")
        self.do("ResumeProject", project)
        self.assertEqual(self.step(project, "application")["status"], "ready")
        self.client.must("SetMemberStatus", {"member": self.member, "status": "deceased",
                                             "reason": "told by her son"})
        self.assertEqual(self.get(project)["status"], "cancelled")
        self.assertEqual(self.work("community"), [])
        self.assert_stopped_sound()


if __name__ == "__main__":
    main()
