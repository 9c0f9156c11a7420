from django.urls import path, re_path

from consultations import views

app_name = "consultations"

urlpatterns = [
    path("home/meetings/", views.next_meetings, name="next-meetings"),
    path(
        "home/consultations/<slug:slug>/<slug:consultation>/",
        views.feedback_give,
        name="feedback-give",
    ),
    path(
        "home/consultations/<slug:slug>/<slug:consultation>/check/",
        views.feedback_check,
        name="feedback-check",
    ),
    path("home/conversations/<int:pk>/", views.conversation_log, name="conversation-log"),
    path("programmes/<slug:slug>/hand-in/", views.poster_hand_in, name="poster-hand-in"),
    path("programmes/<slug:slug>/hand-in/thanks/<uuid:key>/", views.poster_thanks, name="poster-thanks"),
    re_path(
        r"^programmes/(?P<slug>[-\w]+)/hand-in/template-(?P<paper>a3|a4)\.pdf$",
        views.poster_template,
        name="poster-template",
    ),
    path("programmes/<slug:slug>/tell-us/", views.conversation_tell, name="conversation-tell"),
    path("programmes/<slug:slug>/tell-us/thanks/<uuid:key>/", views.conversation_thanks, name="conversation-thanks"),
    path("desk/<slug:slug>/feedback/", views.feedback_review_list, name="feedback-review-list"),
    path("desk/<slug:slug>/feedback/<int:pk>/", views.feedback_review, name="feedback-review"),
    path("desk/<slug:slug>/conversations/", views.conversation_review_list, name="conversation-review-list"),
    path("desk/<slug:slug>/conversations/new/", views.conversation_create, name="conversation-create"),
    path("desk/<slug:slug>/conversations/<int:pk>/", views.conversation_review, name="conversation-review"),
    path("desk/<slug:slug>/conversations/<int:pk>/publish/", views.conversation_publish, name="conversation-publish"),
    path("desk/<slug:slug>/hand-in/", views.poster_call_edit, name="poster-call-edit"),
    path("desk/<slug:slug>/hand-ins/<int:pk>/look/", views.giver_look, name="giver-look"),
    path("desk/<slug:slug>/hand-ins/<int:pk>/forget/", views.giver_forget, name="giver-forget"),
    path("desk/<slug:slug>/posters/", views.poster_review_list, name="poster-review-list"),
    re_path(
        r"^desk/(?P<slug>[-\w]+)/posters/captions-(?P<paper>a4|a5)\.pdf$",
        views.poster_captions,
        name="poster-captions",
    ),
    path("desk/<slug:slug>/posters/photograph/", views.poster_photograph, name="poster-photograph"),
    path("desk/<slug:slug>/posters/<int:pk>/", views.poster_review, name="poster-review"),
    path("desk/<slug:slug>/posters/<int:pk>/picture.jpg", views.poster_review_picture, name="poster-review-picture"),
    path("desk/<slug:slug>/posters/<int:pk>/photograph/", views.poster_exchange, name="poster-exchange"),
    path("desk/<slug:slug>/posters/<int:pk>/consent/", views.poster_consent, name="poster-consent"),
    path("desk/<slug:slug>/posters/<int:pk>/withdraw/", views.poster_withdraw, name="poster-withdraw"),
    path("desk/<slug:slug>/posters/<int:pk>/publish/", views.poster_publish, name="poster-publish"),
    path("desk/<slug:slug>/posters/<int:pk>/take-down/", views.poster_take_down, name="poster-take-down"),
    path("desk/<slug:slug>/coverage/", views.coverage_matrix, name="coverage-matrix"),
    path("desk/<slug:slug>/coverage/<int:pk>/<slug:column>/", views.coverage_cell, name="coverage-cell"),
    path("desk/<slug:slug>/phases/<int:position>/close/", views.phase_close, name="phase-close"),
    path("desk/<slug:slug>/phases/<int:position>/reopen/", views.phase_reopen, name="phase-reopen"),
]
