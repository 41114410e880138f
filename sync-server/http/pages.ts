import { Hono, type Context } from 'hono'
import type { StaticFiles } from './static-files.ts'

/**
 * Which page answers which address. `/chat/<inbox>` is the customer's, `/phone` the emulator's;
 * every address without a file is a screen of the agents' app, which reads the address itself.
 */
export function pageRoutes(files: StaticFiles): Hono {
  const routes = new Hono()
  const page = async (context: Context, name: string) =>
    (await files.serve(context, `/${name}.html`)) ??
    (await files.serve(context, `/${name}/index.html`)) ??
    context.text('The pages are not built. Run npm run build.', 503)

  routes.get('/chat/:inbox', context => page(context, 'chat'))
  routes.get('/phone', context => page(context, 'phone'))
  routes.get('*', async context => {
    const { path } = context.req
    const file = await files.serve(context, path)
    if (file) return file
    const isScreen = !/\.[a-z\d]+$/i.test(path)
    return isScreen ? page(context, 'index') : context.text('There is no such file.', 404)
  })
  return routes
}
