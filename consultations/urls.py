from django.urls import path, re_path

from consultations.asking import views as asking
from consultations.asking.in_public import views as in_public
from consultations.asking.keying_in import views as keying_in
from consultations.asking.setting_up import views as setting_up
from consultations.conversations import views as conversations
from consultations.coverage import views as coverage
from consultations.hand_ins import views as hand_ins
from consultations.posters.views import desk as posters
from consultations.posters.views import hand_in
from consultations.telling import views as telling

app_name = "consultations"

urlpatterns = [
    path("home/meetings/", asking.next_meetings, name="next-meetings"),
    path(
        "home/consultations/<slug:slug>/<slug:consultation>/",
        asking.feedback_edit,
        name="feedback-edit",
    ),
    path(
        "home/consultations/<slug:slug>/<slug:consultation>/check/",
        asking.feedback_check,
        name="feedback-check",
    ),
    path("home/conversations/<int:pk>/", conversations.conversation_log, name="conversation-log"),
    path(
        "programmes/<slug:slug>/consultations/<slug:consultation>/",
        in_public.consultation_answer,
        name="consultation-answer",
    ),
    path(
        "programmes/<slug:slug>/consultations/<slug:consultation>/return/",
        in_public.answers_return,
        name="answers-return",
    ),
    path("a/<str:token>/", in_public.answers_open, name="answers-open"),
    path("answers/<int:pk>/", in_public.answers_detail, name="answers-detail"),
    path("answers/<int:pk>/questions/<int:number>/", in_public.answers_page, name="answers-page"),
    path("answers/<int:pk>/who/", in_public.answers_who, name="answers-who"),
    path("answers/<int:pk>/check/", in_public.answers_check, name="answers-check"),
    path("answers/<int:pk>/withdraw/", in_public.answers_withdraw, name="answers-withdraw"),
    path("programmes/<slug:slug>/hand-in/", hand_in.poster_hand_in, name="poster-hand-in"),
    path("programmes/<slug:slug>/hand-in/thanks/<uuid:key>/", hand_in.poster_thanks, name="poster-thanks"),
    re_path(
        r"^programmes/(?P<slug>[-\w]+)/hand-in/template-(?P<paper>a3|a4)\.pdf$",
        hand_in.poster_template,
        name="poster-template",
    ),
    path("programmes/<slug:slug>/tell-us/", conversations.conversation_tell, name="conversation-tell"),
    path(
        "programmes/<slug:slug>/tell-us/thanks/<uuid:key>/",
        conversations.conversation_thanks,
        name="conversation-thanks",
    ),
    path("desk/<slug:slug>/consultations/", setting_up.consultation_list, name="consultation-list"),
    path("desk/<slug:slug>/consultations/new/", setting_up.consultation_create, name="consultation-create"),
    path("desk/<slug:slug>/consultations/<int:pk>/", setting_up.consultation_detail, name="consultation-detail"),
    path("desk/<slug:slug>/consultations/<int:pk>/words/", setting_up.consultation_edit, name="consultation-edit"),
    path(
        "desk/<slug:slug>/consultations/<int:pk>/preview/",
        setting_up.consultation_preview,
        name="consultation-preview",
    ),
    path("desk/<slug:slug>/consultations/<int:pk>/open/", telling.consultation_open, name="consultation-open"),
    path("desk/<slug:slug>/consultations/<int:pk>/extend/", telling.consultation_extend, name="consultation-extend"),
    path("desk/<slug:slug>/consultations/<int:pk>/close/", telling.consultation_close, name="consultation-close"),
    path(
        "desk/<slug:slug>/consultations/<int:pk>/reminders/",
        telling.consultation_reminders,
        name="consultation-reminders",
    ),
    path("desk/<slug:slug>/consultations/<int:pk>/asked/", telling.consultation_asked, name="consultation-asked"),
    path("desk/<slug:slug>/consultations/<int:pk>/tell/", telling.consultation_tell, name="consultation-tell"),
    path("desk/<slug:slug>/consultations/<int:pk>/letters/", telling.consultation_letters, name="consultation-letters"),
    path("desk/<slug:slug>/asked/<int:pk>/again/", telling.consultation_ask_again, name="consultation-ask-again"),
    path("desk/<slug:slug>/consultations/<int:pk>/enter/", keying_in.answers_enter, name="answers-enter"),
    path("desk/<slug:slug>/consultations/<int:pk>/questions/new/", setting_up.question_create, name="question-create"),
    path("desk/<slug:slug>/questions/<int:pk>/", setting_up.question_edit, name="question-edit"),
    path("desk/<slug:slug>/questions/<int:pk>/move/", setting_up.question_move, name="question-move"),
    path("desk/<slug:slug>/questions/<int:pk>/remove/", setting_up.question_remove, name="question-remove"),
    path("desk/<slug:slug>/feedback/", asking.feedback_review_list, name="feedback-review-list"),
    path("desk/<slug:slug>/feedback/<int:pk>/", asking.feedback_review, name="feedback-review"),
    path("desk/<slug:slug>/feedback/<int:pk>/withdraw/", asking.feedback_withdraw, name="feedback-withdraw"),
    path("desk/<slug:slug>/conversations/", conversations.conversation_review_list, name="conversation-review-list"),
    path("desk/<slug:slug>/conversations/new/", conversations.conversation_create, name="conversation-create"),
    path("desk/<slug:slug>/conversations/<int:pk>/", conversations.conversation_review, name="conversation-review"),
    path(
        "desk/<slug:slug>/conversations/<int:pk>/publish/",
        conversations.conversation_publish,
        name="conversation-publish",
    ),
    path("desk/<slug:slug>/hand-in/", hand_ins.poster_call_edit, name="poster-call-edit"),
    path("desk/<slug:slug>/hand-ins/<int:pk>/look/", hand_ins.hand_in_contact_look, name="hand-in-contact-look"),
    path("desk/<slug:slug>/hand-ins/<int:pk>/forget/", hand_ins.hand_in_contact_forget, name="hand-in-contact-forget"),
    path("desk/<slug:slug>/posters/", posters.poster_review_list, name="poster-review-list"),
    re_path(
        r"^desk/(?P<slug>[-\w]+)/posters/captions-(?P<paper>a4|a5)\.pdf$",
        posters.poster_captions,
        name="poster-captions",
    ),
    path("desk/<slug:slug>/posters/photograph/", posters.poster_photograph, name="poster-photograph"),
    path("desk/<slug:slug>/posters/<int:pk>/", posters.poster_review, name="poster-review"),
    path("desk/<slug:slug>/posters/<int:pk>/picture.jpg", posters.poster_review_picture, name="poster-review-picture"),
    path("desk/<slug:slug>/posters/<int:pk>/photograph/", posters.poster_exchange, name="poster-exchange"),
    path("desk/<slug:slug>/posters/<int:pk>/consent/", posters.poster_consent, name="poster-consent"),
    path("desk/<slug:slug>/posters/<int:pk>/withdraw/", posters.poster_withdraw, name="poster-withdraw"),
    path("desk/<slug:slug>/posters/<int:pk>/publish/", posters.poster_publish, name="poster-publish"),
    path("desk/<slug:slug>/posters/<int:pk>/take-down/", posters.poster_take_down, name="poster-take-down"),
    path("desk/<slug:slug>/coverage/", coverage.coverage_matrix, name="coverage-matrix"),
    path("desk/<slug:slug>/coverage/<int:pk>/<slug:column>/", coverage.coverage_cell, name="coverage-cell"),
    path("desk/<slug:slug>/phases/<int:position>/close/", coverage.phase_close, name="phase-close"),
    path("desk/<slug:slug>/phases/<int:position>/reopen/", coverage.phase_reopen, name="phase-reopen"),
]
