"""Materials, tasks and self-assessment: of a cohort for its staff, under `my/` for the participant."""

from django.urls import path

from courses import views_materials, views_study, views_tasks

urlpatterns = [
    path("cohorts/<int:pk>/study/", views_tasks.study, name="study"),
    path("cohorts/<int:pk>/study/starting-set/", views_tasks.starting_set, name="starting_set"),
    path("cohorts/<int:pk>/study/copy/", views_tasks.study_copy, name="study_copy"),
    path("cohorts/<int:pk>/materials/new/", views_materials.material_new, name="material_new"),
    path("cohorts/<int:pk>/tasks/new/", views_tasks.task_new, name="task_new"),
    path("materials/<int:pk>/", views_materials.material, name="material"),
    path("materials/<int:pk>/edit/", views_materials.material_edit, name="material_edit"),
    path("materials/<int:pk>/withdraw/", views_materials.material_withdraw, name="material_withdraw"),
    path("materials/<int:pk>/bring-back/", views_materials.material_bring_back, name="material_bring_back"),
    path("materials/versions/<int:pk>/file/", views_materials.material_file, name="material_file"),
    path("tasks/<int:pk>/", views_tasks.task, name="task"),
    path("tasks/<int:pk>/edit/", views_tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/close/", views_tasks.task_close, name="task_close"),
    path("tasks/<int:pk>/reopen/", views_tasks.task_reopen, name="task_reopen"),
    path("tasks/<int:pk>/of/<int:enrolment_pk>/", views_tasks.work, name="work"),
    path("submissions/<int:pk>/files/<int:upload_pk>/", views_tasks.submission_file, name="submission_file"),
    path("my/tasks/", views_study.my_tasks, name="my_tasks"),
    path("my/tasks/<int:pk>/", views_study.my_task, name="my_task"),
    path("my/materials/", views_study.my_materials, name="my_materials"),
    path("my/self-assessment/", views_study.my_self_assessment, name="my_self_assessment"),
    path("my/self-assessment/<int:pk>/<slug:moment>/", views_study.my_self_assess, name="my_self_assess"),
]
