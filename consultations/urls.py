from django.urls import path

from consultations import views

app_name = "consultations"

urlpatterns = [
    path("home/", views.home, name="home"),
    path("home/said/", views.said, name="said"),
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
    path("home/feedback/<int:pk>/", views.feedback_receipt, name="feedback-receipt"),
    path("desk/<slug:slug>/feedback/", views.feedback_review_list, name="feedback-review-list"),
    path("desk/<slug:slug>/feedback/<int:pk>/", views.feedback_review, name="feedback-review"),
]
