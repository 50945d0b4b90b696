/**
 * Replays an event log as it happened: each list is extracted from what was known at its moment, then learned from.
 * Evaluation, training and the tests that compare them with serving all go through here.
 */
import { EVENT_TYPES } from '#core/contract/events'
import { IDLE_MS } from '#core/session/visits'
import type { Touch } from '#core/session/state'
import { contextOf, type Context } from './context.ts'
import { extractList } from './extract.ts'
import { newScratch, type Knowledge } from './knowledge.ts'
import { numberIn, type Schema } from './fields.ts'
import { ItemStore } from './items.ts'
import { learnClick, learnShown } from './learn.ts'
import type { ScoredList } from './list.ts'
import { DWELT, type LogEvent } from './log-event.ts'
import { Priors } from './priors.ts'
import { Stages } from './stages.ts'
import { sessionMemory, visitorMemory } from './memory.ts'
import { RecentMap } from './recent-map.ts'
import { ReplayedNeighbours } from './replayed-neighbours.ts'
import { rememberDeed, rememberShown, Who, type Remembering } from './who.ts'

type Ranking = Extract<LogEvent, { kind: 'ranking' }>
type Interaction = Extract<LogEvent, { kind: 'interaction' }>

export type ReplayedList = {
  id: string
  at: number
  /** Names the session: no other list has the same that is of another one. */
  session: string
  /** Feature rows, row-major. */
  rows: Float32Array
  count: number
  /** Wanted clicks on each item before this list. */
  popularity: Float32Array
  /** Which candidates were wanted; filled while the replay goes on. */
  labels: Float32Array
  /** The same per type of interaction, for models of several objectives; a type nobody did is missing. */
  acts: Map<string, Float32Array>
  /** Whether the visitor had touched anything before, and whether this was the first list. */
  known: boolean
  first: boolean
}

type OpenList = { scored: ScoredList; replayed: ReplayedList; places: Map<string, number>; shownTo: Remembering }

/** Lists that may still be clicked, and their candidates; older lists are closed. */
const MAX_OPEN = 20_000
const MAX_OPEN_CANDIDATES = 500_000

export class Replay {
  readonly knowledge: Knowledge
  private readonly target: string | undefined
  private readonly who = new Who()
  private readonly neighbours = new ReplayedNeighbours()
  private readonly open = new Map<string, OpenList>()
  private openCandidates = 0
  private readonly lastList = new RecentMap<string>(MAX_OPEN)

  /** @param target the interaction type that counts as wanted; without one, every interaction on a shown list does. */
  constructor(schema: Schema, target?: string) {
    const stages = new Stages(schema.fields.map((field) => field.name))
    this.knowledge = {
      store: new ItemStore(schema),
      priors: new Priors(),
      stages,
      scratch: newScratch(1_024),
    }
    this.target = target
  }

  /** @returns the list if the event was one. */
  apply(event: LogEvent): ReplayedList | undefined {
    if (event.kind === 'ranking') return this.show(event)
    if (event.kind === 'interaction') this.touch(event)
    else if (event.kind === 'item') this.knowledge.store.declare(event.id, event.fields, event.at)
    return undefined
  }

  private show(event: Ranking): ReplayedList {
    const { store, priors } = this.knowledge
    const shownTo = this.who.memoryOf(event)
    const { key } = shownTo
    const session = sessionMemory(store, shownTo.session.state, { now: event.at, whole: shownTo.whole })
    const visitor = visitorMemory(store, shownTo.visitor.state, event.at)
    const candidates = event.items.map(({ id, fields }) => ({
      item: store.get(id, event.at),
      given: store.schema.given.map((name) => numberIn(fields.get(name), 'number')),
    }))
    const neighbours = this.neighbours.of(session.touched.map((touch) => touch.id))
    const context: Context = contextOf(event)
    const request = { now: event.at, candidates, session, visitor, neighbours, ...context }
    const scored = extractList(this.knowledge, request)
    const replayed: ReplayedList = {
      id: event.id,
      at: event.at,
      session: key === undefined ? `list ${event.id}` : `${key} since ${shownTo.session.startedAt}`,
      rows: scored.rows,
      count: candidates.length,
      popularity: Float32Array.from(candidates, ({ item }) => priors.items.clicksOf(item.index)),
      labels: new Float32Array(candidates.length),
      acts: new Map(),
      known: visitor.touches > 0,
      first: shownTo.visitor.lists === 0,
    }
    const mix = learnShown(this.knowledge, scored)
    const items = event.items.map(({ id }) => id)
    rememberShown(shownTo, { id: event.id, type: 'shown', at: event.at, search: '', items, mix })
    this.keepOpen(event, { scored, replayed, shownTo })
    if (key !== undefined) this.lastList.set(key, event.id)
    return replayed
  }

  private keepOpen(event: Ranking, list: Omit<OpenList, 'places'>): void {
    // Backwards, so that an id listed twice counts where it stood first.
    const places = new Map(event.items.map(({ id }, place): [string, number] => [id, place]).reverse())
    this.close(event.id)
    this.open.set(event.id, { ...list, places })
    this.openCandidates += list.replayed.count
    while (this.open.size > MAX_OPEN || (this.open.size > 1 && this.openCandidates > MAX_OPEN_CANDIDATES)) {
      this.close(this.open.keys().next().value!)
    }
  }

  private close(id: string): void {
    this.openCandidates -= this.open.get(id)?.replayed.count ?? 0
    this.open.delete(id)
  }

  private touch(event: Interaction): void {
    const item = this.knowledge.store.get(event.item, event.at)
    const known = this.who.memoryOf(event)
    const list = this.listOf(event, known.key)
    const position = list?.places.get(event.item)
    if (list !== undefined && position !== undefined) this.mark(list, position, event.type)
    // No deed of its own: how long the one before lasted, told by what came next.
    if (event.type === DWELT) return
    // An interaction that names its list but nobody was done by whom the list was shown to.
    const memory = known.key === undefined && list !== undefined ? list.shownTo : known
    this.knowledge.priors.recordTouch(item)
    const visitor = event.user ?? known.key ?? list?.replayed.session
    if (visitor !== undefined) this.neighbours.add({ visitor, item: item.id, at: event.at })
    rememberDeed(memory, { id: '', type: touchType(event.type), item: item.id, at: event.at, position, ...item.traits })
  }

  private mark(list: OpenList, place: number, type: string): void {
    const { acts, labels, count } = list.replayed
    const marks = acts.get(type) ?? new Float32Array(count)
    acts.set(type, marks)
    marks[place] = 1
    if ((this.target !== undefined && type !== this.target) || labels[place] !== 0) return
    labels[place] = 1
    learnClick(this.knowledge, list.scored, place)
  }

  /** The list the interaction names, or else the session's last one if it is recent. */
  private listOf(event: Interaction, key: string | undefined): OpenList | undefined {
    const named = event.ranking === undefined ? undefined : this.open.get(event.ranking)
    if (named !== undefined) return named
    const last = key === undefined ? undefined : this.lastList.get(key)
    const list = last === undefined ? undefined : this.open.get(last)
    return list !== undefined && event.at - list.replayed.at <= IDLE_MS ? list : undefined
  }
}

type DeedType = Exclude<Touch['type'], 'searched' | 'picked-suggestion'>

/** Sites name their interactions as they like; what is none of ours counts as a click. */
const touchType = (type: string): DeedType => {
  const known = EVENT_TYPES.find((each) => each === type)
  return known === undefined || known === 'searched' || known === 'picked-suggestion' ? 'clicked' : known
}
