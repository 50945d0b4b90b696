import { sqliteCatalogueStore } from '../../../origin/catalog/sqlite-store.ts'
import { memoryDatabase } from '../memory-database.ts'
import { catalogueStoreContract } from './store.contract.ts'

catalogueStoreContract('SQLite', () => sqliteCatalogueStore(memoryDatabase()))
