# One image for web, worker, beat and migrate; docker-compose.yml says what each of them runs.
FROM python:3.11-slim-bookworm AS packages

COPY requirements.lock /
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /requirements.lock


FROM python:3.11-slim-bookworm

# Pango draws the certificates; harfbuzz-subset embeds their fonts in half the time.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin basqaru \
    && install -d -o basqaru -g basqaru -m 0750 /data

COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DATA_DIR=/data \
    STATIC_ROOT=/app/collected

# Made with the settings of a trial, as no secret is needed for it; nothing of the trial stays in the image.
RUN DATA_DIR=/tmp/build python manage.py messages --compile \
    && DATA_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
    && chmod -R a+rX collected \
    && python -m compileall -q . \
    && rm -rf /tmp/build

# From here on it refuses to start without SECRET_KEY and an https SITE_URL.
ENV PRODUCTION=true
USER 10001
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]

CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
