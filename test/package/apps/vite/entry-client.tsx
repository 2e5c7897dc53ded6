// Hydrates what the server sent.
import { hydrateRoot } from 'react-dom/client'
import { App } from './app'

const visitor = new URLSearchParams(location.search).get('visitor') ?? ''
hydrateRoot(document.getElementById('root')!, <App visitor={visitor} page={location.pathname} />)
