import { describe, expect, it } from 'vitest'
import { openShelf } from './shelf.ts'

const broken = (): Storage => {
  throw new DOMException('denied', 'SecurityError')
}

const storage = (): Storage => {
  const kept = new Map<string, string>()
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name),
  }
}

describe('the shelf', () => {
  it('[WEB-17] is the first store that works, and says whether it lasts', () => {
    const session = storage()
    const shelf = openShelf([broken, () => session])
    shelf.set('name', 'Budi')
    expect([shelf.lasts, shelf.get('name'), session.getItem('ketik:name')]).toEqual([false, 'Budi', 'Budi'])
    expect(openShelf([storage]).lasts).toBe(true)
  })

  it('[WEB-17] is this page alone when no store works', () => {
    const shelf = openShelf([broken, broken])
    shelf.set('name', 'Budi')
    expect([shelf.lasts, shelf.get('name')]).toEqual([false, 'Budi'])
    shelf.set('name', null)
    expect(shelf.get('name')).toBeNull()
  })

  it('[WEB-17] a store that fills up later loses the value and nothing else', () => {
    const store = storage()
    const shelf = openShelf([() => store])
    store.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    shelf.set('name', 'Budi')
    expect(shelf.get('name')).toBeNull()
  })
})
