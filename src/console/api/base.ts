/** Where the API is. */
export const BASE = '/api/v1'
