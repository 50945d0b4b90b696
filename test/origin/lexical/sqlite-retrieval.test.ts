import { sqliteCatalogueStore } from '../../../origin/catalog/sqlite-store.ts'
import { sqliteRetrieval } from '../../../origin/lexical/sqlite-retrieval.ts'
import { memoryDatabase } from '../memory-database.ts'
import { keywordRetrievalContract } from './keyword-retrieval.contract.ts'

keywordRetrievalContract('SQLite FTS5', () => {
  const database = memoryDatabase()
  return { store: sqliteCatalogueStore(database), keywords: sqliteRetrieval(database) }
})
