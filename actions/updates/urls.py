"""Pages about answers, and what they say helped and hindered."""

from django.urls import path

from actions.updates.views import factors, review

urlpatterns = [
    path("desk/<slug:slug>/updates/", review.update_review_list, name="update-review-list"),
    path("desk/<slug:slug>/factors/", factors.factor_list, name="factor-list"),
    path("desk/<slug:slug>/factors/<int:pk>/", factors.factor_detail, name="factor-detail"),
    path("desk/<slug:slug>/factors/<int:pk>/merge/", factors.factor_merge, name="factor-merge"),
    path("desk/<slug:slug>/factors/<int:pk>/separate/", factors.factor_separate, name="factor-separate"),
    path("desk/<slug:slug>/updates/<int:pk>/", review.update_review, name="update-review"),
]
