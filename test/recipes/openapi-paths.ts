// The types of the recipes' API in the form in which openapi-typescript writes them.
interface Order {
  id: number
  title: string
}

export interface paths {
  '/orders': {
    get: {
      parameters: { query?: never; path?: never }
      responses: {
        200: { content: { 'application/json': Order[] } }
        401: { content: { 'application/json': unknown } }
      }
    }
    post: {
      parameters: { query?: never; path?: never }
      requestBody: { content: { 'application/json': { title: string } } }
      responses: { 200: { content: { 'application/json': Order[] } } }
    }
  }
}
