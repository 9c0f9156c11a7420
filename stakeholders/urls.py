from django.urls import path

from stakeholders.views import partnerships

app_name = "stakeholders"

urlpatterns = [
    path(
        "desk/<slug:slug>/organisations/<int:pk>/",
        partnerships.partnership_detail,
        name="partnership-detail",
    ),
]
