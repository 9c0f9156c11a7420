from django.urls import path

from outbox import views

app_name = "outbox"

urlpatterns = [
    path("demo/mail/", views.mail_list, name="mail-list"),
    path("demo/mail/<int:pk>/", views.mail_detail, name="mail-detail"),
    path("desk/messages/", views.message_list, name="message-list"),
    path("desk/messages/release/", views.mail_release, name="mail-release"),
    path("desk/messages/<int:pk>/", views.message_detail, name="message-detail"),
    path("desk/messages/<int:pk>/retry/", views.message_retry, name="message-retry"),
    path("desk/messages/<int:pk>/release/", views.message_release, name="message-release"),
    path("desk/messages/<int:pk>/settle/", views.message_settle, name="message-settle"),
    path("desk/messages/<int:pk>/cancel/", views.message_cancel, name="message-cancel"),
]
