// @vitest-environment jsdom
import { createTyping, press } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { Cloth } from './cloth.ts'

const weave = (text: string) => {
  const root = document.createElement('div')
  document.createElement('div').append(root)
  const typing = createTyping(text)
  const cloth = new Cloth(root, typing.graphemes)
  cloth.measure()
  const type = (keys: string): string => {
    for (const key of keys) press(typing, key)
    cloth.show(typing)
    return shown()
  }
  const shown = (): string =>
    [...root.querySelectorAll('.g')]
      .map(cell => {
        const letter = cell.textContent ?? ''
        if (cell.classList.contains('right')) return letter.toUpperCase()
        return cell.classList.contains('wrong') ? '!' : letter
      })
      .join('')
  return { root, cloth, type }
}

describe('the text on the page', () => {
  it('[WEB-25] shows what is typed, wrong and left', () => {
    const { type } = weave('satu dua')
    expect(type('sa')).toBe('SAtu dua')
    expect(type('xy')).toBe('SA!! dua')
    expect(type('\b')).toBe('SA!u dua')
    expect(type('\u0017')).toBe('satu dua')
    expect(type('satu dua')).toBe('SATU DUA')
  })

  it('[WEB-25] shows the next word, and wrong keys beyond the end nowhere', () => {
    const { root, type } = weave('a b')
    const next = () => root.querySelector('.next')?.textContent
    expect(next()).toBe('a')
    type('a ')
    expect(next()).toBe('b')
    expect(type('xyz')).toBe('A !')
  })

  it('[WEB-25] a key changes only the graphemes between the carets, whatever the length of the text', async () => {
    const { root, type } = weave('kata '.repeat(120).trim())
    type('kata ')
    const changed: Node[] = []
    const observer = new MutationObserver(records => changed.push(...records.map(record => record.target)))
    observer.observe(root, { attributes: true, attributeFilter: ['class'], subtree: true })
    type('k')
    changed.push(...observer.takeRecords().map(record => record.target))
    const cells = new Set(changed.filter(node => node instanceof Element && node.classList.contains('g')))
    expect(cells.size).toBe(1)
  })

  it('[WEB-25] draws each rival once, with a flag', () => {
    const { root, cloth } = weave('satu dua')
    cloth.rivals([{ seat: 1, flag: 'A', correct: 2 }])
    cloth.rivals([{ seat: 1, flag: 'A', correct: 3 }])
    expect([...root.querySelectorAll<HTMLElement>('.rival')].map(caret => caret.dataset['flag'])).toEqual([
      'A',
    ])
  })
})
