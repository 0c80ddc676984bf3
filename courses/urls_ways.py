"""The ways an enrolment goes: the public application, the moves with their papers, the orders."""

from django.urls import path

from courses import views_apply, views_orders, views_ways

urlpatterns = [
    path("apply/<slug:token>", views_apply.apply, name="apply"),
    path("apply/<slug:token>/sent", views_apply.apply_sent, name="apply_sent"),
    path("cohorts/<int:pk>/apply-link/", views_apply.apply_link, name="apply_link"),
    path("cohorts/<int:pk>/addresses/", views_apply.take_addresses, name="take_addresses"),
    path("applications/<int:pk>/", views_apply.application, name="application"),
    path("enrolments/<int:pk>/hold/", views_ways.hold, name="hold"),
    path("enrolments/<int:pk>/bring-back/", views_ways.bring_back, name="bring_back"),
    path("enrolments/<int:pk>/transfer/", views_ways.transfer, name="transfer"),
    path("enrolments/<int:pk>/expel/", views_ways.expel, name="expel"),
    path("enrolments/<int:pk>/next/", views_ways.next_stream, name="next_stream"),
    path("papers/<int:pk>/", views_ways.paper, name="paper"),
    path("cohorts/<int:pk>/orders/", views_orders.orders, name="orders"),
    path("cohorts/<int:pk>/completion/", views_orders.completion, name="completion"),
    path("cohorts/<int:pk>/participants.pdf", views_orders.participants_pdf, name="participants_pdf"),
    path("cohorts/<int:pk>/participants.xlsx", views_orders.participants_xlsx, name="participants_xlsx"),
    path("orders/<int:pk>/paper-number/", views_orders.paper_number, name="paper_number"),
    path("orders/<int:pk>.pdf", views_orders.order_pdf, name="order_pdf"),
]
