import { expect, it } from 'vitest'
import { openConversation } from '../conversation/conversation.testkit.ts'
import { ChatClient } from '../conversation/lines.testkit.ts'

it('[LOBBY-1] a message arrives once at every entry point of every node, in its form', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = new ChatClient(town.door(0))
  const budi = await town.player('budi', { node: 1 })
  ani.enter('Ani')
  await town.pass(50)
  expect(ani.take()).toEqual(['(you are Ani)'])
  ani.say('halo')
  await town.pass(50)
  budi.say({ type: 'chat', text: 'halo juga' })
  await town.pass(50)
  expect(ani.take()).toEqual(['Ani: halo', 'budi: halo juga'])
  expect(budi.take()).toMatchObject([
    { type: 'presence', event: 'join', username: 'Ani' },
    { type: 'chat', from: 'Ani', text: 'halo' },
    { type: 'chat', from: 'budi', text: 'halo juga' },
  ])
})

it('[NICK-3] a newcomer receives only what is later than its own join', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  const budi = new ChatClient(town.door())
  ani.say({ type: 'chat', text: 'lama' })
  await town.pass(50)
  expect(budi.take()).toEqual([])
  budi.enter('Budi')
  await town.pass(50)
  ani.say({ type: 'chat', text: 'baru' })
  await town.pass(50)
  expect(budi.take()).toEqual(['(you are Budi)', 'ani: baru'])
})

it('[NICK-7] a name that is taken or malformed is refused, and another one can be entered', async () => {
  const town = await openConversation()
  await town.player('ani')
  const client = new ChatClient(town.door())
  client.say('halo')
  client.enter('Ani')
  client.enter('a:b')
  client.enter('Budi')
  client.enter('Citra')
  await town.pass(50)
  expect(client.take()).toEqual([
    '*** not_logged_in',
    '*** name_taken',
    '*** bad_username',
    '(you are Budi)',
    '*** already_logged_in',
  ])
})

it('[BASIC-19] a token takes the name over from another entry point', async () => {
  const town = await openConversation({ nodes: 2 })
  const ani = await town.player('ani')
  const chat = new ChatClient(town.door(1))
  chat.enter('ani', 'not a token')
  chat.enter('ani', ani.token)
  await town.pass(50)
  expect(chat.take()).toEqual(['*** bad_token', '(you are ani)'])
  expect(ani.takeKinds()).toEqual(['closed: taken_over'])
})

it('[NICK-11] what a client said before it hung up is delivered before its leave', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  const budi = new ChatClient(town.door())
  budi.enter('Budi')
  for (const text of ['satu', 'dua']) budi.say(text)
  budi.hangUp()
  await town.pass(50)
  expect(ani.take().map(({ text, event }) => text ?? event)).toEqual(['join', 'satu', 'dua', 'leave'])
})

it('[LOBBY-18] the sixth message in ten seconds waits for its turn', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  const budi = new ChatClient(town.door())
  budi.enter('Budi')
  await town.pass(50)
  ani.take()
  for (const text of ['satu', 'dua', 'tiga', 'empat', 'lima', 'enam']) budi.say(text)
  await town.pass(50)
  expect(ani.take().map(({ text }) => text)).toEqual(['satu', 'dua', 'tiga', 'empat', 'lima'])
  await town.pass(2_000)
  expect(ani.take().map(({ text }) => text)).toEqual(['enam'])
})

it('[LOBBY-22] more than 32 messages that wait are refused, each with its error', async () => {
  const town = await openConversation()
  const budi = new ChatClient(town.door())
  budi.enter('Budi')
  for (let i = 0; i < 40; i++) budi.say('')
  await town.pass(50)
  const refused = budi.take().filter(line => line === '*** rate_limited')
  // The name is being taken, and 32 messages wait.
  expect(refused).toHaveLength(8)
})

it('[LOBBY-7] a client that leaves more than 1 MiB unread is closed', async () => {
  const town = await openConversation()
  const budi = new ChatClient(town.door())
  budi.enter('Budi')
  await town.pass(50)
  budi.take()
  budi.backlogBytes = 2 * 1024 * 1024
  await town.pass(1_000)
  expect(budi.take()).toEqual(['(closed: too_slow)'])
})

it('[LOBBY-1] a client that gives its name up stays, and can take another one', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  const budi = new ChatClient(town.door())
  budi.enter('Budi')
  await town.pass(50)
  void budi.session.inOrder(async () => {
    await budi.session.leave()
    return undefined
  })
  budi.enter('Beni')
  await town.pass(50)
  expect(budi.take()).toEqual(['(you are Budi)', '(you are Beni)'])
  expect(ani.take().map(({ event, username }) => `${event} ${username}`)).toEqual([
    'join Budi',
    'leave Budi',
    'join Beni',
  ])
})

it('[PLAIN-4] what came behind a refused name is not said when its door closes the connection', async () => {
  const town = await openConversation()
  const ani = await town.player('ani')
  const other = new ChatClient(town.door())
  other.session
    .inOrder(() => other.session.enter('Ani'))
    .then(refusal => refusal && other.session.close('name_refused'))
  other.say('ini saya')
  await town.pass(50)
  expect(other.take()).toEqual(['*** name_taken', '(closed: name_refused)'])
  expect(ani.take()).toEqual([])
})
