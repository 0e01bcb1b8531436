# syntax=docker/dockerfile:1
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production \
    MAILSLUIS_VAR=/var/lib/mailsluis \
    MAILSLUIS_SMTP_HOST=0.0.0.0 \
    MAILSLUIS_CONSOLE_HOST=0.0.0.0 \
    MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY config ./config
COPY src ./src
RUN mkdir -p /var/lib/mailsluis && chown node:node /var/lib/mailsluis
USER node
VOLUME /var/lib/mailsluis
EXPOSE 2525 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.MAILSLUIS_CONSOLE_PORT || 8080) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals must reach the program, which drains on SIGTERM.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=60", "bin/mailsluis.js"]
