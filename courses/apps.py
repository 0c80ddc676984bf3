from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import dossier as of_courses
        from courses import exporting
        from people import dossier, exported, listing, merging

        dossier.add(of_courses.enrolments_of)
        dossier.add_of_school(of_courses.participants_from)
        merging.count(of_courses.courses_held)
        merging.guard(of_courses.both_study)
        merging.guard_undoing(of_courses.go_on_across)
        merging.remark_on_undoing(of_courses.begun_since)
        merging.remark(of_courses.claimed_addresses)
        listing.add(of_courses.BY_STUDY)
        exported.call(exporting.LISTS, exporting.WORDS, {"cohort": exporting.names_of})
