from django.urls import path

from findings import views

app_name = "findings"

urlpatterns = [
    path("home/said/", views.own_input, name="own-input"),
    path("home/feedback/<int:pk>/", views.feedback_receipt, name="feedback-receipt"),
]
