// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fillBrowser } from '../browser-parts.testkit.ts'
import { listenToField } from './typing-field.ts'

let field: HTMLTextAreaElement
let heard: (readonly [string, string | undefined])[] = []
let stop: () => void = () => undefined

beforeEach(() => {
  fillBrowser()
  heard = []
  field = document.createElement('textarea')
  document.body.append(field)
  stop = listenToField(field, {
    keys: (keys, code) => heard.push([keys.join(''), code]),
    released: code => heard.push(['up', code]),
    hint: hint => heard.push([hint, undefined]),
  })
})
afterEach(() => {
  stop()
  field.remove()
})

const keyboard = (type: 'keydown' | 'keyup', key: string, code: string, isComposing = false) =>
  field.dispatchEvent(new KeyboardEvent(type, { key, code, isComposing }))
const insert = (data: string) =>
  field.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertText', data, cancelable: true }))

it('[HONESTY-14] a physical key is reported with its code, and so is its release', () => {
  keyboard('keydown', 'a', 'KeyA')
  insert('a')
  keyboard('keydown', 's', 'KeyS')
  insert('s')
  keyboard('keyup', 'a', 'KeyA')
  expect(heard).toEqual([
    ['a', 'KeyA'],
    ['s', 'KeyS'],
    ['up', 'KeyA'],
  ])
})

it('[HONESTY-14] what an input method or a touch keyboard types has no physical key', () => {
  keyboard('keydown', 'Dead', 'Quote')
  field.dispatchEvent(new CompositionEvent('compositionstart'))
  keyboard('keydown', 'e', 'KeyE', true)
  field.dispatchEvent(new CompositionEvent('compositionend', { data: 'é' }))
  keyboard('keyup', 'e', 'KeyE', true)
  keyboard('keydown', 'Unidentified', '')
  insert('x')
  keyboard('keyup', 'Unidentified', '')
  expect(heard).toEqual([
    ['é', undefined],
    ['x', undefined],
  ])
})
