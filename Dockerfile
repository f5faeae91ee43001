# The worker and the client of the collector. The simulators and the tools of development are not in it.
# glibc, not Alpine: Temporal's native core is built for glibc alone.
ARG NODE_IMAGE=node:22.23.3-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
# What .dockerignore lets through: the sources of the worker and the client, and what builds them.
COPY . .
RUN node tools/build.mjs --plain

FROM ${NODE_IMAGE} AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
COPY tools/setup/keep-native-core.mjs ./
# Of Temporal's native cores the one of this platform stays: 110 MB less.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && node keep-native-core.mjs .

FROM ${NODE_IMAGE}
ARG NODE_IMAGE
# The slim image has no certificate authorities, and Temporal's core reads those of the system.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
# MALLOC_ARENA_MAX: 20 MB less (docs/decisions/385-bounds-of-the-worker.md).
ENV NODE_ENV=production LOG_FORMAT=json CTCI_CONFIG=/etc/ctci-collector/config.yaml MALLOC_ARENA_MAX=2
WORKDIR /opt/ctci-collector
COPY --from=packages /packages/node_modules ./node_modules
COPY --from=build /build/dist ./dist
# In a checkout that was made under a strict umask, the container's user could not read them.
COPY --chmod=644 package.json LICENSE ./
# The client by the name that its messages tell: "ctci-collector status".
COPY --chmod=755 deploy/ctci-collector deploy/ctci-collector-health /usr/local/bin/
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ctci-collector" \
  org.opencontainers.image.description="Keeps the CTCI CVE Early Warning List as a lookup in Devo, orchestrated by Temporal" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.base.name="docker.io/library/${NODE_IMAGE}"
# The user "node" of the image, as a number: Kubernetes can tell only by a number that it is not root.
USER 1000:1000
# Who starts anew what is not healthy must not do so because Temporal is away: that is told by readyz.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["ctci-collector-health", "healthz"]
# Node is process 1 and gets SIGTERM itself: a shell between would swallow it, and the worker would be killed.
CMD ["node", "dist/worker/main.js", "--config", "/etc/ctci-collector/config.yaml"]
