# One image for the web server, the worker and its clock; docker-compose.yml says which of them a container is.

# The Python and the Debian that CI tests on.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# Pango draws the PDFs; DejaVu and Noto have the scripts and signs that our own font lacks; backups are made by PostgreSQL's own programs.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
       fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/throughline throughline \
    && install -d -o throughline /var/lib/throughline
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/var/lib/throughline XDG_CACHE_HOME=/tmp/cache
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/throughline
COPY . .
# The static files of this version belong to the image. The values are for this one command: settings insist on some.
RUN SECRET_KEY=for-collecting-static-files-while-the-image-is-built-only ALLOWED_HOSTS=localhost EMAIL_URL=smtp://localhost \
    DATA_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build && python -m compileall -q .
USER throughline
VOLUME /var/lib/throughline
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
