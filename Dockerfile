# The connector as Airbyte and every other orchestrator starts it:
#
#     docker run --rm source-ovhcloud-api/source-ovhcloud-api:0.2.0 spec

# The compiler runs on the builder's own architecture and compiles for the image's, which needs no
# emulation. The fallback serves engines that do not say what they run on, such as Docker's classic
# builder; for the same reason nothing here needs BuildKit.
FROM --platform=${BUILDPLATFORM:-linux/amd64} golang:1.26.8-alpine AS build

WORKDIR /src
# The modules are a layer of their own, which lasts until one of them changes.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Empty where the builder sets none, which means its own architecture to Go.
ARG TARGETARCH
# A static binary runs on any userland, and -trimpath and -s -w leave the builder's paths and the
# tables of a debugger out: the same source and compiler give the same bytes.
RUN CGO_ENABLED=0 GOOS=linux GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w" -o /out/airbyte/source-ovhcloud-api . \
    && cp LICENSE NOTICE /out/airbyte/ \
    && mkdir /out/airbyte/integration_code

# Airbyte runs a connector as `sh -c 'eval "$AIRBYTE_ENTRYPOINT read …"'`, watches it with sleep, ends
# it with kill and hands its exit code on with mv: an image without a userland cannot be started.
FROM alpine:3.23

# The roots that https needs, for a base that has none.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
# Airbyte's pods run as 1000. Numbers need no user to exist, and the binary needs neither a name nor
# a home nor a writable file: it runs as any user, on a read-only root.
COPY --from=build --chown=1000:1000 /out/ /
USER 1000:1000
WORKDIR /airbyte/integration_code

# The same command twice: for who runs the image, and for who runs a shell in it.
ENV AIRBYTE_ENTRYPOINT="/airbyte/source-ovhcloud-api"
ENTRYPOINT ["/airbyte/source-ovhcloud-api"]

# Both are metadata.yaml's dockerRepository and dockerImageTag.
ARG VERSION=0.2.0
LABEL io.airbyte.name="source-ovhcloud-api/source-ovhcloud-api" \
      io.airbyte.version="${VERSION}"
