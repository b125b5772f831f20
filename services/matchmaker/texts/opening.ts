/** First words that lean on a sentence the racer will not have read. */
const LEANING = new Set(
  (
    'and but or nor so for yet thus therefore hence however moreover furthermore besides also then this these that those it its ' +
    'he she they him her his hers their theirs them such which who whom whose here herein hereby accordingly consequently ' +
    'indeed nevertheless nonetheless notwithstanding otherwise similarly likewise second secondly third thirdly fourth ' +
    'fourthly fifth fifthly lastly finally next again another both either neither same latter former others still ' +
    'meanwhile meantime instead rather thereupon thereby thence whereupon whereby wherefore too now because aye ay yes no not'
  ).split(' '),
)

const LEANING_START =
  /^(?:the (?:former|latter|same|other|others|said|above|following|foregoing|result|whole)|(?:in|on|of|to|by|at|from|with|for|under|upon|among|after|before|since|through|without|against|during|all|some|many|most|none|each|one|two|both|several|few|any|much|part|half|neither|either) (?:of )?(?:this|these|that|those|such|it|them|him|her|his|their|which|the same|other|another)|on the (?:other|contrary)|as (?:to|for|such)|at (?:this|that|the same)|in (?:addition|other|short|fact|fine|like)|if (?:so|this|that|it|they|he|she)|when (?:this|these|it|they|he|she)|while (?:this|these|it|they|he|she)|as (?:this|these|it|they|he|she))\b/i

const LEANING_NEAR =
  /\b(?:therefore|however|also|likewise|moreover|consequently|accordingly|latter|former|aforesaid|foregoing|thereof|thereto|thereby|thus|hence|the same|similar|furthermore|nevertheless|aforementioned|said (?:act|treaty|convention|commission))\b/i

const POINTING_BACK =
  /\b(?:this|these|those|such)\b(?! (?:a|an|as|that|who|which|of|we|I|country|nation|world|land|earth|life|continent|hemisphere|year|day|hour|time|moment|republic|government|union|people|great|free|generation|century|age)\b)/i

/** Whether a sentence can open a text: it does not begin in the middle of a thought, as far as words can tell. */
export function opensWell(sentence: string): boolean {
  const bare = sentence.replace(/^["'(]+/, '')
  if (!/^[A-Z]/.test(bare)) return false
  const first = /^[A-Za-z]+/.exec(bare)?.[0].toLowerCase() ?? ''
  return (
    !LEANING.has(first) &&
    !LEANING_START.test(bare) &&
    !LEANING_NEAR.test(bare.slice(0, 60)) &&
    !POINTING_BACK.test(bare.slice(0, 90))
  )
}
