"""The network of principals: practices, their talk, their moderation, the digest; included by postcourse.urls."""

from django.urls import path

from postcourse.views import digest, network, practice, practice_acts, practice_talk

urlpatterns = [
    path("network/", network.network, name="network"),
    path("network/mine/", network.mine, name="network_mine"),
    path("network/moderation/", network.moderation, name="network_moderation"),
    path("network/export/", network.export, name="network_export"),
    path("network/digest/", digest.choose, name="digest_choose"),
    path("network/digest/<str:token>/", digest.refuse, name="digest_refuse"),
    path("network/new/", practice.new, name="practice_new"),
    path("network/<int:pk>/", practice.show, name="practice"),
    path("network/<int:pk>/edit/", practice.edit, name="practice_edit"),
    path("network/<int:pk>/files/<int:upload_pk>/", practice.file, name="practice_file"),
    path("network/<int:pk>/submit/", practice_acts.submit, name="practice_submit"),
    path("network/<int:pk>/withdraw/", practice_acts.withdraw, name="practice_withdraw"),
    path("network/<int:pk>/publish/", practice_acts.publish, name="practice_publish"),
    path("network/<int:pk>/return/", practice_acts.send_back, name="practice_return"),
    path("network/<int:pk>/hide/", practice_acts.hide, name="practice_hide"),
    path("network/<int:pk>/keep/", practice_acts.keep, name="practice_keep"),
    path("network/<int:pk>/report/", practice_talk.report, name="practice_report"),
    path("network/<int:pk>/comments/", practice_talk.comment, name="practice_comment"),
    path("network/comments/<int:pk>/remove/", practice_talk.remove, name="comment_remove"),
    path("network/comments/<int:pk>/hide/", practice_talk.hide, name="comment_hide"),
    path("network/comments/<int:pk>/show/", practice_talk.show, name="comment_show"),
    path("network/comments/<int:pk>/keep/", practice_talk.keep, name="comment_keep"),
    path("network/comments/<int:pk>/report/", practice_talk.report_comment, name="comment_report"),
]
