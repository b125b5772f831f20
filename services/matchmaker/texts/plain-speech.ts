/** Words of a speech that talks to everyone rather than reports on a file. */
const BROAD =
  /\b(?:we|our|ours|us|people|peoples|mankind|humanity|nation|nations|world|human|life|lives|home|homes|farm|farmer|farmers|children|school|schools|education|science|art|arts|nature|forest|forests|river|rivers|soil|water|railroad|labor|work|worker|workers|freedom|liberty|peace|justice|hope|faith|courage|progress|future|history|men|man|women|friendship|truth|duty|law)\b/i

/** Capitalised words that every speech has; any other in mid-sentence names something the racer may never have met. */
const FAMILIAR = new Set(
  (
    'I Government Governments Congress Union United States State America American Americans Nation Nations Constitution Federal God Providence ' +
    'Republic President Executive Atlantic Pacific Europe World Almighty Heaven English Washington Lincoln Jefferson Panama Canal Mississippi'
  ).split(' '),
)

const NAMES_MAX = 1
const WORD_CHARS_MEAN_MAX = 5.2

/** Business that only the clerks of the day could follow. */
const CLERKLY =
  /\b(?:recommend\w*|submit\w*|report|reports|reported|claims?|treaty|treaties|negotiat\w*|legation|consul\w*|minister|envoy|islands?|agents?|court|courts|suits?|payments?|sums?|amounts?|territory|territorial|mails?|naval|navy|vessels?|circuit|jurisdiction|officers?|the (?:first|second|third|fourth)|unconstitutional\w*|amendment|veto|suffrage|protocol|monarchy|commission|boundary|boundaries|cession|cadets?|militia)\b/i

/** A dash lost in scanning: `union-union not only in form`. Indonesian doubles words so on purpose. */
const DOUBLED = /\b([a-z]+)-\1\b/

/** Someone spoken of before they are named. */
const POINTING =
  /^(?:[^ .]+ ){0,6}(?:they|them|their|theirs|he|him|his|she|her|hers|(?:in|of|to|by|upon|for|with) it)\b/i

/** Whether a passage of a speech can be read on its own by someone who came for a race. */
export function isPlainSpeech(text: string): boolean {
  return (
    BROAD.test(text) &&
    !CLERKLY.test(text) &&
    !POINTING.test(text) &&
    !DOUBLED.test(text) &&
    meanWordChars(text) <= WORD_CHARS_MEAN_MAX &&
    unfamiliarNames(text) <= NAMES_MAX
  )
}

function meanWordChars(text: string): number {
  const words = text.match(/[A-Za-z]+/g) ?? []
  return words.join('').length / Math.max(1, words.length)
}

function unfamiliarNames(text: string): number {
  const names = text.match(/(?<=[a-z,;:-] )[A-Z][A-Za-z]*/g) ?? []
  return names.filter(name => !FAMILIAR.has(name)).length
}
