import type { RaceWish } from '@ketik/client'
import { LANGS, type Lang } from '@ketik/race'
import { languageName, words } from '../words/spoken.ts'
import { Choice } from './choice.tsx'

const ANY = 'any'
const SEATS = ['2', '3', '5'] as const

type Props = { readonly wish: RaceWish; readonly onWish: (wish: RaceWish) => void }

/** What kind of race: the language of the text, and how many racers. */
export const WishOptions = ({ wish, onWish }: Props) => {
  const w = words.value
  const chooseLang = (value: Lang | typeof ANY): void => {
    const { lang: _, ...rest } = wish
    onWish(value === ANY ? rest : { ...rest, lang: value })
  }
  const chooseSeats = (value: string): void => {
    const { seats: _, ...rest } = wish
    onWish(value === ANY ? rest : { ...rest, seats: Number(value) })
  }
  return (
    <>
      <Choice
        name="wish-lang"
        legend={w.textLanguage}
        options={[
          { value: ANY, label: w.textAny },
          ...LANGS.map(value => ({ value, label: languageName(value) })),
        ]}
        value={wish.lang ?? ANY}
        onChoose={chooseLang}
      />
      <Choice
        name="wish-seats"
        legend={w.seats}
        options={[
          { value: ANY, label: w.seatsAny },
          ...SEATS.map(value => ({ value, label: w.seatsExactly(Number(value)) })),
        ]}
        value={wish.seats === undefined ? ANY : String(wish.seats)}
        onChoose={chooseSeats}
      />
    </>
  )
}
