from django.urls import path

from findings import views

app_name = "findings"

urlpatterns = [
    path("home/said/", views.said, name="said"),
    path("home/feedback/<int:pk>/", views.feedback_receipt, name="feedback-receipt"),
]
