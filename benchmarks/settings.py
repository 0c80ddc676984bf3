"""The product's settings with one more address: the bare view that verification is measured against."""

from config.settings import *  # noqa: F403

PUBLIC_URLCONF = "benchmarks.urls_public"
ALLOWED_HOSTS = ["*"]
