from django.urls import path, re_path

from programmes import views
from programmes.quiet_periods import views as quiet
from programmes.statements import views as statements

app_name = "programmes"

urlpatterns = [
    path(
        "programmes/<slug:slug>/accessibility/",
        statements.programme_accessibility,
        name="programme-accessibility",
    ),
    path("programmes/<slug:slug>/privacy/", statements.programme_privacy, name="programme-privacy"),
    path("programmes/<slug:slug>/brand.css", views.brand_css, name="brand-css"),
    path("programmes/<slug:slug>/documents/<int:pk>/", views.document_detail, name="document-detail"),
    path("programmes/<slug:slug>/documents/<int:pk>/file/", views.document_file, name="document-file"),
    re_path(
        r"^programmes/(?P<slug>[-\w]+)/documents/(?P<pk>[0-9]{1,9})/(?P<print_size>standard|large)-print\.pdf$",
        views.document_pdf,
        name="document-pdf",
    ),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("another-format/", views.another_format, name="another-format"),
    path("privacy/", statements.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("desk/<slug:slug>/team/", views.team, name="team"),
    path("desk/<slug:slug>/team/give/", views.hat_give, name="hat-give"),
    path("desk/<slug:slug>/team/<int:pk>/end/", views.hat_end, name="hat-end"),
    path("desk/<slug:slug>/quiet/", quiet.quiet_period_list, name="quiet-period-list"),
    path("desk/<slug:slug>/quiet/set/", quiet.quiet_period_set, name="quiet-period-set"),
    path("desk/<slug:slug>/quiet/<int:pk>/change/", quiet.quiet_period_change, name="quiet-period-change"),
    path("desk/<slug:slug>/quiet/<int:pk>/let-go-on/", quiet.quiet_period_let_go_on, name="quiet-period-let-go-on"),
    path("desk/<slug:slug>/quiet/<int:pk>/end/", quiet.quiet_period_end, name="quiet-period-end"),
    path("desk/<slug:slug>/who-may/", views.permission_matrix, name="permission-matrix"),
    path("desk/<slug:slug>/log/", views.log, name="log"),
]
