# check=error=true

ARG SOURCE_DATE_EPOCH=315532800

FROM golang:1.25-bookworm@sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11 AS build
WORKDIR /src
ENV CGO_ENABLED=0
ENV GOFLAGS="-mod=readonly"
ENV GOTOOLCHAIN=local
COPY --link go.mod go.sum* ./
RUN ["go", "mod", "download"]
COPY --link cmd ./cmd
COPY --link internal ./internal
RUN --mount=type=cache,target=/root/.cache/go-build,sharing=shared \
    --network=none \
    ["go", "build", "-trimpath", "-buildvcs=false", "-tags=timetzdata", "-ldflags=-s -w -buildid=", "-o", "/out/app", "./cmd/worker"]

FROM scratch AS run
COPY --link --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --link --from=build /out/app /app
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 CMD ["/app", "health"]
ENTRYPOINT ["/app"]
