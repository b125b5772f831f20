import type { HttpDeps } from '../http-deps.ts'
import { withOpenApi } from '../openapi.ts'
import type { Route } from '../route.ts'
import { accountRoutes } from './account-routes.ts'
import { adminRoutes } from './admin-routes.ts'
import { asyncApiRoute } from './asyncapi-route.ts'
import { boardRoute } from './board-route.ts'
import { configRoute } from './config-route.ts'
import { healthRoute, readyRoute } from './health-routes.ts'
import { liveRoute, onlineRoute } from './lobby-routes.ts'
import { ownKeysRoute } from './own-keys-route.ts'
import { playerRoute } from './player-route.ts'
import { raceRoute } from './race-route.ts'
import { resetRoutes } from './reset-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { sessionRoutes } from './session-route.ts'

/** Every route but those of the web client. */
export const allRoutes = (deps: HttpDeps): readonly Route[] =>
  withOpenApi([
    boardRoute(deps),
    playerRoute(deps),
    raceRoute(deps),
    ownKeysRoute(deps),
    ...sessionRoutes(deps),
    ...accountRoutes(deps),
    ...resetRoutes(deps),
    onlineRoute(deps),
    liveRoute(deps),
    configRoute(deps),
    asyncApiRoute(),
    ...adminRoutes(deps),
    ...reviewRoutes(deps),
    readyRoute(deps),
    healthRoute(),
  ])
